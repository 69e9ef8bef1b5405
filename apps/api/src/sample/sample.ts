import { randomUUIDv7 } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { handleFor } from '@mobilise/channels/registry';
import { channelKindOf } from '@mobilise/contracts/channels';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import type { Workspace } from '@mobilise/contracts/team';
import { resolveWallTime } from '@mobilise/contracts/time';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { channels } from '@mobilise/db/schema/channels';
import { approvals, items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { assets } from '@mobilise/db/schema/media';
import { attempts, posts } from '@mobilise/db/schema/posts';
import { inspectImage } from '@mobilise/media-processing/inspect';
import { eq, sql } from 'drizzle-orm';
import type { SignedIn } from '../authorise.ts';
import type { Context } from '../context.ts';
import { requestRenditions } from '../rendering.ts';
import type { Scope } from '../scope.ts';
import { makeWorkspace, mustOwnOne } from '../workspaces.ts';
import { type SampleItem, type SamplePost, sampleCampaigns, sampleItems, samplePosts } from './content.ts';
import { nextReading, sampleReadings } from './readings.ts';

const artwork = join(import.meta.dirname, 'artwork');
const zone = 'Europe/London';

interface StoredArtwork {
  sha256: string;
  bytes: number;
  mime: string;
  width: number;
  height: number;
}

/**
 * Makes a sample workspace around the day of `now`: campaigns, items, posts that went out with what they achieved, and
 * posts that will. Its Bluesky channel has no credentials and needs to be reconnected, so nothing of it can leave.
 */
export async function loadSample(context: Context, person: SignedIn, now: Date): Promise<Workspace> {
  await mustOwnOne(context.db, person);
  const stored = new Map<string, StoredArtwork>();
  for (const { artwork: picture } of sampleItems) stored.set(picture.file, await store(context, picture.file));
  return context.db.transaction(async (db) => {
    const { workspace, scope } = await makeWorkspace(
      db,
      person,
      { name: 'Riverside (sample)', zone, sample: true },
      now,
    );
    const campaignIds = await insertCampaigns(scope);
    const channelIds = await insertChannels(scope);
    const placed = new Map<string, { itemId: string; revisionId: string; sample: SampleItem }>();
    for (const sample of sampleItems) {
      const picture = stored.get(sample.artwork.file);
      if (!picture) throw new Error(`${sample.artwork.file} was not stored`);
      placed.set(sample.slug, {
        ...(await insertItem(
          context,
          { ...scope, now: writtenAt(sample, now) },
          sample,
          picture,
          sample.campaign && campaignIds[sample.campaign],
        )),
        sample,
      });
    }
    for (const sample of samplePosts) {
      const item = placed.get(sample.item);
      if (!item) throw new Error(`The sample has no item ${sample.item}`);
      await insertPost(context, scope, sample, item, channelIds[sample.channel]);
    }
    return workspace;
  });
}

/** A day before an item first goes out, as far as that has passed. */
function writtenAt({ slug }: SampleItem, now: Date): Date {
  const first = Math.min(...samplePosts.filter(({ item }) => item === slug).map(({ day }) => day));
  return new Date(now.getTime() + Math.min(0, first - 1) * 86_400_000);
}

async function store({ storage }: Context, file: string): Promise<StoredArtwork> {
  const path = join(artwork, file);
  const { mime, width, height } = await inspectImage(path);
  return { ...(await storage.put(createReadStream(path))), mime, width, height };
}

async function insertCampaigns(scope: Scope): Promise<Record<keyof typeof sampleCampaigns, string>> {
  const rows = Object.entries(sampleCampaigns).map(([key, campaign]) => ({
    id: randomUUIDv7(),
    workspaceId: scope.workspaceId,
    slug: key === 'flu' ? 'flu-clinic' : key === 'carers' ? 'carers-week' : 'warm-homes',
    ...campaign,
    createdAt: scope.now,
  }));
  await scope.db.insert(campaigns).values(rows);
  return Object.fromEntries(Object.keys(sampleCampaigns).map((key, index) => [key, rows[index]?.id])) as Record<
    keyof typeof sampleCampaigns,
    string
  >;
}

async function insertChannels(scope: Scope): Promise<Record<SamplePost['channel'], { id: string; slug: string }>> {
  const [newsroom] = await scope.db
    .update(channels)
    .set({
      lastSuccessAt: new Date(scope.now.getTime() - 86_400_000),
      config: sql`${channels.config} || ${JSON.stringify({ description: 'News of the hospice, the GP federation and the council. A fictional sample.' })}::jsonb`,
    })
    .where(eq(channels.workspaceId, scope.workspaceId))
    .returning({ id: channels.id, config: channels.config });
  if (!newsroom) throw new Error('A new workspace has a newsroom');
  const bluesky = randomUUIDv7();
  await scope.db.insert(channels).values({
    id: bluesky,
    workspaceId: scope.workspaceId,
    kind: 'bluesky',
    name: 'Bluesky (sample)',
    config: { service: 'https://bsky.social', handle: 'riverside.example', did: 'did:plc:sample' },
    state: 'needs_reconnect',
    lastSuccessAt: new Date(scope.now.getTime() - 6 * 86_400_000),
    lastErrorAt: new Date(scope.now.getTime() - 3 * 86_400_000),
    lastError: 'AuthenticationRequired: Invalid identifier or password',
    lastAdvice:
      'This is a sample, so it cannot be reconnected. On a real channel you would paste a new app password here.',
    createdAt: scope.now,
  });
  return { newsroom: { id: newsroom.id, slug: String(newsroom.config['slug']) }, bluesky: { id: bluesky, slug: '' } };
}

async function insertItem(
  { boss }: Context,
  scope: Scope,
  sample: SampleItem,
  picture: StoredArtwork,
  campaignId: string | null,
) {
  const { db, workspaceId, now, actor } = scope;
  const ids = { assetId: randomUUIDv7(), itemId: randomUUIDv7(), revisionId: randomUUIDv7() };
  const { file, alt } = sample.artwork;
  await db.insert(assets).values({
    id: ids.assetId,
    workspaceId,
    kind: 'image',
    filename: file,
    alt,
    createdAt: now,
    createdBy: actor.userId,
    ...picture,
  });
  await requestRenditions(scope, boss, ids.assetId);
  const image = { assetId: ids.assetId, alt };
  const content: ItemContent =
    sample.kind === 'story'
      ? { leadImage: image, body: { type: 'doc', content: sample.body } }
      : { artwork: image, longDescription: sample.longDescription, data: sample.data, sources: sample.sources };
  const words = { title: sample.title, summary: sample.summary };
  await db.insert(items).values({
    id: ids.itemId,
    workspaceId,
    kind: sample.kind,
    slug: sample.slug,
    ...words,
    thumbAssetId: ids.assetId,
    campaignId,
    tags: sample.tags,
    revision: 1,
    createdAt: now,
    createdBy: actor.userId,
    updatedAt: now,
    updatedBy: actor.userId,
  });
  await db.insert(revisions).values({
    id: ids.revisionId,
    itemId: ids.itemId,
    number: 1,
    ...words,
    content: kindOf(sample.kind).content.parse(content),
    createdAt: now,
    createdBy: actor.userId,
  });
  await db.update(items).set({ revisionId: ids.revisionId }).where(eq(items.id, ids.itemId));
  await db.insert(revisionAssets).values({ revisionId: ids.revisionId, assetId: ids.assetId });
  await db
    .insert(approvals)
    .values({ id: randomUUIDv7(), revisionId: ids.revisionId, userId: actor.userId, by: actor.name, at: now });
  return { ...ids, image };
}

async function insertPost(
  { settings }: Context,
  scope: Scope,
  sample: SamplePost,
  item: { itemId: string; revisionId: string; sample: SampleItem },
  channel: { id: string; slug: string },
): Promise<void> {
  const { db, workspaceId, now, actor } = scope;
  const id = randomUUIDv7();
  const date = Temporal.Instant.from(now.toISOString())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: sample.day });
  // The later of two instants on a clock-change day; no sample time falls into a gap.
  const time = resolveWallTime(`${date}T${sample.time}`, zone, 'later');
  const dueAt = new Date(time.instant);
  const state = sample.state ?? (sample.day < 0 ? 'published' : 'scheduled');
  const published = state === 'published';
  const newsroom = sample.channel === 'newsroom';
  const page = `${settings.publicUrl}/news/${channel.slug}/${sample.item}`;
  const planned = state !== 'draft' && {
    wallTime: time.wallTime,
    zone,
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
      : { text: `${item.sample.title}. ${item.sample.summary}`, images: [], link: null },
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
  if (published) await sampleReadings(scope, { id, channel: sample.channel, publishedAt: dueAt });
}
