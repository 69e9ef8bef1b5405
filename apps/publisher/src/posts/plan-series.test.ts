import { buildPost, buildSeries } from '@mobilise/db/factories';
import { beforeEach, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { planSeries } from './plan-series.ts';

const { sql, db, publisher } = await testPublishing();
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

it('posts that belong to no series are left alone', async () => {
  const post = await buildPost(db);
  await planSeries(publisher(), now);
  expect(await sql`select state, version from posts where id = ${post.id}`).toEqual([
    { state: 'scheduled', version: 1 },
  ]);
});
