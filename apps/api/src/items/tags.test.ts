import { buildItem } from '@mobilise/db/factories';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { updateItem } from './place.ts';
import { getItem, listItems, listTags } from './read.ts';
import { createItem } from './write.ts';

const { db } = await testDatabase();
const jobs = { send: () => Promise.resolve('1') };
const page = { limit: 50, archived: false };
const detailsOf = (id: string) =>
  db.select({ detail: auditEntries.detail }).from(auditEntries).where(eq(auditEntries.subjectId, id));

test('an item begins with tags, and the log says which', async () => {
  const scope = await (await buildDesk(db)).as('editor');
  const body = { kind: 'story' as const, title: 'Warm homes', summary: '', campaignId: null, tags: ['winter', 'cost'] };
  const { id, tags } = await createItem(scope, jobs, body);
  expect(tags).toEqual(['winter', 'cost']);
  expect(await detailsOf(id)).toEqual([{ detail: { tags: ['winter', 'cost'] } }]);
});

test('tags are changed without a new revision, each change once', async () => {
  const { as, item } = await buildDesk(db);
  const scope = await as('designer');
  const changed = await updateItem(scope, item.id, { version: 1, tags: ['flu', 'winter'] });
  expect(changed).toMatchObject({ version: 2, revision: 1, approved: true, tags: ['flu', 'winter'] });
  expect(await updateItem(scope, item.id, { version: 2, tags: ['flu', 'winter'] })).toMatchObject({ version: 2 });
  await updateItem(scope, item.id, { version: 2, tags: [] });
  expect((await getItem(scope, item.id)).tags).toEqual([]);
  expect(await detailsOf(item.id)).toEqual([{ detail: { tags: ['flu', 'winter'] } }, { detail: { tags: [] } }]);
  await refusal(updateItem(scope, item.id, { version: 1, tags: ['late'] }), 'stale_version');
});

test('items are found by a tag, and the tags in use are counted in one workspace', async () => {
  const { as, workspace } = await buildDesk(db);
  const scope = await as('viewer');
  const tagged = await buildItem(db, { workspaceId: workspace.id, tags: ['flu', 'winter'] });
  await buildItem(db, { workspaceId: workspace.id, tags: ['winter'] });
  await buildItem(db, { workspaceId: workspace.id, tags: ['old'], archivedAt: new Date() });
  await buildItem(db, { tags: ['theirs'] });
  const ids = async (tag: string) => (await listItems(scope, { ...page, tag })).data.map(({ id }) => id);
  expect(await ids('flu')).toEqual([tagged.id]);
  expect(await ids('fl')).toEqual([]);
  expect(await ids('theirs')).toEqual([]);
  expect((await listTags(scope)).data).toEqual([
    { tag: 'winter', items: 2 },
    { tag: 'flu', items: 1 },
  ]);
});
