import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filmCards, moments, writeCards } from './caption-cards.ts';
import { everyFfmpeg } from './ffmpeg-testing.ts';
import { letter } from './lettering.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cards-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('moments', () => {
  const whole = { start: 0, end: 60_000 };

  test('are the changes of what is to be read', () => {
    const cues = [
      { start: 500, end: 1000, text: 'One' },
      { start: 1000, end: 2000, text: 'Two' },
      { start: 3000, end: 4000, text: 'Three' },
    ];
    expect(moments(cues, whole)).toEqual([
      { at: 0, text: '' },
      { at: 500, text: 'One' },
      { at: 1000, text: 'Two' },
      { at: 2000, text: '' },
      { at: 3000, text: 'Three' },
      { at: 4000, text: '' },
    ]);
  });

  test('show what is said at the same time together, and name who speaks when that changes', () => {
    const cues = [
      { start: 0, end: 3000, text: 'Well', speaker: 'Amira' },
      { start: 1000, end: 2000, text: 'Yes?', speaker: 'Tom' },
      { start: 3000, end: 4000, text: 'So', speaker: 'Tom' },
    ];
    expect(moments(cues, whole)).toEqual([
      { at: 0, text: 'Amira: Well' },
      { at: 1000, text: 'Amira: Well\nTom: Yes?' },
      { at: 2000, text: 'Amira: Well' },
      { at: 3000, text: 'So' },
      { at: 4000, text: '' },
    ]);
  });

  test('count from where the part that is shown begins, and end with it', () => {
    const cues = [
      { start: 0, end: 1500, text: 'Before' },
      { start: 2500, end: 9000, text: 'Until the end' },
      { start: 9000, end: 9500, text: 'Too late' },
    ];
    expect(moments(cues, { start: 1000, end: 4000 })).toEqual([
      { at: 0, text: 'Before' },
      { at: 500, text: '' },
      { at: 1500, text: 'Until the end' },
      { at: 3000, text: '' },
    ]);
  });
});

describe('letter', () => {
  const box = { width: 300, height: 60, size: 24, weight: 'bold', colour: '#ffffff', align: 'left' } as const;

  test('draws words in the font that comes with us, markup and all', async () => {
    const plain = await letter('Tea & <b>cake</b>', box);
    const wide = await letter('Tea & <b>cake</b> ', { ...box, width: 3000 });
    const bold = await letter('Tea & cake', box);
    expect(plain?.width).toBe(wide?.width);
    // Tags are words here, so they take room.
    expect(plain?.width).toBeGreaterThan((bold?.width ?? 0) * 1.4);
    // As measured in Atkinson Hyperlegible Next; DejaVu, which many machines fall back to, is a seventh wider.
    const drawn = await letter('Hamburgefonstiv', { ...box, size: 100, width: 2000, height: 200 });
    expect(drawn?.width).toBeGreaterThan(780);
    expect(drawn?.width).toBeLessThan(840);
  });

  test.each([
    ['a long text', 'What surprised me most was how quiet the ward is at four in the morning. '.repeat(40)],
    ['a word without end', 'x'.repeat(5000)],
    ['lines without end', 'x\n'.repeat(900)],
  ])('keeps %s within its box', async (_, text) => {
    const drawn = await letter(text, box);
    expect(drawn?.width).toBeGreaterThan(0);
    expect(drawn?.width).toBeLessThanOrEqual(300);
    expect(drawn?.height).toBeLessThanOrEqual(60);
  });

  test('leaves out emoji, whatever they are put together of, and keeps the words round them', async () => {
    const plain = await letter('Night shift, room 3 ©', box);
    expect(await letter('🏥 Night 🌙🌙 shift 👩🏽‍⚕️, ❤️ room 3️⃣ 🇬🇧 ©️ ✨', box)).toEqual(plain);
    expect(await letter('👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿', box)).toBeUndefined();
  });

  test('draws nothing for nothing, and nothing where no letter fits', async () => {
    expect(await letter(' \u0000 \n', box)).toBeUndefined();
    expect(await letter('Word', { ...box, width: 1, height: 1 })).toBeUndefined();
  });
});

describe.each(await everyFfmpeg())('writeCards for the $source ffmpeg', (ffmpeg) => {
  test('makes a film of cards, each at its time', async () => {
    const path = join(folder, `${ffmpeg.source}.cards`);
    const style = filmCards({ width: 320, height: 180 });
    const texts = [
      { at: 0, text: '' },
      { at: 500, text: 'Good morning' },
      { at: 1250, text: '' },
    ];
    await writeCards(path, texts, style);
    const chunks: Buffer[] = [];
    await ffmpeg.run({
      inputs: [{ path, format: 'matroska' }],
      filters: '[0:v]fps=20,format=rgba[o]',
      outputs: [{ take: (chunk) => chunks.push(chunk), args: ['-map', '[o]', '-f', 'rawvideo'] }],
      ...{ seconds: 10, maxBytes: 0, timeout: 60 },
    });
    const bytes = Buffer.concat(chunks);
    const frame = style.size.width * style.size.height * 4;
    const opaque = (at: number) => {
      const pixels = bytes.subarray(at * frame, (at + 1) * frame);
      return pixels.some((value, index) => index % 4 === 3 && value > 0);
    };
    expect([0, 9, 10, 24, 25].map(opaque)).toEqual([false, false, true, true, false]);
  });
});

test('captions stand on a box that lets less than a fifth of the picture through, low but clear of the edges', async () => {
  for (const size of [
    { width: 1920, height: 1080 },
    { width: 1080, height: 1920 },
    { width: 2, height: 2 },
  ]) {
    const { left, top, size: card, box } = filmCards(size);
    expect(box?.alpha).toBeGreaterThanOrEqual(0.8);
    expect(left + card.width).toBeLessThanOrEqual(size.width);
    expect(top + card.height).toBeLessThanOrEqual(size.height);
  }
  expect(filmCards({ width: 1080, height: 1920 }).top + filmCards({ width: 1080, height: 1920 }).size.height).toBe(
    1536,
  );
});

test('as many cues as a transcript may have, all of which overlap, are read the latest few at a time', () => {
  const cues = Array.from({ length: 20_000 }, (_, index) => ({
    start: index,
    end: 600_000 + index,
    text: `Cue ${index}`,
  }));
  const all = moments(cues, { start: 0, end: 600_000 });
  expect(all).toHaveLength(20_001);
  expect(all.at(-2)?.text.split('\n')).toEqual(['Cue 19996', 'Cue 19997', 'Cue 19998', 'Cue 19999']);
});
