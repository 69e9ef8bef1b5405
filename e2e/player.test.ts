import { buildShow } from '@mobilise/db/factory-shows';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testNewsroom } from '../apps/api/src/newsroom/testing.ts';
import { launchBrowser } from './browser.ts';
import { inBothColours, newContext, patience, watchAccessibility } from './journey.ts';
import { keyboardOf } from './keyboard.ts';

const { url, db, storage, buildSite, publishEpisode } = await testNewsroom();
const { look, findings } = watchAccessibility();

/** MPEG 1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes that hold nothing but their header are silence. */
function silence(seconds: number): Uint8Array {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return Buffer.concat(Array.from({ length: Math.ceil((seconds * 44_100) / 1152) }, () => frame));
}

const seconds = 180;
let browser: Browser;
let path: string;
let show: string;
let long: string;

beforeAll(async () => {
  browser = await launchBrowser();
  const site = await buildSite();
  const { id, slug } = await buildShow(db, { channelId: site.channelId });
  const store = {
    put: (bytes: Uint8Array) =>
      storage.put(Buffer.from(bytes.slice(0, 3)).toString() === 'mp3' ? silence(seconds) : bytes),
  };
  const cue = (start: number, text: string, speaker: string, length = 900) => ({
    start,
    end: start + length,
    text,
    speaker,
  });
  const { path: page } = await publishEpisode(site, {
    ...{ showId: id, title: 'The night shift', duration: seconds * 1000, store },
    content: {
      chapters: [
        { start: 0, title: 'Hello' },
        { start: 60_000, title: 'Three o’clock' },
        { start: 120_000, title: 'Good night' },
      ],
      transcript: {
        language: 'en-GB',
        cues: [
          cue(0, 'Hello.', 'Samira'),
          cue(60_000, 'It is three.', 'Samira', 30_000),
          cue(120_000, 'Good night.', 'Frank'),
        ],
      },
    },
  });
  path = page;
  const { path: talk } = await publishEpisode(site, {
    ...{ showId: id, title: 'A long night', duration: seconds * 1000, store },
    content: {
      transcript: {
        language: 'en-GB',
        cues: Array.from({ length: 44 }, (_, index) =>
          cue(index * 4000, index % 20 === 3 ? 'The Kettle sings.' : 'Nobody sleeps.', index % 2 ? 'Samira' : 'Frank'),
        ),
      },
    },
  });
  long = talk;
  show = `${site.path}/shows/${slug}`;
});
afterAll(() => browser?.close());

const timeOf = (page: Page) => page.evaluate(() => document.querySelector('audio')?.currentTime ?? -1);
const isPaused = (page: Page) => page.evaluate(() => document.querySelector('audio')?.paused);
/** Waits until the player is at a second, or a little later. */
const arriveAt = (page: Page, second: number) =>
  vi.waitFor(
    async () => {
      const now = await timeOf(page);
      expect(now).toBeGreaterThanOrEqual(second);
      expect(now).toBeLessThan(second + 10);
    },
    { timeout: patience, interval: 50 },
  );

it('an episode is listened to with keys and by its chapters, which follow, and goes on where somebody stopped', async () => {
  const { page, faults, context } = await newContext({ browser, product: { url } });
  await page.goto(path);
  const keys = keyboardOf(page);
  // One set of controls, which knows the length before anything is loaded.
  await page.getByText('0:00 / 3:00').waitFor();
  await expect.poll(() => page.locator('audio[controls]').count()).toBe(0);
  await keys.tabTo(/^Back 15 seconds$/);
  await keys.tabTo(/^Play$/);
  await keys.press('l');
  await keys.press('l');
  await keys.press('j');
  await arriveAt(page, 45);
  await keys.press('k');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await vi.waitFor(async () => expect(await timeOf(page)).toBeGreaterThan(45), { timeout: patience });
  await inBothColours(page, (shade) => look(page, `an episode, ${shade}`));

  await page.getByRole('link', { name: /Three o’clock/ }).click();
  await arriveAt(page, 60);
  const current = page.locator('[aria-current]');
  await vi.waitFor(
    async () =>
      expect(await current.allTextContents()).toEqual([
        expect.stringContaining('Three o’clock'),
        expect.stringContaining('It is three.'),
      ]),
    { timeout: patience },
  );
  await page.getByRole('link', { name: 'Play from 2:00' }).click();
  await arriveAt(page, 120);
  await page.getByLabel('Speed').selectOption('1.5×');
  await page.getByRole('button', { name: 'Pause' }).click();
  expect(await isPaused(page)).toBe(true);
  // The line is moved by its own keys, and says where it is.
  const line = page.getByRole('slider', { name: 'Position' });
  await line.focus();
  await keys.press('Home');
  await expect.poll(() => line.getAttribute('aria-valuetext')).toBe('0:00 of 3:00');
  await keys.press('k');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await line.fill('125');
  await arriveAt(page, 125);
  await page.getByRole('button', { name: 'Pause' }).click();

  await page.reload();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await arriveAt(page, 120);
  await expect.poll(() => page.getByLabel('Speed').inputValue()).toBe('1.5');
  await page.goto(`${path}?t=61`);
  await arriveAt(page, 61);
  expect(await context.cookies()).toEqual([]);
  expect(keys.unseen).toEqual([]);
  expect(faults).toEqual([]);
  await page.goto(show);
  await inBothColours(page, (shade) => look(page, `a show, ${shade}`));
  expect(findings).toEqual([]);
  await context.close();
});

it('only what is said now is marked, not what was said long before', async () => {
  const { page, context } = await newContext({ browser, product: { url } });
  const said = page.locator('.transcript [aria-current]');
  await page.goto(`${path}?t=60`);
  await expect.poll(() => said.allTextContents()).toEqual([expect.stringContaining('It is three.')]);
  await page.goto(`${path}?t=100`);
  await arriveAt(page, 100);
  await expect.poll(() => page.locator('.chapters [aria-current]').textContent()).toContain('Three o’clock');
  expect(await said.count()).toBe(0);
  await context.close();
});

