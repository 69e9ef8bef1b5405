import type { importParts } from '@mobilise/contracts/shows';
import { MediaError } from '@mobilise/media-processing/errors';
import { announce } from '../../announce.ts';
import type { Publisher } from '../../publisher.ts';
import { storable, wordsOf } from '../../words.ts';
import { Cancelled, cancellable } from '../cancelling.ts';
import type { Request, Try } from '../queue.ts';
import { readFeed } from './feed.ts';
import { takeEpisode } from './take-episode.ts';
import { takeShow } from './take-show.ts';

export interface ShowImport {
  id: string;
  workspaceId: string;
  channelId: string;
  showId: string | null;
  feedUrl: string;
  createdBy: string | null;
  /** The name of whoever began it. */
  by: string;
  zone: string;
  /** The slug of the site. */
  site: string;
  /** What an earlier try could not take over. */
  failures: Failure[];
}

export type ImportPart = (typeof importParts)[number];
type Failure = { episode: string; part: ImportPart; why: string };

/** Bytes of a feed: the largest we know have some 10 MB. */
const maxFeed = 30_000_000;

/**
 * Takes over a show from its feed: the show, then its episodes, the oldest first, each whole or not at all. What was taken over is
 * left out when it runs again, after a crash or because a person asks; what cannot be taken over is listed with the reason.
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
    await cancellable(id, [signal, ending], (signal) => take(publisher, run, request, signal));
    await sql`update show_imports set state = 'done' where id = ${id} and state = 'running'`;
    log.info({ import: id }, 'The show was taken over');
  } catch (error) {
    if (error instanceof Cancelled) log.info({ import: id }, 'The import was cancelled');
    else {
      if (!(error instanceof MediaError) && (!last || ending?.aborted)) throw error;
      log.warn({ import: id, error }, 'The show could not be taken over');
      await sql`update show_imports set state = 'failed', failure = ${wordsOf(error)} where id = ${id} and state = 'running'`;
    }
  }
  await announce(sql, run.workspaceId, 'shows', run.showId);
}

async function take(publisher: Publisher, run: ShowImport, request: Request, signal: AbortSignal): Promise<void> {
  const { sql } = publisher;
  // An earlier try said what was missing in what it took over; what it left out is tried again.
  const failures = run.failures.filter(({ part }) => part !== 'episode');
  const failureOf = (episode: string, part: ImportPart, error: unknown): Failure => {
    publisher.log.warn({ import: run.id, part, error }, 'Left out of an import');
    return { episode: storable(episode), part, why: wordsOf(error) };
  };
  const { body } = await publisher.download(run.feedUrl, maxFeed, signal);
  const feed = readFeed(Buffer.concat(await Array.fromAsync(body)).toString());
  const showId =
    run.showId ??
    (await takeShow(publisher, run, feed, {
      ...{ request, signal },
      note: (error) => failures.push(failureOf('The show', 'cover', error)),
    }));
  const there = await sql<{ guid: string }[]>`select guid from items where show_id = ${showId} and guid is not null`;
  const known = new Set(there.map(({ guid }) => guid));
  let done = feed.episodes.filter(({ guid }) => known.has(guid)).length;
  const say = async () => {
    await sql`
      update show_imports set total = ${feed.episodes.length}, done = ${done}, failures = ${JSON.stringify(failures)}::jsonb where id = ${run.id}`;
    await announce(sql, run.workspaceId, 'shows', showId);
  };
  await say();
  // What many episodes have as their cover is one upload; that of the show is theirs anyway.
  const covers = new Map<string, string>();
  for (const episode of feed.episodes) {
    if (known.has(episode.guid)) continue;
    // Also when word of it was missed: nothing begins that nobody wants.
    const [state] = await sql`select from show_imports where id = ${run.id} and state = 'running'`;
    if (!state) throw new Cancelled();
    const missing: Failure[] = [];
    const note = (part: ImportPart, error: unknown) => missing.push(failureOf(episode.title, part, error));
    const image = episode.image === feed.image ? null : episode.image;
    try {
      await takeEpisode(publisher, { ...run, showId }, { ...episode, image }, { request, signal, note, covers });
      known.add(episode.guid);
      failures.push(...missing);
      done += 1;
    } catch (error) {
      signal.throwIfAborted();
      failures.push(failureOf(episode.title, 'episode', error));
    }
    await say();
  }
}

async function readImport({ sql }: Publisher, id: string): Promise<ShowImport | null> {
  const [row] = await sql<ShowImport[]>`
    select m.id, m.workspace_id as "workspaceId", m.channel_id as "channelId", m.show_id as "showId", m.feed_url as "feedUrl", m.failures,
      m.created_by as "createdBy", coalesce(u.name, 'An API key') as by, w.zone, c.config->>'slug' as site
    from show_imports m join workspaces w on w.id = m.workspace_id join channels c on c.id = m.channel_id
      left join users u on u.id = m.created_by
    where m.id = ${id} and m.state = 'running'`;
  return row ?? null;
}
