import { hash } from 'node:crypto';
import type { Db } from '@mobilise/db/connect';
import { downloadListeners, downloads } from '@mobilise/db/schema/engagement';
import { posts } from '@mobilise/db/schema/posts';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { createDaySalt, dayOf } from './day-salt.ts';
import { type Flushing, flushing } from './flushing.ts';
import { isPlayer } from './podcast-agents.ts';
import { looksAhead, mayHash, type Visit } from './visit.ts';

/** A file of an episode: the post it counts for, and its bytes and milliseconds. */
export interface Enclosure {
  postId: string;
  bytes: number;
  duration: number;
}

export interface Downloads extends Flushing {
  /** Notes how many bytes of a file somebody was sent. Never throws, never waits. */
  count: (file: Enclosure & { site: string }, visit: Visit, sent: number) => void;
}

/** Milliseconds of sound that make a download (IAB Tech Lab, Podcast Measurement Technical Guidelines 2.2, 4.2). */
const minute = 60_000;
/** Bytes that players fetch to see whether a server answers ranges; not a try to listen. */
const probe = 2;
/** Listeners remembered between two flushes; beyond, while the database is away, nobody is. */
const listenerLimit = 200_000;

interface Tally {
  postId: string;
  day: string;
  listener: string;
  bytes: number;
  /** Bytes that make a download. */
  least: number;
}

/**
 * Downloads as the IAB counts them: one a listener, episode and day once a minute of it was sent, in one piece or in several. A
 * listener is a hash of address and player with the day's salt (UTC), so nobody can be followed from one day to the next.
 */
export function createDownloads({
  db,
  log,
  now = () => new Date(),
  every = 1000,
}: {
  db: Db;
  log: Logger;
  now?: () => Date;
  every?: number;
}): Downloads {
  let pending = new Map<string, Tally>();
  const salt = createDaySalt({ db, log });

  const add = (tally: Tally): void => {
    const key = `${tally.day} ${tally.postId} ${tally.listener}`;
    const before = pending.get(key);
    if (!before && pending.size >= listenerLimit) return;
    pending.set(key, { ...tally, bytes: (before?.bytes ?? 0) + tally.bytes });
  };

  const write = async (): Promise<void> => {
    await salt.settled();
    if (pending.size === 0) return;
    const batch = pending;
    pending = new Map();
    try {
      await writeTallies(db, [...batch.values()]);
    } catch (error) {
      for (const tally of batch.values()) add(tally);
      throw error;
    }
  };

  return {
    ...flushing(write, { log, every, what: 'Downloads' }),
    count: ({ postId, site, bytes, duration }, visit, sent) => {
      if (sent <= probe || !listens(visit)) return;
      const day = dayOf(now());
      const least = duration > minute ? Math.ceil((bytes * minute) / duration) : bytes;
      salt.use(day, (value) => add({ postId, day, listener: listenerHash(value, site, visit), bytes: sent, least }));
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

/** Adds tallies; a listener whose bytes have come to a minute is counted, and never again that day. */
async function writeTallies(db: Db, tallies: Tally[]): Promise<void> {
  // One order everywhere, so that two processes never wait for each other. A post may have gone with its workspace.
  const key = ({ postId, day, listener }: Tally) => `${postId} ${day} ${listener}`;
  const sorted = tallies.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const rows = sql`jsonb_to_recordset(${JSON.stringify(sorted)}::jsonb) as t("postId" uuid, day date, listener text, bytes bigint, least bigint)`;
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into ${downloadListeners} as l (day, post_id, listener_hash, bytes)
      select t.day, t."postId", t.listener, t.bytes from ${rows}
      where exists (select from ${posts} p where p.id = t."postId")
      on conflict (day, post_id, listener_hash) do update set bytes = l.bytes + excluded.bytes`);
    await tx.execute(sql`
      with fresh as (
        update ${downloadListeners} l set counted = true from ${rows}
        where l.day = t.day and l.post_id = t."postId" and l.listener_hash = t.listener and not l.counted and l.bytes >= t.least
        returning l.post_id, l.day
      )
      insert into ${downloads} as d (post_id, day, downloads)
      select post_id, day, count(*) from fresh group by post_id, day order by post_id, day
      on conflict (post_id, day) do update set downloads = d.downloads + excluded.downloads`);
  });
}
