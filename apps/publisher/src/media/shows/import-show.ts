import { podcastGuid } from '@mobilise/db/podcast-guid';
import { MediaError } from '@mobilise/media-processing/errors';
import { announce } from '../../announce.ts';
import type { Publisher } from '../../publisher.ts';
import { Cancelled, cancellable } from '../cancelling.ts';
import { telling } from '../progress.ts';
import type { Request, Try } from '../queue.ts';
import { decodeText } from './decode-text.ts';
import { addFailure, type Failure, failureOf, type ImportPart, sayError } from './failures.ts';
import { type Feed, type FeedEpisode, readFeed } from './feed.ts';
import { Archived, Kept, throwIfKept } from './kept.ts';
import { takeEpisode } from './take-episode.ts';
import { takeShow } from './take-show.ts';
import { isFull } from './take-upload.ts';

export interface ShowImport {
  id: string;
  workspaceId: string;
  channelId: string;
  showId: string | null;
  feedUrl: string;
  createdBy: string | null;
  /** The name of whoever began it. */
  by: string;
  /** Whether whoever began it said that the show is theirs. */
  owned: boolean;
  zone: string;
  /** The slug of the site. */
  site: string;
  /** What an earlier try could not take over. */
  failures: Failure[];
}

/** Bytes of a feed: the largest we know have some 10 MB. */
const maxFeed = 30_000_000;
/** Episodes that are taken over at a time: a daily show of fourteen years. */
const mostEpisodes = 5000;

/**
 * Takes over a show from its feed: the show, then its episodes, the oldest first, each whole or not at all. What was taken over is
 * left out when it runs again, after a crash or because a person asks; what cannot be taken over is listed with the reason. It ends where
 * the workspace is full. While a hold is on the site, or the site is paused, it waits without a job: `freeStuck` asks for one when that is over.
 */
export async function importShow(
  publisher: Publisher,
  id: string,
  { last, signal, ending }: Try,
  request: Request,
): Promise<void> {
  const { sql, log } = publisher;
  const run = await readImport(publisher, id);
  if (!run) return;
  try {
    await cancellable(id, [signal, ending], (signal, cancel) => take(publisher, run, { request, signal, cancel }));
    await sql`update show_imports set state = 'done' where id = ${id} and state = 'running'`;
    log.info({ import: id }, 'The show was taken over');
  } catch (error) {
    if (error instanceof Cancelled) log.info({ import: id }, 'The import was cancelled');
    else if (error instanceof Kept) log.info({ import: id, why: error.message }, 'The import waits');
    else {
      if (!(error instanceof MediaError) && (!last || ending?.aborted)) throw error;
      log.warn({ import: id, error }, 'The show could not be taken over');
      await sql`update show_imports set state = 'failed', failure = ${sayError(error)} where id = ${id} and state = 'running'`;
    }
  }
  await announce(sql, run.workspaceId, 'shows', run.showId);
}

interface Run {
  request: Request;
  signal: AbortSignal;
  /** Called when nobody wants it any more. */
  cancel: () => void;
}

async function take(publisher: Publisher, run: ShowImport, { request, signal, cancel }: Run): Promise<void> {
  const { sql, db } = publisher;
  await throwIfKept(db, run.channelId);
  const feed = await fetchFeed(publisher, run.feedUrl, signal);
  // What was taken over before was confirmed before.
  if (feed.locked && !run.showId && !run.owned) throw await refuseLocked(publisher, run, feed);
  if (!run.showId) takeableOrThrow(feed);
  // An earlier try said what was missing in what it took over; what it left out is tried again.
  const failures = run.failures.filter(({ part }) => part !== 'episode' && part !== 'lock');
  const failed = (episode: string, part: ImportPart, error: unknown) => {
    publisher.log.warn({ import: run.id, part, error }, 'Left out of an import');
    return failureOf(episode, part, error);
  };
  const showId =
    run.showId ??
    (await takeShow(publisher, run, feed, {
      ...{ request, signal },
      note: (error) => addFailure(failures, failed('The show', 'cover', error)),
    }));
  const moved = run.showId ? null : movedElsewhere(publisher, run, feed);
  if (moved) addFailure(failures, failed('The show', 'address', moved));
  const there = await sql<{ guid: string }[]>`select guid from items where show_id = ${showId} and guid is not null`;
  const known = new Set(there.map(({ guid }) => guid));
  const unpublished = feed.unpublished.filter(({ guid }) => !known.has(guid));
  const total = feed.episodes.length + unpublished.length;
  const { episodes, twins } = partTwins(feed.episodes);
  for (const { title, why } of unpublished)
    addFailure(failures, failureOf(title, 'episode', new MediaError('media_locked', why)));
  for (const twin of twins) addFailure(failures, twin);
  const ahead = episodes.filter(({ guid }) => !known.has(guid));
  let done = episodes.length - ahead.length;
  const say = async () => {
    const rows = await sql`
      update show_imports set total = ${total}, done = ${done}, failures = ${JSON.stringify(failures)}::jsonb
      where id = ${run.id} returning state`;
    await announce(sql, run.workspaceId, 'imports', run.id);
    return rows[0]?.['state'] === 'running';
  };
  // Also where word of it was missed: little is begun that nobody wants.
  const { tell, end } = telling(publisher, say, cancel);
  // What many episodes have as their cover is one upload; that of the show is theirs anyway.
  const covers = new Map<string, string>();
  try {
    for (const episode of ahead.slice(0, mostEpisodes)) {
      tell('Taking over episodes', done / total);
      signal.throwIfAborted();
      const missing: Failure[] = [];
      const note = (part: ImportPart, error: unknown) => missing.push(failed(episode.title, part, error));
      for (const { part, why } of episode.amiss) note(part, why);
      const image = episode.image === feed.image ? null : episode.image;
      try {
        await takeEpisode(publisher, { ...run, showId }, { ...episode, image }, { request, signal, note, covers });
        for (const one of missing) addFailure(failures, one);
        done += 1;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Kept || error instanceof Archived) throw error;
        if (isFull(error))
          throw new MediaError(
            'media_full',
            `${error.detail} It goes on with what is not here yet, ${episodes.length - done} of ${total} episodes.`,
          );
        addFailure(failures, failed(episode.title, 'episode', error));
      }
    }
    const left = ahead.length - mostEpisodes;
    if (left > 0) failures.unshift(tooMany(total, left));
  } finally {
    await end();
    await say();
  }
}

