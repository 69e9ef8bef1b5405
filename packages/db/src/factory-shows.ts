import { createHash } from 'node:crypto';
import { newId } from '@mobilise/contracts/new-id';
import { type EpisodeContent, emptyEpisode } from '@mobilise/contracts/recordings';
import { eq } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { buildAsset, buildChannel, buildItem } from './factories.ts';
import { podcastGuid } from './podcast-guid.ts';
import { channels } from './schema/channels.ts';
import { type items, revisionFiles, revisions } from './schema/items.ts';
import { shows } from './schema/shows.ts';

/** A show on a newsroom site, without cover. */
export async function buildShow(
  db: Db,
  overrides: Partial<typeof shows.$inferInsert> = {},
): Promise<typeof shows.$inferSelect> {
  const id = overrides.id ?? newId();
  const channel = overrides.channelId
    ? (await db.select().from(channels).where(eq(channels.id, overrides.channelId)))[0]
    : await buildChannel(db, { ...(overrides.workspaceId && { workspaceId: overrides.workspaceId }) });
  if (!channel) throw new Error('The channel that a show was to be built on is not there');
  const slug = overrides.slug ?? `behind-the-doors-${id.slice(-8)}`;
  const row = {
    title: 'Behind the doors',
    description: 'What happens behind the doors of a hospice.',
    author: 'Fern Hill Hospice',
    ownerEmail: 'press@example.org',
    language: 'en-gb',
    categories: ['Health & Fitness'],
    guid: podcastGuid(`https://news.example.org/${slug}`),
    ...overrides,
    id,
    slug,
    workspaceId: channel.workspaceId,
    channelId: channel.id,
  };
  const [show] = await db.insert(shows).values(row).returning();
  if (!show) throw new Error('The show was not built');
  return show;
}

/** Where the bytes of a built episode go: a storage, or a part of one. */
interface Store {
  put(bytes: Uint8Array): Promise<{ sha256: string; bytes: number }>;
}

type Episode = Partial<typeof items.$inferInsert> & {
  content?: Partial<EpisodeContent>;
  approved?: boolean;
  /** Milliseconds of the episode as it goes out; its files have 16 bytes a millisecond, as 128 kbit/s has. */
  duration?: number;
  /** Without one, the files are listed, and their bytes are nowhere. */
  store?: Store;
};

/** An approved episode of a show, with its recording and the files that were made of it. */
export async function buildEpisode(db: Db, overrides: Episode = {}): Promise<typeof items.$inferSelect> {
  const { content, duration = 90_000, store, ...rest } = overrides;
  const show = rest.showId
    ? (await db.select().from(shows).where(eq(shows.id, rest.showId)))[0]
    : await buildShow(db, { ...(rest.workspaceId && { workspaceId: rest.workspaceId }) });
  if (!show) throw new Error('The show that an episode was to be built on is not there');
  const { workspaceId } = show;
  const audio = await buildAsset(db, {
    ...{ workspaceId, kind: 'audio', filename: 'recording.wav', mime: 'audio/wav', duration },
    ...{ width: null, height: null, alt: '' },
  });
  const item = await buildItem(db, {
    title: 'The night shift',
    approved: true,
    ...rest,
    ...{ kind: 'episode', workspaceId, showId: show.id },
    content: { ...emptyEpisode, audio: { assetId: audio.id, trim: null }, ...content },
  });
  await buildEpisodeFiles(db, item.revisionId ?? '', { duration, ...(store && { store }) });
  return item;
}

/** The files of a revision of an episode: MP3 and M4A. */
export async function buildEpisodeFiles(
  db: Db,
  revisionId: string,
  { duration = 90_000, store }: { duration?: number; store?: Store } = {},
): Promise<(typeof revisionFiles.$inferSelect)[]> {
  const rows = await Promise.all(
    ['mp3', 'm4a'].map(async (format) => {
      const bytes = Buffer.alloc(duration * 16, `${format} of ${revisionId} `);
      const named = store
        ? await store.put(bytes)
        : { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
      return { revisionId, purpose: 'episode', format, duration, recipe: `${revisionId} ${format}`, ...named };
    }),
  );
  await db.update(revisions).set({ files: 'ready' }).where(eq(revisions.id, revisionId));
  return db.insert(revisionFiles).values(rows).returning();
}
