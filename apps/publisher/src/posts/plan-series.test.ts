import { buildPost, buildSeries } from '@mobilise/db/factories';
import { beforeEach, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { planSeries } from './plan-series.ts';

const { sql, db, platform, publisher, sendDue } = await testPublishing();
const now = new Date('2026-11-26T12:00:00Z');
beforeEach(() => sql`truncate series cascade`);

const datesOf = async (id: string) =>
  (await sql<{ occurrence: string }[]>`select occurrence from posts where series_id = ${id} order by occurrence`).map(
    ({ occurrence }) => occurrence,
  );

it('plans every series that goes on, and writes down what it planned', async () => {
  const [weekly, paused, over] = [
    await buildSeries(db),
    await buildSeries(db, { state: 'paused' }),
    await buildSeries(db, { state: 'ended' }),
  ];
  expect(await planSeries(publisher(), now)).toBe(8);
  expect((await datesOf(weekly.id))[0]).toBe('2026-12-01');
  expect([await datesOf(paused.id), await datesOf(over.id)]).toEqual([[], []]);
  expect(await sql`select actor, action, noun from audit_entries where subject_id = ${weekly.id}`).toEqual([
    { actor: 'Publisher', action: 'planned', noun: 'series' },
  ]);
  // A second round finds nothing to do; the next night one more Tuesday has come within reach.
  expect(await planSeries(publisher(), now)).toBe(0);
  expect(await planSeries(publisher(), new Date('2026-11-27T03:23:00Z'))).toBe(1);
});

it('makes each occurrence once when five publishers start together', async () => {
  const rows = [await buildSeries(db, { rule: 'FREQ=DAILY' }), await buildSeries(db)];
  const counts = await Promise.all(Array.from({ length: 5 }, () => planSeries(publisher(), now)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60 + 8);
  for (const { id } of rows) {
    const dates = await datesOf(id);
    expect(dates).toEqual([...new Set(dates)]);
  }
});

it('one that cannot be planned keeps none of the others back', async () => {
  const broken = await buildSeries(db);
  await sql`update series set rule = 'FREQ=HOURLY' where id = ${broken.id}`;
  const fine = await buildSeries(db);
  expect(await planSeries(publisher(), now)).toBe(8);
  expect(await datesOf(fine.id)).toHaveLength(8);
});

it('what it makes is sent like any other post, once, with its text and a handle of its own', async () => {
  const row = await buildSeries(db, { rule: 'FREQ=DAILY;COUNT=3', startsOn: '2026-11-27' });
  await planSeries(publisher(), now);
  await sql`update posts set due_at = clock_timestamp(), send_at = clock_timestamp() where series_id = ${row.id} and occurrence <= '2026-11-28'`;
  await sendDue();
  expect(platform.sent.map(({ text }) => text)).toEqual(Array(2).fill(row.variants[0]?.text));
  expect(new Set(platform.deliveries).size).toBe(2);
  expect(await sql`select occurrence, state from posts where series_id = ${row.id} order by occurrence`).toEqual([
    { occurrence: '2026-11-27', state: 'published' },
    { occurrence: '2026-11-28', state: 'published' },
    { occurrence: '2026-11-29', state: 'scheduled' },
  ]);
  // What went out is not made again.
  expect(await planSeries(publisher(), now)).toBe(0);
});

it('posts that belong to no series are left alone', async () => {
  const post = await buildPost(db);
  await planSeries(publisher(), now);
  expect(await sql`select state, version from posts where id = ${post.id}`).toEqual([
    { state: 'scheduled', version: 1 },
  ]);
});
