import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { hear, understoodFeed } from './enclosures.ts';
import { inBothColours, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';
import { podcastCover } from './pictures.ts';
import { spokenWav } from './recordings.ts';

/** As on a machine where nothing but Node is installed: what makes audio is the ffmpeg that comes with the product. */
const stage = startStage(() => ({ PATH: dirname(process.execPath), FFMPEG_PATH: '', FFPROBE_PATH: '' }));
const { look, findings } = watchAccessibility();
/** The embedded ffmpeg takes its time on a busy machine. */
const long = 120_000;

it('takes a WAV to listeners: an episode, its transcript, the feed, and a player that plays', async () => {
  const { page, context, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);

  await page.goto(`${desk}/media`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload', exact: true }).first().click();
  await (await chooser).setFiles([
    { name: 'night-shift.wav', mimeType: 'audio/wav', buffer: spokenWav(20) },
    { name: 'cover.png', mimeType: 'image/png', buffer: await podcastCover() },
  ]);
  const { wav, cover } = await uploadsWhenReady(api);
  const { notes } = await api.ask('GET', '/assets-overview');
  expect(notes).toEqual([expect.stringMatching(/slow on this machine/)]);

  const { id: show } = await api.ask('POST', '/shows', {
    channelId: await api.newsroom(),
    title: 'Behind the doors',
    description: 'What happens behind the doors of a hospice.',
    author: 'Riverside Hospice',
    ownerEmail: 'press@example.org',
    categories: ['Health & Fitness'],
    artworkId: cover,
  });
  await page.goto(`${desk}/shows/${String(show)}`);
  await page.getByRole('button', { name: 'New episode' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New episode' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('The night shift');
  await dialog.getByRole('button', { name: 'Begin the episode' }).click();
  const audio = page.getByRole('region', { name: 'Audio', exact: true });
  await audio.getByRole('button', { name: 'From the library' }).click();
  await page.getByRole('option', { name: /night-shift\.wav/ }).click();
  await page.getByRole('button', { name: 'Use this recording' }).click();
  await page.getByRole('slider', { name: 'Playing point' }).waitFor();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await look(page, 'an episode with its audio');

  const item = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  // What was chosen is saved by itself a moment later.
  const { version, content } = await vi.waitFor(
    async () => {
      const saved = await api.ask('GET', `/items/${item}`);
      expect(saved['content']).toMatchObject({ audio: { assetId: wav } });
      return saved;
    },
    { timeout: patience, interval: 200 },
  );
  await api.ask('PUT', `/items/${item}`, {
    version,
    title: 'The night shift',
    summary: 'Who is awake at three in the morning.',
    content: {
      ...(content as object),
      audio: { assetId: wav, trim: null },
      chapters: [
        { start: 0, title: 'Welcome' },
        { start: 10_000, title: 'Three in the morning' },
      ],
      transcript: {
        language: 'en-GB',
        cues: [
          { start: 0, end: 4000, text: 'We open the doors at seven.', speaker: 'Amira' },
          { start: 10_000, end: 14_000, text: 'Nobody sleeps much.', speaker: 'Sam' },
        ],
      },
    },
  });
  const post = await api.ask('POST', '/posts', {
    itemId: item,
    channelId: await api.newsroom(),
    content: { text: '', images: [], link: null },
  });
  // Its files are made now: that can be stopped, and the post waits until they are there after all.
  await page.goto(`${desk}/items/${item}`);
  const files = page.locator('section', { has: page.getByRole('heading', { name: 'Files', exact: true }) });
  await files.getByText('is made when a revision is approved').waitFor();
  await api.ask('POST', `/posts/${String(post['id'])}/publish-now`, { version: post['version'] });
  await files.getByRole('progressbar').waitFor();
  await files.getByRole('button', { name: 'Stop' }).click();
  await files.getByText('Ada Reid stopped the making of its files.').waitFor();
  await inBothColours(page, (shade) => look(page, `an episode whose files were stopped, ${shade}`));
  await becomes(api, String(post['id']), 'held');
  await page.goto(`${desk}/posts/${String(post['id'])}`);
  await page
    .getByText(/^Its audio or video was not made/)
    .first()
    .waitFor();
  // It has no cover of its own: that of its show stands for it.
  await page.getByRole('region', { name: 'Preview on Newsroom site' }).locator('img').waitFor();
  await look(page, 'a post that waits for its files');
  await page.getByRole('link', { name: 'See its files' }).click();
  await files.getByRole('button', { name: 'Make them again' }).click();
  await files.getByRole('progressbar').waitFor();
  await inBothColours(page, (shade) => look(page, `an episode whose files are made, ${shade}`));
  await becomes(api, String(post['id']), 'published');
  await files.getByRole('link', { name: /^Episode, MP3/ }).waitFor();
  await look(page, 'an episode that is out');

  const enclosure = await expectInFeed(page);
  await expectPlayable(page, enclosure);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

type Api = ReturnType<typeof deskApi>;

/** The ids of both uploads, once their files are made. */
async function uploadsWhenReady(api: Api): Promise<{ wav: string; cover: string }> {
  const ready = await vi.waitFor(
    async () => {
      const { data } = (await api.ask('GET', '/assets')) as { data: { id: string; kind: string; state: string }[] };
      expect(data.map(({ state }) => state)).toEqual(['ready', 'ready']);
      return data;
    },
    { timeout: long, interval: 500 },
  );
  const idOf = (wanted: string) => ready.find(({ kind }) => kind === wanted)?.id ?? '';
  return { wav: idOf('audio'), cover: idOf('image') };
}

function becomes(api: Api, post: string, state: string): Promise<void> {
  return vi.waitFor(async () => expect(await api.stateOf(post)).toBe(state), { timeout: long, interval: 500 });
}

/** What a podcast app reads and fetches: every tag is understood, and each file is what the feed and its own tags say. */
async function expectInFeed(page: Page): Promise<string> {
  const xml = await (await page.request.get('/news/riverside-hospice/shows/behind-the-doors/feed.xml')).text();
  const [episode] = understoodFeed(xml).items;
  expect(episode).toMatchObject({
    ...{ title: 'The night shift', duration: 20, enclosure: { type: 'audio/mpeg' } },
    podcastChapters: { type: 'application/json+chapters' },
    podcastTranscripts: expect.arrayContaining([expect.objectContaining({ type: 'text/vtt' })]),
  });
  const alternatives = (episode?.alternativeEnclosures ?? []).map(({ source, length = 0, type }) => ({
    ...{ url: source[0]?.uri ?? '', length, type },
  }));
  const [mp3, m4a] = await Promise.all(alternatives.map(hear));
  const both = {
    durations: [expect.closeTo(20, 0), expect.closeTo(20, 0)],
    title: 'The night shift',
    chapters: [
      [0, 'Welcome'],
      [10, 'Three in the morning'],
    ],
    cover: 1400,
  };
  expect(mp3).toEqual({ ...both, container: 'mp3', codec: 'mp3' });
  expect(m4a).toEqual({ ...both, container: expect.stringContaining('m4a'), codec: 'aac' });
  const { url = '', length } = episode?.enclosure ?? {};
  expect([url, length]).toEqual([alternatives[0]?.url, alternatives[0]?.length]);
  return url;
}

async function expectPlayable(page: Page, enclosure: string): Promise<void> {
  await page.goto('/news/riverside-hospice/the-night-shift');
  await page.getByRole('heading', { level: 1, name: 'The night shift' }).waitFor();
  await page.getByText('Nobody sleeps much.').first().waitFor();
  await look(page, 'the page of an episode');
  const player = page.getByRole('region', { name: /player/i });
  await player.getByRole('button', { name: /^Play/ }).click();
  await vi.waitFor(
    async () => expect(await page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0)).toBeGreaterThan(1),
    { timeout: patience },
  );
  expect(await page.evaluate(() => document.querySelector('audio')?.currentSrc)).toMatch(
    new RegExp(`${enclosure.slice(-20).replaceAll('.', '\\.')}$|\\.m4a$`),
  );
}
