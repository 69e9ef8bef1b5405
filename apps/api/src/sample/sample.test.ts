import { rankEngagement } from '@mobilise/contracts/engagement';
import { listItems } from '@mobilise/contracts/items';
import { kindOf } from '@mobilise/contracts/kinds';
import { listAssets } from '@mobilise/contracts/media';
import { getCalendar, publisherStatus } from '@mobilise/contracts/posts';
import { listShows } from '@mobilise/contracts/shows';
import * as team from '@mobilise/contracts/team';
import { dateOf } from '@mobilise/contracts/time';
import { expect, test } from 'vitest';
import { testApi } from '../testing.ts';
import { sampleCover, sampleEpisodes } from './episodes.ts';
import { contentOf } from './insert-item.ts';
import type { SampleItem } from './item.ts';
import { plannedFor, samplePosts } from './plan.ts';
import { sampleItems } from './sample.ts';

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
  const waiting = await api.call(listItems, { params, query: { posts: 'none' } as never }, owner);
  expect(waiting.data).toMatchObject([{ slug: 'could-you-answer-the-night-line', approved: false }]);
  const assets = await api.call(listAssets, { params, query: { limit: 100 } as never }, owner);
  const files = new Set([sampleCover, ...sampleItems.map(({ upload }) => upload)].map(({ file }) => file));
  expect(assets.data).toHaveLength(files.size);
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

test('something of the sample goes out today, in an hour or later, or early tomorrow when it is late', async () => {
  const [post, ...others] = samplePosts.filter(({ day }) => day === 0);
  if (!post) throw new Error('Nothing of the sample is for today');
  expect(others).toEqual([]);
  expect(plannedFor(post, new Date('2026-11-23T05:10Z'))).toBe('2026-11-23T09:00');
  expect(plannedFor(post, new Date('2026-11-23T14:10Z'))).toBe('2026-11-23T15:15');
  expect(plannedFor(post, new Date('2026-11-23T14:15Z'))).toBe('2026-11-23T15:15');
  expect(plannedFor(post, new Date('2026-11-23T22:50Z'))).toBe('2026-11-24T08:00');
  // Half past eleven at night in London, not in UTC.
  expect(plannedFor(post, new Date('2026-07-23T22:30Z'))).toBe('2026-07-24T08:00');

  const sample = await api.call(team.loadSample, {}, owner);
  const params = { workspace: sample.id };
  const { data } = await api.call(getCalendar, { params, query: { from: around(0), to: around(1) } }, owner);
  const planned = data.find(({ title }) => title.startsWith('Come when you can'));
  expect(planned).toMatchObject({ state: 'scheduled' });
  const status = await api.call(publisherStatus, { params }, owner);
  expect(status.dueToday).toBe(planned?.wallTime?.startsWith(around(0)) ? 1 : 0);
});

test('every item of the sample has the alternatives that publishing asks for', () => {
  for (const item of sampleItems) expect([item.slug, missingOf(item)]).toEqual([item.slug, []]);
});

const missingOf = (item: SampleItem) =>
  kindOf(item.kind).missing(contentOf(item, '00000000-0000-7000-8000-000000000000'));

test('the show of the sample is one that directories take, and its episode is heard to its end', async () => {
  const sample = await api.call(team.loadSample, {}, owner);
  const params = { workspace: sample.id };
  const { data } = await api.call(listShows, { params, query: {} as never }, owner);
  expect(data).toMatchObject([{ title: 'Voices of Riverside', episodes: { all: 1, published: 1 } }]);
  const [recording] = await api.context
    .sql`select duration from assets where workspace_id = ${sample.id} and kind = 'audio'`;
  const last = sampleEpisodes[0]?.transcript?.cues.at(-1);
  expect(Number(recording?.['duration']) - Number(last?.end)).toSatisfy((rest: number) => rest > 0 && rest < 1000);
});
