import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedFfmpeg, openFfmpeg } from './ffmpeg.ts';
import type { InputFormat } from './ffmpeg-job.ts';
import { everyFfmpeg, tone, wav } from './ffmpeg-testing.ts';
import { inspectMedia } from './inspect-media.ts';
import { describe as described } from './probed.ts';
import { sniff } from './sniff.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-media-test-'));
  await writeFile(file('tone.wav'), wav({ seconds: 2, channels: 2 }, tone(440)));
});
afterAll(() => rm(folder, { recursive: true }));
const file = (name: string) => join(folder, name);
const saved = async (name: string, data: Uint8Array | string) => {
  await writeFile(file(name), data);
  return file(name);
};

const bounds = { seconds: 60, maxBytes: 10_000_000, timeout: 60 };
/** The system's where there is one, since the embedded one takes its time. */
const tools = await openFfmpeg();
/** The tone, or a small film with it, as another kind of file. */
const make = async (name: string, args: string[], film = false) => {
  await tools.run({
    inputs: [{ path: file('tone.wav'), format: 'wav' }],
    ...(film && { filters: 'testsrc=d=2:s=64x48:r=25[v]' }),
    outputs: [{ path: file(name), args: [...(film ? ['-map', '[v]', '-map', '0:a'] : []), ...args] }],
    ...bounds,
  });
  return file(name);
};

test('inspectMedia tells what is in each kind of file, whatever its name says', async () => {
  const kinds: [string, string[], string, InputFormat][] = [
    ['a.mp3', ['-c:a', 'libmp3lame'], 'audio/mpeg', 'mp3'],
    ['a.m4a', ['-c:a', 'aac'], 'audio/mp4', 'mov'],
    ['a.aac', ['-c:a', 'aac'], 'audio/aac', 'aac'],
    ['a.flac', ['-c:a', 'flac'], 'audio/flac', 'flac'],
    ['a.ogg', ['-c:a', 'libopus'], 'audio/ogg', 'ogg'],
    ['a.mka', ['-c:a', 'libopus'], 'audio/matroska', 'matroska'],
    ['rf64.wav', ['-rf64', 'always'], 'audio/wav', 'wav'],
    ['sound.mp4', ['-c:a', 'aac', '-f', 'mp4'], 'audio/mp4', 'mov'],
  ];
  for (const [name, args, mime, format] of kinds) {
    const facts = await inspectMedia(tools, await make(name, args));
    expect(facts, name).toMatchObject({ mime, format, kind: 'audio', audio: { channels: 2 } });
    expect(Math.abs(facts.duration - 2000), name).toBeLessThan(100);
    expect(facts.video).toBeUndefined();
  }
});

