import { buildWorkspace } from '@mobilise/db/factories';
import { lockSlugs } from '@mobilise/db/slugs';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { expect, it } from 'vitest';
import type { Publisher } from '../../publisher.ts';
import { testPublishing } from '../../testing.ts';
import { takeUpload } from './take-upload.ts';

const { sql, db, storage, publisher } = await testPublishing();
const sharp = await loadSharp();
const address = 'https://podcasts.example/cover.png';
const { signal } = new AbortController();

/** A publisher to which every address leads to a picture that nobody else has. */
async function fetching(background: string, overrides: Partial<Publisher> = {}) {
  const create = { width: 40, height: 40, channels: 3, background } as const;
  const picture = await sharp({ create }).png().toBuffer();
  const download = async () => ({ type: 'image/png', body: [picture] });
  return publisher({ download: download as unknown as Publisher['download'], ...overrides });
}
const stored = async () => (await Array.fromAsync(storage.list())).length;

it('bytes are stored while nobody waits for them; the row follows in a transaction, and without it they go again', async () => {
  const { id: workspaceId } = await buildWorkspace(db);
  const owner = { workspaceId, createdBy: null };
  const steps: string[] = [];
  const adopt: typeof storage.adopt = async (...args) => {
    steps.push('stored');
    await storage.adopt(...args);
  };
  const worker = await fetching('red', { storage: { ...storage, adopt } });
  const before = await stored();
  const failing = takeUpload(worker, owner, { kind: 'image', address }, signal, async () => {
    throw new Error('The episode could not be written');
  });
  await expect(failing).rejects.toThrow('could not be written');
  expect(await stored()).toBe(before);

  steps.length = 0;
  await takeUpload(worker, owner, { kind: 'image', address }, signal, ({ write }) =>
    db.transaction(async (tx) => {
      steps.push('locked');
      await lockSlugs({ db: tx, workspaceId });
      await write(tx);
    }),
  );
  expect(steps).toEqual(['stored', 'locked']);
  const rows = await sql<{ sha256: string; mime: string }[]>`
    select sha256, mime from assets where workspace_id = ${workspaceId}`;
  expect(rows).toEqual([{ sha256: expect.any(String), mime: 'image/png' }]);
  expect(await storage.has(rows[0]?.sha256 ?? '')).toBe(true);
});

it('bytes that somebody took away before the row was written are stored once more', async () => {
  const { id: workspaceId } = await buildWorkspace(db);
  const worker = await fetching('green');
  await takeUpload(worker, { workspaceId, createdBy: null }, { kind: 'image', address }, signal, async ({ write }) => {
    for await (const { sha256 } of storage.list()) await storage.remove(sha256);
    await db.transaction((tx) => write(tx));
  });
  const [row] = await sql<{ sha256: string }[]>`select sha256 from assets where workspace_id = ${workspaceId}`;
  expect(await storage.has(row?.sha256 ?? '')).toBe(true);
});

it('a workspace that is full takes nothing, reads no more than fits, and says what to do', async () => {
  const { id: workspaceId } = await buildWorkspace(db);
  let read = 0;
  async function* endless() {
    for (; ; read += 10) yield Buffer.alloc(10);
  }
  const download = async () => ({ type: 'audio/mpeg', body: endless() });
  const worker = publisher({ download, settings: { ...publisher().settings, quota: 100 } });
  const whole = takeUpload(
    worker,
    { workspaceId, createdBy: null },
    { kind: 'audio', address },
    signal,
    async () => null,
  );
  await expect(whole).rejects.toMatchObject({ code: 'media_full', message: expect.stringContaining('Remove uploads') });
  expect(read).toBe(100);
  const take = async (quota: number) =>
    takeUpload(
      await fetching('blue', { settings: { ...publisher().settings, quota } }),
      { workspaceId, createdBy: null },
      { kind: 'image', address },
      signal,
      ({ id }) => Promise.resolve(id),
    );
  const before = await stored();
  await expect(take(20)).rejects.toThrow(/This workspace has .* Remove uploads that nothing uses.*try again\.$/);
  expect(await stored()).toBe(before);
  await expect(take(2 ** 20)).resolves.toEqual(expect.any(String));
});
