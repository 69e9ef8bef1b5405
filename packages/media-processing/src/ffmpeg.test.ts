import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { embeddedFfmpeg, openFfmpeg } from './ffmpeg.ts';
import { capabilitiesFrom, embeddedCapabilities } from './ffmpeg-capabilities.ts';
import type { FfmpegJob } from './ffmpeg-job.ts';
import { runProcess } from './ffmpeg-process.ts';
import { everyFfmpeg, tone, wav } from './ffmpeg-testing.ts';
import { embeddedTool } from './ffmpeg-tools.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ffmpeg-test-'));
  vi.stubEnv('TMPDIR', folder);
  await writeFile(file('tone.wav'), wav({ seconds: 2 }, tone(440)));
});
afterAll(() => {
  vi.unstubAllEnvs();
  return rm(folder, { recursive: true });
});
const file = (name: string) => join(folder, name);

const bounds = { seconds: 3600, maxBytes: 10_000_000, timeout: 60 };
const job = (made: Partial<FfmpegJob>): FfmpegJob => ({
  inputs: [{ path: file('tone.wav'), format: 'wav' }],
  outputs: [],
  ...bounds,
  ...made,
});
/** So much that nobody would wait for it: silence repeated for hours. */
const endless = () =>
  job({
    filters: 'aevalsrc=0:s=192000:c=7.1:d=360000[a]',
    outputs: [{ args: ['-map', '[a]', '-f', 'null'], path: file('nothing') }],
    seconds: 360_000,
  });

