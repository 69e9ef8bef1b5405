import { testDatabase } from '@mobilise/db/testing';
import { expect, test } from 'vitest';
import { buildDesk, row } from '../post-testing.ts';
import { spreadPosts } from './spread.ts';

const { db } = await testDatabase();
const held = { state: 'held' as const, holdReason: 'switch' as const };

test('held posts are scheduled again in the order of their times, so many minutes apart', async () => {
  const { as, post } = await buildDesk(db);
  const second = await post({ ...held, dueAt: new Date('2026-11-30T10:00:00Z') });
  const first = await post({ ...held, dueAt: new Date('2026-11-30T09:00:00Z') });
  const body = { posts: [second.id, first.id], from: '2026-12-02T08:00', every: 90 };
  expect(await spreadPosts(await as('editor'), body)).toEqual({ scheduled: 2, held: 0, refused: [] });
  expect(await row(db, first.id)).toMatchObject({ state: 'scheduled', wallTime: '2026-12-02T08:00', holdId: null });
  expect(await row(db, second.id)).toMatchObject({ state: 'scheduled', wallTime: '2026-12-02T09:30' });
});

test('what cannot be scheduled is named with its reason, and leaves no gap', async () => {
  const { as, post } = await buildDesk(db);
  const gone = await post({ state: 'published', publishedAt: new Date(), dueAt: new Date('2026-11-30T09:00:00Z') });
  const waiting = await post({ ...held, dueAt: new Date('2026-11-30T10:00:00Z') });
  const body = { posts: [gone.id, waiting.id], from: '2026-12-02T08:00', every: 60 };
  const { scheduled, refused } = await spreadPosts(await as('editor'), body);
  expect(scheduled).toBe(1);
  expect(refused).toEqual([
    { id: gone.id, title: 'Flu clinic', message: expect.stringContaining('published already') },
  ]);
  expect(await row(db, waiting.id)).toMatchObject({ wallTime: '2026-12-02T08:00' });
});

test('over a change of the clocks they stay as far apart, and none is refused', async () => {
  const { as, post } = await buildDesk(db);
  const due = ['09', '10', '11'].map((hour) => new Date(`2026-11-30T${hour}:00:00Z`));
  const spreadFrom = async (from: string) => {
    const ids = await Promise.all(due.map(async (dueAt) => (await post({ ...held, dueAt })).id));
    const answer = await spreadPosts(await as('editor'), { posts: ids, from, every: 30 });
    expect(answer).toEqual({ scheduled: 3, held: 0, refused: [] });
    return Promise.all(ids.map(async (id) => (await row(db, id)).dueAt?.toISOString().slice(11, 16)));
  };
  // The clocks show 02:00 after 00:59.
  expect(await spreadFrom('2027-03-28T00:30')).toEqual(['00:30', '01:00', '01:30']);
  expect(await spreadFrom('2027-03-28T01:30')).toEqual(['01:30', '02:00', '02:30']);
  // And 01:00 to 01:59 twice.
  expect(await spreadFrom('2027-10-31T01:00')).toEqual(['00:00', '00:30', '01:00']);
});

test('what nobody has approved gets its time, and is counted as held', async () => {
  const { as, post } = await buildDesk(db, { approved: false });
  const { id } = await post({ ...held, dueAt: new Date('2026-11-30T09:00:00Z') });
  const body = { posts: [id], from: '2026-12-02T08:00', every: 60 };
  expect(await spreadPosts(await as('editor'), body)).toEqual({ scheduled: 1, held: 1, refused: [] });
  expect(await row(db, id)).toMatchObject({ state: 'held', holdReason: 'approval', wallTime: '2026-12-02T08:00' });
});

test('posts of another workspace are none of ours', async () => {
  const [here, there] = [await buildDesk(db), await buildDesk(db)];
  const theirs = await there.post(held);
  const body = { posts: [theirs.id], from: '2026-12-02T08:00', every: 60 };
  expect(await spreadPosts(await here.as('owner'), body)).toEqual({ scheduled: 0, held: 0, refused: [] });
  expect((await row(db, theirs.id)).state).toBe('held');
});
