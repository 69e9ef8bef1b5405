import type { Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import {
  expectGone,
  inBothColours,
  inDays,
  joinBy,
  newContext,
  patience,
  setUp,
  soon,
  startStage,
  typeTime,
  watchAccessibility,
} from './journey.ts';
import { keyboardOf } from './keyboard.ts';

const site = '/news/riverside-hospice';
const password = 'harbour candle willow nine';

const { look, findings } = watchAccessibility();
const faults: string[] = [];

const stage = startStage();
let desk: string;
let api: ReturnType<typeof deskApi>;
/** A lead and an editor, each in a browser of their own. */
let grace: Page;
let ben: Page;

beforeAll(async () => {
  const owner = await newPage();
  desk = await setUp(owner, stage.product);
  api = deskApi(owner);
  grace = await join('Grace Okafor', 'lead');
  ben = await join('Ben Stone', 'editor');
});
async function newPage(): Promise<Page> {
  const opened = await newContext(stage);
  opened.context.on('weberror', (event) => faults.push(String(event.error())));
  return opened.page;
}

async function join(name: string, role: string): Promise<Page> {
  const { link } = await api.ask('POST', '/invitations', { email: `${role}@riverside.example`, role });
  const page = await newPage();
  await joinBy(page, String(link), name, password);
  return page;
}

/** A story with a post on the newsroom a week ahead; answers the post's id. */
async function schedule(title: string): Promise<string> {
  const [itemId, channelId] = [await api.writeStory(title), await api.newsroom()];
  const wallTime = `${inDays(7)}T11:00`;
  return String((await api.ask('POST', '/posts', { itemId, channelId, schedule: { wallTime } }))['id']);
}

/** Sends it at once: it is due at this moment. */
async function publishNow(post: string): Promise<void> {
  const { version } = await api.ask('GET', `/posts/${post}`);
  await api.ask('POST', `/posts/${post}/publish-now`, { version });
}

const stateOf = async (post: string) => (await api.ask('GET', `/posts/${post}`))['state'];
const onTheSite = async (title: string) => (await (await fetch(stage.product.url + site)).text()).includes(title);
const banner = (page: Page) => page.getByRole('complementary', { name: 'Holds' });

it('a lead holds everything; what comes due waits, also afterwards, until it is spread out', async () => {
  const title = 'Open day at the hospice';
  await ben.goto(`${desk}/items`);
  await grace.goto(`${desk}/calendar`);
  await grace.getByRole('button', { name: 'Hold…' }).click();
  await grace.getByRole('dialog').waitFor();
  await inBothColours(grace, (shade) => look(grace, `the hold switch, ${shade}`));
  await grace.getByRole('button', { name: 'A death' }).click();
  await grace.getByRole('button', { name: 'Hold everything now' }).click();
  await grace.getByText('Everything is on hold. Nothing of it leaves any more.').waitFor();

  await banner(ben).getByText('Everything is on hold: A death.').waitFor();
  await expect.poll(() => banner(ben).getByRole('button').count()).toBe(0);
  const post = await schedule(title);
  await publishNow(post);
  await banner(ben).getByRole('link', { name: '1 post kept' }).waitFor();
  expect(await stateOf(post)).toBe('held');
  expect(await onTheSite(title)).toBe(false);
  await inBothColours(ben, (shade) => look(ben, `items while everything is on hold, ${shade}`));
  await ben.goto(`${desk}/posts/${post}`);
  await ben.getByText(/^Grace Okafor pressed the hold switch: A death\./).waitFor();
  await look(ben, 'a post that the hold switch keeps');

  await banner(grace).getByRole('button', { name: 'End the hold' }).click();
  await grace.getByText(/^1 post waits, and none goes out by itself/).waitFor();
  await look(grace, 'the question before a hold is ended');
  await grace.getByRole('alertdialog').getByRole('button', { name: 'End the hold' }).click();
  await grace.getByRole('heading', { name: 'Kept by the hold switch: A death' }).waitFor();
  await expectGone(banner(ben));
  expect(await stateOf(post)).toBe('held');

  await grace.locator('label', { hasText: `Choose ${title} on Newsroom` }).click();
  await inBothColours(grace, (shade) => look(grace, `held posts, ${shade}`));
  await grace.getByRole('button', { name: 'Spread out…' }).click();
  await grace.getByRole('dialog').getByText(title).waitFor();
  await inBothColours(grace, (shade) => look(grace, `spreading out, ${shade}`));
  await typeTime(grace, soon());
  await grace.getByRole('button', { name: 'Schedule 1 post' }).click();
  await grace.getByText(/^1 post is scheduled for /).waitFor();
  await grace.getByText(/^Nothing waits/).waitFor();
  await look(grace, 'no held posts');
  // Nothing keeps it any more, and that it goes out at its minute the main journey shows.
  expect(await stateOf(post)).toBe('scheduled');
  await publishNow(post);
  await vi.waitFor(async () => expect(await onTheSite(title)).toBe(true), { timeout: patience, interval: 100 });
  expect(await stateOf(post)).toBe('published');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('an editor who looks for the switch reads who may press it', async () => {
  await ben.goto(`${desk}/items`);
  await ben.getByRole('button', { name: 'Hold…' }).click();
  await ben.getByRole('dialog').getByText('Ask an owner or a lead.').waitFor();
  await ben.getByRole('dialog').getByText('Grace Okafor').waitFor();
  await look(ben, 'the hold switch, to an editor');
  expect(findings).toEqual([]);
});

it('the switch is pressed, ended and its posts are spread out by keyboard alone', async () => {
  const title = 'Tea in the garden';
  const post = await schedule(title);
  await grace.goto(`${desk}/calendar`);
  await grace.getByRole('grid').waitFor();
  const { press, type, tabTo, backTo, unseen } = keyboardOf(grace);

  await tabTo(/^Skip to the page/);
  await tabTo(/^Hold…/);
  await press('Enter');
  await grace.getByRole('dialog').waitFor();
  await tabTo(/^Why/);
  await type('A major incident');
  await tabTo(/^Hold everything now/);
  await press('Enter');
  await grace.getByText('Everything is on hold. Nothing of it leaves any more.').waitFor();
  await expectGone(grace.getByRole('dialog'));

  await publishNow(post);
  await banner(grace).getByRole('link', { name: '1 post kept' }).waitFor();
  await backTo(/^End the hold/);
  await press('Enter');
  await grace.getByRole('alertdialog').waitFor();
  await tabTo(/^End the hold/);
  await press('Enter');
  await grace.getByRole('heading', { name: 'Kept by the hold switch: A major incident' }).waitFor();

  await tabTo(new RegExp(`^Choose ${title}`));
  await press('Space');
  await tabTo(/^Spread out…/);
  await press('Enter');
  await grace.getByRole('dialog').waitFor();
  await tabTo(/^hour/i);
  const { hour, minute } = soon();
  await type(hour + minute);
  await tabTo(/^Then one every/);
  await type('15');
  await tabTo(/^Schedule 1 post/);
  await press('Enter');
  await grace.getByText(/^1 post is scheduled for /).waitFor();
  expect(unseen).toEqual([]);
  expect(await stateOf(post)).toBe('scheduled');
});

it('a tag, which a hold can name, is given and taken away by keyboard alone', async () => {
  const item = await api.writeStory('Warm homes');
  const tagsOf = async () => (await api.ask('GET', `/items/${item}`))['tags'];
  await grace.goto(`${desk}/items/${item}`);
  await grace.getByLabel('Add a tag').waitFor();
  const { press, type, tabTo, backTo, unseen } = keyboardOf(grace);
  await tabTo(/^Add a tag/);
  await type('Winter');
  await press('Enter');
  await vi.waitFor(async () => expect(await tagsOf()).toEqual(['winter']), { timeout: patience });
  await look(grace, 'an item with a tag');
  await backTo(/^winter/);
  await press('Delete');
  await expectGone(grace.getByRole('row', { name: 'winter' }));
  await vi.waitFor(async () => expect(await tagsOf()).toEqual([]), { timeout: patience });
  expect(unseen).toEqual([]);
  expect(findings).toEqual([]);
});
