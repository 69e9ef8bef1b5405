import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import {
  inBothColours,
  inDays,
  newContext,
  type Session,
  setUpFor,
  startStage,
  watchAccessibility,
} from './journey.ts';
import { landscapePhoto } from './pictures.ts';

const { look, findings } = watchAccessibility();
const onPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const stage = startStage();
let desk: string;
let session: Session;
beforeAll(async () => {
  ({ desk, session } = await setUpFor(stage));
});

it('schedules one post from a phone, although the answer to the first try is lost and the page loaded again', async () => {
  const { page, faults } = await newContext(stage, { ...onPhone, storageState: session });
  const api = deskApi(page);
  const item = await api.writeStory('Told from a phone');
  await page.goto(`${desk}/posts/new?item=${item}`);
  const time = page.getByRole('button', { name: /^Change the time/ });
  await time.waitFor();
  await inBothColours(page, (shade) => look(page, `the composer on a phone, ${shade}`));
  // Nobody has to scroll to it.
  expect(await lowerEdge(page)).toBeLessThanOrEqual(844 - 60);
  await time.tap();
  const dialog = page.getByRole('dialog', { name: 'When it goes out' });
  await dialog.getByRole('spinbutton', { name: /^hour/i }).focus();
  await page.keyboard.type('1045');
  await look(page, 'the dialog of the time');
  await dialog.getByRole('button', { name: 'Done' }).tap();

  await loseOneAnswer(page);
  await page.getByRole('button', { name: 'Schedule', exact: true }).tap();
  await page.getByText(/^We cannot tell how far it came/).waitFor();
  await look(page, 'a try whose answer was lost');
  // What was begun is taken up again after a reload.
  await page.reload();
  await page.getByText('These are the words you left here last time.').waitFor();
  await time.tap();
  await dialog.getByRole('spinbutton', { name: /^hour/i }).focus();
  await page.keyboard.type('1115');
  await dialog.getByRole('button', { name: 'Done' }).tap();
  await page.getByRole('button', { name: 'Schedule', exact: true }).tap();
  await page.waitForURL(/\/calendar/);
  const { data } = (await api.ask('GET', `/posts?item=${item}`)) as { data: { wallTime: string }[] };
  expect(data.map(({ wallTime }) => wallTime.slice(11))).toEqual(['11:15']);
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('composing')));
  expect(kept).toEqual([]);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

let mastodon: Awaited<ReturnType<typeof mastodonFake>>;
afterAll(() => mastodon?.close());

