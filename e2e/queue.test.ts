import type { Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { drag, inBothColours, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';
import { keyboardOf } from './keyboard.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
let page: Page;
let desk: string;
let api: ReturnType<typeof deskApi>;
let channel: string;
let faults: string[];

beforeAll(async () => {
  ({ page, faults } = await newContext(stage));
  desk = await setUp(page, stage.product);
  api = deskApi(page);
  channel = await api.newsroom();
});

interface Queue {
  slots: { wallTime: string }[];
  posts: { title: string; wallTime: string }[];
}
const queue = async () => (await api.ask('GET', `/channels/${channel}/queue`)) as unknown as Queue;
/** Titles in the queue by the number of the slot they are in; -1 for none. */
const seats = async () => {
  const { slots, posts } = await queue();
  return Object.fromEntries(
    posts.map(({ title, wallTime }) => [title, slots.findIndex((slot) => slot.wallTime === wallTime)]),
  );
};
const becomes = (expected: Record<string, number>) =>
  vi.waitFor(async () => expect(await seats()).toEqual(expected), { timeout: patience, interval: 100 });
const place = (index: number) => queue().then(({ slots }) => page.locator(`[data-place="${slots[index]?.wallTime}"]`));

async function queueStory(title: string): Promise<void> {
  const itemId = await api.writeStory(title);
  const { id, version } = await api.ask('POST', '/posts', { itemId, channelId: channel });
  await api.ask('POST', `/posts/${id}/queue`, { version });
}

it('a channel gets slots; posts queue for them, are moved, and fit in again when the slots change', async () => {
  await page.goto(`${desk}/channels/${channel}/queue`);
  await page.getByText('Newsroom has no slots yet.').waitFor();
  await look(page, 'a queue without slots');
  await page.getByRole('link', { name: 'Add slots' }).click();
  await page.getByRole('button', { name: 'Add times…' }).click();
  const dialog = page.getByRole('dialog');
  for (const day of ['Saturday', 'Sunday']) await dialog.locator('label', { hasText: day }).click();
  await look(page, 'the dialog of a slot');
  await dialog.getByRole('button', { name: 'Add 7 slots' }).click();
  await page.getByText('7 slots a week.').waitFor();
  await inBothColours(page, (shade) => look(page, `slots of the week, ${shade}`));

  const item = await api.writeStory('Flu clinic');
  await page.goto(`${desk}/posts/new?item=${item}`);
  await page.getByText(/^Next free: \w{3} \d+ \w{3}/).waitFor();
  await look(page, 'the composer with a queue');
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  await page.getByText(/^In the queue for .+\.$/).waitFor();
  await queueStory('Open day');
  await queueStory('Garden tea');
  await becomes({ 'Flu clinic': 0, 'Open day': 1, 'Garden tea': 2 });

  await page.goto(`${desk}/channels/${channel}/queue`);
  await page.getByText('3 posts are in the queue.').waitFor();
  await inBothColours(page, (shade) => look(page, `the queue, ${shade}`));
  await page.getByRole('button', { name: 'Move Flu clinic down' }).focus();
  await page.keyboard.press('Enter');
  await becomes({ 'Open day': 0, 'Flu clinic': 1, 'Garden tea': 2 });
  await vi.waitFor(async () =>
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move Flu clinic down'),
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await becomes({ 'Flu clinic': 0, 'Open day': 1, 'Garden tea': 2 });
  await drag(page, page.getByRole('link', { name: 'Flu clinic' }), await place(4));
  await becomes({ 'Open day': 1, 'Garden tea': 2, 'Flu clinic': 4 });
  const { press } = keyboardOf(page);
  await page.getByRole('button', { name: 'Move Flu clinic', exact: true }).focus();
  await press('Enter');
  await (await place(3)).and(page.getByRole('listitem', { name: /^Drop into the free slot, / })).focus();
  await press('Enter');
  await becomes({ 'Open day': 1, 'Garden tea': 2, 'Flu clinic': 3 });
  await page.getByRole('button', { name: 'Actions for Garden tea' }).click();
  await page.getByRole('menuitem', { name: 'Move to…' }).click();
  await look(page, 'the dialog of a move');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Close the gaps…' }).click();
  await page.getByRole('dialog').getByText('Open day').waitFor();
  await look(page, 'the preview of closed gaps');
  await page.getByRole('button', { name: 'Move 3 posts' }).click();
  await becomes({ 'Open day': 0, 'Garden tea': 1, 'Flu clinic': 2 });

  // Nothing moves when its slot goes; it is shown, and fits in again when somebody says so.
  const { slots } = await queue();
  const weekday = Temporal.PlainDate.from(slots[1]?.wallTime.slice(0, 10) ?? '').dayOfWeek;
  await api.ask('PATCH', `/channels/${channel}/slots`, { remove: [{ weekday, time: '09:00' }] });
  await page.getByText('1 post of this queue is in no slot').waitFor();
  await look(page, 'a post in no slot');
  await page.getByRole('button', { name: 'Fit it into slots…' }).click();
  await page.getByRole('button', { name: 'Move 1 post' }).click();
  await becomes({ 'Open day': 0, 'Flu clinic': 1, 'Garden tea': 2 });

  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'the queue on a phone');
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
