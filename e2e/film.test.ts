import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyVideo, type VideoContent } from '@mobilise/contracts/recordings';
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { openFfmpeg } from '../packages/media-processing/src/ffmpeg.ts';
import { makeFilm } from '../packages/media-processing/src/video-testing.ts';
import { deskApi } from './desk.ts';
import { newContext, setUp, startStage, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
/** Milliseconds that films of a second may take on a busy machine, with the slowest ffmpeg. */
const patience = 120_000;

/** A film of a second, from a camera. */
async function film(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-film-'));
  try {
    const { path } = await makeFilm(await openFfmpeg(), folder, 'garden.mp4', { seconds: 1 });
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function upload(page: Page, data: Buffer): Promise<string> {
  const me = await (await page.request.get('/api/v1/me')).json();
  const address = `/api/v1/workspaces/${me.workspaces[0].id}/assets?filename=garden.mp4`;
  const answer = await page.request.post(address, { data, headers: { 'Content-Type': 'video/mp4' } });
  expect(answer.status()).toBe(201);
  return String((await answer.json()).id);
}

it('a film that was uploaded goes out on the newsroom once its files are made, with captions', {
  timeout: 300_000,
}, async () => {
  const { page, faults } = await newContext(stage);
  await setUp(page, stage.product);
  const api = deskApi(page);
  const assetId = await upload(page, await film());
  const content: VideoContent = {
    ...emptyVideo,
    video: { assetId, trim: { start: 200, end: 800 } },
    captions: { language: 'en-GB', cues: [{ start: 0, end: 500, text: 'Tea & <cake>' }] },
  };
  const { id: itemId } = await api.ask('POST', '/items', { kind: 'video', title: 'The garden', content });
  const { id, version } = await api.ask('POST', '/posts', { itemId, channelId: await api.newsroom() });
  await api.ask('POST', `/posts/${id}/publish-now`, { version });
  const post = await vi.waitFor(
    async () => {
      const now = await api.ask('GET', `/posts/${id}`);
      expect(now).toMatchObject({ state: 'published' });
      return now;
    },
    { timeout: patience, interval: 500 },
  );
  const { files } = await api.ask('GET', `/items/${itemId}`);
  expect(files).toMatchObject({ state: 'ready' });

  await page.goto(String(post['remoteUrl']));
  const video = page.locator('video[controls]');
  const source = await page.request.get((await video.locator('source').getAttribute('src')) ?? '');
  expect([source.status(), source.headers()['content-type']]).toEqual([200, 'video/mp4']);
  const poster = await page.request.get((await video.getAttribute('poster')) ?? '');
  expect([poster.status(), poster.headers()['content-type']]).toEqual([200, 'image/jpeg']);
  // The browser reads the captions itself.
  await vi.waitFor(
    async () =>
      expect(
        await video.evaluate((element: HTMLVideoElement) =>
          [...(element.textTracks[0]?.cues ?? [])].map((cue) => (cue as VTTCue).text),
        ),
      ).toEqual(['Tea &amp; &lt;cake&gt;']),
    { timeout: patience },
  );
  await look(page, 'the page of a film');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
