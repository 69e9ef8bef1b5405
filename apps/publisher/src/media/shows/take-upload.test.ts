import { buildWorkspace } from '@mobilise/db/factories';
import { lockSlugs } from '@mobilise/db/slugs';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { expect, it } from 'vitest';
import type { Publisher } from '../../publisher.ts';
import { testPublishing } from '../../testing.ts';
import { takeUpload } from './take-upload.ts';

const { sql, db, storage, publisher } = await testPublishing();
const sharp = await loadSharp();
const address = 'https://podcasts.example/a8f3c.png?x=1';
const name = 'The cover';
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
  const failing = takeUpload(worker, owner, { kind: 'image', address, name }, signal, async () => {
    throw new Error('The episode could not be written');
  });
  await expect(failing).rejects.toThrow('could not be written');
  expect(await stored()).toBe(before);

  steps.length = 0;
  await takeUpload(worker, owner, { kind: 'image', address, name }, signal, ({ write }) =>
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
  await takeUpload(
    worker,
    { workspaceId, createdBy: null },
    { kind: 'image', address, name },
    signal,
    async ({ write }) => {
      for await (const { sha256 } of storage.list()) await storage.remove(sha256);
      await db.transaction((tx) => write(tx));
    },
  );
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
    { kind: 'audio', address, name },
    signal,
    async () => null,
  );
  await expect(whole).rejects.toMatchObject({ code: 'media_full', message: expect.stringContaining('Remove uploads') });
  expect(read).toBe(100);
  const take = async (quota: number) =>
    takeUpload(
      await fetching('blue', { settings: { ...publisher().settings, quota } }),
      { workspaceId, createdBy: null },
      { kind: 'image', address, name },
      signal,
      ({ id }) => Promise.resolve(id),
    );
  const before = await stored();
  await expect(take(20)).rejects.toThrow(/This workspace has .* Remove uploads that nothing uses.*try again\.$/);
  expect(await stored()).toBe(before);
  await expect(take(2 ** 20)).resolves.toEqual(expect.any(String));
});

it('what is sent instead of a recording or a picture is named, and its host, to somebody who takes over a feed', async () => {
  const { id: workspaceId } = await buildWorkspace(db);
  const create = { width: 40, height: 40, channels: 3, background: 'red' } as const;
  const picture = await sharp({ create }).png().toBuffer();
  const take = (kind: 'audio' | 'image', sent: string | Buffer) => {
    const download = async () => ({ type: 'audio/mpeg', body: [Buffer.from(sent)] });
    const worker = publisher({ download: download as unknown as Publisher['download'] });
    return takeUpload(worker, { workspaceId, createdBy: null }, { kind, address, name }, signal, async () => 'taken');
  };
  const page = '\n<!DOCTYPE html><html><title>Log in</title></html>';
  const said = 'podcasts.example sent';
  await expect(take('audio', page)).rejects.toThrow(
    `Instead of a recording, ${said} a web page. See to it that the address in the feed leads to the recording, and try again.`,
  );
  await expect(take('image', page)).rejects.toThrow(`Instead of a picture, ${said} a web page.`);
  await expect(take('audio', picture)).rejects.toThrow(`Instead of a recording, ${said} a picture.`);
  await expect(take('audio', '{"error":"gone"}')).rejects.toThrow(`Instead of a recording, ${said} text.`);
  await expect(take('audio', '\0\u0001')).rejects.toThrow(`Instead of a recording, ${said} a file of another kind.`);
  await expect(take('image', 'RIFF\0\0\0\0WAVEfmt ')).rejects.toThrow(`Instead of a picture, ${said} sound.`);
  await expect(take('audio', '')).rejects.toThrow('This file is empty');
});

it.each([
  ['S2 E7 All of it?', 'S2 E7 All of it?.png'],
  [' …and/or\\then\n', '…and-or-then-.png'],
  ['../..', '-.png'],
  ['. .', 'imported.png'],
  ['ليل'.repeat(100), `${'ليل'.repeat(80)}.png`],
])('a file is called what it is said to be, safely, with the ending of its type: %j', async (name, filename) => {
  const { id: workspaceId } = await buildWorkspace(db);
  await takeUpload(
    await fetching('red'),
    { workspaceId, createdBy: null },
    { kind: 'image', address, name },
    signal,
    ({ write }) => db.transaction((tx) => write(tx)),
  );
  expect(await sql`select filename from assets where workspace_id = ${workspaceId}`).toEqual([{ filename }]);
});