describe.each(await everyFfmpeg())('the $source ffmpeg', (ffmpeg) => {
  test('makes a file, tells how far it is, and leaves nothing behind', async () => {
    const shares: number[] = [];
    const path = file('made.m4a');
    await ffmpeg.run(job({ outputs: [{ path, args: ['-c:a', 'aac', '-movflags', '+faststart'] }], expected: 2000 }), {
      onProgress: (share) => shares.push(share),
    });
    expect(shares.at(-1)).toBeGreaterThan(0.9);
    const left = (await readdir(folder)).filter((name) => name.startsWith('mobilise-ffmpeg-'));
    expect(left).toEqual([]);
    const made = await readFile(path);
    expect(made.indexOf('moov')).toBeLessThan(made.indexOf('mdat'));
    const { format } = (await ffmpeg.probe(path, 'mov')) as { format: { duration: string } };
    expect(Number(format.duration)).toBeCloseTo(2, 1);
  });

  test('gives bytes as they come', async () => {
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
    };
    const args = ['-f', 's16le', '-ar', '8000'];
    await ffmpeg.run(job({ outputs: [{ args, take: count }] }));
    expect(bytes).toBe(2 * 8000 * 2);
  });

  test('takes bytes as they come', async () => {
    const whole = await readFile(file('tone.wav'));
    async function* slowly() {
      for (let at = 0; at < whole.length; at += 50_000) {
        yield whole.subarray(at, at + 50_000);
        await setImmediate();
      }
    }
    const path = file('streamed.mp3');
    const inputs = [{ stream: Readable.from(slowly()), format: 'wav' as const }];
    await ffmpeg.run(job({ inputs, outputs: [{ path, args: ['-f', 'mp3'] }] }));
    const { format } = (await ffmpeg.probe(path, 'mp3')) as { format: { duration: string } };
    expect(Number(format.duration)).toBeCloseTo(2, 1);
  });

  test('ends when the bytes that come fail', async () => {
    const trouble = new Error('nothing more comes');
    async function* broken() {
      yield (await readFile(file('tone.wav'))).subarray(0, 1000);
      throw trouble;
    }
    const inputs = [{ stream: Readable.from(broken()), format: 'wav' as const }];
    const running = ffmpeg.run(job({ inputs, outputs: [{ path: file('broken.mp3'), args: ['-f', 'mp3'] }] }));
    await expect(running).rejects.toBe(trouble);
  });

  test('takes words with spaces and quotes from a file', async () => {
    const title = `A & E's “night shift”; [x] = \\ 100%`;
    const escaped = title.replace(/[=;#\\\n]/g, '\\$&');
    const path = file('titled.mp3');
    await ffmpeg.run(
      job({
        inputs: [
          { path: file('tone.wav'), format: 'wav' },
          { path: 'tags.txt', format: 'ffmetadata' },
        ],
        files: { 'tags.txt': `;FFMETADATA1\ntitle=${escaped}\n` },
        outputs: [{ path, args: ['-map', '0:a', '-map_metadata', '1', '-c:a', 'libmp3lame', '-b:a', '64k'] }],
      }),
    );
    expect(await ffmpeg.probe(path, 'mp3')).toMatchObject({ format: { tags: { title } } });
  });

  test('never follows a playlist under a false name', async () => {
    const path = file('list.mp4');
    await writeFile(path, `ffconcat version 1.0\nfile '${file('tone.wav')}'\n`);
    await expect(ffmpeg.probe(path, 'mov')).rejects.toMatchObject({ code: 'media_corrupt' });
    await expect(
      ffmpeg.run(job({ inputs: [{ path, format: 'mov' }], outputs: [{ path: file('x.wav'), args: [] }] })),
    ).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('is killed at its time limit', async () => {
    await expect(ffmpeg.run({ ...endless(), timeout: 1 })).rejects.toMatchObject({ code: 'media_timeout' });
  });

  test('is killed once nothing more comes of it, and not before', async () => {
    async function* halting() {
      yield (await readFile(file('tone.wav'))).subarray(0, 50_000);
      await new Promise(() => undefined);
    }
    const inputs = [{ stream: Readable.from(halting()), format: 'wav' as const }];
    const outputs = [{ path: file('halted.mp3'), args: ['-f', 'mp3'] }];
    const halted = ffmpeg.run(job({ inputs, outputs, maxBytes: 1000, stall: 1 }));
    await expect(halted).rejects.toMatchObject({
      code: 'media_timeout',
      detail: expect.stringMatching(/^Nothing more/),
    });

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const stop = new AbortController();
      const enough = new Error('It got further for long enough');
      const shares: number[] = [];
      const onProgress = (share: number) => {
        if (share <= (shares.at(-1) ?? 0)) return;
        if (shares.push(share) < 5) vi.advanceTimersByTime(800);
        else stop.abort(enough);
      };
      const moving = ffmpeg.run(
        { ...endless(), maxBytes: 1000, expected: 1e9, stall: 1 },
        { signal: stop.signal, onProgress },
      );
      await expect(moving).rejects.toBe(enough);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is killed when nobody wants the result any more', async () => {
    const stop = new AbortController();
    const reason = new Error('no longer wanted');
    const running = ffmpeg.run(
      { ...endless(), expected: 1e9 },
      { signal: stop.signal, onProgress: () => stop.abort(reason) },
    );
    await expect(running).rejects.toBe(reason);
  });

  test('refuses to make more bytes than allowed', async () => {
    const outputs = [{ path: file('large.wav'), args: ['-ar', '192000'] }];
    await expect(ffmpeg.run(job({ outputs, maxBytes: 100_000 }))).rejects.toMatchObject({ code: 'media_too_large' });
  });

  test('tells a missing file from a fault of ours', async () => {
    await expect(ffmpeg.probe(file('nowhere.wav'), 'wav')).rejects.toMatchObject({ code: 'media_missing' });
    const wrong = ffmpeg.run(job({ outputs: [{ path: file('x.wav'), args: ['-c:a', 'no-such-codec'] }] }));
    await expect(wrong).rejects.toMatchObject({ name: 'Error' });
  });
});

test('the embedded ffmpeg can do what we say of it', async () => {
  const [encoders = '', decoders = '', filters = ''] = await Promise.all(
    ['-encoders', '-decoders', '-filters'].map(async (option) => {
      const chunks: Buffer[] = [];
      const tool = embeddedTool('ffmpeg')({ inputs: [], outputs: [], timeout: 30 });
      await runProcess(tool, [option], {
        ...{ cwd: folder, timeout: 30, maxBytes: 0 },
        onOutput: (chunk) => chunks.push(chunk),
      });
      return Buffer.concat(chunks).toString();
    }),
  );
  expect(capabilitiesFrom({ encoders, decoders, filters })).toEqual(embeddedCapabilities);
  expect(embeddedFfmpeg().notes.join()).toContain('Video will be slow on this machine, because no ffmpeg is installed');
});

describe.skipIf(process.platform === 'win32')('an ffmpeg that was given', () => {
  const fake = async (name: string, body: string) => {
    await writeFile(file(name), `#!/bin/sh\n${body}\n`);
    await chmod(file(name), 0o755);
    return file(name);
  };
  const lists = `echo ' V..... libx264 x'; echo ' A..... libmp3lame x'; echo ' A..... aac x'; echo ' ... ebur128 x'; echo ' ... alimiter x'`;

  test('whose ffprobe says more than any recording has to say is stopped, and the file refused', async () => {
    const ffmpegPath = await fake('plain', `echo "ffmpeg version 4.2"; ${lists}`);
    const ffprobePath = await fake(
      'endless-probe',
      `case "$*" in *-version*) echo ffprobe;; *) yes '{"format":{}}';; esac`,
    );
    const ffmpeg = await openFfmpeg({ ffmpegPath, ffprobePath });
    await expect(ffmpeg.probe(file('tone.wav'), 'wav')).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('is used whatever its version, without our secrets in its environment, and within limits', async () => {
    const said = `echo "ffmpeg version 4.2 $MOBILISE_SECRET"; ${lists}; { env; ulimit -f; ulimit -c; } >&2`;
    const ffmpegPath = await fake('given', said);
    const ffprobePath = await fake('given-probe', 'echo ffprobe');
    vi.stubEnv('MOBILISE_SECRET', 'not for others');
    const ffmpeg = await openFfmpeg({ ffmpegPath, ffprobePath });
    expect(ffmpeg).toMatchObject({ source: 'given', version: '4.2' });
    expect(ffmpeg.notes).toContain(
      'HDR video may look pale, because the ffmpeg on this machine was built without zimg.',
    );
    await writeFile(file('out.wav'), '');
    const { log } = await ffmpeg.run(job({ outputs: [{ path: file('out.wav'), args: [] }] }));
    expect(log).toContain('PATH=');
    expect(log).not.toContain('not for others');
    expect(log.trim().split('\n').slice(-2)).toEqual([expect.stringMatching(/^\d+$/), '0']);
  });

  test('stops with a sentence when it is not there or cannot do what is needed', async () => {
    await expect(openFfmpeg({ ffmpegPath: file('nowhere') })).rejects.toThrow(
      /no working ffmpeg and ffprobe at .*nowhere/,
    );
    const ffmpegPath = await fake('poor', 'echo ffmpeg version 6.0');
    const ffprobePath = await fake('poor-probe', 'echo ffprobe');
    await expect(openFfmpeg({ ffmpegPath, ffprobePath })).rejects.toThrow(/cannot encode MP3/);
  });
});
