import { randomUUIDv7 } from 'node:crypto';
import { handleFor } from '@mobilise/channels/registry';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { channelKindOf } from '@mobilise/contracts/channels';
import { chapters as chaptersSchema } from '@mobilise/contracts/chapters';
import { parseChapters } from '@mobilise/contracts/chapters/parse-chapters';
import { slugify } from '@mobilise/contracts/fields';
import { type EpisodeContent, emptyEpisode, episodeContent, missingOfEpisode } from '@mobilise/contracts/recordings';
import { wallTimeOf } from '@mobilise/contracts/time';
import { approvals, items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { filesQueue, renderQueues } from '@mobilise/db/work-queues';
import { MediaError } from '@mobilise/media-processing/errors';
import { eq, sql as raw } from 'drizzle-orm';
import type { Publisher } from '../../publisher.ts';
import type { Request } from '../queue.ts';
import type { FeedEpisode } from './feed.ts';
import type { ShowImport } from './import-show.ts';
import { notesOf } from './notes.ts';
import { cut, free } from './take-show.ts';
import { type Fetched, takeUpload } from './take-upload.ts';

/** Bytes of chapters or a transcript. */
const small = 2_000_000;

/**
 * Takes one episode over, as it was: its GUID, its words, its sound, and the time at which it came out. All of it in one transaction,
 * so that an import that ends in the middle goes on with the next. Throws what the way out throws, and MediaError.
 */
export async function takeEpisode(
  publisher: Publisher,
  run: ShowImport & { showId: string },
  episode: FeedEpisode,
  { request, signal }: { request: Request; signal: AbortSignal },
): Promise<void> {
  const { enclosure } = episode;
  if (!enclosure) throw new MediaError('media_missing', 'The feed names no recording for it.');
  const written = await takeUpload(publisher, 'audio', enclosure, signal, async (recording) => {
    const content = await contentOf(publisher, episode, recording, signal);
    return { id: recording.id, revisionId: await write(publisher, run, episode, content, recording) };
  });
  await request(renderQueues.audio, written.id);
  await request(filesQueue, written.revisionId);
}

async function contentOf(
  publisher: Publisher,
  episode: FeedEpisode,
  recording: Fetched,
  signal: AbortSignal,
): Promise<EpisodeContent> {
  const duration = recording.duration ?? 0;
  const content = {
    ...emptyEpisode,
    audio: { assetId: recording.id, trim: null },
    notes: notesOf(episode.notes),
    ...{ season: episode.season, number: episode.number, type: episode.type, explicit: episode.explicit },
    people: episode.people.slice(0, 50).map(({ name, role, url }) => ({
      ...{ name: cut(name, 128), role: cut(role, 64) },
      ...(url && URL.canParse(url) && { url }),
    })),
    chapters: await chaptersOf(publisher, episode, duration, signal),
    transcript: await transcriptOf(publisher, episode, duration, signal),
  };
  const parsed = episodeContent.safeParse(content);
  // What the feed says of people may be anything; the episode matters more.
  return (parsed.success ? parsed.data : episodeContent.parse({ ...content, people: [] })) as EpisodeContent;
}

async function chaptersOf(publisher: Publisher, { chapters }: FeedEpisode, duration: number, signal: AbortSignal) {
  if (!chapters) return [];
  try {
    const found = parseChapters(await fetchText(publisher, chapters, signal)).chapters;
    return chaptersSchema.parse(found.filter(({ start }) => start < duration));
  } catch (error) {
    signal.throwIfAborted();
    publisher.log.warn({ error, chapters }, 'Chapters could not be taken over');
    return [];
  }
}

async function transcriptOf(publisher: Publisher, episode: FeedEpisode, duration: number, signal: AbortSignal) {
  for (const address of episode.transcripts) {
    try {
      const text = await fetchText(publisher, address, signal);
      const { cues } = parseCaptions(vttOf(text), { duration });
      return { language: 'en', cues: cues.filter(({ end }) => end <= duration + 1000) };
    } catch (error) {
      signal.throwIfAborted();
      publisher.log.warn({ error, address }, 'A transcript could not be taken over');
    }
  }
  return null;
}

/** A transcript in the podcast namespace's JSON as WebVTT; anything else as it is. */
function vttOf(text: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  const { segments = [] } = JSON.parse(text) as {
    segments?: { startTime: number; endTime: number; body: string; speaker?: string }[];
  };
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23);
  const cues = segments.map(
    ({ startTime, endTime, body, speaker }) =>
      `${clock(startTime)} --> ${clock(endTime)}\n${speaker ? `<v ${speaker.replace(/[<>\n]/g, '')}>` : ''}${body.trim()}`,
  );
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
}

async function fetchText(publisher: Publisher, address: string, signal: AbortSignal): Promise<string> {
  const { body } = await publisher.download(address, small, signal);
  return Buffer.concat(await Array.fromAsync(body)).toString();
}

/** Writes the episode, approved and published by the word of whoever began the import; answers its revision. */
function write(
  publisher: Publisher,
  run: ShowImport & { showId: string },
  episode: FeedEpisode,
  content: EpisodeContent,
  recording: Fetched,
): Promise<string> {
  const { workspaceId, showId, createdBy, channelId, zone, site } = run;
  const [id, revisionId, postId] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7()];
  const at = episode.date ?? new Date(publisher.wallClock());
  const reason = `Imported from ${run.feedUrl}`;
  const title = cut(episode.title.replace(/\s+/g, ' '), 200);
  return publisher.db.transaction(async (tx) => {
    await tx.execute(raw`select pg_advisory_xact_lock(hashtextextended(${`slugs of ${workspaceId}`}, 0))`);
    const taken = await tx.select({ slug: items.slug }).from(items).where(eq(items.workspaceId, workspaceId));
    const slug = free(slugify(title), new Set([...taken.map((row) => row.slug), ...reserved]));
    await recording.write(tx, workspaceId, createdBy);
    const by = { createdAt: at, createdBy };
    await tx.insert(items).values({
      ...{ id, workspaceId, showId, kind: 'episode', slug, title, guid: episode.guid, revision: 1 },
      ...{ ...by, updatedAt: at, updatedBy: createdBy },
    });
    const revision = { id: revisionId, itemId: id, number: 1, title, content, files: 'wanted' as const };
    await tx.insert(revisions).values({ ...revision, ...by });
    await tx.update(items).set({ revisionId }).where(eq(items.id, id));
    await tx.insert(revisionAssets).values({ revisionId, assetId: recording.id });
    await tx.insert(approvals).values({ id: randomUUIDv7(), revisionId, userId: createdBy, by: run.by, note: reason });
    await tx.insert(posts).values({
      ...{ id: postId, workspaceId, itemId: id, revisionId, channelId, state: 'published' },
      content: { text: '', images: [], link: null },
      ...{ wallTime: wallTimeOf(at, zone), zone, dueAt: at, sendAt: at, publishedAt: at },
      grace: channelKindOf('newsroom').grace,
      override: missingOfEpisode(content).length > 0 ? reason : null,
      handle: handleFor('newsroom', { postId, dueAt: at.toISOString() }),
      ...{ remoteId: postId, remoteUrl: `${publisher.settings.publicUrl}/news/${site}/${slug}`, ...by },
    });
    await tx.insert(auditEntries).values({
      ...{ workspaceId, userId: createdBy, actor: run.by, action: 'imported', noun: 'items' },
      ...{ subjectId: id, subject: title, reason },
    });
    return revisionId;
  });
}

/** The newsroom site's own pages, as the API keeps clear of them. */
const reserved = ['campaigns', 'episodes', 'page', 'shows'];
