import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, newContext, setUp, startStage, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
const onPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Slack's end of an incoming webhook, as far as a journey needs it: refuses what has no words, takes the rest. */
const slack = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const hasWords = /"text":"./.test(body);
  response.writeHead(hasWords ? 200 : 400).end(hasWords ? 'ok' : 'no_text');
});
let webhookUrl: string;
beforeAll(async () => {
  slack.listen(0, '127.0.0.1');
  await once(slack, 'listening');
  webhookUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/services/T0RIVER01/B0HOSPICE1/kEpTs3cr3tF0rTheRiver24x`;
});
afterAll(() => slack.close());

it('repeats a post every week, changes all to come, moves one, pauses, resumes and ends it', async () => {
  const { context, page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  await page.goto(`${desk}/series`);
  await page.getByText(/^Nothing repeats yet/).waitFor();
  await look(page, 'no series yet');

  const itemId = await api.writeStory('Memory café');
  await api.ask('POST', '/channels', { kind: 'slack', name: 'News', webhookUrl, place: '#news' });
  await page.goto(`${desk}/posts/new?item=${itemId}`);
  await page.getByRole('button', { name: 'Repeat…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repeat “Memory café”' });
  const dates = dialog.getByRole('list', { name: 'The next five dates' }).getByRole('listitem');
  await dialog.getByText(/^Every \w+ at 09:00$/).waitFor();
  await expect.poll(() => dates.count()).toBe(5);
  await dialog.getByRole('button', { name: 'Add a text' }).click();
  await dialog.getByRole('textbox', { name: 'Text 2' }).fill('Cake and company, every week.');
  await look(page, 'the dialog that repeats a post');
  await dialog.getByRole('button', { name: 'Repeat it' }).click();
  await page.waitForURL(/\/series\/[\w-]+$/);
  await page.getByRole('heading', { name: '2 texts that take turns' }).waitFor();
  await inBothColours(page, (shade) => look(page, `a series, ${shade}`));

  const rows = page.getByRole('table', { name: 'Posts to come' }).getByRole('row');
  const planned = (await rows.count()) - 1;
  expect(planned).toBeGreaterThanOrEqual(8);
  await oneAlone(page);
  await changeAll(page);
  // The one that was moved alone stays where it is put.
  await page.getByRole('row', { name: /17:15.*Changed alone/s }).waitFor();
  await expect.poll(() => page.getByRole('row', { name: /10:30/ }).count()).toBe(planned - 1);

  await page.getByRole('button', { name: 'Pause…' }).click();
  await look(page, 'the question of a pause');
  await page.getByRole('button', { name: 'Pause the series' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('row', { name: /10:30/ }).first().waitFor();

  const phone = await newContext(stage, { ...onPhone, storageState: await context.storageState() });
  await phone.page.goto(page.url());
  await phone.page.getByRole('heading', { name: 'Memory café' }).waitFor();
  await look(phone.page, 'a series on a phone');
  await phone.page.goto(`${desk}/series`);
  await phone.page.getByRole('link', { name: 'Memory café' }).waitFor();
  await look(phone.page, 'the series on a phone');
  await phone.page.goto(`${desk}/posts/new?item=${itemId}`);
  await phone.page.getByRole('checkbox', { name: /^News\b/ }).press('Space');
  await phone.page
    .getByRole('textbox')
    .first()
    .fill(`See https://example.org/${'memorycafe'.repeat(8)}`);
  await expect.poll(() => phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.getByRole('button', { name: 'End…' }).click();
  const question = page.getByRole('alertdialog', { name: 'End “Memory café”?' });
  await expect.poll(() => question.getByRole('listitem').count()).toBe(planned);
  await look(page, 'the question of an end');
  await question.getByRole('button', { name: 'End the series' }).click();
  await page.getByText('Ended', { exact: true }).waitFor();
  await page.getByText('Nothing. No date of it lies ahead.').waitFor();
  const { data } = (await api.ask('GET', '/posts?limit=200')) as { data: { state: string }[] };
  expect(data.map(({ state }) => state)).toEqual(Array(planned).fill('cancelled'));
  expect(findings).toEqual([]);
  expect([...faults, ...phone.faults]).toEqual([]);
});

/** Moves the first occurrence by the page of its post, and comes back. */
async function oneAlone(page: Page): Promise<void> {
  const address = page.url();
  await page.getByRole('table', { name: 'Posts to come' }).getByRole('link').first().click();
  await page.getByText(/What you change here changes this post alone/).waitFor();
  await look(page, 'an occurrence');
  await page.getByRole('button', { name: 'Reschedule…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Reschedule/ });
  await dialog.getByRole('spinbutton', { name: /^hour/i }).focus();
  await page.keyboard.type('1715');
  await dialog.getByRole('button', { name: /^Schedule for / }).click();
  await page.getByText(/^Goes out .*17:15/).waitFor();
  await page.goto(address);
}

async function changeAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change “Memory café”' });
  await dialog.getByText('All posts to come are changed, but not the one that somebody changed alone.').waitFor();
  await dialog.getByRole('spinbutton', { name: /^hour/i }).focus();
  await page.keyboard.type('1030');
  await dialog.getByText(/^Every \w+ at 10:30$/).waitFor();
  await dialog.getByRole('button', { name: 'Change all to come' }).click();
  await page.getByText(/is changed from now on/).waitFor();
}
