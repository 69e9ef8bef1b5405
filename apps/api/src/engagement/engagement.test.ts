import type { Metric } from '@mobilise/contracts/engagement';
import { postEngagement as postRoute, rankEngagement as rankRoute } from '@mobilise/contracts/engagement';
import { buildChannel, buildItem } from '@mobilise/db/factories';
import { readings } from '@mobilise/db/schema/engagement';
import { testDatabase } from '@mobilise/db/testing';
import { describe, expect, test } from 'vitest';
import { text } from '../csv-text.ts';
import { buildDesk, refusal } from '../post-testing.ts';
import { exportEngagement, fileName } from './csv.ts';
import { postEngagement } from './post-engagement.ts';
import { rankEngagement } from './rank.ts';

const { db } = await testDatabase();
const november = { from: '2026-11-01', to: '2026-11-30' };

async function read(
  postId: string,
  observedAt: string,
  values: Partial<Record<Metric, number | 'unavailable' | 'error'>>,
): Promise<void> {
  await db.insert(readings).values(
    Object.entries(values).map(([metric, value]) => ({
      postId,
      metric: metric as Metric,
      source: 'test',
      observedAt: new Date(observedAt),
      ...(typeof value === 'number'
        ? { status: 'ok' as const, value }
        : { status: value, message: `It said ${value}` }),
    })),
  );
}

/** A workspace with a newsroom and a Bluesky account, and posts published on them. */
async function buildPublished(zone = 'Europe/London') {
  const desk = await buildDesk(db, { zone });
  const bluesky = await buildChannel(db, { workspaceId: desk.workspace.id, kind: 'bluesky', name: 'Bluesky' });
  const publish = (publishedAt: string, overrides: Parameters<typeof desk.post>[0] = {}) =>
    desk.post({ state: 'published', dueAt: new Date(publishedAt), publishedAt: new Date(publishedAt), ...overrides });
  return { ...desk, bluesky, publish, scope: await desk.as('viewer') };
}

describe('the engagement of a post', () => {
  test('has every reading in order and the latest of each metric', async () => {
    const { publish, scope } = await buildPublished();
    const next = new Date('2026-11-10T10:00:00Z');
    const { id } = await publish('2026-11-10T09:00:00Z', { nextReadingAt: next });
    await read(id, '2026-11-10T10:00:00Z', { views: 40, readers: 31 });
    await read(id, '2026-11-10T09:05:00Z', { views: 0, readers: 0 });
    const answer = postRoute.response.parse(await postEngagement(scope, id));
    expect(answer.series.map(({ metric, value }) => `${metric} ${value}`)).toEqual([
      'views 0',
      'readers 0',
      'views 40',
      'readers 31',
    ]);
    expect(answer.latest.map(({ metric, value }) => `${metric} ${value}`)).toEqual(['views 40', 'readers 31']);
    expect(answer.nextReadingAt).toBe(next.toISOString());
  });

  test('tells zero, unavailable and error apart', async () => {
    const { bluesky, publish, scope } = await buildPublished();
    const { id } = await publish('2026-11-10T09:00:00Z', { channelId: bluesky.id });
    await read(id, '2026-11-10T10:00:00Z', { likes: 0, reposts: 'unavailable', replies: 'error' });
    const { latest } = await postEngagement(scope, id);
    expect(latest).toMatchObject([
      { metric: 'likes', value: 0, status: 'ok', message: null },
      { metric: 'reposts', value: null, status: 'unavailable', message: 'It said unavailable' },
      { metric: 'replies', value: null, status: 'error', message: 'It said error' },
    ]);
  });

  test('of another workspace is not found', async () => {
    const [here, there] = [await buildPublished(), await buildPublished()];
    const { id } = await there.publish('2026-11-10T09:00:00Z');
    await refusal(postEngagement(here.scope, id), 'not_found');
  });
});

