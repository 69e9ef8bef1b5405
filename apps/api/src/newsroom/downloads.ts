import { hash } from 'node:crypto';
import type { Db } from '@mobilise/db/connect';
import { downloadListeners, downloads } from '@mobilise/db/schema/engagement';
import { posts } from '@mobilise/db/schema/posts';
import type { Part } from '@mobilise/media-processing/sound-within';
import type { Storage } from '@mobilise/media-processing/storage';
import { sql } from 'drizzle-orm';
import { dayOf } from './day-salt.ts';
import { isPlayer } from './podcast-agents.ts';
import { createSounds, type SoundFile } from './sounds.ts';
import { type Counting, createTallies, type Flushing } from './tallies.ts';
import { looksAhead, mayHash, type Visit } from './visit.ts';

/** A file of an episode as it is stored, the post it counts for, and its milliseconds. */
export interface Enclosure extends SoundFile {
  postId: string;
  duration: number;
}

export interface Downloads extends Flushing {
  /** Notes which bytes of a file somebody was sent. Never throws, never waits. */
  count: (file: Counted, visit: Visit, sent: Part) => void;
}

type Counted = Enclosure & { site: string };

/** Milliseconds of sound that make a download (IAB Tech Lab, Podcast Measurement Technical Guidelines 2.2, 4.2). */
const minute = 60_000;
/** Bytes that players fetch to see whether a server answers ranges; not a try to listen. */
const probe = 2;

/** A part of an episode that a listener was sent; times in milliseconds, in which the files of an episode are alike. */
interface Piece {
  postId: string;
  day: string;
  listener: string;
  start: number;
  stop: number;
  /** Milliseconds that make a download. */
  least: number;
  bytes: number;
}

/**
 * Downloads as the IAB counts them: one a listener, episode and day once a minute of it was sent, in one piece or in several. What
 * was sent twice is a minute no sooner. A listener is a hash of address and player with the day's salt (UTC), so nobody can be
 * followed from one day to the next.
 */
export function createDownloads({ storage, ...counting }: Counting & { storage: Pick<Storage, 'get'> }): Downloads {
  const { db, now = () => new Date() } = counting;
  const soundOf = createSounds(storage);
  const pending = new Set<Promise<void>>();
  const { add, saltOf, flush, drain } = createTallies<Piece>(counting, {
    what: 'Downloads',
    keyOf: ({ postId, day, listener, start, stop }) => `${postId} ${day} ${listener} ${start} ${stop}`,
    join: (before, { bytes }) => ({ ...before, bytes: before.bytes + bytes }),
    write: (pieces) => writePieces(db, pieces),
  });
  const note = async (file: Counted, visit: Visit, { start, end }: Part, day: string): Promise<void> => {
    const { postId, site, duration } = file;
    const sound = await soundOf(file);
    const length = sound.end - sound.start;
    // What lies before and after the sound takes no time.
    const timeOf = (byte: number) =>
      Math.floor((Math.min(Math.max(byte - sound.start, 0), length) * duration) / length);
    const piece = { postId, day, start: timeOf(start), stop: timeOf(end), bytes: end - start };
    const least = Math.max(1, Math.min(duration, minute));
    saltOf(day, (salt) => add({ ...piece, least, listener: listenerHash(salt, site, visit) }));
  };
  return {
    flush: () => Promise.all(pending).then(flush),
    drain: () => Promise.all(pending).then(drain),
    count: (file, visit, sent) => {
      if (sent.end - sent.start <= probe || !listens(visit)) return;
      const noted = note(file, visit, sent, dayOf(now())).finally(() => pending.delete(noted));
      pending.add(noted);
    },
  };
}

/** Who asks not to be followed cannot be told from others, and so is not counted at all. */
function listens(visit: Visit): boolean {
  return (
    visit.method === 'GET' &&
    isPlayer(visit.headers['user-agent']) &&
    !looksAhead(visit.headers) &&
    mayHash(visit.headers)
  );
}

/** Another one than that of the same person as a reader. */
function listenerHash(salt: string, site: string, { address, headers }: Visit): string {
  return hash('sha256', `${salt}\ndownloads\n${site}\n${address}\n${headers['user-agent'] ?? ''}`, 'hex').slice(0, 32);
}

/**
 * Joins what a listener was sent before with the pieces; one who has a minute of it is counted, and never again that day. Nothing is
 * joined for who was counted already, so that a row has less than a minute in pieces. A post may have gone with its workspace.
 */
async function writePieces(db: Db, pieces: Piece[]): Promise<void> {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb)
    as t("postId" uuid, day date, listener text, start int, stop int, least int, bytes bigint)`;
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into ${downloadListeners} as l (post_id, day, listener_hash, bytes, heard)
      select t."postId", t.day, t.listener, sum(t.bytes), range_agg(int4range(t.start, t.stop)) from ${rows}
      where exists (select from ${posts} p where p.id = t."postId")
      group by 1, 2, 3 order by 1, 2, 3
      on conflict (day, post_id, listener_hash) do update
        set bytes = l.bytes + excluded.bytes, heard = case when l.counted then l.heard else l.heard + excluded.heard end`);
    await tx.execute(sql`
      with fresh as (
        update ${downloadListeners} l set counted = true from ${rows}
        where l.day = t.day and l.post_id = t."postId" and l.listener_hash = t.listener and not l.counted
          and (select sum(upper(part) - lower(part)) from unnest(l.heard) part) >= t.least
        returning l.post_id, l.day
      )
      insert into ${downloads} as d (post_id, day, downloads)
      select post_id, day, count(*) from fresh group by post_id, day order by post_id, day
      on conflict (post_id, day) do update set downloads = d.downloads + excluded.downloads`);
  });
}
