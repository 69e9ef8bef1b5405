import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderAudio } from './audio.ts';
import { everyFfmpeg, tone, wav } from './ffmpeg-testing.ts';
import { ffmetadata, tagAudio } from './id3-tags.ts';
import { loudnessFrom } from './loudness.ts';
import { loadSharp } from './sharp.ts';
import { soundWithin } from './sound-within.ts';
import { diskStorage } from './storage.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audio-test-'));
});
afterAll(() => rm(folder, { recursive: true }));
const file = (name: string) => join(folder, name);
const saved = async (name: string, data: Buffer) => {
  await writeFile(file(name), data);
  return { path: file(name), format: 'wav' as const };
};

/** Words of a third of a second with pauses between them. */
const speech = (level: number) => (time: number) =>
  level *
  Math.max(0, Math.sin(2 * Math.PI * 1.5 * time)) *
  (Math.sin(2 * Math.PI * 180 * time) + Math.sin(2 * Math.PI * 1250 * time)) *
  0.5;

describe.each(await everyFfmpeg())('renderAudio with the $source ffmpeg', (ffmpeg) => {
  /** By ffmpeg's own meter, which takes true peaks by another way than ours. */
  const hear = async (path: string, format: 'mp3' | 'mov') => {
    const { log } = await ffmpeg.run({
      inputs: [{ path, format }],
      filters: '[0:a]ebur128=peak=true:framelog=verbose[o]',
      outputs: [{ take: () => undefined, args: ['-map', '[o]', '-f', 'null'] }],
      ...{ seconds: 60, maxBytes: 0, timeout: 60 },
    });
    return { loudness: loudnessFrom(log).integrated ?? 0, peak: Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(log)?.[1]) };
  };

  test('brings a quiet stereo recording to −16 LUFS in both formats, with no peak above −1 dBTP', async () => {
    const programme = await saved(
      'quiet.wav',
      wav(
        { seconds: 6, channels: 2 },
        (time, side) => speech(side ? 0.03 : 0.02)(time + side / 9) + (time % 2 < 0.001 ? 0.5 : 0),
      ),
    );
    const shares: number[] = [];
    const { files, layout, waveform, duration } = await renderAudio(
      ffmpeg,
      { programme, formats: ['mp3', 'm4a'] },
      { mp3: file('quiet.mp3'), m4a: file('quiet.m4a') },
      { onProgress: (share) => shares.push(share) },
    );
    expect(layout).toBe('stereo');
    expect(duration).toBe(6000);
    expect(files.map(({ format }) => format)).toEqual(['mp3', 'm4a']);
    for (const { path, format, loudness, truePeak } of files) {
      const heard = await hear(path, format === 'mp3' ? 'mp3' : 'mov');
      expect(Math.abs(heard.loudness + 16)).toBeLessThanOrEqual(0.5);
      expect(heard.peak).toBeLessThanOrEqual(-1);
      expect(loudness).toBeCloseTo(heard.loudness, 1);
      expect(Math.abs(truePeak - heard.peak)).toBeLessThan(0.3);
    }
    expect(waveform).toMatchObject({ version: 2, bits: 8, sample_rate: 44_100, samples_per_pixel: 2205 });
    expect(Math.abs(waveform.length - 120)).toBeLessThanOrEqual(2);
    expect(waveform.data).toHaveLength(2 * waveform.length);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
    expect((await readdir(folder)).filter((name) => name.startsWith('.audio-'))).toEqual([]);
  });

  test('puts intro and outro around what is left of a trimmed programme, all as loud', async () => {
    const programme = { ...(await saved('long.wav', wav({ seconds: 8 }, speech(0.9)))), start: 1000, end: 5000 };
    const intro = await saved('intro.wav', wav({ seconds: 2, rate: 22_050, channels: 2 }, tone(660, 0.02)));
    const outro = await saved('outro.wav', wav({ seconds: 3, rate: 48_000 }, tone(330, 0.9)));
    const { duration, waveform, layout } = await renderAudio(
      ffmpeg,
      { programme, intro, outro, formats: ['mp3'] },
      { mp3: file('mix.mp3') },
    );
    expect(duration).toBe(9000);
    expect(layout).toBe('mono');
    const { format } = await parseFile(file('mix.mp3'), { duration: true });
    expect(format).toMatchObject({ sampleRate: 44_100, numberOfChannels: 1 });
    expect(format.duration).toBeCloseTo(9, 0);
    // Two tones 33 dB apart come out within three of each other: nothing else than their pitch differs.
    const peakAt = (second: number) => waveform.data[2 * 20 * second + 1] ?? 0;
    expect(20 * Math.log10(peakAt(1) / peakAt(7))).toBeCloseTo(0, -1);
  });

  test('stops when nobody wants the result any more, and leaves the old file', async () => {
    const programme = await saved('stopped.wav', wav({ seconds: 4 }, tone(440)));
    await writeFile(file('stopped.mp3'), 'old');
    const stop = new AbortController();
    const reason = new Error('no longer wanted');
    const running = renderAudio(
      ffmpeg,
      { programme, formats: ['mp3'] },
      { mp3: file('stopped.mp3') },
      {
        ...{ signal: stop.signal, onProgress: (share) => share > 0.2 && stop.abort(reason) },
      },
    );
    await expect(running).rejects.toBe(reason);
    expect(await readFile(file('stopped.mp3'), 'utf8')).toBe('old');
  });

  test('tags by a copy: title, number, chapters and cover are read back', async () => {
    const programme = await saved('tagged.wav', wav({ seconds: 3 }, tone(440)));
    const to = { mp3: file('plain.mp3'), m4a: file('plain.m4a') };
    await ffmpeg.run({
      inputs: [programme],
      outputs: [
        { path: to.mp3, args: ['-c:a', 'libmp3lame', '-f', 'mp3'] },
        { path: to.m4a, args: ['-c:a', 'aac', '-f', 'mp4'] },
      ],
      ...{ seconds: 10, maxBytes: 2 ** 20, timeout: 60 },
    });
    const sharp = await loadSharp();
    const cover = { path: file('cover.jpg'), mime: 'image/jpeg' as const };
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#0b5' } })
      .jpeg()
      .toFile(cover.path);
    const title = 'Flu; “jabs” = #1 — -y \\ Zoë’s 💉';
    const chapters = [
      { start: 1500, title: 'Second [b]; =' },
      { start: 0, title: 'First' },
    ];
    const tags = {
      title,
      artist: 'Ward & Co',
      album: 'Rounds',
      track: 7,
      date: '2026-11-27',
      genre: 'Podcast',
      comment: 'Two\nlines',
    };
    for (const format of ['mp3', 'm4a'] as const) {
      const tagged = file(`tagged.${format}`);
      await tagAudio(ffmpeg, { from: to[format], to: tagged, format }, { tags, chapters, cover, duration: 3000 });
      const { common, format: read } = await parseFile(tagged);
      expect(common).toMatchObject({
        title,
        artist: 'Ward & Co',
        album: 'Rounds',
        genre: ['Podcast'],
        track: { no: 7 },
      });
      expect(common.date ?? String(common.year)).toContain('2026');
      expect(common.picture).toEqual([expect.objectContaining({ format: 'image/jpeg' })]);
      if (format === 'mp3') expect(read.tagTypes).toContain('ID3v2.3');

      // What is heard begins where the tag with the cover ends, and is as long as it was without.
      const storage = diskStorage(file('stored'));
      const within = async (path: string) => {
        const data = await readFile(path);
        const { start, end } = await soundWithin(storage, { ...(await storage.put(data)), format });
        return { start, length: end - start, before: data.subarray(start - 4, start), first: data.subarray(start) };
      };
      const [{ start, length, before, first }, plain] = [await within(tagged), await within(to[format])];
      expect(start).toBeGreaterThan((await stat(cover.path)).size);
      if (format === 'mp3') expect(first.readUInt16BE(0) & 0xffe0).toBe(0xffe0);
      else expect(before.toString()).toBe('mdat');
      expect(Math.abs(length - plain.length)).toBeLessThan(500);
      const probed = await ffmpeg.probe(tagged, format === 'mp3' ? 'mp3' : 'mov');
      expect(probed).toMatchObject({
        chapters: [
          { start_time: '0.000000', end_time: '1.500000', tags: { title: 'First' } },
          { start_time: '1.500000', tags: { title: 'Second [b]; =' } },
        ],
      });
    }
  });
});

