import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { deskApi } from './desk.ts';
import {
  expectGone,
  inBothColours,
  inDays,
  joinBy,
  newContext,
  setUp,
  startStage,
  watchAccessibility,
} from './journey.ts';

const title = 'Open day at the hospice';
const { look, findings } = watchAccessibility();
const stage = startStage();
let ada: Page;
let desk: string;
let api: ReturnType<typeof deskApi>;
let faults: string[];

beforeAll(async () => {
  ({ page: ada, faults } = await newContext(stage));
  desk = await setUp(ada, stage.product);
  api = deskApi(ada);
});

const picture = async (page: Page, name: string) => {
  const folder = process.env['PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

it('why a post is not out is answered in one look, and follows what others do', async () => {
  const [itemId, channelId] = [await api.writeStory(title), await api.newsroom()];
  await api.ask('POST', '/posts', { itemId, channelId, schedule: { wallTime: `${inDays(1)}T11:00` } });

  await ada.goto(`${desk}/calendar`);
  await ada.getByRole('link', { name: /^Publisher runs/ }).click();
  await ada.getByRole('heading', { level: 1, name: 'What the publisher is doing' }).waitFor();
  await ada.getByText(/^One publisher runs\. Nothing is late/).waitFor();
  await ada.getByRole('table', { name: 'Publishers' }).getByText('Runs', { exact: true }).waitFor();
  await inBothColours(ada, (shade) => look(ada, `what the publisher is doing, ${shade}`));

  await ada.getByLabel('Title or address of a post').fill('open day');
  const found = ada.getByRole('list', { name: 'Posts found' }).getByRole('listitem');
  await found.getByText(/^It goes out \w{3} \d/).waitFor();
  const hold = await api.ask('POST', '/holds', { target: { kind: 'everything' }, reason: 'A death' });
  await found.getByText(/and will be held then: Ada Reid pressed the hold switch: A death\./).waitFor();
  await ada.getByText('Everything is on hold; nothing goes out.').waitFor();
  await look(ada, 'a post that a hold will keep');
  await picture(ada, 'publishing-1440');
  await api.ask('POST', `/holds/${hold['id']}/end`, {});
  await found.getByText(/^It goes out [^.]*\.\s*$/).waitFor();

  await ada.setViewportSize({ width: 390, height: 844 });
  await look(ada, 'what the publisher is doing, on a phone');
  await picture(ada, 'publishing-390');
  const overflow = await ada.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('the address of a page that is to come stays once a post that links to it is out, and the desk says so', async () => {
  const mastodon = await mastodonFake();
  onTestFinished(() => mastodon.close());
  await ada.setViewportSize({ width: 1440, height: 1000 });
  const itemId = await api.writeStory('E3', 'Begun.');
  await api.post(itemId, { wallTime: `${inDays(7)}T09:00` });
  await ada.goto(`${desk}/items/${itemId}`);
  const address = ada.locator('section', { has: ada.getByRole('heading', { name: 'Public address' }) });
  await address.getByText('until the page is public or a post that links to it is out').waitFor();
  const change = address.getByRole('button', { name: 'Change… the public address' });
  await change.waitFor();
  const typed = mastodon.typed(mastodon.url);
  const { id: channelId } = await api.ask('POST', '/channels', { kind: 'mastodon', name: 'Our Mastodon', ...typed });
  const content = { text: 'Listen', images: [], link: `${stage.product.url}/news/riverside-hospice/e3` };
  const { id, version } = await api.ask('POST', '/posts', { itemId, channelId, content });
  await api.ask('POST', `/posts/${String(id)}/publish-now`, { version });
  await address.getByText('a post that links to it is or was out').waitFor();
  await expectGone(change);
  await look(ada, 'an address that stays');
  await picture(ada, 'address-1440');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('who may not read it is told whom to ask', async () => {
  const { link } = await api.ask('POST', '/invitations', { email: 'vic@riverside.example', role: 'viewer' });
  const { page } = await newContext(stage);
  await joinBy(page, String(link), 'Vic Vale', 'harbour candle willow nine');
  await page.goto(`${desk}/publisher`);
  await page.getByText('Ask an owner, a lead or an editor.').waitFor();
  await look(page, 'what the publisher is doing, to a viewer');
  expect(findings).toEqual([]);
});
