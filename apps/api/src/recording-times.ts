import type { ItemContent } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import { clipOf, timesOutside } from '@mobilise/contracts/recording-times';
import { assets } from '@mobilise/db/schema/media';
import { and, eq } from 'drizzle-orm';
import type { Scope } from './scope.ts';

/**
 * Refuses content whose cut, chapters or words lie outside its recording: a draft may have such, what goes out may not. Problem
 * `wrong_state` says which, and names them as `content.…`. Where the length is not known yet, the publisher asks again before it
 * makes files.
 */
export async function recordingTimesOrThrow(scope: Scope, content: ItemContent): Promise<void> {
  const duration = await durationOf(scope, content);
  const outside = duration ? timesOutside(content, duration) : [];
  if (outside.length === 0) return;
  throw new Problem('wrong_state', outside.map(({ message }) => message).join(' '), {
    fields: outside.map(({ field, message }) => ({ field: `content.${field}`, message })),
  });
}

/** Milliseconds of what an episode or a video uses of its recording; null while its length is not known. */
export async function usedLength(scope: Scope, content: ItemContent): Promise<number | null> {
  const duration = await durationOf(scope, content);
  if (!duration) return null;
  const { start, end } = clipOf(content)?.trim ?? { start: 0, end: duration };
  return Math.max(0, Math.min(end, duration) - start);
}

/** Milliseconds of the whole recording. */
async function durationOf(scope: Scope, content: ItemContent): Promise<number | null> {
  const clip = clipOf(content);
  if (!clip) return null;
  const [upload] = await scope.db
    .select({ duration: assets.duration })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, clip.assetId)));
  return upload?.duration ?? null;
}
