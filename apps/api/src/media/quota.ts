import { Problem } from '@mobilise/contracts/problems';
import { sayFull, usedBytes } from '@mobilise/db/quota';
import type { Scope } from '../scope.ts';

/**
 * Problem `quota_exceeded` unless so many bytes more fit. Asked before bytes are sent and again before they are kept, so what
 * is on its way at the same time is all by which a workspace can exceed its quota.
 */
export async function roomOrThrow(scope: Scope, quota: number, bytes: number): Promise<void> {
  const used = await usedBytes(scope);
  if (used + bytes <= quota) return;
  const message = sayFull(quota, used);
  throw new Problem('quota_exceeded', `${message}.`, {
    fields: [{ field: 'file', message }],
    extra: { used, quota },
  });
}
