import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, newContext, setUp, startStage, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();
const onPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const stage = startStage();

it('schedules one post from a phone, although the answer to the first try is lost and the page loaded again', async () => {
  const { context, page: first } = await newContext(stage);
  const desk = await setUp(first, stage.product);
  const api = deskApi(first);
  const item = await api.writeStory('Told from a phone');
  const { page, faults } = await newContext(stage, {
    ...onPhone,
    storageState: await context.storageState(),
  });
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
