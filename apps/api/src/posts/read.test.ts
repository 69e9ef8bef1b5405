import { newId } from '@mobilise/contracts/new-id';
import { buildRevision } from '@mobilise/db/factories';
import { holds } from '@mobilise/db/schema/holds';
import { testDatabase } from '@mobilise/db/testing';
import { expect, test } from 'vitest';
import { buildDesk } from '../post-testing.ts';
import { getPost, listPosts } from './read.ts';

const { db } = await testDatabase();

test('a post that the hold switch keeps says which hold, and nothing else does', async () => {
  const { workspace, as, post } = await buildDesk(db);
  const id = newId();
  const hold = { reason: 'A death', by: 'Grace Okafor' };
  await db.insert(holds).values({ id, workspaceId: workspace.id, target: 'everything', ...hold });
  const kept = await post({ state: 'held', holdReason: 'switch', holdId: id });
  // An edit since: now it waits for approval.
  const edited = await post({ state: 'held', holdReason: 'approval', holdId: id });
  const scope = await as('viewer');
  expect((await getPost(scope, kept.id)).hold).toEqual(hold);
  expect((await getPost(scope, edited.id)).hold).toBeNull();
  const { data } = await listPosts(scope, { state: 'held', limit: 50 });
  expect(data.map((card) => [card.id, card.hold])).toEqual([
    [edited.id, null],
    [kept.id, hold],
  ]);
});

test('a post tells which revision it carries, with the title that it has there', async () => {
  const { item, as, post } = await buildDesk(db);
  const out = await post({ state: 'published', publishedAt: new Date() });
  await buildRevision(db, { itemId: item.id, title: 'Another title' });
  const scope = await as('viewer');
  const read = await getPost(scope, out.id);
  expect(read).toMatchObject({ revision: { number: 1 }, newestRevision: 2, title: 'Another title' });
  expect(read.revision.title).not.toBe('Another title');
  expect((await listPosts(scope, { item: item.id, limit: 50 })).data).toMatchObject([{ id: out.id, revision: 1 }]);
});