describe.each(await everyFfmpeg())('inspectMedia with the $source ffmpeg', (ffmpeg) => {
  test('tells a film from a recording', async () => {
    const path = await make('film.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'], true);
    const video = { codec: 'h264', width: 64, height: 48, fps: 25, rotation: 0, hdr: false };
    expect(await inspectMedia(ffmpeg, path, 'video/quicktime')).toMatchObject({
      mime: 'video/mp4',
      kind: 'video',
      video,
    });
  });

  test('refuses sound of hardly any samples a second, which would go on for hours or for ever', async () => {
    for (const rate of [4, 3999, 400_000]) {
      const slow = wav({ seconds: 1 }, tone(440));
      slow.writeUInt32LE(rate, 24);
      slow.writeUInt32LE(rate * 2, 28);
      await expect(inspectMedia(ffmpeg, await saved('slow.wav', slow)), String(rate)).rejects.toMatchObject({
        code: 'media_corrupt',
        detail: expect.stringContaining(`${rate.toLocaleString('en-GB')} samples a second`),
      });
    }
  });

  test('refuses sound that no decoder can be opened for, which ends ffprobe in the middle', async () => {
    const flac = await readFile(await make('whole.flac', ['-c:a', 'flac']));
    // Rate, channels and bits of a sample.
    flac.writeUInt32BE(0, 18);
    await expect(inspectMedia(ffmpeg, await saved('bits.flac', flac))).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('refuses a WAV whose header claims more than there is', async () => {
    const cut = wav({ seconds: 3 }, tone(440)).subarray(0, 100_000);
    await expect(inspectMedia(ffmpeg, await saved('cut.wav', cut))).rejects.toMatchObject({
      code: 'media_corrupt',
      detail: expect.stringContaining('cut short'),
    });
    const huge = wav({ seconds: 1 }, tone(440));
    huge.writeUInt32LE(0xffff_fff0, 4);
    huge.writeUInt32LE(0xffff_ff00, 40);
    await expect(inspectMedia(ffmpeg, await saved('huge.wav', huge))).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('reads a WAV of unknown length, as recorders stream it', async () => {
    const streamed = wav({ seconds: 1 }, tone(440));
    streamed.writeUInt32LE(0xffff_ffff, 4);
    streamed.writeUInt32LE(0xffff_ffff, 40);
    expect((await inspectMedia(ffmpeg, await saved('streamed.wav', streamed))).duration).toBe(1000);
  });

  test('refuses what is longer than six hours', async () => {
    // A sparse file: 6.5 hours of mono that takes no room on the disk.
    const rate = 4000;
    const bytes = 6.5 * 3600 * rate * 2;
    const head = wav({ seconds: 0, rate }, () => 0);
    head.writeUInt32LE(bytes + 36, 4);
    head.writeUInt32LE(bytes, 40);
    const path = await saved('long.wav', head);
    const handle = await open(path, 'r+');
    await handle.truncate(44 + bytes);
    await handle.close();
    await expect(inspectMedia(ffmpeg, path)).rejects.toMatchObject({
      code: 'media_too_large',
      detail: 'This file is longer than 6 hours. Cut it into parts and upload those.',
    });
  });
});

describe('what is no recording', () => {
  const ffmpeg = embeddedFfmpeg();
  test.each([
    ['an empty file', '', 'media_corrupt'],
    ['ffconcat', "ffconcat version 1.0\nfile '/etc/passwd'\n", 'media_type_unsupported'],
    ['HLS', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n', 'media_type_unsupported'],
    ['DASH', '<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>', 'media_type_unsupported'],
    ['a playlist', '[playlist]\nFile1=http://127.0.0.1/a.mp3\n', 'media_type_unsupported'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'media_type_unsupported'],
  ])('%s under the name of an mp4 is refused before ffmpeg sees it', async (_name, text, code) => {
    await expect(inspectMedia(ffmpeg, await saved('false.mp4', text))).rejects.toMatchObject({ code });
  });

  test('an mp4 without its index, and one that is nothing but a head, are damaged', async () => {
    const head = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\0\0isomiso2')]);
    await expect(inspectMedia(ffmpeg, await saved('head.mp4', head))).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('a claim that is not kept is named', async () => {
    const sound = wav({ seconds: 0.1 }, tone(440));
    await expect(sniff(sound, 'audio/mpeg')).rejects.toMatchObject({
      code: 'media_type_mismatch',
      detail: 'This file says it is MP3 audio but holds WAV audio. Export it again from the original and upload that.',
    });
    await expect(sniff(sound, 'image/png')).rejects.toThrow('says it is a PNG picture but holds WAV audio');
    await expect(sniff(sound, '', ['image'])).rejects.toThrow('cannot be used as a picture');
    expect(await sniff(sound, 'audio/x-wav')).toEqual({ mime: 'audio/wav', kind: 'audio' });
  });
});

test('sizes are as shown, a cover is no film, HDR is noticed, and damaged numbers are refused', () => {
  const film = { codec_type: 'video', codec_name: 'hevc', width: 1920, height: 1080, avg_frame_rate: '30000/1001' };
  const turned = { ...film, side_data_list: [{ rotation: -90 }], color_transfer: 'arib-std-b67' };
  expect(described({ streams: [turned], format: { duration: '1.5' } })).toEqual({
    ...{ streams: 1, claimed: 1500, chapters: [] },
    video: {
      ...{ codec: 'hevc', width: 1080, height: 1920, square: true, pixelFormat: 'unknown', interlaced: false },
      ...{ fps: 30_000 / 1001, steady: false, rotation: 90, hdr: true },
    },
  });
  const tape = { ...film, width: 720, height: 576, sample_aspect_ratio: '16:11', field_order: 'tt' };
  const steady = { r_frame_rate: '30000/1001', pix_fmt: 'yuv420p' };
  expect(described({ streams: [{ ...tape, ...steady }], format: {} }).video).toMatchObject({
    ...{ width: 1047, height: 576, square: false, pixelFormat: 'yuv420p', interlaced: true, steady: true },
  });
  const cover = { ...film, disposition: { attached_pic: 1 } };
  expect(described({ streams: [cover], format: {} })).toEqual({ streams: 1, chapters: [] });
  const marked = [{ start_time: '61.5', tags: { title: 'Vaccines' } }, { start_time: 'x' }];
  expect(described({ streams: [], format: {}, chapters: marked }).chapters).toEqual([
    { start: 61_500, title: 'Vaccines' },
    { start: 0, title: '' },
  ]);
  expect(() => described({ streams: [{ codec_type: 'audio', channels: 'x' }], format: {} })).toThrow('damaged');
});
