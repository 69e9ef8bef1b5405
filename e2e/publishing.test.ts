import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, inDays, joinBy, newContext, setUp, startStage, watchAccessibility } from './journey.ts';

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

it('who may not read it is told whom to ask', async () => {
  const { link } = await api.ask('POST', '/invitations', { email: 'vic@riverside.example', role: 'viewer' });
  const { page } = await newContext(stage);
  await joinBy(page, String(link), 'Vic Vale', 'harbour candle willow nine');
  await page.goto(`${desk}/publisher`);
  await page.getByText('Ask an owner, a lead or an editor.').waitFor();
  await look(page, 'what the publisher is doing, to a viewer');
  expect(findings).toEqual([]);
});
