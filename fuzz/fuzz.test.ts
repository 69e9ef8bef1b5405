import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { baitFor, caseOf } from './cases.ts';
import type { Seed } from './kinds.ts';
import { makeSeeds } from './seeds.ts';
import { trespasses } from './trace.ts';

let folder: string;
let seeds: Seed[];
const checkout = join(import.meta.dirname, '..');
const bait = baitFor(40, 40_000, '/outside');

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), 'fuzz-test-'));
  // Of recordings only two, because each costs a second where there is no ffmpeg but the embedded one.
  const few = ['wav', 'mp4'];
  const made = await makeSeeds(
    folder,
    await openFfmpeg(),
    (kind, name) => (kind !== 'audio' && kind !== 'video') || few.includes(name),
  );
  expect(made.missing).toEqual([]);
  seeds = made.seeds;
});
afterAll(() => rm(folder, { recursive: true }));

test('whole and mutated files of every kind are accepted or refused in words, and touch nothing else', async () => {
  const { verdict, offences, results } = await runCampaign({
    ...{ seeds, seed: 4, indices: Array.from({ length: 44 }, (_, index) => index), traced: [], folder, checkout },
    ...{ lanes: 2, embedded: () => false, renders: (index) => index % 4 === 0 },
  });
  expect(offences).toEqual([]);
  expect(verdict).toEqual({ crashes: 0, hangs: 0, requests: 0, readOutside: 0, unexpected: 0 });
  const kinds = new Set(results.map(({ file }) => file.kind));
  expect(kinds).toEqual(new Set(['image', 'audio', 'video', 'captions', 'chapters']));
  const codes = results.slice(seeds.length).map(({ code }) => code);
  expect(codes).toContain('accepted');
  expect(codes).toContain('media_corrupt');
});

test('a number and a seed give the same file every time, and another number another', () => {
  const some = [40, 41, 42, 43].map((index) => caseOf(seeds, 7, index, bait));
  expect([40, 41, 42, 43].map((index) => caseOf(seeds, 7, index, bait))).toEqual(some);
  expect(new Set(some.map(({ about }) => about)).size).toBeGreaterThan(1);
  expect(caseOf(seeds, 8, 40, bait)).not.toEqual(some[0]);
});

test('what a tracer saw beside the system, the project and the work folder is told with its file', async () => {
  const log = join(folder, 'strace.log');
  await writeFile(
    log,
    [
      `1 openat(AT_FDCWD, "/usr/lib/libc.so.6", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "${checkout}/fuzz/worker.ts", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "/work/lane-1/in/7/upload", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "/work/lane-1/outside/canary.txt", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "/work/lane-1/in/8/upload", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "/work/lane-1/in/../../../etc/passwd", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "ours.txt", O_RDONLY) = 3`,
      `1 openat(AT_FDCWD, "../theirs.txt", O_RDONLY <unfinished ...>`,
      `2 connect(18, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`,
      `2 connect(18, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1`,
    ].join('\n'),
  );
  const { found } = await trespasses(log, { checkout, lane: '/work/lane-1' });
  expect(found).toEqual([
    { index: 7, what: '/work/lane-1/outside/canary.txt' },
    { index: 8, what: '/work/lane-1/in/../../../etc/passwd' },
    { index: 8, what: '../theirs.txt' },
    { index: 8, what: expect.stringContaining('127.0.0.1') },
  ]);
});
