import { readingSchedule } from '@mobilise/contracts/engagement';
import { buildChannel, buildPost } from '@mobilise/db/factories';
import { buildEpisode } from '@mobilise/db/factory-shows';
import { beforeEach, describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { collect } from './collect.ts';
import { forgetReaders } from './forget-readers.ts';
import { readPageViews } from './page-views.ts';
import { nextReadingIn, nextTryIn } from './schedule.ts';

const { sql, db, platform, publisher, read } = await testPublishing();
const bluesky = await buildChannel(db, { kind: 'bluesky' });
const minute = 60_000;

beforeEach(async () => {
  await sql`delete from posts`;
  platform.onEngagement = () => new Map();
});

/** A post published so many minutes ago whose reading is due. */
async function published(minutesAgo: number, channelId?: string, itemId?: string) {
  const publishedAt = new Date(Date.now() - minutesAgo * minute);
  return buildPost(db, {
    state: 'published',
    publishedAt,
    nextReadingAt: new Date(Date.now() - 1000),
    ...(itemId && { itemId }),
    ...(channelId && { channelId, remoteId: `at://fake/${crypto.randomUUID()}` }),
  });
}

async function readingsOf(postId: string) {
  return sql`select metric, status, value::int, message, source from readings where post_id = ${postId} order by id`;
}

describe('engagement of a remote channel', () => {
  it('keeps zero, unavailable and error apart', async () => {
    const post = await published(5, bluesky.id);
    platform.onEngagement = ([id]) =>
      new Map([
        [
          id ?? '',
          [
            { metric: 'likes', status: 'ok', value: 0 },
            { metric: 'reposts', status: 'unavailable', message: 'Not given' },
            { metric: 'quotes', status: 'error', message: '503' },
          ],
        ],
      ]);
    expect(await collect(publisher())).toBe(1);
    expect(await readingsOf(post.id)).toEqual([
      { metric: 'likes', status: 'ok', value: 0, message: null, source: 'bluesky' },
      { metric: 'reposts', status: 'unavailable', value: null, message: 'Not given', source: 'bluesky' },
      { metric: 'quotes', status: 'error', value: null, message: '503', source: 'bluesky' },
    ]);
  });

  it('never asks a channel again that tells nothing', async () => {
    const slack = await buildChannel(db, { kind: 'slack' });
    const post = await published(5, slack.id);
    platform.onEngagement = () => expect.unreachable('Slack tells nothing');
    await collect(publisher());
    expect((await read(post.id)).readIn).toBeNull();
    expect(await readingsOf(post.id)).toEqual([]);
  });

  it('asks once a channel for all its posts', async () => {
    await Promise.all([published(5, bluesky.id), published(60, bluesky.id), published(1440, bluesky.id)]);
    const asked: number[] = [];
    platform.onEngagement = (ids) => {
      asked.push(ids.length);
      return new Map(ids.map((id) => [id, [{ metric: 'likes', status: 'ok', value: 3 }]]));
    };
    await collect(publisher());
    expect(asked).toEqual([3]);
  });

  it('notes an error for every metric when the channel does not answer, and tries again without losing the slot', async () => {
    const post = await published(6, bluesky.id);
    platform.onEngagement = () => {
      throw new Error('The service is down');
    };
    await collect(publisher());
    expect((await readingsOf(post.id)).map(({ metric, status }) => [metric, status])).toEqual([
      ['likes', 'error'],
      ['reposts', 'error'],
      ['replies', 'error'],
      ['quotes', 'error'],
    ]);
    expect((await read(post.id)).readIn).toBeLessThanOrEqual(300);
    expect((await read(post.id)).readIn).toBeGreaterThan(290);
  });

  it('is read by one of two publishers', async () => {
    const post = await published(5, bluesky.id);
    platform.onEngagement = (ids) => new Map(ids.map((id) => [id, [{ metric: 'likes', status: 'ok', value: 3 }]]));
    await Promise.all([collect(publisher()), collect(publisher())]);
    expect(await readingsOf(post.id)).toHaveLength(1);
  });
});

describe('the schedule', () => {
  it('reads at 5 minutes, 1 hour, 6 hours, 24 hours, 3, 7 and 28 days, then never again', () => {
    const times: number[] = [];
    for (let age: number | null = 0; age !== null; ) {
      const wait: number | null = nextReadingIn(age);
      age = wait === null ? null : age + wait;
      if (age !== null) times.push(age / minute);
    }
    expect(times).toEqual([...readingSchedule]);
  });

  it('takes one reading for several slots that passed while nothing ran', async () => {
    const post = await published(7 * 60, bluesky.id);
    platform.onEngagement = (ids) => new Map(ids.map((id) => [id, [{ metric: 'likes', status: 'ok', value: 1 }]]));
    await collect(publisher());
    expect(await readingsOf(post.id)).toHaveLength(1);
    expect((await read(post.id)).readIn).toBeCloseTo(17 * 3600, -2);
  });

  it('ends after the last slot, and gives failing tries up two days later', async () => {
    const post = await published(40_320, bluesky.id);
    platform.onEngagement = (ids) => new Map(ids.map((id) => [id, [{ metric: 'likes', status: 'ok', value: 1 }]]));
    await collect(publisher());
    expect((await read(post.id)).readIn).toBeNull();
    expect(nextTryIn(40_320 * minute)).toBeGreaterThan(0);
    expect(nextTryIn((40_320 + 3 * 1440) * minute)).toBeNull();
  });
});

describe('page views of the newsroom', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const today = () => daysAgo(0);

  it('are zero at their time when nobody came', async () => {
    const post = await published(5);
    await collect(publisher());
    expect(await readingsOf(post.id)).toMatchObject([
      { metric: 'views', status: 'ok', value: 0 },
      { metric: 'readers', status: 'ok', value: 0 },
    ]);
  });

  it('are read within the minute they change, as sums over days, and not when they have not changed', async () => {
    const post = await published(1);
    await sql`insert into page_views values (${post.id}, '2026-01-01', 10, 4), (${post.id}, ${today()}, 2, 1)`;
    expect(await readPageViews(publisher())).toBe(1);
    expect(await readPageViews(publisher())).toBe(0);
    await sql`update page_views set views = 3 where post_id = ${post.id} and day = ${today()}`;
    expect(await readPageViews(publisher())).toBe(1);
    expect((await readingsOf(post.id)).map(({ metric, value }) => [metric, value])).toEqual([
      ['readers', 5],
      ['views', 12],
      ['readers', 5],
      ['views', 13],
    ]);
  });

  it('have the downloads of an episode beside them, and nothing else has downloads', async () => {
    const item = await buildEpisode(db);
    const [episode, story] = [await published(5, undefined, item.id), await published(5)];
    await collect(publisher());
    const figures = async (id: string) => (await readingsOf(id)).map(({ metric, value }) => [metric, value]);
    expect((await figures(episode.id)).sort()).toEqual([
      ['downloads', 0],
      ['readers', 0],
      ['views', 0],
    ]);
    expect((await figures(story.id)).sort()).toEqual([
      ['readers', 0],
      ['views', 0],
    ]);
    await sql`insert into downloads values (${episode.id}, '2026-01-01', 40), (${episode.id}, ${today()}, 2)`;
    expect(await readPageViews(publisher())).toBe(1);
    expect(await readPageViews(publisher())).toBe(0);
    expect(await figures(episode.id)).toContainEqual(['downloads', 42]);
  });

  it('leave nothing about readers and listeners behind when their day is over', async () => {
    const post = await published(1);
    await sql`insert into page_readers values (${daysAgo(1)}, ${post.id}, 'a'), (${today()}, ${post.id}, 'b')`;
    await sql`
      insert into download_listeners (day, post_id, listener_hash, bytes)
      values (${daysAgo(1)}, ${post.id}, 'a', 1), (${today()}, ${post.id}, 'b', 1)`;
    await sql`insert into day_salts values (${daysAgo(1)}, 's'), (${today()}, 't')`;
    await forgetReaders(publisher());
    expect(await sql`select reader_hash from page_readers`).toEqual([{ reader_hash: 'b' }]);
    expect(await sql`select listener_hash from download_listeners`).toEqual([{ listener_hash: 'b' }]);
    expect(await sql`select salt from day_salts`).toEqual([{ salt: 't' }]);
  });
});
