import { hash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Db } from '@mobilise/db/connect';
import { daySalts, pageReaders, pageViews } from '@mobilise/db/schema/engagement';
import { posts } from '@mobilise/db/schema/posts';
import { eq, sql } from 'drizzle-orm';
import { isbot } from 'isbot';
import type { Logger } from 'pino';

/** Who asked, as far as counting needs it. Nothing of it is kept. */
export interface Visit {
  method: string;
  headers: IncomingHttpHeaders;
  address: string;
}

export interface Views {
  /** Counts a view of a post's page. Never throws, never waits. */
  count: (post: { postId: string; site: string }, visit: Visit) => void;
  /** Writes what was counted; what could not be written is kept for the next time. Throws what the database threw. */
  flush: () => Promise<void>;
  /** Stops the clock and flushes; a failure is logged, because nothing comes after it. */
  drain: () => Promise<void>;
}

interface Tally {
  postId: string;
  day: string;
  views: number;
  readers: Set<string>;
}

/** Readers remembered between two flushes; beyond, while the database is away, views alone are counted. */
const readerLimit = 200_000;

/**
 * Page views and unique readers without cookies. A reader is a hash of address and browser with a random salt that the
 * publisher throws away when the day (UTC) is over, so nobody can be followed from one day to the next, or from site to site.
 */
export function createViews({
  db,
  log,
  now = () => new Date(),
  every = 1000,
}: {
  db: Db;
  log: Logger;
  now?: () => Date;
  every?: number;
}): Views {
  let pending = new Map<string, Tally>();
  let remembered = 0;
  let salt: { day: string; value: string } | null = null;
  let loading: Promise<void> | null = null;

  const tallyOf = (postId: string, day: string): Tally => {
    const key = `${day} ${postId}`;
    const tally = pending.get(key) ?? { postId, day, views: 0, readers: new Set<string>() };
    pending.set(key, tally);
    return tally;
  };
  const remember = (tally: Tally, reader: string) => {
    if (remembered >= readerLimit || tally.readers.has(reader)) return;
    tally.readers.add(reader);
    remembered += 1;
  };

  const loadSalt = (day: string): Promise<void> =>
    (loading ??= saltOf(db, day)
      .then((value) => {
        salt = { day, value };
      })
      .catch((error: unknown) => log.warn({ error }, 'The salt of the day could not be read; readers are not counted'))
      .finally(() => {
        loading = null;
      }));

  const count: Views['count'] = ({ postId, site }, visit) => {
    if (!isPerson(visit)) return;
    const day = dayOf(now());
    tallyOf(postId, day).views += 1;
    if (!mayHash(visit.headers)) return;
    const read = (value: string) => remember(tallyOf(postId, day), readerHash(value, site, visit));
    if (salt?.day === day) read(salt.value);
    else void loadSalt(day).then(() => salt?.day === day && read(salt.value));
  };

  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    await loading;
    if (pending.size === 0) return;
    const batch = pending;
    pending = new Map();
    remembered = 0;
    try {
      await writeTallies(db, [...batch.values()]);
    } catch (error) {
      for (const { postId, day, views, readers } of batch.values()) {
        const tally = tallyOf(postId, day);
        tally.views += views;
        for (const reader of readers) remember(tally, reader);
      }
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    const next = writing.then(write);
    writing = next.catch(() => undefined);
    return next;
  };

  const timer = setInterval(() => {
    flush().catch((error: unknown) =>
      log.warn({ error }, 'Page views could not be written; they are kept for the next time'),
    );
  }, every);
  timer.unref();

  return {
    count,
    flush,
    drain: async () => {
      clearInterval(timer);
      await flush().catch((error: unknown) => log.error({ error }, 'The last page views could not be written'));
    },
  };
}

/** Whether a person is looking: no program that says so, no look ahead by the browser. */
function isPerson({ method, headers }: Pick<Visit, 'method' | 'headers'>): boolean {
  if (method !== 'GET') return false;
  const agent = headers['user-agent'];
  if (!agent || isbot(agent)) return false;
  const purpose = `${headers['sec-purpose'] ?? ''} ${headers['purpose'] ?? ''} ${headers['x-moz'] ?? ''}`;
  return !/prefetch|preview|prerender/i.test(purpose);
}

/** Whether the reader has not asked to be left out (Do Not Track, Global Privacy Control). */
function mayHash(headers: IncomingHttpHeaders): boolean {
  return headers['dnt'] !== '1' && headers['sec-gpc'] !== '1';
}

function readerHash(salt: string, site: string, { address, headers }: Visit): string {
  return hash('sha256', `${salt}\n${site}\n${address}\n${headers['user-agent'] ?? ''}`, 'hex').slice(0, 32);
}

/** The day in UTC, `2026-11-30`. */
function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The salt of a day, made by whichever process needs it first. */
async function saltOf(db: Db, day: string): Promise<string> {
  await db
    .insert(daySalts)
    .values({ day, salt: randomBytes(32).toString('base64') })
    .onConflictDoNothing();
  const [row] = await db.select({ salt: daySalts.salt }).from(daySalts).where(eq(daySalts.day, day));
  if (!row) throw new Error(`The salt of ${day} is gone`);
  return row.salt;
}

/** Adds tallies to the counters in one transaction; a reader of a page counts once a day. */
async function writeTallies(db: Db, tallies: Tally[]): Promise<void> {
  // One order everywhere, so that two processes never wait for each other. A post may have gone with its workspace.
  const sorted = tallies.toSorted((a, b) => (`${a.postId} ${a.day}` < `${b.postId} ${b.day}` ? -1 : 1));
  const counts = JSON.stringify(sorted.map(({ postId, day, views }) => ({ post_id: postId, day, views })));
  const readers = JSON.stringify(
    sorted.flatMap(({ postId, day, readers }) =>
      [...readers].sort().map((reader) => ({ post_id: postId, day, reader })),
    ),
  );
  await db.execute(sql`
    with fresh as (
      insert into ${pageReaders} (day, post_id, reader_hash)
      select r.day, r.post_id, r.reader
      from jsonb_to_recordset(${readers}::jsonb) as r(post_id uuid, day date, reader text)
      where exists (select from ${posts} p where p.id = r.post_id)
      on conflict do nothing
      returning post_id, day
    )
    insert into ${pageViews} as pv (post_id, day, views, readers)
    select c.post_id, c.day, c.views, (select count(*) from fresh f where f.post_id = c.post_id and f.day = c.day)
    from jsonb_to_recordset(${counts}::jsonb) as c(post_id uuid, day date, views int)
    where exists (select from ${posts} p where p.id = c.post_id)
    on conflict (post_id, day) do update set views = pv.views + excluded.views, readers = pv.readers + excluded.readers`);
}
