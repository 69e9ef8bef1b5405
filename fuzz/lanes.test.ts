import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantCanaries } from './canaries.ts';
import { type Result, runLanes } from './lanes.ts';
import { listen } from './requests.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), 'lanes-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What becomes of files whose content is what a worker is to do. */
async function become(...contents: string[]): Promise<Result[]> {
  const program = join(folder, 'program.mjs');
  await writeFile(
    program,
    `import { readFileSync } from 'node:fs';
    import { join } from 'node:path';
    process.on('message', ({ path }) => {
      const content = readFileSync(path, 'utf8');
      if (content === 'crash') process.abort();
      if (content === 'hang') for (;;);
      if (content === 'read') readFileSync(join(process.cwd(), 'outside', 'canary.txt'));
      process.send({ code: content === 'refuse' ? 'media_corrupt' : 'accepted', faults: [], milliseconds: 1, peak: 1 });
    });`,
  );
  const results: Result[] = [];
  await runLanes({
    ...{ program, folder: await mkdtemp(join(folder, 'work-')), port: 40_000, lanes: 1 },
    ...{ embedded: () => false, renders: () => false, told: (result) => void results.push(result) },
    // Only what hangs is waited for, however slow the machine is.
    longest: { image: 60_000, audio: 60_000, video: 60_000, captions: 60_000, chapters: 500 },
    indices: contents.map((_, index) => index),
    make: (index) => ({
      ...{
        index,
        kind: contents[index] === 'hang' ? 'chapters' : 'captions',
        about: '',
        name: 'upload',
        whole: contents[index] === 'refuse',
      },
      bytes: Buffer.from(contents[index] ?? ''),
    }),
  });
  return results;
}

test('a process that crashes or hangs is told with its file, and the next file gets another', async () => {
  const results = await become('good', 'crash', 'hang', 'good');
  expect(results.map(({ code, end }) => end ?? code)).toEqual(['accepted', 'crash', 'hang', 'accepted']);
});

test('a whole file that is refused is a fault', async () => {
  const [result] = await become('refuse');
  expect(result?.faults).toEqual(['It is whole and was not accepted']);
});

test('a file that has another one read is known, where the file system tells', async () => {
  const { tells } = await plantCanaries(join(folder, 'canaries'));
  const results = await become('good', 'read', 'good');
  expect(results.map(({ read }) => read)).toEqual([[], tells ? ['canary.txt'] : [], []]);
});

test('a request is counted with what it asked for', async () => {
  const server = await listen();
  await (await fetch(`http://127.0.0.1:${server.port}/00042/a.png`)).text();
  server.close();
  expect(server.requests).toEqual(['/00042/a.png']);
});

test('canaries are as they were after being asked', async () => {
  const canaries = await plantCanaries(join(folder, 'canaries'));
  await readFile(join(canaries.folder, 'canary.png'));
  expect(await canaries.touched()).toEqual(canaries.tells ? ['canary.png'] : []);
  expect(await canaries.touched()).toEqual([]);
});
