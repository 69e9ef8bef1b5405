import type { mediaOverview as overviewRoute } from '@mobilise/contracts/media';
import type { RouteResponse } from '@mobilise/contracts/route';
import { usedBytes } from '@mobilise/db/quota';
import { users } from '@mobilise/db/schema/auth';
import { assets } from '@mobilise/db/schema/media';
import { ffmpegFacts } from '@mobilise/media-processing/ffmpeg-facts';
import { and, asc, count, eq, isNotNull } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import type { Uploads } from './keep.ts';

/**
 * How much room a workspace has left, who uploaded, what is in the bin, and what cannot be processed here, or only slowly.
 * Which ffmpeg there is takes a moment to find out, once in a process.
 */
export async function mediaOverview(
  scope: Scope,
  { quota, ffmpeg, transcription }: Pick<Uploads, 'quota' | 'ffmpeg'> & { transcription: boolean },
): Promise<RouteResponse<typeof overviewRoute>> {
  const people = await scope.db
    .selectDistinct({ id: users.id, name: users.name })
    .from(assets)
    .innerJoin(users, eq(users.id, assets.createdBy))
    .where(eq(assets.workspaceId, scope.workspaceId))
    .orderBy(asc(users.name));
  const [bin] = await scope.db
    .select({ count: count() })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), isNotNull(assets.deletedAt)));
  return {
    storage: { used: await usedBytes(scope), quota },
    notes: (await ffmpegFacts(ffmpeg)).notes,
    transcription,
    people,
    bin: bin?.count ?? 0,
  };
}
