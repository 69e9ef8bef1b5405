import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import { slackFake } from '@mobilise/channels/slack-fake';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';

const site = '/news/riverside-hospice';
const { look, findings } = watchAccessibility();
let faults: string[];
const stage = startStage();
let page: Page;
let desk: string;
let api: ReturnType<typeof deskApi>;
let mastodon: Awaited<ReturnType<typeof mastodonFake>>;
let slack: Awaited<ReturnType<typeof slackFake>>;

beforeAll(async () => {
  [mastodon, slack] = await Promise.all([mastodonFake(), slackFake()]);
  const opened = await newContext(stage);
  ({ page, faults } = opened);
  desk = await setUp(page, stage.product);
  api = deskApi(page);
});
afterAll(async () => {
  await mastodon?.close();
  await slack?.close();
});

const body = (words: string) => ({
  leadImage: null,
  body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] },
});
const stateOf = async (post: string) => (await api.ask('GET', `/posts/${post}`))['state'];
const until = (what: () => Promise<unknown>, is: unknown) =>
  vi.waitFor(async () => expect(await what()).toEqual(is), { timeout: patience, interval: 100 });
const fetched = async (path: string) => (await fetch(stage.product.url + path)).text();

/** A story that is out on the newsroom, Mastodon and Slack; answers its id and its posts. */
async function publishEverywhere() {
  const connect = async (kind: string, fake: { url: string; typed: (url: string) => Record<string, unknown> }) =>
    String((await api.ask('POST', '/channels', { kind, name: `Our ${kind}`, ...fake.typed(fake.url) }))['id']);
  const channels = [await api.newsroom(), await connect('mastodon', mastodon), await connect('slack', slack)];
  const itemId = await api.writeStory('Flu clinic', 'Come on Saturday.');
  const posts: string[] = [];
  for (const channelId of channels) {
    const { id, version } = await api.ask('POST', '/posts', {
      itemId,
      channelId,
      content: { text: channelId === channels[0] ? '' : 'Flu clinic on Saturday', images: [], link: null },
    });
    await api.ask('POST', `/posts/${String(id)}/publish-now`, { version });
    posts.push(String(id));
  }
  for (const post of posts) await until(() => stateOf(post), 'published');
  return { itemId, posts };
}

