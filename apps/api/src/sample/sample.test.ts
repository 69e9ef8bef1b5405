import { rankEngagement } from '@mobilise/contracts/engagement';
import { listItems } from '@mobilise/contracts/items';
import { getCalendar } from '@mobilise/contracts/posts';
import * as team from '@mobilise/contracts/team';
import { dateOf } from '@mobilise/contracts/time';
import { expect, test } from 'vitest';
import { testApi } from '../testing.ts';
import { sampleItems, samplePosts } from './content.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const around = (days: number) => dateOf(new Date(Date.now() + days * 86_400_000), 'Europe/London');

test('the sample is a month of posts in believable states, and can be removed without a trace', async () => {
  const sample = await api.call(team.loadSample, {}, owner);
  const params = { workspace: sample.id };
  const { data } = await api.call(getCalendar, { params, query: { from: around(-50), to: around(12) } }, owner);
  expect(data).toHaveLength(samplePosts.filter(({ state }) => state !== 'draft').length);
  expect(new Set(data.map(({ state }) => state))).toEqual(new Set(['published', 'scheduled', 'held', 'failed']));
  const items = await api.call(listItems, { params, query: { limit: 100 } as never }, owner);
  expect(items.data).toHaveLength(sampleItems.length);
  const ranked = await api.call(rankEngagement, { params, query: { from: around(-30), to: around(0) } }, owner);
  expect(ranked.total.readers).toBeGreaterThan(0);
  const page = await api.send('GET', `/news/${sample.slug}/last-winters-flu-clinic-in-numbers`);
  expect(await page.text()).toContain('Free flu vaccinations, October to February');

  await api.call(team.removeWorkspace, { params }, owner);
  expect((await api.call(team.getMe, {}, owner)).workspaces.map(({ id }) => id)).toEqual([workspaceId]);
  expect((await api.request(getCalendar, { params, query: { from: around(0), to: around(1) } }, owner)).status).toBe(
    404,
  );
});

test('every item of the sample has the alternatives that publishing asks for', async () => {
  const sample = await api.call(team.loadSample, {}, owner);
  const items = await api.context
    .sql`select count(*)::int as count from revisions r join items i on i.id = r.item_id where i.workspace_id = ${sample.id}`;
  expect(items[0]?.['count']).toBe(sampleItems.length);
  for (const item of sampleItems) expect(item.artwork.alt.length).toBeGreaterThan(20);
});