describe('the ranking of a period', () => {
  test('puts first what did most, by readers or by reactions, and what nobody read last', async () => {
    const { bluesky, publish, scope } = await buildPublished();
    const [story, reactions, silent, unread] = [
      await publish('2026-11-10T09:00:00Z'),
      await publish('2026-11-11T09:00:00Z', { channelId: bluesky.id }),
      await publish('2026-11-12T09:00:00Z', { channelId: bluesky.id }),
      await publish('2026-11-13T09:00:00Z'),
    ];
    await read(story.id, '2026-11-10T10:00:00Z', { views: 90, readers: 20 });
    await read(story.id, '2026-11-11T10:00:00Z', { views: 200, readers: 31 });
    await read(reactions.id, '2026-11-11T10:00:00Z', { likes: 30, reposts: 5, replies: 'unavailable', quotes: 2 });
    await read(silent.id, '2026-11-12T10:00:00Z', { likes: 0, reposts: 0, replies: 0, quotes: 0 });
    const answer = rankRoute.response.parse(await rankEngagement(scope, november));
    expect(answer.posts.map(({ postId, score }) => [postId, score])).toEqual([
      [reactions.id, 37],
      [story.id, 31],
      [silent.id, 0],
      [unread.id, null],
    ]);
    expect(answer.total).toEqual({ posts: 4, readers: 31, reactions: 37 });
    expect(answer.before).toEqual({ posts: 0, readers: null, reactions: null });
    expect(answer.byDay).toHaveLength(30);
    expect(answer.byDay[9]).toEqual({ date: '2026-11-10', posts: 1, readers: 31, reactions: null });
    expect(answer.byDay[11]).toEqual({ date: '2026-11-12', posts: 1, readers: null, reactions: 0 });
    expect(answer.byDay[0]).toEqual({ date: '2026-11-01', posts: 0, readers: null, reactions: null });
  });

  test('keeps what was known when the last read failed, and shows the failure', async () => {
    const { publish, scope } = await buildPublished();
    const { id } = await publish('2026-11-10T09:00:00Z');
    await read(id, '2026-11-10T10:00:00Z', { readers: 12 });
    await read(id, '2026-11-11T10:00:00Z', { readers: 'error' });
    const [post] = (await rankEngagement(scope, november)).posts;
    expect(post).toMatchObject({ score: 12, latest: [{ metric: 'readers', status: 'error', value: null }] });
  });

  test('counts days by the workspace’s clocks, the hour of the change included', async () => {
    const { publish, scope } = await buildPublished('America/New_York');
    // 1 November 2026 has 25 hours in New York: from 04:00 to 05:00 the next day, in UTC.
    await publish('2026-11-01T03:59:59Z');
    const [first, last] = [await publish('2026-11-01T04:00:00Z'), await publish('2026-11-02T04:59:59Z')];
    await publish('2026-11-02T05:00:00Z');
    const { posts, before, byDay } = await rankEngagement(scope, { from: '2026-11-01', to: '2026-11-01' });
    expect(new Set(posts.map(({ postId }) => postId))).toEqual(new Set([first.id, last.id]));
    expect(byDay).toEqual([{ date: '2026-11-01', posts: 2, readers: null, reactions: null }]);
    expect(before.posts).toBe(1);
  });

  test('compares with as many days before', async () => {
    const { publish, scope } = await buildPublished();
    await publish('2026-11-08T09:00:00Z');
    const earlier = await publish('2026-11-07T09:00:00Z');
    await publish('2026-11-01T09:00:00Z');
    await publish('2026-10-31T09:00:00Z');
    await read(earlier.id, '2026-11-07T10:00:00Z', { readers: 5 });
    const { total, before } = await rankEngagement(scope, { from: '2026-11-08', to: '2026-11-14' });
    expect([total, before]).toEqual([
      { posts: 1, readers: null, reactions: null },
      { posts: 2, readers: 5, reactions: null },
    ]);
  });

  test('filters by channel and kind, and stays in its workspace', async () => {
    const { workspace, bluesky, publish, scope } = await buildPublished();
    const other = await buildPublished();
    await other.publish('2026-11-10T09:00:00Z');
    const graphic = await buildItem(db, { workspaceId: workspace.id, kind: 'infographic' });
    const [story, picture] = [
      await publish('2026-11-10T09:00:00Z', { channelId: bluesky.id }),
      await publish('2026-11-10T09:00:00Z', { itemId: graphic.id }),
    ];
    const ids = async (query: object) =>
      (await rankEngagement(scope, { ...november, ...query })).posts.map(({ postId }) => postId);
    expect((await ids({})).length).toBe(2);
    expect(await ids({ channel: bluesky.id })).toEqual([story.id]);
    expect(await ids({ kind: 'infographic' })).toEqual([picture.id]);
    expect(await ids({ channel: other.channel.id })).toEqual([]);
  });

  test('refuses more than 366 days', async () => {
    const { scope } = await buildPublished();
    expect((await rankEngagement(scope, { from: '2025-11-01', to: '2026-11-02' })).byDay).toHaveLength(367);
    await refusal(rankEngagement(scope, { from: '2025-11-01', to: '2026-11-03' }), 'invalid_request');
    await refusal(rankEngagement(scope, { from: '2026-11-02', to: '2026-11-01' }), 'invalid_request');
  });
});

describe('the CSV file', () => {
  test('has one line a post, with zero, unavailable, error and nothing read told apart', async () => {
    const { workspace, bluesky, publish, scope } = await buildPublished('America/New_York');
    const item = await buildItem(db, {
      workspaceId: workspace.id,
      title: '=HYPERLINK("http://evil.example","Flu, clinic")',
    });
    const { id } = await publish('2026-11-10T14:30:00Z', {
      channelId: bluesky.id,
      itemId: item.id,
      remoteUrl: 'https://bsky.app/p/1',
    });
    await read(id, '2026-11-10T15:00:00Z', { likes: 0, reposts: 'unavailable', replies: 'error' });
    const file = await exportEngagement(scope, november);
    expect(file).toBe(
      '\uFEFFPublished,Time zone,Title,Kind,Channel,Kind of channel,Address,Page views,Readers,Downloads,Likes,Reposts,Replies,Quotes,Comments,Impressions,Clicks,Score\r\n' +
        `2026-11-10 09:30,America/New_York,"'=HYPERLINK(""http://evil.example"",""Flu, clinic"")",Story,Bluesky,Bluesky,https://bsky.app/p/1,,,,0,unavailable,error,,,,,0\r\n`,
    );
    expect(fileName(november)).toBe('engagement-2026-11-01-to-2026-11-30.csv');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'])('does not let a spreadsheet run %j', (value) => {
    expect(text(value).replace(/^"/, '')).toMatch(/^'/);
  });

  test('quotes what would break a line', () => {
    expect(text('a "b"\r\nc')).toBe('"a ""b""\r\nc"');
    expect(text('plain – text')).toBe('plain – text');
  });
});
