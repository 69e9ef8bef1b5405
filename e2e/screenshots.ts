import { join } from 'node:path';
import type { Channel } from '@mobilise/contracts/channels';
import type { Item, ItemSummary } from '@mobilise/contracts/items';
import type { Asset } from '@mobilise/contracts/media';
import type { PostCard } from '@mobilise/contracts/posts';
import type { Me } from '@mobilise/contracts/team';
import { checkout } from '@mobilise/db/settings';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from './browser.ts';
import { deskOf, patience, setUpByHand } from './journey.ts';
import { type Product, startProduct } from './product.ts';

/*
 * Takes the pictures in docs/ again: the sample workspace on a desk and on a phone. They show what the README says, so
 * look at each before it is committed.
 */

/** Largest picture, in bytes: they are looked at on a web page. */
const largest = 250_000;
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

interface Picture {
  name: string;
  /** Below the workspace's address, or below the site's. */
  path: (sample: Sample) => string;
  /** What has to be seen before it is taken. */
  sign: (page: Page) => Promise<void>;
}

/** Where the sample's screens are. */
interface Sample {
  desk: string;
  item: string;
  episode: string;
  post: string;
  site: string;
}

const pictures: readonly Picture[] = [
  {
    name: 'calendar',
    path: ({ desk }) => `${desk}/calendar`,
    sign: (page) => page.locator('[data-post-link], [data-more]').first().waitFor(),
  },
  {
    name: 'editor',
    path: ({ desk, item }) => `${desk}/items/${item}`,
    sign: (page) => page.locator('main img').first().waitFor(),
  },
  {
    name: 'episode',
    path: ({ desk, episode }) => `${desk}/items/${episode}`,
    sign: (page) => page.getByRole('button', { name: 'Add a chapter at the playing point' }).waitFor(),
  },
  {
    name: 'library',
    path: ({ desk }) => `${desk}/media`,
    sign: (page) => page.locator('main img').first().waitFor(),
  },
  {
    name: 'composer',
    path: ({ desk, item }) => `${desk}/posts/new?item=${item}`,
    sign: async (page) => {
      await page.getByRole('checkbox', { name: /Bluesky/ }).check({ force: true });
      await page.getByLabel(/^Text/).waitFor();
    },
  },
  {
    name: 'engagement',
    path: ({ desk }) => `${desk}/engagement`,
    sign: (page) => page.locator('main svg.recharts-surface').first().waitFor(),
  },
  {
    name: 'post',
    path: ({ desk, post }) => `${desk}/posts/${post}`,
    sign: (page) => page.getByRole('heading', { name: 'What it achieved' }).waitFor(),
  },
  {
    name: 'newsroom',
    path: ({ site }) => site,
    sign: (page) => page.locator('main img').first().waitFor(),
  },
  {
    name: 'infographic',
    path: ({ site }) => `${site}/last-winters-flu-clinic-in-numbers`,
    sign: (page) => page.locator('main img').first().waitFor(),
  },
  {
    name: 'player',
    path: ({ site }) => `${site}/a-night-on-the-line`,
    sign: (page) => page.getByRole('button', { name: 'Play' }).waitFor(),
  },
];

const product = await startProduct();
const browser = await launchBrowser();
try {
  await takeAll(product, browser);
} finally {
  await browser.close();
  await product.stop();
}

async function takeAll(product: Product, browser: Browser): Promise<void> {
  const context = await browser.newContext({ baseURL: product.url, locale: 'en-GB', timezoneId: 'Europe/London' });
  context.setDefaultTimeout(patience);
  const first = await context.newPage();
  await setUpByHand(first, product);
  await first.getByRole('button', { name: 'Load the sample workspace' }).click();
  await first.waitForURL(/riverside-sample/);
  const sample = await findSample(first, await deskOf(first));
  const storageState = await context.storageState();
  for (const [size, mobile] of [
    [desk, false],
    [phone, true],
  ] as const) {
    const seen = await browser.newContext({
      ...{ baseURL: product.url, storageState, locale: 'en-GB', timezoneId: 'Europe/London' },
      ...{ viewport: size, hasTouch: mobile, isMobile: mobile, reducedMotion: 'reduce' },
    });
    seen.setDefaultTimeout(patience);
    const page = await seen.newPage();
    for (const picture of pictures) {
      await page.goto(picture.path(sample));
      await picture.sign(page);
      await take(page, `${picture.name}-${size.width}`);
      if (picture.name !== 'calendar' || mobile) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      await take(page, `${picture.name}-dark-${size.width}`);
      await page.emulateMedia({ colorScheme: 'light' });
    }
    await seen.close();
  }
}

/** Waits until the publisher has made every picture of the sample, and its episode; answers where its screens are. */
async function findSample(page: Page, desk: string): Promise<Sample> {
  const read = async <T>(path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json();
  const { workspaces } = await read<Me>('/me');
  const api = `/workspaces/${workspaces.find(({ sample }) => sample)?.id}`;
  const list = async <T>(path: string) => (await read<{ data: T[] }>(`${api}${path}`)).data;
  const channels = await list<Channel>('/channels');
  const items = await list<ItemSummary>('/items?limit=50');
  const posts = await list<PostCard>('/posts?limit=100');
  const episode = items.find(({ kind }) => kind === 'episode')?.id ?? '';
  const until = Date.now() + 120_000;
  for (;;) {
    const assets = await list<Asset>('/assets?limit=100');
    const { files } = await read<Item>(`${api}/items/${episode}`);
    if (files.state === 'ready' && assets.every(({ state }) => state === 'ready')) break;
    if (Date.now() > until) throw new Error('The files of the sample were not made within two minutes');
    await page.waitForTimeout(500);
  }
  return {
    desk,
    item: items.find(({ slug }) => slug === 'flu-clinic-opens-on-saturday')?.id ?? '',
    episode,
    post: posts.findLast(({ state, channelKind }) => state === 'published' && channelKind === 'newsroom')?.id ?? '',
    site: channels.find(({ kind }) => kind === 'newsroom')?.address ?? '',
  };
}

/** Saves what is in view, once fonts and pictures are there, in as few colours as keep it small. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => {
    const isInView = (image: HTMLImageElement) => image.getBoundingClientRect().top < innerHeight;
    const isLoading = document.querySelector('[aria-busy="true"], .animate-pulse') !== null;
    return !isLoading && [...document.images].every((image) => !isInView(image) || image.naturalWidth > 0);
  });
  await page.evaluate(() => document.fonts.ready);
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const file = join(checkout, 'docs', `${name}.png`);
  const { size } = await sharp(shot).png({ palette: true, colours: 256, effort: 10 }).toFile(file);
  if (size > largest) throw new Error(`${file} has ${size} bytes; at most ${largest} are wanted`);
  console.log(`${name}.png, ${Math.round(size / 1000)} kB`);
}
