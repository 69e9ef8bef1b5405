import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '@mobilise/db/settings';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from './browser.ts';
import { owner, team } from './people.ts';
import { startProduct } from './product.ts';

// Takes the pictures in docs/ again: the sample workspace of a fresh installation, on a desk and on a phone.

const docs = join(checkout, 'docs');
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
/** How long the sample's pictures may take to be made. */
const patience = 180_000;

interface Listed {
  id: string;
  kind: string;
  slug: string;
  state: string;
  channelKind: string;
}

mkdirSync(docs, { recursive: true });
const product = await startProduct();
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ baseURL: product.url, timezoneId: 'Europe/London', locale: 'en-GB' });
  const sample = await prepare(context);
  const base = `/w/${sample.slug}`;
  const items = await list(context, `/workspaces/${sample.id}/items?limit=50`);
  const posts = await list(context, `/workspaces/${sample.id}/posts?limit=100`);
  const story = items.find(({ slug }) => slug === 'flu-clinic-opens-on-saturday')?.id;
  const published = posts.findLast(({ state, channelKind }) => state === 'published' && channelKind === 'newsroom')?.id;
  const pages = {
    calendar: `${base}/calendar`,
    editor: `${base}/items/${story}`,
    composer: `${base}/posts/new?item=${story}`,
    engagement: `${base}/engagement`,
    post: `${base}/posts/${published}`,
    newsroom: `/news/${sample.slug}`,
    infographic: `/news/${sample.slug}/last-winters-flu-clinic-in-numbers`,
  };
  const page = await context.newPage();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const [name, address] of Object.entries(pages)) await take(page, address, `${name}-${size.width}`);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await take(page, pages.calendar, 'calendar-dark-1440');
} finally {
  await browser.close();
  await product.stop();
}

/** Sets up, loads the sample, and waits until its pictures are made. */
async function prepare(context: BrowserContext): Promise<{ id: string; slug: string }> {
  const token = new URL(product.setupUrl).searchParams.get('token');
  await send(context, '/setup', { token, ...owner, workspace: { name: team, zone: 'Europe/London' } });
  const sample = (await send(context, '/sample', {})) as { id: string; slug: string };
  const since = Date.now();
  for (;;) {
    const assets = await list(context, `/workspaces/${sample.id}/assets?limit=100`);
    if (assets.every(({ state }) => state === 'ready')) return sample;
    if (Date.now() - since > patience) throw new Error('The sample’s pictures were not made in time.');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function send(context: BrowserContext, path: string, data: object): Promise<unknown> {
  const response = await context.request.post(`/api/v1${path}`, { data });
  if (!response.ok()) throw new Error(`${path} was answered with ${response.status()}: ${await response.text()}`);
  return response.json();
}

async function list(context: BrowserContext, path: string): Promise<Listed[]> {
  const response = await context.request.get(`/api/v1${path}`);
  return ((await response.json()) as { data: Listed[] }).data;
}

/** One screen as somebody sees it first, as a small PNG. */
async function take(page: Page, address: string, name: string): Promise<void> {
  // The stream of changes never ends, so a quiet network is no sign: no skeleton and no picture on its way is.
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForFunction(
    () =>
      document.querySelector('h1, [aria-label="Title"], textarea') !== null &&
      document.querySelector('[aria-busy="true"], .animate-pulse') === null &&
      [...document.images].every(({ complete }) => complete),
  );
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot({ animations: 'disabled' });
  await sharp(picture)
    .png({ palette: true, effort: 9 })
    .toFile(join(docs, `${name}.png`));
  console.log(`docs/${name}.png`);
}
