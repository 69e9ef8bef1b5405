import { randomUUIDv7 } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@mobilise/db/testing';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { afterAll, expect, test, vi } from 'vitest';
import { buildDesk } from '../post-testing.ts';
import { keep } from './keep.ts';

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'keep-'));
afterAll(() => rm(folder, { recursive: true }));
const storage = diskStorage(folder);

test('four files are looked at at a time; one whose sender has left is looked at no more, and not kept', async () => {
  const scope = await (await buildDesk(db)).as('editor');
  const stored = await storage.put(wav({ seconds: 1, rate: 8000 }, tone(300)));
  const open = Promise.withResolvers<void>();
  let looks = 0;
  const ffmpeg = async () => {
    looks += 1;
    await open.promise;
    return openFfmpeg();
  };
  const uploads = { storage, jobs: { send: () => Promise.resolve('sent') }, ffmpeg, quota: 10_000_000 };
  const path = await storage.path(stored.sha256);
  const file = { path, stored, filename: 'talk.wav', claimedType: 'audio/wav', replaces: undefined };
  const take = (gone?: AbortSignal) => keep(scope, uploads, { ...file, id: randomUUIDv7(), ...(gone && { gone }) });

  const [early, late] = [new AbortController(), new AbortController()];
  const held = [take(early.signal), take(), take(), take()];
  await vi.waitFor(() => expect(looks).toBe(4));
  const waiting = [take(late.signal), take()];
  for (const sender of [early, late]) sender.abort(new Error('The sender has left'));
  await expect(waiting[0]).rejects.toThrow('The sender has left');
  expect(looks).toBe(4);
  open.resolve();
  await expect(held[0]).rejects.toThrow('The sender has left');
  const kept = await Promise.all([...held.slice(1), waiting[1]]);
  expect([kept.map((asset) => asset?.duration), looks]).toEqual([[1000, 1000, 1000, 1000], 5]);
});
