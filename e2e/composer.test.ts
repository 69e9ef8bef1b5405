import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { deskApi } from './desk.ts';
import { inBothColours, newContext, setUp, watchAccessibility } from './journey.ts';
import { type Product, startProduct } from './product.ts';

const { look, findings } = watchAccessibility();
const onPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

it('schedules one post from a phone, although the answer to the first try is lost', async () => {
  const { context, page: first } = await newContext(browser, product);
  const desk = await setUp(first, product);
  const api = deskApi(first);
  const item = await api.writeStory('Told from a phone');
  const { page, faults } = await newContext(browser, product, {
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
  await page.getByText(/^We cannot tell whether a post was made/).waitFor();
  await look(page, 'a try whose answer was lost');
  await page.getByRole('button', { name: 'Try again' }).tap();
  await page.waitForURL(/\/calendar/);
  const { data } = (await api.ask('GET', `/posts?item=${item}`)) as { data: { wallTime: string }[] };
  expect(data.map(({ wallTime }) => wallTime.slice(11))).toEqual(['10:45']);
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