it('a lead corrects a story everywhere it is out, and deletes what cannot be right', async () => {
  const { itemId, posts } = await publishEverywhere();
  const [onSite = '', onMastodon = '', onSlack = ''] = posts;
  const { version } = await api.ask('GET', `/items/${itemId}`);
  const saved = await api.ask('PUT', `/items/${itemId}`, {
    version,
    title: 'Flu clinic',
    summary: '',
    content: body('Come on Sunday.'),
  });
  await api.ask('POST', `/items/${itemId}/approval`, { version: saved['version'] });

  await page.goto(`${desk}/items/${itemId}`);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Correct what is out…' }).click();
  await page.getByLabel('What was wrong').fill('An earlier version said Saturday. The clinic is on Sunday.');
  await look(page, 'the beginning of a correction');
  // The list may hear of it before the form does, which goes on to the channels all the same.
  await page.route('**/corrections', async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    const response = await route.fetch();
    await page.getByRole('heading', { name: 'Not finished' }).waitFor();
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name: 'Go on to the channels' }).click();
  await page.getByText('0 of 3 done. Each is done when you confirm it.').waitFor();
  await page.unroute('**/corrections');
  await inBothColours(page, (shade) => look(page, `a correction, ${shade}`));
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'a correction on a phone');
  await page.setViewportSize({ width: 1440, height: 1000 });

  // What is begun is found again: beside the words, and before another is begun.
  await page.getByRole('link', { name: /^(Edit|Read and approve) the story$/ }).click();
  await page.getByRole('heading', { name: 'A correction is not finished' }).waitFor();
  await look(page, 'an item whose correction is not finished');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Correct what is out…' }).click();
  await page.getByText(/^0 of 3 done\. Left: Newsroom, Our \w+ and Our \w+\.$/).waitFor();
  await page.getByRole('button', { name: 'Begin another correction…' }).waitFor();
  expect(await page.getByLabel('What was wrong').count()).toBe(0);
  await look(page, 'a correction to go on with');
  await page.getByRole('link', { name: /^Go on/ }).click();
  await page.getByText('0 of 3 done. Each is done when you confirm it.').waitFor();

  const at = (name: string) => page.getByRole('region', { name });
  await at('Newsroom')
    .getByRole('button', { name: /^Show revision 2/ })
    .click();
  await at('Newsroom').getByText('Edited on Newsroom, now revision 2.').waitFor();
  await at('Our mastodon').getByLabel('Text for Our mastodon').fill('Flu clinic on Sunday');
  await at('Our mastodon').getByRole('button', { name: 'Edit on Our mastodon' }).click();
  await at('Our mastodon').getByText('Edited on Our mastodon, now revision 2.').waitFor();
  await at('Our slack').getByText('Leave it as it is').click();
  await at('Our slack').getByRole('button', { name: 'Leave it on Our slack' }).click();
  await page.getByText('Everything is done.').waitFor();
  await inBothColours(page, (shade) => look(page, `a correction that is done, ${shade}`));

  const story = `${site}/${String((await api.ask('GET', `/items/${itemId}`))['slug'])}`;
  const corrected = await fetched(story);
  expect(corrected).toContain('Come on Sunday.');
  expect(corrected).toContain('An earlier version said Saturday.');
  expect([...mastodon.statuses.values()].map(({ text }) => text)).toEqual(['Flu clinic on Sunday']);
  await page.goto(`${stage.product.url}${story}`);
  const widthOf = async (part: Locator) => (await part.boundingBox())?.width;
  expect(await widthOf(page.getByRole('note'))).toBe(await widthOf(page.getByText('Come on Sunday.')));
  await look(page, 'a corrected page');

  await page.goto(`${desk}/posts/${onMastodon}`);
  await page
    .getByRole('list', { name: 'Changes' })
    .getByText(/^Edited on Our mastodon/)
    .waitFor();
  await look(page, 'a post that was edited');

  // Somebody else edits it meanwhile: what was written here is not lost, and does not take their place unasked.
  await page.getByRole('button', { name: 'Edit what is out…' }).click();
  await page.getByLabel('Text for Our mastodon').fill('Flu clinic on Sunday at ten');
  const theirs = { text: 'Flu clinic on Sunday, all day', images: [], link: null };
  const { version: seen } = await api.ask('GET', `/posts/${onMastodon}`);
  await api.ask('POST', `/posts/${onMastodon}/changes`, { kind: 'edit', version: seen, content: theirs });
  await until(async () => [...mastodon.statuses.values()].map(({ text }) => text).join(), theirs.text);
  await page.getByRole('button', { name: 'Edit on Our mastodon' }).click();
  await page.getByText(/^What is out now, with revision /).waitFor();
  await inBothColours(page, (shade) => look(page, `an edit that somebody overtook, ${shade}`));
  await page.getByRole('button', { name: 'Use my words on the newest' }).click();
  await page.getByRole('button', { name: 'Edit on Our mastodon' }).click();
  const mine = 'Flu clinic on Sunday at ten';
  await until(async () => [...mastodon.statuses.values()].map(({ text }) => text).join(), mine);
  await until(async () => (await api.ask('GET', `/posts/${onMastodon}`))['content'], { ...theirs, text: mine });

  await page.goto(`${desk}/posts/new?item=${itemId}`);
  await page.getByRole('checkbox', { name: /^Our mastodon/ }).press('Space');
  const column = page.getByRole('region', { name: 'Our mastodon' });
  await column.getByText('This item is on this channel already:').waitFor();
  await look(page, 'the composer for an item that is out');
  await column.getByRole('link', { name: /^published / }).click();
  await page.getByRole('button', { name: 'Delete from Our mastodon…' }).click();
  await page.getByRole('alertdialog').getByText('Delete it everywhere').click();
  await inBothColours(page, (shade) => look(page, `the question before deleting, ${shade}`));
  await page.getByRole('button', { name: 'Delete from 3 channels' }).click();
  await page.getByText(/^Removed\. It was published /).waitFor();
  await inBothColours(page, (shade) => look(page, `a post that was deleted, ${shade}`));
  for (const post of [onSite, onMastodon]) await until(() => stateOf(post), 'removed');
  expect(mastodon.statuses.size).toBe(0);
  await until(async () => (await fetch(stage.product.url + story)).status, 410);
  expect(await fetched(`${site}/feed.xml`)).not.toContain('Flu clinic');

  await page.goto(`${desk}/held`);
  await page.getByText('Deletion on Our slack: needs you.').waitFor();
  await look(page, 'a deletion that is somebody’s');
  await page.getByRole('button', { name: /^I have deleted it/ }).click();
  await until(() => stateOf(onSlack), 'removed');
  await page.getByText(/^Nothing waits/).waitFor();

  await page.goto(`${desk}/calendar?view=agenda`);
  await page.getByText('Removed').first().waitFor();
  await look(page, 'removed posts on the calendar');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
