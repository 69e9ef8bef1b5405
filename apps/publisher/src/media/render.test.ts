import { buildAsset, buildItem } from '@mobilise/db/factories';
import { queueDatabase } from '@mobilise/db/queue';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { describe, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { workQueues } from './queue.ts';
import { renderAsset, renderQueue } from './render.ts';

const sharp = await loadSharp();
const { sql, db, storage, publisher } = await testPublishing();

async function upload(width = 700, height = 500, background = '#0f766e') {
  const stored = await storage.put(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return buildAsset(db, { ...stored, state: 'processing', width: null, height: null });
}
const renditionsOf = (assetId: string) =>
  sql`select purpose, format, width, height, sha256 from renditions where asset_id = ${assetId} order by purpose, format, width`;

describe('rendering an upload', () => {
  it('makes every rendition, keeps it in storage and says that the asset is ready', async () => {
    const asset = await upload();
    await renderAsset(publisher(), asset.id, { last: false });
    const made = await renditionsOf(asset.id);
    expect(made.map(({ purpose, format, width }) => `${purpose} ${format} ${width}`)).toEqual([
      'card jpeg 700',
      'landscape jpeg 700',
      'portrait jpeg 400',
      'responsive avif 320',
      'responsive avif 640',
      'responsive avif 700',
      'responsive jpeg 320',
      'responsive jpeg 640',
      'responsive jpeg 700',
      'responsive webp 320',
      'responsive webp 640',
      'responsive webp 700',
      'square jpeg 500',
      'tall jpeg 281',
      'thumb webp 320',
    ]);
    for (const { sha256 } of made) expect(await storage.has(String(sha256))).toBe(true);
    const [row] =
      await sql`select state, width, height, thumbhash is not null as hash, failure from assets where id = ${asset.id}`;
    expect(row).toEqual({ state: 'ready', width: 700, height: 500, hash: true, failure: null });
  });

  it('of a drawing makes them from its pixels', async () => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9" height="9"/></svg>';
    const asset = await buildAsset(db, { ...(await storage.put(Buffer.from(drawing))), state: 'processing' });
    await renderAsset(publisher(), asset.id, { last: false });
    expect((await renditionsOf(asset.id)).length).toBe(18);
    const [row] = await sql`select state, width, height from assets where id = ${asset.id}`;
    expect(row).toEqual({ state: 'ready', width: 1920, height: 960 });
  });

  it('can be done twice and gives the same rows', async () => {
    const asset = await upload(400, 300);
    await renderAsset(publisher(), asset.id, { last: false });
    const before = await renditionsOf(asset.id);
    await renderAsset(publisher(), asset.id, { last: false });
    expect(await renditionsOf(asset.id)).toEqual(before);
  });

  it('shows all of an infographic’s artwork on its card instead of cutting it', async () => {
    const asset = await upload(400, 500);
    await buildItem(db, {
      workspaceId: asset.workspaceId,
      kind: 'infographic',
      content: { artwork: { assetId: asset.id, alt: 'x' }, longDescription: 'x', data: null, sources: [] },
    });
    await renderAsset(publisher(), asset.id, { last: false });
    const [card] = await sql`select width, height from renditions where asset_id = ${asset.id} and purpose = 'card'`;
    expect(card).toEqual({ width: 1200, height: 630 });
  });

  it('that is damaged fails with a reason a person understands', async () => {
    const { sha256 } = await storage.put(Buffer.from('<html>not a picture</html>'));
    const asset = await buildAsset(db, { sha256, state: 'processing' });
    await renderAsset(publisher(), asset.id, { last: false });
    const [row] = await sql`select state, failure from assets where id = ${asset.id}`;
    expect(row).toMatchObject({ state: 'failed', failure: expect.stringMatching(/\w+ .*\./) });
  });

  it('that fails for a reason of ours is tried again, and says so only after the last try', async () => {
    const asset = await upload();
    const broken = publisher({ storage: { ...storage, put: () => Promise.reject(new Error('ENOSPC')) } });
    await expect(renderAsset(broken, asset.id, { last: false })).rejects.toThrow('ENOSPC');
    await renderAsset(broken, asset.id, { last: true });
    const [row] = await sql`select state, failure from assets where id = ${asset.id}`;
    expect(row).toMatchObject({ state: 'failed', failure: expect.stringContaining('fault on our side') });
  });

  it('that has been removed is no error', async () => {
    await renderAsset(publisher(), crypto.randomUUID(), { last: false });
  });
});

it('takes a job that another process sent in its transaction, within moments, and tells the workspace', async () => {
  const asset = await upload(64, 48);
  const told: { noun: string; id: string }[] = [];
  const { unlisten } = await sql.listen('changes', (payload) => told.push(JSON.parse(payload)));
  const queues = await workQueues(publisher());
  const sender = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
  await sender.start();
  await db.transaction(async (tx) => {
    await sender.send(renderQueue, { assetId: asset.id }, { db: fromDrizzle(tx, raw) });
  });
  await vi.waitFor(
    () => expect(told).toContainEqual({ workspaceId: asset.workspaceId, noun: 'assets', id: asset.id, actor: null }),
    { timeout: 8000 },
  );
  await vi.waitFor(
    async () => expect((await sql`select state from assets where id = ${asset.id}`)[0]).toEqual({ state: 'ready' }),
    // Well below the safety net's 30 s, which is what a pause would look like.
    { timeout: 20_000 },
  );
  await sender.stop({ graceful: false });
  await queues.stop();
  await unlisten();
});

it('works through what waited for it without a pause between two pictures', async () => {
  const waiting = [await upload(64, 48, '#111111'), await upload(64, 48, '#222222'), await upload(64, 48, '#333333')];
  const sender = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
  await sender.start();
  await sender.createQueue(renderQueue);
  for (const { id } of waiting) await sender.send(renderQueue, { assetId: id });
  const queues = await workQueues(publisher());
  await vi.waitFor(
    async () => {
      const rows = await sql`select state from assets where id = any(${waiting.map(({ id }) => id)}::uuid[])`;
      expect(rows.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    },
    // Well below the safety net's 30 s, which is what a pause would look like.
    { timeout: 20_000 },
  );
  await sender.stop({ graceful: false });
  await queues.stop();
});
