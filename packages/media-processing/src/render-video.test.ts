import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFfmpeg } from './ffmpeg.ts';
import { everyFfmpeg } from './ffmpeg-testing.ts';
import { loudnessFrom } from './loudness.ts';
import { renderVideo } from './render-video.ts';
import { type Film, type FilmOptions, type VideoPurpose, videoRenditions } from './video.ts';
import { counting, filmAt, frameAt, makeFilm } from './video-testing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'video-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The name of a colour that is none but one of these. */
function named([red, green, blue]: [number, number, number]): string {
  const on = [red, green, blue].map((value) => (value > 150 ? '1' : value < 100 ? '0' : '?')).join('');
  return (
    { '100': 'red', '010': 'lime', '001': 'blue', '111': 'white', '000': 'black' }[on] ?? `${red},${green},${blue}`
  );
}

interface Raw {
  streams: { codec_name: string; profile?: string; nb_frames?: string; color_transfer?: string }[];
  format: { duration: string; tags?: Record<string, string> };
}

/** Makes the films and looks at what became of them: the system's where there is one, since the embedded one takes its time. */
const tools = await openFfmpeg();

describe.each(await everyFfmpeg())('renderVideo with the $source ffmpeg', (ffmpeg) => {
  const render = async (
    film: Film,
    purposes: VideoPurpose[],
    { cues = [], ...options }: FilmOptions & { cues?: { start: number; end: number; text: string }[] } = {},
  ) => {
    const work = await mkdtemp(join(folder, 'work-'));
    const kept = `${work}-kept`;
    await mkdir(kept);
    const made: Record<string, string> = {};
    await renderVideo(
      ffmpeg,
      film,
      videoRenditions(film, purposes, options),
      work,
      async ({ rendition, path }) => {
        made[rendition.purpose] = join(kept, `${rendition.purpose}.${rendition.format}`);
        await rename(path, made[rendition.purpose] ?? '');
      },
      { cues },
    );
    expect(await readdir(work)).toEqual([]);
    return made as Record<VideoPurpose, string>;
  };
  const probe = async (path: string) => (await tools.probe(path, 'mov')) as Raw;
  const make = (name: string, recipe: Parameters<typeof makeFilm>[3] = {}) =>
    makeFilm(tools, folder, `${ffmpeg.source}-${name}`, recipe);

  test('cuts an odd film to the frame, levels its sound, and says nothing of where it was made', async () => {
    const film = await make('odd.mov', {
      pictures: counting(2).replace('160x90', '161x91'),
      container: 'mov',
      args: [
        ...['-pix_fmt', 'yuv444p', '-map', '0:a', '-metadata', 'location=+51.5072-000.1276/'],
        ...['-metadata', 'com.apple.quicktime.location.ISO6709=+51.5072-000.1276/', '-movflags', 'use_metadata_tags'],
      ],
    });
    expect((await readFile(film.path)).includes('+51.5072')).toBe(true);
    const made = await render(film, ['film', 'poster'], { trim: { start: 400, end: 1400 }, posterAt: 800 });

    const { streams, format } = await probe(made.film);
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
    expect(streams[0]?.nb_frames).toBe('25');
    expect(Math.abs(Number(format.duration) - 1)).toBeLessThanOrEqual(0.04);
    const { video } = await filmAt(tools, made.film);
    expect(video).toMatchObject({ width: 162, height: 92, pixelFormat: 'yuv420p', fps: 25, rotation: 0 });
    const bytes = await readFile(made.film);
    expect(bytes.includes('51.5')).toBe(false);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));

    // Frame n of the original has luma 5n: the first kept is the tenth, the last the thirty-fourth.
    const grey = (luma: number) => Math.round((Math.max(16, luma) - 16) * (255 / 219));
    for (const [seconds, frame] of [
      [0, 10],
      [0.92, 33],
    ] as const) {
      const [level] = (await frameAt(tools, made.film, seconds)).pixel(0.5, 0.5);
      expect(Math.abs(level - grey(frame * 5))).toBeLessThan(2.9);
    }
    const [poster] = (await frameAt(tools, made.film, 0.4)).pixel(0.5, 0.5);
    const { data, info } = await still(made.poster);
    expect([info.format, info.width, info.height]).toEqual(['jpeg', 162, 92]);
    expect(Math.abs((data[0] ?? 0) - poster)).toBeLessThanOrEqual(8);

    const { log } = await tools.run({
      inputs: [{ path: made.film, format: 'mov' }],
      filters: '[0:a]ebur128=framelog=verbose[o]',
      outputs: [{ take: () => undefined, args: ['-map', '[o]', '-f', 'null'] }],
      ...{ seconds: 60, maxBytes: 0, timeout: 60 },
    });
    // A microphone of its own is mono, which counts 3 less.
    expect(Math.abs((loudnessFrom(log).integrated ?? 0) + 19)).toBeLessThanOrEqual(1);
  });

  test('keeps in the frame what it was told to', async () => {
    const film = await make('blocks.mp4', { sound: null, seconds: 1 });
    const made = await render(film, ['film', 'film-square', 'film-tall'], { focalPoint: { x: 1, y: 0.5 } });
    const colours = async (path: string) => {
      const { pixel } = await frameAt(tools, path, 0.5);
      return [pixel(0.15, 0.2), pixel(0.85, 0.2), pixel(0.15, 0.8), pixel(0.85, 0.8)].map(named);
    };
    expect(await colours(made.film)).toEqual(['red', 'lime', 'blue', 'white']);
    expect(await colours(made['film-tall'])).toEqual(['lime', 'lime', 'white', 'white']);
    expect(await filmAt(tools, made['film-square'])).toMatchObject({ video: { width: 88, height: 88 } });

    // Good as it was, so it is the same film: ultrafast makes no other profile. And it still has no sound.
    expect((await probe(made.film)).streams).toMatchObject([{ codec_name: 'h264', profile: 'Constrained Baseline' }]);

    const whole = await render(film, ['film-tall']);
    const { pixel, width, height } = await frameAt(tools, whole['film-tall'], 0.5);
    expect([width, height]).toEqual([160, 284]);
    expect([pixel(0.2, 0.45), pixel(0.8, 0.45), pixel(0.2, 0.55), pixel(0.8, 0.55)].map(named)).toEqual([
      ...['red', 'lime', 'blue', 'white'],
    ]);
    // The ground is darker than the film.
    expect(Math.max(...pixel(0.1, 0.1))).toBeLessThan(170);
  });

  test('turns a film upright and shows captions only while they are said', async () => {
    const { path } = await make('turned.mp4');
    await turn(path, 90);
    const film = await filmAt(tools, path);
    expect(film.video).toMatchObject({ width: 88, height: 160, rotation: 90 });
    const cues = [{ start: 500, end: 1000, text: `Tea & <cake> at 'four'; 100% \\ [x] :` }];
    const made = await render(film, ['film'], { captioned: true, cues });
    expect((await filmAt(tools, made.film)).video).toMatchObject({ width: 88, height: 160, rotation: 0 });
    const [before, during, after] = await Promise.all(
      [0.44, 0.52, 1.04].map((seconds) => frameAt(tools, made.film, seconds)),
    );
    if (!before || !during || !after) throw new Error('No frames');
    expect([before.pixel(0.2, 0.2), before.pixel(0.8, 0.2)].map(named)).toEqual(['blue', 'red']);
    const low = (frame: typeof before) => frame.data.subarray(frame.width * 3 * 96, frame.width * 3 * 128);
    const high = (frame: typeof before) => frame.data.subarray(0, frame.width * 3 * 80);
    expect(difference(low(before), low(during))).toBeGreaterThan(10);
    expect(difference(low(before), low(after))).toBeLessThan(3);
    expect(difference(high(before), high(during))).toBeLessThan(3);
  });

  test('brings HDR to ordinary colours, and silence and a single pixel through', async () => {
    const hdr = await make('hdr.mp4', {
      ...{ seconds: 1, sound: null },
      args: ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'],
    });
    expect(hdr.video.hdr).toBe(true);
    const { preview } = await render(hdr, ['preview']);
    expect((await filmAt(tools, preview)).video.hdr).toBe(false);
    expect((await probe(preview)).streams).toMatchObject([{ color_transfer: 'bt709' }]);

    const tiny = await make('tiny.mov', {
      ...{ seconds: 1, pictures: 'color=red:s=1x1:r=1000:d=0.5,format=rgb24[v]', container: 'mov' },
      args: ['-c:v', 'png', '-pix_fmt', 'rgb24', '-af', 'volume=0'],
    });
    const { film } = await render({ ...tiny, duration: 500 }, ['film']);
    const { streams } = await probe(film);
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
    expect(streams[0]?.nb_frames).toBe('15');
    expect(named((await frameAt(tools, film, 0)).pixel(0, 0))).toBe('red');
  });

  test('stops when nobody wants it any more, and leaves nothing behind', async () => {
    const film = await make('long.mp4', { seconds: 20, sound: null });
    const work = await mkdtemp(join(folder, 'stopped-'));
    const stop = new AbortController();
    const reason = new Error('no longer wanted');
    const running = renderVideo(ffmpeg, film, videoRenditions(film, ['preview']), work, async () => undefined, {
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
    expect(await readdir(work)).toEqual([]);
  });
});

async function still(path: string) {
  const { loadSharp } = await import('./sharp.ts');
  const sharp = await loadSharp();
  const { format } = await sharp(path).metadata();
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  return { data, info: { ...info, format } };
}

function difference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}

/** Writes a rotation into the header of its pictures, as a telephone that is held upright does. */
async function turn(path: string, degrees: 90): Promise<void> {
  const bytes = await readFile(path);
  const matrix = bytes.indexOf('tkhd') + 44;
  const clockwise = { 90: [0, 65_536, 0, -65_536, 0, 0, 88 * 65_536, 0, 0x40000000] }[degrees];
  for (const [index, value] of clockwise.entries()) bytes.writeInt32BE(value, matrix + 4 * index);
  await writeFile(path, bytes);
}
