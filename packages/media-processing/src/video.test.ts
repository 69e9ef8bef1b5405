import { describe, expect, test } from 'vitest';
import {
  type Film,
  type FilmOptions,
  type FilmRendition,
  rateOf,
  type VideoPurpose,
  videoRenditions,
} from './video.ts';

const film = (width: number, height: number, video: Partial<Film['video']> = {}): Film => ({
  ...{ path: '/film.mp4', format: 'mov', bytes: 1_000_000, duration: 10_000 },
  video: {
    ...{ codec: 'h264', width, height, square: true, pixelFormat: 'yuv420p', interlaced: false },
    ...{ fps: 25, steady: true, rotation: 0, hdr: false },
    ...video,
  },
  audio: { codec: 'aac', channels: 2, sampleRate: 48_000 },
});
const one = (from: Film, purpose: Exclude<VideoPurpose, 'poster'>, options: FilmOptions = {}) =>
  videoRenditions(from, [purpose], options)[0] as FilmRendition;

describe('videoRenditions', () => {
  test('are as long as 1920 pixels, even, and never larger than the film', () => {
    expect(one(film(3840, 2160), 'film')).toMatchObject({ width: 1920, height: 1080 });
    expect(one(film(1080, 1921), 'film')).toMatchObject({ width: 1080, height: 1920 });
    expect(one(film(161, 91), 'film')).toMatchObject({ width: 162, height: 92 });
    expect(one(film(1, 1), 'film')).toMatchObject({ width: 2, height: 2 });
    expect(one(film(3840, 2160), 'preview')).toMatchObject({ width: 640, height: 360 });
    expect(one(film(3840, 2160), 'film-small')).toMatchObject({
      width: 960,
      height: 540,
      sound: 'levelled',
      copy: false,
    });
    for (const [width, height] of [
      [640, 360],
      [300, 700],
      [4096, 2160],
    ] as const)
      for (const purpose of ['film-landscape', 'film-square', 'film-tall'] as const) {
        const made = one(film(width, height), purpose);
        const { placement } = made;
        const shown = placement.how === 'pad' ? placement.inner : made;
        expect(shown.width).toBeLessThanOrEqual(width + 1);
        expect(shown.height).toBeLessThanOrEqual(height + 1);
        expect([made.width % 2, made.height % 2]).toEqual([0, 0]);
      }
  });

  test('are cut to another shape where most stays in view or somebody said what to keep, else stand on themselves', () => {
    const wide = film(1920, 1080);
    expect(one(wide, 'film-square')).toMatchObject({ width: 1080, height: 1080, placement: { how: 'crop' } });
    expect(one(wide, 'film-tall')).toMatchObject({
      ...{ width: 1080, height: 1920 },
      placement: { how: 'pad', inner: { width: 1080, height: 608 }, ground: 'blur' },
    });
    expect(one(wide, 'film-tall', { focalPoint: { x: 1, y: 0.5 } })).toMatchObject({
      ...{ width: 608, height: 1080 },
      placement: { how: 'crop', region: { left: 1312, top: 0, height: 1080 } },
    });
    const crops = { 'film-tall': { x: 0, y: 0, width: 0.3, height: 1 } };
    expect(one(wide, 'film-tall', { crops, focalPoint: { x: 1, y: 0.5 } }).placement).toMatchObject({
      how: 'crop',
      region: { left: 0 },
    });
    expect(one(wide, 'film-tall', { ground: 'black' }).placement).toMatchObject({ ground: 'black' });
  });

  test('are not encoded again where every player takes them already', () => {
    expect(one(film(1920, 1080), 'film').copy).toBe(true);
    expect(one(film(1920, 1080), 'preview').copy).toBe(false);
    expect(one(film(1920, 1080), 'film', { trim: { start: 0, end: 5000 } }).copy).toBe(false);
    expect(one(film(1920, 1080), 'film', { captioned: true }).copy).toBe(false);
    expect(one({ ...film(1920, 1080), bytes: 100_000_000 }, 'film').copy).toBe(false);
    for (const bad of [
      { codec: 'hevc' },
      { pixelFormat: 'yuv420p10le' },
      { rotation: 90 },
      { steady: false },
      { fps: 120 },
      { hdr: true },
      { square: false },
      { interlaced: true },
    ])
      expect(one(film(1920, 1080, bad), 'film').copy).toBe(false);
  });

  test('have a specification that changes with all that decides them, and with nothing else', () => {
    const wide = film(1920, 1080);
    const specs = [
      one(wide, 'film').spec,
      one(wide, 'preview').spec,
      one(wide, 'film-small').spec,
      one(wide, 'film-square').spec,
      one(wide, 'film-square', { focalPoint: { x: 0, y: 0 } }).spec,
      one(wide, 'film-tall').spec,
      one(wide, 'film-tall', { ground: 'black' }).spec,
      one(wide, 'film', { trim: { start: 0, end: 5000 } }).spec,
      one(wide, 'film', { captioned: true }).spec,
      one(film(1920, 1080, { fps: 30 }), 'film-tall').spec,
      ...videoRenditions(wide, ['poster', 'poster'], {})
        .map(({ spec }) => spec)
        .slice(1),
      ...videoRenditions(wide, ['poster'], { posterAt: 500 }).map(({ spec }) => spec),
    ];
    expect(new Set(specs).size).toBe(specs.length);
    expect(one({ ...wide, path: '/elsewhere.mp4' }, 'film').spec).toBe(specs[0]);
  });

  test('end where the film ends, whatever was asked for', () => {
    expect(one(film(64, 64), 'film', { trim: { start: 2000, end: 99_000 } }).span).toEqual({
      start: 2000,
      end: 10_000,
    });
  });
});

test.each([
  [25, '25'],
  [29.97, '30000/1001'],
  [23.98, '24000/1001'],
  [120, '60'],
  [59.94, '60000/1001'],
  [100, '50'],
  [1000, '30'],
  [17.3, '30'],
  [0, '30'],
])('a film of %d frames a second is made in %s', (fps, rate) => {
  expect(rateOf(fps)).toBe(rate);
});
