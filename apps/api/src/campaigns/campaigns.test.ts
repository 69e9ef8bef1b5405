import { createCampaign as createRoute } from '@mobilise/contracts/campaigns';
import { buildItem } from '@mobilise/db/factories';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { createCampaign, listCampaigns, removeCampaign, updateCampaign } from './campaigns.ts';

const { db, sql } = await testDatabase({ max: 25 });
const campaign = (name: string, more: object = {}) => createRoute.body.parse({ name, colour: '#0f766e', ...more });

test('campaigns are listed with the newest start first, those without a date last, and count their items', async () => {
  const { as, workspace } = await buildDesk(db);
  const scope = await as('editor');
  await createCampaign(scope, campaign('Someday'));
  await createCampaign(scope, campaign('Spring', { startsOn: '2026-03-01', endsOn: '2026-03-01' }));
  const { id } = await createCampaign(scope, campaign('Autumn', { startsOn: '2026-09-01' }));
  await buildItem(db, { workspaceId: workspace.id, campaignId: id });
  await buildItem(db, { workspaceId: workspace.id, campaignId: id });
  const { data } = await listCampaigns(scope);
  expect(data.map(({ name, items }) => [name, items])).toEqual([
    ['Autumn', 2],
    ['Spring', 0],
    ['Someday', 0],
  ]);
});

test('campaigns of one name, made at once, get different addresses; a chosen one that is taken is refused', async () => {
  const scope = await (await buildDesk(db)).as('editor');
  const made = await Promise.all(Array.from({ length: 8 }, () => createCampaign(scope, campaign('Flu'))));
  expect(new Set(made.map(({ slug }) => slug)).size).toBe(8);
  const problem = await refusal(createCampaign(scope, campaign('Other', { slug: 'flu-2' })), 'conflict');
  expect(problem.fields?.[0]?.field).toBe('body.slug');
});

test('a change names the version it saw, keeps the address unless another is given, and is logged', async () => {
  const scope = await (await buildDesk(db)).as('editor');
  const { id } = await createCampaign(scope, campaign('Carers'));
  expect(await updateCampaign(scope, id, { ...campaign('Carers’ week'), version: 1 })).toMatchObject({
    name: 'Carers’ week',
    slug: 'carers',
    version: 2,
  });
  await refusal(updateCampaign(scope, id, { ...campaign('Late'), version: 1 }), 'stale_version');
  expect(await updateCampaign(scope, id, { ...campaign('Carers', { slug: 'carers-week' }), version: 2 })).toMatchObject(
    { slug: 'carers-week' },
  );
  const log = await db
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, id))
    .orderBy(auditEntries.id);
  expect(log.map(({ action }) => action)).toEqual(['created', 'changed', 'changed']);
});

test('removing a campaign leaves its items, without one', async () => {
  const { as, workspace } = await buildDesk(db);
  const scope = await as('editor');
  const { id } = await createCampaign(scope, campaign('Warm homes'));
  const item = await buildItem(db, { workspaceId: workspace.id, campaignId: id });
  await removeCampaign(scope, id);
  expect((await sql`select campaign_id from items where id = ${item.id}`)[0]).toEqual({ campaign_id: null });
  expect((await listCampaigns(scope)).data).toEqual([]);
});

test('a campaign of another workspace is not there', async () => {
  const [ours, theirs] = [await (await buildDesk(db)).as('owner'), await (await buildDesk(db)).as('owner')];
  const { id } = await createCampaign(ours, campaign('Ours'));
  await refusal(updateCampaign(theirs, id, { ...campaign('Theirs'), version: 1 }), 'not_found');
  await refusal(removeCampaign(theirs, id), 'not_found');
  expect((await listCampaigns(theirs)).data).toEqual([]);
  expect((await listCampaigns(ours)).data).toMatchObject([{ id, name: 'Ours', version: 1 }]);
});
