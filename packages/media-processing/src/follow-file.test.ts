import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followFile } from './follow-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'follow-file-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('gives what is written while it is written, and ends when it is complete', async () => {
  const path = join(folder, 'growing');
  const { stream, grown, complete } = followFile(path);
  const chunks = stream[Symbol.asyncIterator]();
  await writeFile(path, 'one');
  grown();
  expect(String((await chunks.next()).value)).toBe('one');
  await appendFile(path, 'two');
  grown();
  expect(String((await chunks.next()).value)).toBe('two');
  await appendFile(path, 'three');
  complete();
  expect(String((await chunks.next()).value)).toBe('three');
  expect((await chunks.next()).done).toBe(true);
});

test('gives a file that was complete before anybody looked', async () => {
  const path = join(folder, 'whole');
  await writeFile(path, 'all of it');
  const { stream, complete } = followFile(path);
  complete();
  expect(String(await buffer(stream))).toBe('all of it');
});

test('fails when there is no file', async () => {
  const { stream, complete } = followFile(join(folder, 'missing'));
  complete();
  await expect(buffer(stream)).rejects.toThrow('ENOENT');
});