describe('what a recording is told', async () => {
  const ffmpeg = (await everyFfmpeg()).at(-1);
  if (!ffmpeg) throw new Error('There is always an ffmpeg');
  const warn = async (name: string, data: Buffer) => {
    const programme = await saved(name, data);
    return renderAudio(ffmpeg, { programme, formats: ['mp3'] }, { mp3: file(`${name}.mp3`) });
  };

  test('silence and what is too short to be heard are refused with a reason', async () => {
    await expect(
      warn(
        'silent.wav',
        wav({ seconds: 2 }, () => 0),
      ),
    ).rejects.toMatchObject({ code: 'media_silent', detail: expect.stringContaining('This recording is silent') });
    await expect(warn('short.wav', wav({ seconds: 0.1 }, tone(440)))).rejects.toMatchObject({
      code: 'media_silent',
      detail: expect.stringContaining('too short'),
    });
  });

  test('clipping, silences and a missing side are named with their place', async () => {
    const clipped = await warn(
      'clipped.wav',
      wav({ seconds: 4 }, (time) => (time > 2 ? 3 : 0.5) * Math.sin(2 * Math.PI * 200 * time)),
    );
    expect(clipped.warnings).toEqual([
      expect.stringMatching(/^Clipped in \d{3} places, first at 0:02: lower the recording level/),
    ]);
    const pauses = await warn(
      'pauses.wav',
      wav({ seconds: 18 }, (time) => (time < 3 || (time > 5 && time < 10) || time > 13 ? 0 : tone(440)(time))),
    );
    expect(pauses.warnings).toEqual([
      'It begins with 3 seconds of silence: trim them.',
      'Nothing is to be heard for 5 seconds from 0:05: check that nothing is missing.',
      'It ends with 5 seconds of silence: trim them.',
    ]);
    const oneSided = await warn(
      'one-sided.wav',
      wav({ seconds: 3, channels: 2 }, (time, side) => (side ? tone(440)(time) : 0)),
    );
    expect(oneSided.layout).toBe('mono');
    expect(oneSided.warnings).toEqual([expect.stringContaining('Only the right side has sound')]);
    expect(oneSided.files[0]?.loudness).toBeCloseTo(-19, 0);
  });

  test('a picture that is no sound is refused', async () => {
    await expect(warn('picture.wav', Buffer.from('RIFF____WAVEnothing here'))).rejects.toMatchObject({
      code: 'media_corrupt',
    });
  });
});

test('words of people cannot leave their line of the tags', () => {
  expect(ffmetadata({ tags: { title: 'a\n[CHAPTER]\u0000=;#\\' }, duration: 1 })).toBe(
    ';FFMETADATA1\ntitle=a\\\n[CHAPTER]\\=\\;\\#\\\\\n',
  );
});
