import { resolveWallTime } from '@mobilise/contracts/time';
import { buildPost, buildSeries } from '@mobilise/db/factories';
import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { followTzData } from './follow-tz-data.ts';

const { sql, db, publisher } = await testPublishing();
beforeEach(() => sql`truncate series, posts cascade`);

const hour = 3_600_000;
/** As if a government had left London an hour behind: every wall time comes an hour later. */
const anHourLater: typeof resolveWallTime = (wallTime, zone, which) => {
  const told = resolveWallTime(wallTime, zone, which);
  return { ...told, instant: new Date(Date.parse(told.instant) + hour).toISOString() };
};
const news = { tz: '2027a', resolve: anHourLater };
/** A full minute so many hours from now. */
const inHours = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * hour);
const read = async (id: string) => {
  const [row] = await db.select().from(posts).where(eq(posts.id, id));
  if (!row) throw new Error('The post is gone');
  return row;
};

it('moves the instants of what waits where new data tell them differently, and lists them', async () => {
  const due = inHours(48);
  const post = await buildPost(db, { dueAt: due, tzVersion: '2026c', handle: 'abc', payload: { text: 'frozen' } });
  const other = await buildPost(db, { dueAt: due, tzVersion: '2027a' });
  expect(await followTzData(publisher(), news)).toEqual([post.id]);
  const later = new Date(due.getTime() + hour);
  expect(await read(post.id)).toMatchObject({
    state: 'scheduled',
    wallTime: post.wallTime,
    dueAt: later,
    sendAt: later,
    movedFrom: due,
    tzVersion: '2027a',
    handle: null,
    payload: null,
    version: 2,
  });
  // One that was told with these data already is not looked at.
  expect(await read(other.id)).toMatchObject({ dueAt: due, version: 1 });
  const [entry] = await sql`select actor, action, reason from audit_entries where subject_id = ${post.id}`;
  expect(entry).toMatchObject({ actor: 'Publisher', action: 'moved' });
  expect(entry?.['reason']).toMatch(/^New clock data for Europe\/London: .+ UTC became .+ UTC$/);
  // The next night everything is known.
  expect(await followTzData(publisher(), news)).toEqual([]);
});

it('writes down the new release where nothing moves, and says nothing', async () => {
  const post = await buildPost(db, { dueAt: inHours(48), tzVersion: '2026c' });
  expect(await followTzData(publisher(), { tz: '2027a' })).toEqual([]);
  expect(await read(post.id)).toMatchObject({ tzVersion: '2027a', movedFrom: null, version: 1 });
  expect(await sql`select 1 from audit_entries where subject_id = ${post.id}`).toEqual([]);
});

it('a post that moves back again is listed no longer', async () => {
  const post = await buildPost(db, { dueAt: inHours(48), tzVersion: '2026c' });
  await followTzData(publisher(), news);
  expect(await followTzData(publisher(), { tz: '2027b' })).toEqual([post.id]);
  expect(await read(post.id)).toMatchObject({ dueAt: post.dueAt, movedFrom: null });
});

it('holds what would have to go out at once', async () => {
  const anHourEarlier: typeof resolveWallTime = (wallTime, zone, which) => {
    const told = resolveWallTime(wallTime, zone, which);
    return { ...told, instant: new Date(Date.parse(told.instant) - hour).toISOString() };
  };
  const post = await buildPost(db, { dueAt: inHours(0.5), tzVersion: '2026c' });
  expect(await followTzData(publisher(), { tz: '2027a', resolve: anHourEarlier })).toEqual([post.id]);
  expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'moved' });
});

it('leaves alone what is under way, was tried or is over, and what waits with its time behind it', async () => {
  const [ahead, behind] = [inHours(48), inHours(-48)];
  const rows = [
    await buildPost(db, { state: 'claimed', dueAt: ahead, leaseUntil: ahead }),
    await buildPost(db, { state: 'scheduled', dueAt: ahead, attempts: 1 }),
    await buildPost(db, { state: 'published', dueAt: behind, publishedAt: behind }),
    await buildPost(db, { state: 'held', holdReason: 'late', dueAt: behind }),
    await buildPost(db, { state: 'draft', dueAt: null }),
  ];
  expect(await followTzData(publisher(), news)).toEqual([]);
  for (const { id, dueAt, state } of rows) expect(await read(id)).toMatchObject({ dueAt: dueAt, state, version: 1 });
});

it('looks at more posts than fit into one round', async () => {
  const due = inHours(48);
  const first = await buildPost(db, { dueAt: due, tzVersion: '2026c' });
  await sql`
    insert into posts (id, workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, tz_version, due_at, send_at, grace)
    select gen_random_uuid(), workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, tz_version, due_at, send_at, grace
    from posts, generate_series(1, 600) where id = ${first.id}`;
  const counts = await Promise.all([followTzData(publisher(), news), followTzData(publisher(), news)]);
  expect(counts.flat()).toHaveLength(601);
  expect(await db.$count(posts, eq(posts.dueAt, due))).toBe(0);
});

it('tells an occurrence from the time of its series, whatever its own day showed', async () => {
  // On the night of the change 01:30 did not exist, so this one stands at 02:30; without the change it is at 01:30 again.
  const series = await buildSeries(db, { time: '01:30', rule: 'FREQ=DAILY' });
  const post = await buildPost(db, {
    channelId: series.channelId,
    itemId: series.itemId,
    seriesId: series.id,
    occurrence: '2027-03-28',
    content: series.variants[0] ?? { text: '', images: [], link: null },
    dueAt: new Date('2027-03-28T01:30:00Z'),
    wallTime: '2027-03-28T02:30',
    tzVersion: '2026c',
  });
  const withoutSummerTime: typeof resolveWallTime = (wallTime, zone) => ({
    wallTime,
    zone,
    disambiguation: null,
    instant: `${wallTime}:00Z`,
  });
  await followTzData(publisher(), { tz: '2027a', resolve: withoutSummerTime });
  // The instant is the same, the clock on the wall is not.
  expect(await read(post.id)).toMatchObject({
    wallTime: '2027-03-28T01:30',
    dueAt: new Date('2027-03-28T01:30:00Z'),
  });
});
