import { hash } from 'node:crypto';
import type { Db } from '@mobilise/db/connect';
import { pageReaders, pageViews } from '@mobilise/db/schema/engagement';
import { posts } from '@mobilise/db/schema/posts';
import { sql } from 'drizzle-orm';
import { isbot } from 'isbot';
import type { Logger } from 'pino';
import { createDaySalt, dayOf } from './day-salt.ts';
import { type Flushing, flushing } from './flushing.ts';
import { looksAhead, mayHash, type Visit } from './visit.ts';

export interface Views extends Flushing {
  /** Counts a view of a post's page. Never throws, never waits. */
  count: (post: { postId: string; site: string }, visit: Visit) => void;
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
  const salt = createDaySalt({ db, log });

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

  const count: Views['count'] = ({ postId, site }, visit) => {
    if (!isPerson(visit)) return;
    const day = dayOf(now());
    tallyOf(postId, day).views += 1;
    if (!mayHash(visit.headers)) return;
    salt.use(day, (value) => remember(tallyOf(postId, day), readerHash(value, site, visit)));
  };

  const write = async () => {
    await salt.settled();
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
  return { count, ...flushing(write, { log, every, what: 'Page views' }) };
}

/** Whether a person is looking: no program that says so, no look ahead by the browser. */
function isPerson({ method, headers }: Pick<Visit, 'method' | 'headers'>): boolean {
  if (method !== 'GET') return false;
  const agent = headers['user-agent'];
  return Boolean(agent) && !isbot(agent) && !looksAhead(headers);
}

function readerHash(salt: string, site: string, { address, headers }: Visit): string {
  return hash('sha256', `${salt}\n${site}\n${address}\n${headers['user-agent'] ?? ''}`, 'hex').slice(0, 32);
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
