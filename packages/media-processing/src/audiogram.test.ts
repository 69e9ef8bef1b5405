import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Audiogram, renderAudiogram } from './audiogram.ts';
import { audiogramLayout, audiogramShapes, pitch } from './audiogram-layout.ts';
import { openFfmpeg } from './ffmpeg.ts';
import { everyFfmpeg, tone, wav } from './ffmpeg-testing.ts';
import { loadSharp } from './sharp.ts';
import { filmAt, frameAt } from './video-testing.ts';

let folder: string;
let given: Audiogram;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audiogram-test-'));
  // Sound in bursts, so that a waveform has something to show.
  const bursts = (time: number) => (time % 0.5 < 0.25 ? tone(300, 0.2)(time) : 0);
  await writeFile(join(folder, 'talk.wav'), wav({ seconds: 3 }, bursts));
  const sharp = await loadSharp();
  const cover = { width: 40, height: 30, channels: 3, background: '#ff0000' } as const;
  await sharp({ create: cover }).png().toFile(join(folder, 'cover.png'));
  given = {
    ...{ audio: { path: join(folder, 'talk.wav'), format: 'wav' }, start: 1000, end: 1600 },
    ...{ cover: join(folder, 'cover.png'), title: 'Night shifts', subtitle: 'On the ward' },
    cues: [
      { start: 0, end: 900, text: 'Not in this part' },
      { start: 1300, end: 2500, text: 'What surprised me most', speaker: 'Amira' },
    ],
    ...{ colour: '#0f766e', shape: 'square' },
  };
});
afterAll(() => rm(folder, { recursive: true }));

/** Looks at what was made: the system's where there is one, since the embedded one takes its time. */
const tools = await openFfmpeg();

describe.each(await everyFfmpeg())('renderAudiogram with the $source ffmpeg', (ffmpeg) => {
  test('shows a moving waveform, the cover, and captions while they are said', async () => {
    const work = join(folder, ffmpeg.source);
    await mkdir(work);
    const shares: number[] = [];
    const limits: number[] = [];
    const run: typeof ffmpeg.run = (job, options) => {
      limits.push(job.timeout);
      return ffmpeg.run(job, options);
    };
    const onProgress = (share: number) => void shares.push(share);
    const made = await renderAudiogram({ ...ffmpeg, run }, given, work, { onProgress });
    // Of half a second of film nothing holds up others for more than some minutes.
    expect(Math.max(...limits)).toBeLessThan(15 * 60);
    expect(await readdir(work)).toEqual(['audiogram-1200.mp4']);
    expect(made).toMatchObject({ width: 1200, height: 1200, duration: 600 });
    expect(shares.at(-1)).toBeGreaterThan(0.9);
    const { video, audio, duration } = await filmAt(tools, made.path);
    expect(video).toMatchObject({ codec: 'h264', width: 1200, height: 1200, pixelFormat: 'yuv420p', fps: 20 });
    expect(audio?.codec).toBe('aac');
    expect(Math.abs(duration - 600)).toBeLessThanOrEqual(50);

    const [early, late] = await Promise.all([0.1, 0.5].map((seconds) => frameAt(tools, made.path, seconds)));
    if (!early || !late) throw new Error('No frames');
    const near = ([red, green, blue]: number[], other: number[]) =>
      Math.max(...[red, green, blue].map((value, at) => Math.abs((value ?? 0) - (other[at] ?? 0)))) < 16;
    expect(near(early.pixel(0.99, 0.99), [15, 118, 110])).toBe(true);
    expect(near(early.pixel(0.15, 0.15), [255, 0, 0])).toBe(true);
    const rows = (frame: typeof early, from: number, to: number) =>
      frame.data.subarray(frame.width * 3 * from, frame.width * 3 * to);
    const bright = (pixels: Uint8Array) => pixels.filter((value, at) => at % 3 === 0 && value > 200).length;
    const { captions, wave } = audiogramLayout('square', { cover: true });
    expect(bright(rows(early, captions.top, captions.top + captions.height))).toBe(0);
    expect(bright(rows(late, captions.top, captions.top + captions.height))).toBeGreaterThan(1000);
    const [before, after] = [early, late].map((frame) => rows(frame, wave.top, wave.top + wave.height));
    expect(bright(before ?? Buffer.of())).toBeGreaterThan(1000);
    expect(before?.equals(after ?? Buffer.of())).toBe(false);
    // What does not move is as it was.
    expect(bright(rows(early, 60, 400))).toBe(bright(rows(late, 60, 400)));
  });

  test('is at most ten minutes long', async () => {
    const long = { ...given, start: 0, end: 600_001 };
    await expect(renderAudiogram(ffmpeg, long, folder)).rejects.toMatchObject({ code: 'media_too_large' });
  });
});

test('everything stands within the frame, on even pixels, and nothing over another', () => {
  for (const shape of audiogramShapes)
    for (const cover of [true, false]) {
      const { width, height, ...layout } = audiogramLayout(shape, { cover });
      const boxes = [layout.cover, layout.title, layout.subtitle, layout.captions, layout.wave].filter(
        (box) => box !== undefined,
      );
      for (const [index, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(72);
        expect(box.left + box.width).toBeLessThanOrEqual(width - 72);
        expect(box.top + box.height).toBeLessThan(height);
        for (const other of boxes.slice(index + 1))
          expect(
            box.left + box.width <= other.left ||
              box.top + box.height <= other.top ||
              other.left + other.width <= box.left,
          ).toBe(true);
      }
      for (const { left, top, width, height } of [layout.captions, layout.wave])
        expect([left % 2, top % 2, width % 2, height % 2]).toEqual([0, 0, 0, 0]);
      expect(layout.wave.width % (2 * pitch)).toBe(0);
    }
});
