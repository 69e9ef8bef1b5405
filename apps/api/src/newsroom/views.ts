import { hash } from 'node:crypto';
import type { Db } from '@mobilise/db/connect';
import { pageReaders, pageViews } from '@mobilise/db/schema/engagement';
import { posts } from '@mobilise/db/schema/posts';
import { sql } from 'drizzle-orm';
import { isbot } from 'isbot';
import { dayOf } from './day-salt.ts';
import { type Counting, createTallies, type Flushing } from './tallies.ts';
import { looksAhead, mayHash, type Visit } from './visit.ts';

export interface Views extends Flushing {
  /** Counts a view of a post's page. Never throws, never waits. */
  count: (post: { postId: string; site: string }, visit: Visit) => void;
}

/** Views of a post on a day, or one of its readers. */
interface Tally {
  postId: string;
  day: string;
  views: number;
  reader: string | null;
}

/**
 * Page views and unique readers without cookies. A reader is a hash of address and browser with a random salt that the
 * publisher throws away when the day (UTC) is over, so nobody can be followed from one day to the next, or from site to site.
 */
export function createViews(counting: Counting): Views {
  const { db, now = () => new Date() } = counting;
  const { add, saltOf, flush, drain } = createTallies<Tally>(counting, {
    what: 'Page views',
    keyOf: ({ postId, day, reader }) => `${postId} ${day} ${reader ?? ''}`,
    join: (before, { views }) => ({ ...before, views: before.views + views }),
    write: (tallies) => writeTallies(db, tallies),
  });
  return {
    flush,
    drain,
    count: ({ postId, site }, visit) => {
      if (!isPerson(visit)) return;
      const day = dayOf(now());
      add({ postId, day, views: 1, reader: null });
      if (!mayHash(visit.headers)) return;
      saltOf(day, (salt) => add({ postId, day, views: 0, reader: readerHash(salt, site, visit) }));
    },
  };
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

/** Adds tallies to the counters in one statement; a reader of a page counts once a day. A post may have gone with its workspace. */
async function writeTallies(db: Db, tallies: Tally[]): Promise<void> {
  await db.execute(sql`
    with t as (
      select * from jsonb_to_recordset(${JSON.stringify(tallies)}::jsonb) as t("postId" uuid, day date, views int, reader text)
      where exists (select from ${posts} p where p.id = t."postId")
    ), fresh as (
      insert into ${pageReaders} (post_id, day, reader_hash)
      select t."postId", t.day, t.reader from t where t.reader is not null
      on conflict do nothing
      returning post_id, day
    )
    insert into ${pageViews} as pv (post_id, day, views, readers)
    select t."postId", t.day, sum(t.views), (select count(*) from fresh f where f.post_id = t."postId" and f.day = t.day)
    from t group by 1, 2 order by 1, 2
    on conflict (post_id, day) do update set views = pv.views + excluded.views, readers = pv.readers + excluded.readers`);
}
