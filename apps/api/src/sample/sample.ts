import { newId } from '@mobilise/contracts/new-id';
import type { Workspace } from '@mobilise/contracts/team';
import { freeGuid, lockGuids } from '@mobilise/db/podcast-guid';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { channels } from '@mobilise/db/schema/channels';
import { shows } from '@mobilise/db/schema/shows';
import { channelSlots } from '@mobilise/db/schema/slots';
import { eq, sql } from 'drizzle-orm';
import type { SignedIn } from '../authorise.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../scope.ts';
import { feedUrl } from '../show-address.ts';
import { makeWorkspace, mustOwnOne } from '../workspaces.ts';
import { sampleCover, sampleEpisodes, sampleShow } from './episodes.ts';
import { sampleInfographics } from './infographics.ts';
import { insertItem, type PlacedItem } from './insert-item.ts';
import { insertPost } from './insert-post.ts';
import { type SampleItem, sampleCampaigns } from './item.ts';
import { type SamplePost, samplePosts, sampleZone } from './plan.ts';
import { sampleStories } from './stories.ts';
import { insertUpload, type Stored, storeUpload } from './uploads.ts';

export const sampleItems: readonly SampleItem[] = [...sampleStories, ...sampleInfographics, ...sampleEpisodes];

/**
 * Makes a sample workspace around the day of `now`: campaigns, a show, items, posts that went out with what they achieved, and
 * posts that will. Its Bluesky channel has no credentials and needs to be reconnected, so nothing of it can leave.
 */
export async function loadSample(context: Context, person: SignedIn, now: Date): Promise<Workspace> {
  await mustOwnOne(context.db, person);
  const stored = new Map<string, Stored>();
  for (const file of new Set([sampleCover, ...sampleItems.map(({ upload }) => upload)].map(({ file }) => file)))
    stored.set(file, await storeUpload(context, file));
  return context.db.transaction(async (db) => {
    const { workspace, scope } = await makeWorkspace(
      db,
      person,
      { name: 'Riverside (sample)', zone: sampleZone, sample: true },
      now,
    );
    const campaignIds = await insertCampaigns(scope);
    const channelIds = await insertChannels(scope);
    const begun = { ...scope, now: daysBefore(now, 60) };
    const artworkId = await insertUpload(context, begun, sampleCover, stored.get(sampleCover.file));
    const showId = await insertShow(context, begun, { artworkId, newsroom: channelIds.newsroom });
    const assetIds = new Map<string, string>();
    const placed = new Map<string, PlacedItem>();
    for (const sample of sampleItems.toSorted((one, other) => firstDay(one) - firstDay(other))) {
      const { slug, kind, upload, campaign } = sample;
      const written = { ...scope, now: daysBefore(now, Math.max(0, 1 - firstDay(sample))) };
      const { file } = upload;
      const assetId = assetIds.get(file) ?? (await insertUpload(context, written, upload, stored.get(file)));
      assetIds.set(file, assetId);
      const isApproved = Number.isFinite(firstDay(sample));
      const campaignId = campaign && campaignIds[campaign];
      const needs = { assetId, campaignId, showId: kind === 'episode' ? showId : null, isApproved };
      placed.set(slug, await insertItem(written, sample, needs));
    }
    for (const sample of samplePosts) {
      const item = placed.get(sample.item);
      if (!item) throw new Error(`The sample has no item ${sample.item}`);
      await insertPost(context, scope, sample, item, channelIds[sample.channel]);
    }
    return workspace;
  });
}

/** The day, from today, on which an item first goes out; `Infinity` when it goes nowhere yet. It was written the day before. */
function firstDay({ slug }: SampleItem): number {
  return Math.min(...samplePosts.filter(({ item }) => item === slug).map(({ day }) => day));
}

async function insertShow(
  { settings }: Context,
  { db, workspaceId, now, actor }: Scope,
  { artworkId, newsroom }: { artworkId: string; newsroom: { id: string; slug: string } },
): Promise<string> {
  const id = newId();
  await lockGuids(db);
  const guid = await freeGuid(db, feedUrl(settings, newsroom.slug, sampleShow.slug));
  await db.insert(shows).values({
    ...sampleShow,
    ...{ id, workspaceId, channelId: newsroom.id, artworkId, guid, createdAt: now, createdBy: actor.userId },
  });
  return id;
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000);

async function insertCampaigns(scope: Scope): Promise<Record<keyof typeof sampleCampaigns, string>> {
  const rows = Object.entries(sampleCampaigns).map(([key, campaign]) => ({
    id: newId(),
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
  await scope.db
    .insert(channelSlots)
    .values(
      [1, 2, 3, 4, 5].flatMap((weekday) =>
        ['10:00', '16:00'].map((time) => ({ workspaceId: scope.workspaceId, channelId: newsroom.id, weekday, time })),
      ),
    );
  const bluesky = newId();
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
