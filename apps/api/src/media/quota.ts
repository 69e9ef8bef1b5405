import { Problem } from '@mobilise/contracts/problems';
import { sayFull, usedBytes } from '@mobilise/db/quota';
import type { Scope } from '../scope.ts';

/**
 * Problem `quota_exceeded` unless so many bytes more fit. Asked before bytes are sent, beside all that is to come of uploads
 * `underWay`, and again before they are kept.
 */
export async function roomOrThrow(scope: Scope, quota: number, bytes: number, underWay = 0): Promise<void> {
  const used = await usedBytes(scope);
  if (used + underWay + bytes <= quota) return;
  const message = sayFull(quota, used, underWay);
  throw new Problem('quota_exceeded', `${message}.`, {
    fields: [{ field: 'file', message }],
    extra: { used, quota },
  });
}
