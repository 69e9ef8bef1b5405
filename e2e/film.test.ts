import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VideoContent } from '@mobilise/contracts/recordings';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { makeFilm } from '@mobilise/media-processing/video-testing';
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { expectGone, inBothColours, newContext, setUp, startStage, watchAccessibility } from './journey.ts';
import { keyboardOf } from './keyboard.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
/** Milliseconds that films of two seconds may take on a busy machine, with the slowest ffmpeg. */
const patience = 120_000;

/** A film of two seconds, from a camera. */
async function film(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-film-'));
  try {
    const { path } = await makeFilm(await openFfmpeg(), folder, 'garden.mp4', { seconds: 2 });
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const vtt = `WEBVTT

00:00.200 --> 00:00.900
<v Amira>Tea & <b>cake</b>

00:01.000 --> 00:01.800
<v Sam>Two sugars.
`;

async function choose(page: Page, press: () => Promise<void>, name: string, mimeType: string, buffer: Buffer) {
  const chooser = page.waitForEvent('filechooser');
  await press();
  await (await chooser).setFiles({ name, mimeType, buffer });
}

it('a film is uploaded in its editor, gets captions from a file, is approved, and is watched on the newsroom', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const itemId = String((await api.ask('POST', '/items', { kind: 'video', title: 'The garden' }))['id']);
  const saved = async () => (await api.ask('GET', `/items/${itemId}`))['content'] as VideoContent;

  await page.goto(`${desk}/items/${itemId}`);
  const video = page.getByRole('region', { name: 'Video', exact: true });
  await page.getByRole('textbox', { name: /^The description\./ }).waitFor();
  const data = await film();
  await choose(page, () => video.getByRole('button', { name: 'Upload it' }).click(), 'garden.mp4', 'video/mp4', data);
  await page.getByRole('slider', { name: 'Playing point' }).waitFor();
  await video.getByText(/160 × 88/).waitFor();
  // What is missing stops the approval until it is there, and is not said any longer then.
  const approve = page.getByRole('button', { name: /^(Save and approve|Approve revision \d+)$/ });
  await approve.click();
  const missing = page.getByRole('alert').filter({ hasText: 'Something is missing' });
  await missing.waitFor();
  const captions = page.getByRole('region', { name: 'Captions', exact: true });
  await captions.getByRole('button', { name: 'Upload or paste' }).click();
  const dialog = page.getByRole('dialog', { name: 'Upload or paste captions' });
  const pick = () => dialog.getByRole('button', { name: 'Choose a file' }).click();
  await choose(page, pick, 'garden.vtt', 'text/vtt', Buffer.from(vtt));
  await dialog.getByText('2 cues were found.').waitFor();
  await dialog.getByRole('button', { name: 'Take it over' }).click();
  await page.getByRole('textbox', { name: /^Words of cue 2,/ }).waitFor();
  await vi.waitFor(
    async () => expect((await saved()).captions?.cues.map(({ text }) => text)).toEqual(['Tea & cake', 'Two sugars.']),
    { timeout: patience, interval: 200 },
  );
  await expectGone(missing);
  // What can be played is there a little later.
  await vi.waitFor(
    async () => expect((await api.ask('GET', `/assets/${(await saved()).video?.assetId}`))['state']).toBe('ready'),
    { timeout: patience, interval: 500 },
  );
  await page.locator('main video').first().waitFor();
  const keys = keyboardOf(page);
  await chooseByKeyboard(page, keys, saved);
  await inBothColours(page, (shade) => look(page, `the editor of a film, ${shade}`));
  expect(await isKeptInView(page)).toBe(true);
  await page.setViewportSize({ width: 390, height: 844 });
  // Half of a phone's window is too much for it.
  expect(await isKeptInView(page)).toBe(false);
  await look(page, 'the editor of a film on a phone');
  await page.setViewportSize({ width: 1440, height: 1000 });

  // To publish it approves it, and an approval asks for its files: it goes out by itself once they are made.
  const draft = await api.ask('POST', '/posts', { itemId, channelId: await api.newsroom() });
  await page.goto(`${desk}/posts/${String(draft['id'])}`);
  await page.getByRole('button', { name: 'Publish now…' }).click();
  await page.getByText(/^It goes out to Newsroom site as soon as its files are ready: /).waitFor();
  await look(page, 'the question before a film goes out whose files are not made');
  await page.getByRole('button', { name: 'Publish when its files are ready' }).click();
  await page.getByText('“The garden” goes out to Newsroom site as soon as its files are ready.').waitFor();
  await page
    .getByText(/^Published/)
    .first()
    .waitFor({ timeout: patience });
  expect(await api.stateOf(String(draft['id']))).toBe('published');
  await look(page, 'a post of a film');
  await page.goto(`${desk}/items/${itemId}`);
  const files = page.locator('section', { has: page.getByRole('heading', { name: 'Files', exact: true }) });
  await files
    .getByRole('link', { name: /^Film, MP4/ })
    .first()
    .waitFor();
  await look(page, 'a film whose files are made');

  const { remoteUrl } = await api.ask('GET', `/posts/${String(draft['id'])}`);
  await page.goto(String(remoteUrl));
  await expectWatchable(page);
  await inBothColours(page, (shade) => look(page, `the page of a film, ${shade}`));
  expect(keys.unseen).toEqual([]);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

/** Another frame becomes the poster, and the captions are kept out of the picture and drawn into it again, without a mouse. */
async function chooseByKeyboard(
  page: Page,
  keys: ReturnType<typeof keyboardOf>,
  saved: () => Promise<VideoContent>,
): Promise<void> {
  const settled = (check: (content: VideoContent) => void) =>
    vi.waitFor(async () => check(await saved()), { timeout: patience, interval: 200 });
  await page.getByRole('textbox', { name: 'Title' }).focus();
  await keys.tabTo(/^Playing point$/);
  await keys.press('ArrowRight');
  await keys.tabTo(/^Use this frame as the poster$/);
  await keys.press('Enter');
  await keys.arrive(/^This frame is the poster$/);
  await expect
    .poll(() => page.getByRole('button', { name: 'This frame is the poster', disabled: true }).count())
    .toBe(1);
  await page.getByText('The frame at 0:01 is shown before it plays.').waitFor();
  await settled(({ posterAt }) => expect(posterAt).toBe(1000));

  const drawn = page.getByRole('region', { name: 'Captions in the picture' });
  await expect.poll(() => drawn.getByText('Sam: Two sugars.').count()).toBe(2);
  // Half of it fits the square; of it the tall frame would keep a third, so it shows the whole before itself out of focus.
  await expect.poll(() => drawn.locator('img').count()).toBe(3);
  await keys.tabTo(/^Draw the captions into square and tall films/);
  await keys.press('Space');
  await settled(({ burnIn }) => expect(burnIn).toBe(false));
  await expect.poll(() => drawn.getByText('Sam: Two sugars.').count()).toBe(0);
  await keys.press('Space');
  await settled(({ burnIn }) => expect(burnIn).toBe(true));

  // The way back from a frame is a button, too.
  await keys.tabTo(/^Let Mobilise choose$/);
  await keys.press('Enter');
  await settled(({ posterAt }) => expect(posterAt).toBe(null));
  await keys.arrive(/^Poster$/);
  await keys.backTo(/^Use this frame as the poster$/);
  await keys.press('Enter');
  await settled(({ posterAt }) => expect(posterAt).toBe(1000));
}

/** Whether the film stays while what belongs to it is worked on. */
const isKeptInView = (page: Page) =>
  page
    .locator('main video')
    .first()
    .evaluate((element) => {
      for (let one: Element | null = element; one; one = one.parentElement)
        if (getComputedStyle(one).position === 'sticky') return true;
      return false;
    });

/** The film plays, with its poster before and its captions, which the browser reads itself. */
async function expectWatchable(page: Page): Promise<void> {
  const video = page.locator('video').first();
  const source = await page.request.get((await video.locator('source').first().getAttribute('src')) ?? '');
  expect([source.status(), source.headers()['content-type']]).toEqual([200, 'video/mp4']);
  const poster = await page.request.get((await video.getAttribute('poster')) ?? '');
  expect([poster.status(), poster.headers()['content-type']]).toEqual([200, 'image/jpeg']);
  const cues = () =>
    video.evaluate((element: HTMLVideoElement) =>
      [...(element.textTracks[0]?.cues ?? [])].map((cue) => (cue as VTTCue).text),
    );
  await vi.waitFor(
    async () =>
      expect(await cues()).toEqual([expect.stringContaining('Tea &amp; cake'), expect.stringContaining('Two sugars.')]),
    { timeout: patience },
  );
  await page.getByText('Two sugars.').first().waitFor();
}