it('proposes no second post, follows an item that is renamed, and sends nothing that has nothing to publish', async () => {
  const { page, faults } = await newContext(stage, { storageState: session });
  const api = deskApi(page);
  mastodon = await mastodonFake();
  await api.ask('POST', '/channels', { kind: 'mastodon', name: 'Our news', ...mastodon.typed(mastodon.url) });
  const site = page.getByRole('checkbox', { name: 'Newsroom' });
  const news = page.getByRole('checkbox', { name: /^Our news/ });

  const item = await api.writeStory('Flu clinic');
  await page.goto(`${desk}/posts/new?item=${item}`);
  await expect.poll(() => site.isChecked()).toBe(true);
  await page.goto(`${desk}/items/${item}`);
  await page.getByText('It is on no channel yet.').waitFor();
  await api.post(item, { wallTime: `${inDays(3)}T09:00` });
  await page.goto(`${desk}/posts/new?item=${item}`);
  await expect.poll(() => news.isChecked()).toBe(true);
  expect(await site.isChecked()).toBe(false);
  await page.getByText(/^has this item already: scheduled, /).waitFor();
  await look(page, 'the composer for an item that is planned');
  await site.press('Space');
  await page.getByText('This item is on this channel already:').waitFor();
  await site.press('Space');

  const words = page.getByRole('region', { name: 'Our news' }).getByRole('textbox').first();
  const rename = async (title: string) => {
    const { version, summary, content } = await api.ask('GET', `/items/${item}`);
    await api.ask('PUT', `/items/${item}`, { version, title, summary, content });
    await page.getByRole('heading', { name: `Post “${title}”` }).waitFor();
  };
  await rename('Flu and Covid clinic');
  await expect.poll(() => words.inputValue()).toBe('Flu and Covid clinic');
  await words.fill('Come on Saturday');
  await rename('Winter clinic');
  expect(await words.inputValue()).toBe('Come on Saturday');
  await page.reload();
  await page.getByText('These are the words you left here last time.').waitFor();
  expect(await words.inputValue()).toBe('Come on Saturday');

  const film = String((await api.ask('POST', '/items', { kind: 'video', title: 'The garden' }))['id']);
  await page.goto(`${desk}/posts/new?item=${film}`);
  await page.getByText('It cannot go out yet.').waitFor();
  for (const name of [/^Schedule for/, 'Publish now', 'Repeat…'])
    expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Keep as drafts' }).isEnabled()).toBe(true);
  await inBothColours(page, (shade) => look(page, `the composer for a video without its film, ${shade}`));
  await page.getByRole('link', { name: 'Upload the video.' }).click();
  await page.waitForURL(/\/items\/[\w-]+#video$/);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('video');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('follows alt texts that change meanwhile, and makes no double of what somebody else posts meanwhile', async () => {
  const { page, faults } = await newContext(stage, { storageState: session });
  const api = deskApi(page);
  const assetId = await api.upload('garden.jpg', 'image/jpeg', await landscapePhoto());
  const item = await api.writeStory('The garden', 'Come in.', { assetId, alt: 'A garden' });
  const [news] = ((await api.ask('GET', '/channels'))['data'] as { id: string; kind: string }[]).filter(
    ({ kind }) => kind === 'mastodon',
  );
  await page.goto(`${desk}/posts/new?item=${item}`);
  const column = page.getByRole('region', { name: 'Our news' });
  await column.locator('label', { hasText: /^Images, up to/ }).click();
  const alt = column.getByRole('textbox', { name: 'Image 1: alt text' });
  await expect.poll(() => alt.inputValue()).toBe('A garden');
  const describe = async (words: string) => {
    const { version, title, summary, content } = await api.ask('GET', `/items/${item}`);
    const described = { ...(content as object), leadImage: { assetId, alt: words } };
    await api.ask('PUT', `/items/${item}`, { version, title, summary, content: described });
  };
  await describe('A garden in June');
  await expect.poll(() => alt.inputValue()).toBe('A garden in June');
  await alt.fill('Our roses');
  await describe('A garden in July');
  await page.getByRole('link', { name: 'Story, revision 3' }).waitFor();
  expect(await alt.inputValue()).toBe('Our roses');

  const schedule = { wallTime: `${inDays(3)}T09:00` };
  await api.ask('POST', '/posts', { itemId: item, channelId: news?.id, schedule });
  const tick = page.getByRole('checkbox', { name: /^Our news/ });
  await page.getByText(/^has this item already: scheduled, /).waitFor();
  expect(await tick.isChecked()).toBe(true);
  const send = page.getByRole('button', { name: /^Schedule for/ });
  await send.click();
  await page
    .getByText(/^Our news got this item meanwhile and is not chosen any more\. Nothing was sent just now: /)
    .waitFor();
  expect(await tick.isChecked()).toBe(false);
  await look(page, 'the composer when somebody else posts the item meanwhile');
  const count = async () => ((await api.ask('GET', `/posts?item=${item}`))['data'] as unknown[]).length;
  expect(await count()).toBe(1);
  // Chosen again it is a decision, and what was written is still there.
  await tick.press('Space');
  expect(await alt.inputValue()).toBe('Our roses');
  await send.click();
  await page.waitForURL(/\/calendar/);
  expect(await count()).toBe(3);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

const lowerEdge = (page: Page) =>
  page.locator('[data-sticks="foot"]').evaluate((foot) => foot.getBoundingClientRect().bottom);

/** The server makes the post and the page never hears of it, once. */
async function loseOneAnswer(page: Page): Promise<void> {
  await page.route(
    (url) => url.pathname.endsWith('/posts'),
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
}
