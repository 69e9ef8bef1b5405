import { handleFor } from '@mobilise/channels/registry';
import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { resolveWallTime } from '@mobilise/contracts/time';
import { attempts, posts } from '@mobilise/db/schema/posts';
import type { Context } from '../context.ts';
import type { Scope } from '../scope.ts';
import type { PlacedItem } from './insert-item.ts';
import { plannedFor, type SamplePost, sampleZone } from './plan.ts';
import { nextReading, sampleReadings } from './readings.ts';

/** Writes a post of the sample as the publisher would have left it, with its attempt and what it achieved. */
export async function insertPost(
  { settings }: Context,
  scope: Scope,
  sample: SamplePost,
  item: PlacedItem,
  channel: { id: string; slug: string },
): Promise<void> {
  const { db, workspaceId, now, actor } = scope;
  const id = newId();
  // The later of two instants on a clock-change day; no sample time falls into a gap.
  const time = resolveWallTime(plannedFor(sample, now), sampleZone, 'later');
  const dueAt = new Date(time.instant);
  const state = sample.state ?? (sample.day < 0 ? 'published' : 'scheduled');
  const published = state === 'published';
  const newsroom = sample.channel === 'newsroom';
  const page = `${settings.publicUrl}/news/${channel.slug}/${sample.item}`;
  const planned = state !== 'draft' && {
    wallTime: time.wallTime,
    zone: sampleZone,
    disambiguation: time.disambiguation,
    tzVersion: process.versions.tz,
    dueAt,
    sendAt: dueAt,
    handle: handleFor(sample.channel, { postId: id, dueAt: time.instant }),
  };
  const failure = {
    failure: 'AuthenticationRequired: Invalid identifier or password',
    advice: 'Reconnect the channel with a new app password, then retry.',
  };
  await db.insert(posts).values({
    id,
    workspaceId,
    itemId: item.itemId,
    revisionId: item.revisionId,
    channelId: channel.id,
    state,
    holdReason: state === 'held' ? 'channel' : null,
    content: newsroom
      ? { text: '', images: [], link: null }
      : {
          text: `${item.sample.title.replace(/[\p{L}\p{N}]$/u, '$&.')} ${item.sample.summary}`,
          images: [],
          link: null,
        },
    ...planned,
    grace: channelKindOf(sample.channel).grace,
    ...(published && {
      publishedAt: dueAt,
      attempts: 1,
      ...(newsroom
        ? { remoteId: id, remoteUrl: page, nextReadingAt: nextReading(dueAt, now) }
        : { remoteId: `at://did:plc:sample/app.bsky.feed.post/${id}` }),
    }),
    ...(state === 'failed' && { ...failure, attempts: 1 }),
    createdAt: new Date(Math.min(now.getTime(), dueAt.getTime() - 20 * 3_600_000)),
    createdBy: actor.userId,
  });
  if (published || state === 'failed') {
    await db.insert(attempts).values({
      postId: id,
      number: 1,
      fence: 1,
      worker: 'sample',
      startedAt: dueAt,
      finishedAt: new Date(dueAt.getTime() + 420),
      outcome: published ? 'published' : 'failed',
      ...(state === 'failed' && { message: failure.failure, advice: failure.advice }),
    });
  }
  if (published)
    await sampleReadings(scope, { id, kind: item.sample.kind, channel: sample.channel, publishedAt: dueAt });
}
