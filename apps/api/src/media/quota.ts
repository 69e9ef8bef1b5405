import { Problem } from '@mobilise/contracts/problems';
import { sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

/**
 * Bytes that a workspace takes up: originals, also those in the bin, and everything made from them. What several rows share
 * counts for each, as it would if it were not shared.
 */
export async function usedBytes(scope: Scope): Promise<number> {
  const [row] = await scope.db.execute<{ used: string }>(sql`
    select (
      (select coalesce(sum(bytes), 0) from assets where workspace_id = ${scope.workspaceId})
      + (select coalesce(sum(r.bytes), 0) from renditions r join assets a on a.id = r.asset_id where a.workspace_id = ${scope.workspaceId})
      + (select coalesce(sum(f.bytes), 0) from revision_files f join revisions r on r.id = f.revision_id
          join items i on i.id = r.item_id where i.workspace_id = ${scope.workspaceId})
    )::text as used`);
  return Number(row?.used ?? 0);
}

/**
 * Problem `quota_exceeded` unless so many bytes more fit. Asked before bytes are sent and again before they are kept, so what
 * is on its way at the same time is all by which a workspace can exceed its quota.
 */
export async function roomOrThrow(scope: Scope, quota: number, bytes: number): Promise<void> {
  const used = await usedBytes(scope);
  if (used + bytes <= quota) return;
  const message = `This workspace has ${inGigabytes(quota)} for uploads and what is made of them, of which ${inGigabytes(Math.max(0, quota - used))} are left. Remove uploads that nothing uses, empty the bin, or ask whoever runs this installation for more`;
  throw new Problem('quota_exceeded', `${message}.`, {
    fields: [{ field: 'file', message }],
    extra: { used, quota },
  });
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toLocaleString('en-GB', { maximumSignificantDigits: 3 })} GB`;
}