it('the page scrolls with the words until the reader scrolls, and again when asked; the buttons stay in view', async () => {
  const { page, faults, context } = await newContext(
    { browser, product: { url } },
    { reducedMotion: 'reduce', viewport: { width: 390, height: 844 } },
  );
  await page.goto(`${long}?t=100`);
  const keys = keyboardOf(page);
  const said = page.locator('.transcript [aria-current]');
  const choice = page.getByLabel('Scroll with the words');
  const again = page.getByRole('button', { name: 'Follow the words again' });
  const pause = page.getByRole('button', { name: 'Pause' });
  /** Where the words that are said are, in pixels below the top of the window. */
  const topOf = async () => (await said.boundingBox())?.y ?? Number.NaN;
  const isInSight = () => expect.poll(async () => (await topOf()) > 0 && (await topOf()) < 844).toBe(true);
  await choice.check();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await isInSight();
  // The buttons are where the eyes are, and cover nothing that is led to.
  const kept = page.locator('.dock.kept');
  await expect.poll(async () => (await kept.boundingBox())?.y).toBe(0);
  await inBothColours(page, (shade) => look(page, `words that are followed, ${shade}`));

  for (const scroll of [() => page.mouse.wheel(0, -5000), () => keys.press('Home')]) {
    await scroll();
    await again.waitFor();
    const before = await said.textContent();
    await expect.poll(() => said.textContent(), { timeout: patience }).not.toBe(before);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    await again.click();
    await isInSight();
    await choice.waitFor();
    expect(await choice.isChecked()).toBe(true);
  }
  await pause.click();
  // A heading that a link leads to, and what has the focus, are below the buttons.
  const bottom = () => kept.evaluateAll(([dock]) => dock?.getBoundingClientRect().bottom ?? 0);
  await page.evaluate(() => {
    location.hash = 'transcript';
  });
  await expect
    .poll(async () => ((await page.locator('#transcript').boundingBox())?.y ?? 0) - (await bottom()))
    .toBeGreaterThanOrEqual(0);
  const later = page.getByRole('link', { name: 'Play from 1:20' });
  await later.evaluate((link) => scrollTo(0, scrollY + link.getBoundingClientRect().top - 10));
  await expect.poll(async () => (await kept.boundingBox())?.y).toBe(0);
  const height = () => kept.evaluate((dock) => dock.clientHeight);
  const before = await height();
  await later.focus();
  await keys.press('Tab');
  await keys.press('Shift+Tab');
  await again.waitFor();
  expect(await height()).toBe(before);
  await expect.poll(async () => ((await later.boundingBox())?.y ?? 0) - (await bottom())).toBeGreaterThanOrEqual(0);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);

  // Where they would take more than a third of the window, they stay in the page.
  await page.setViewportSize({ width: 320, height: 256 });
  await page.evaluate(() => scrollTo(0, 1500));
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000);
  await expect.poll(() => kept.count()).toBe(0);
  await context.close();
});

it('words are found in a long transcript with keys, marked and counted, and nothing moves for it', async () => {
  const { page, faults, context } = await newContext({ browser, product: { url } });
  await page.goto(long);
  const field = page.getByRole('searchbox', { name: 'Find in the words' });
  await field.waitFor();
  const placeOf = async () => (await page.locator('.transcript p').first().boundingBox())?.y;
  const first = await placeOf();
  await field.fill('kettle');
  const found = page.getByRole('search').getByRole('status');
  const says = (words: string) =>
    vi.waitFor(async () => expect(await found.textContent()).toBe(words), { timeout: patience, interval: 50 });
  await says('3 found');
  expect(await placeOf()).toBe(first);
  await field.press('Enter');
  await says('1 of 3, at 0:12');
  await field.press('Enter');
  await says('2 of 3, at 1:32');
  await expect.poll(() => page.locator('.hit').textContent()).toContain('The Kettle sings.');
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
  await inBothColours(page, (shade) => look(page, `words found in a transcript, ${shade}`));
  await field.press('Shift+Enter');
  await field.press('Shift+Enter');
  await says('3 of 3, at 2:52');
  await page.getByRole('button', { name: 'Next' }).click();
  await says('1 of 3, at 0:12');
  await field.fill('dragon');
  await says('None found');
  await page.goto(path);
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await expect.poll(() => page.getByRole('searchbox').count()).toBe(0);
  expect(faults).toEqual([]);
  expect(findings).toEqual([]);
  await context.close();
});

it('without script the browser plays it, and links lead to the moment in the file; a phone shows all of it', async () => {
  const { page, context } = await newContext(
    { browser, product: { url } },
    { javaScriptEnabled: false, viewport: { width: 320, height: 700 } },
  );
  await page.goto(path);
  await expect.poll(() => page.locator('audio[controls]').isVisible()).toBe(true);
  await expect.poll(() => page.getByRole('button').count()).toBe(0);
  await expect
    .poll(() => page.getByRole('link', { name: /Three o’clock/ }).getAttribute('href'))
    .toMatch(/\.mp3#t=60$/);
  await expect.poll(() => page.getByText('Good night.').isVisible()).toBe(true);
  await page.goto(long);
  await expect.poll(() => page.getByRole('searchbox').count()).toBe(0);
  expect((await page.locator('.find').boundingBox())?.height).toBe(0);
  for (const address of [path, show, long]) {
    await page.goto(address);
    const box = await page.locator('body').boundingBox();
    expect(box?.width).toBeLessThanOrEqual(320);
  }
  await context.close();
});