/** Throws MediaError where there is nothing to make a show of, or nothing that everybody may hear. */
function takeableOrThrow({ blocked, episodes, unpublished }: Feed): void {
  if (blocked)
    throw new MediaError(
      'media_locked',
      'This show is kept out of directories at its present host (itunes:block), and here everybody would find it. If everybody may, take that out of its feed there and try again.',
    );
  if (episodes.some(({ enclosure }) => enclosure)) return;
  const [first] = unpublished;
  if (first) throw new MediaError('media_missing', `Nothing of this show is out there. “${first.title}”: ${first.why}`);
  throw new MediaError(
    'media_missing',
    'No entry of this feed has a recording, so it is not that of a podcast. Look for the address that podcast apps are given.',
  );
}

/** A sentence where a feed says that it has moved to another address than its own, and not to this installation. */
function movedElsewhere({ settings }: Publisher, { feedUrl }: ShowImport, { newFeedUrl }: Feed): string | null {
  if (!newFeedUrl || newFeedUrl.startsWith(`${settings.publicUrl}/`)) return null;
  if (podcastGuid(newFeedUrl) === podcastGuid(feedUrl)) return null;
  return `Its feed says that it has moved to ${newFeedUrl} (itunes:new-feed-url). That was not followed, and the feed here says nothing of it: see whether anything newer is there.`;
}

/** Throws MediaError: an address that cannot be read now is told at once, and asking again is the person's. */
async function fetchFeed(publisher: Publisher, address: string, signal: AbortSignal): Promise<Feed> {
  if (address.startsWith(`${publisher.settings.publicUrl}/`))
    throw new MediaError('media_locked', 'This feed is one of this installation, so its show is here already.');
  try {
    const { body, type } = await publisher.download(address, maxFeed, signal);
    return readFeed(decodeText(Buffer.concat(await Array.fromAsync(body)), type));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof MediaError) throw error;
    throw new MediaError('media_missing', `The feed cannot be read. ${sayError(error)}`, { cause: error });
  }
}

/** Parts episodes from those that have the GUID of one before: podcast apps show them as one. */
function partTwins(all: readonly FeedEpisode[]): { episodes: FeedEpisode[]; twins: Failure[] } {
  const first = new Map<string, FeedEpisode>();
  const twins: Failure[] = [];
  for (const episode of all) {
    const before = first.get(episode.guid);
    if (!before) first.set(episode.guid, episode);
    else {
      const why = `It has the GUID of “${before.title}”, so apps take the two for one. Give it another where it is now, and try again.`;
      twins.push(failureOf(episode.title, 'episode', new MediaError('media_corrupt', why)));
    }
  }
  return { episodes: [...first.values()], twins };
}

function tooMany(total: number, left: number): Failure {
  const [all, most] = [total, mostEpisodes].map((number) => number.toLocaleString('en-GB'));
  const why = `The feed has ${all} episodes, of which at most ${most} are taken over at a time. Try again for the others.`;
  return { episode: 'The newest episodes', part: 'episode', why, ...(left > 1 && { more: left - 1 }) };
}

/** Notes that a feed is its owner's to move, for the screen to ask; answers what to say. */
async function refuseLocked({ sql }: Publisher, { id }: ShowImport, { lockOwner }: Feed): Promise<MediaError> {
  const owner = lockOwner ? `, who is reached at ${lockOwner}` : '';
  const why = `This show is locked at its present host (podcast:locked): it is to be taken over with the word of its owner alone${owner}. If it is yours, or its owner agreed, confirm that and begin again.`;
  const error = new MediaError('media_locked', why);
  await sql`update show_imports set failures = ${JSON.stringify([failureOf('The show', 'lock', error)])}::jsonb where id = ${id}`;
  return error;
}

async function readImport({ sql }: Publisher, id: string): Promise<ShowImport | null> {
  const [row] = await sql<ShowImport[]>`
    select m.id, m.workspace_id as "workspaceId", m.channel_id as "channelId", m.show_id as "showId", m.feed_url as "feedUrl", m.failures, m.owned,
      m.created_by as "createdBy", coalesce(u.name, 'An API key') as by, w.zone, c.config->>'slug' as site
    from show_imports m join workspaces w on w.id = m.workspace_id join channels c on c.id = m.channel_id
      left join users u on u.id = m.created_by
    where m.id = ${id} and m.state = 'running'`;
  return row ?? null;
}
