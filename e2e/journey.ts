import { testDatabaseUrl } from '@mobilise/db/testing';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { accessibilityFindings, launchBrowser } from './browser.ts';
import { deskHome, owner, team, zone } from './people.ts';
import { type Product, startProduct } from './product.ts';

/** Milliseconds a screen may take on a busy machine with two cores. */
export const patience = 60_000;

/** How many times slower the first page of a profile computes, by `SLOWDOWN`: journeys that do not wait for what they rely on fail then. */
const slowdown = Number(process.env['SLOWDOWN'] ?? 1);

/** What browsers say that are no robots: the newsroom leaves those out of its counts. */
export const userAgents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
] as const;

/**
 * A product and a browser for the tests of a file; both are there once the first of them begins. The product has a copy of the
 * migrated template, which is there at once; with `ownDatabase` it makes one, as it does for whoever starts it the first time.
 *
 * @param env further settings, asked for when the product starts
 */
export function startStage(
  env: () => Record<string, string> = () => ({}),
  { ownDatabase = false } = {},
): { product: Product; browser: Browser } {
  const stage = {} as { product: Product; browser: Browser };
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const settings = env();
    if (!ownDatabase && !settings['DATABASE_URL']) {
      const copy = await testDatabaseUrl();
      drop = copy.drop;
      settings['DATABASE_URL'] = copy.url;
    }
    [stage.product, stage.browser] = await Promise.all([startProduct({ env: settings }), launchBrowser()]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await sayWhatIsSeen(stage.browser);
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.product?.stop();
    await drop?.();
  });
  return stage;
}

/** Prints what somebody would find on every open page: where a journey stopped is all there is to go by in a log. */
async function sayWhatIsSeen(browser: Browser): Promise<void> {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    const seen = await page.locator('body').ariaSnapshot({ timeout: 5000 }).catch(String);
    console.error(`${page.url()}\n${seen}`);
  }
}

/** A browser profile of its own, on a desk; scripts that throw or that the page's policy refuses are kept in `faults`. */
export async function newContext(
  { browser, product }: { browser: Browser; product: Pick<Product, 'url'> },
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({
    baseURL: product.url,
    locale: 'en-GB',
    timezoneId: zone,
    viewport: { width: 1440, height: 1000 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(patience);
  const faults: string[] = [];
  context.on('weberror', (event) => faults.push(String(event.error())));
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  const page = await context.newPage();
  // A page asks the browser for file dialogs from here on: asked only when one is about to open, a busy page is too late.
  page.on('filechooser', () => {});
  if (slowdown > 1) {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  return { context, page, faults };
}

/** Makes the first owner, who is signed in on this page from then on, though it shows nothing yet. Answers the desk's address. */
export async function setUp(page: Page, { setupUrl }: Product): Promise<string> {
  const token = new URL(setupUrl).searchParams.get('token');
  const data = { token, ...owner, workspace: { name: team, zone } };
  const made = await page.request.post('/api/v1/setup', { data });
  if (!made.ok()) throw new Error(`The set-up was refused: ${await made.text()}`);
  return deskHome;
}

/** Who is signed in: what a context can begin with. */
export type Session = NonNullable<BrowserContextOptions['storageState']>;

/** The same for several tests that need a browser each; `session` is what their contexts begin with. */
export async function setUpFor(stage: {
  browser: Browser;
  product: Product;
}): Promise<{ desk: string; session: Session }> {
  const { context, page } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const session = await context.storageState();
  await context.close();
  return { desk, session };
}

/** Somebody joins by the link of an invitation, and is signed in on this page, though it shows nothing yet. */
export async function joinBy(page: Page, link: string, name: string, password: string): Promise<void> {
  const token = new URL(link).pathname.split('/').at(-1);
  const joined = await page.request.post(`/api/v1/invitations/${token}`, { data: { name, password } });
  if (!joined.ok()) throw new Error(`The invitation was refused: ${await joined.text()}`);
}

/** As `setUp`, by hand: through the set-up link. Arrives at the calendar. */
export async function setUpByHand(page: Page, { setupUrl }: Product): Promise<string> {
  await page.goto(setupUrl);
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail address').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByLabel('Name of the team').fill(team);
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  return deskOf(page);
}

/** Waits for the calendar; answers `/w/riverside-hospice`. */
export async function deskOf(page: Page): Promise<string> {
  await page.waitForURL(/\/w\/[^/]+\/calendar/);
  await page.getByRole('grid', { name: /^Posts, / }).waitFor();
  return new URL(page.url()).pathname.replace(/\/calendar$/, '');
}

/** Goes to a place of the workspace by the sidebar. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: place }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** Gathers what axe finds on the screens of a journey, so that one run tells of all of them. */
export function watchAccessibility(): { look: (page: Page, screen: string) => Promise<void>; findings: string[] } {
  const findings: string[] = [];
  const look = async (page: Page, screen: string) => {
    await expectGone(page.locator('[aria-busy="true"], [role="status"][aria-label^="Loading"], [data-entering]'));
    await page.evaluate(endTransitions);
    findings.push(...(await accessibilityFindings(page)).map((finding) => `${screen}: ${finding}`));
  };
  return { look, findings };
}

/**
 * Runs in the page: what fades in is there, what fades out is gone, also what begins to in the next frame. To axe an overlay of
 * opacity 0 is none.
 */
async function endTransitions(): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const running = document.getAnimations().filter((one) => one instanceof CSSTransition);
    for (const one of running) one.finish();
    quiet = running.length === 0 ? quiet + 1 : 0;
  }
}

/** Looks at a screen in light and in dark colours. */
export async function inBothColours(page: Page, look: (shade: string) => Promise<void>): Promise<void> {
  await look('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await look('dark');
  await page.emulateMedia({ colorScheme: 'light' });
}

export async function expectGone(locator: Locator): Promise<void> {
  await expect.poll(() => locator.count()).toBe(0);
}

/** Drags with a real pointer: press, move in steps, release. */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await hover(page, from, to);
  await page.mouse.up();
}

/** As `drag`, without letting go. */
export async function hover(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [await centre(from), await centre(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: 8 });
  await page.mouse.move(end.x + 2, end.y + 2);
}

/** Its middle, once it is drawn: a list that was just fetched again draws its cards anew. */
function centre(locator: Locator): Promise<{ x: number; y: number }> {
  return vi.waitFor(
    async () => {
      const box = await locator.boundingBox();
      if (!box) throw new Error('What is dragged, or dropped on, is not on the screen');
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
    { timeout: patience, interval: 50 },
  );
}

/** The cell of a day in the month view. */
export function dayCell(page: Page, date: string): Locator {
  return page.locator(`[data-cell="${date}"]`);
}

/** The date so many days from now, where the team is. */
export function inDays(days: number): string {
  return Temporal.Now.plainDateISO(zone).add({ days }).toString();
}

export const today = () => inDays(0);

/** The next full minute that is 20 seconds away at least, as people type it: on a busy machine typing takes some of them. */
export function soon(): { date: string; hour: string; minute: string } {
  const at = Temporal.Now.zonedDateTimeISO(zone).add({ seconds: 80 });
  const two = (value: number) => String(value).padStart(2, '0');
  return { date: at.toPlainDate().toString(), hour: two(at.hour), minute: two(at.minute) };
}

/** Types a time into the schedule dialog that is open. */
export async function typeTime(page: Page, { hour, minute }: { hour: string; minute: string }): Promise<void> {
  await page.getByRole('dialog').getByRole('spinbutton', { name: /^hour/i }).focus();
  await page.keyboard.type(hour + minute);
}
