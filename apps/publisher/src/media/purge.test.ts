import { randomUUID } from 'node:crypto';
import { buildAsset, buildItem, buildWorkspace } from '@mobilise/db/factories';
import { renditions } from '@mobilise/db/schema/media';
import { describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { purgeBin } from './purge.ts';

const { sql, db, storage, publisher } = await testPublishing();
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const left = async (id: string) => (await sql`select from assets where id = ${id}`).length;

describe('the bin', () => {
  it('keeps an upload for 30 days, then takes it with what was made from it, and its bytes', async () => {
    const [original, thumb] = [
      await storage.put(Buffer.from('a ward')),
      await storage.put(Buffer.from('a small ward')),
    ];
    const old = await buildAsset(db, { ...original, deletedAt: daysAgo(30.1) });
    const file = { purpose: 'thumb', format: 'webp', width: 1, height: 1 };
    await db.insert(renditions).values({ ...file, ...thumb, id: randomUUID(), assetId: old.id });
    const recent = await buildAsset(db, { ...(await storage.put(Buffer.from('a garden'))), deletedAt: daysAgo(29.9) });
    await purgeBin(publisher());
    expect([await left(old.id), await left(recent.id)]).toEqual([0, 1]);
    expect(await Promise.all([original, thumb, recent].map(({ sha256 }) => storage.has(sha256)))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('leaves bytes that another workspace has as well', async () => {
    const stored = await storage.put(Buffer.from('a logo'));
    const old = await buildAsset(db, { ...stored, deletedAt: daysAgo(31) });
    await buildAsset(db, { ...stored, workspaceId: (await buildWorkspace(db)).id });
    await purgeBin(publisher());
    expect([await left(old.id), await storage.has(stored.sha256)]).toEqual([0, true]);
  });

  it('leaves what something uses all the same', async () => {
    const stored = await storage.put(Buffer.from('in use'));
    const used = await buildAsset(db, { ...stored, deletedAt: daysAgo(31) });
    await buildItem(db, {
      workspaceId: used.workspaceId,
      content: { leadImage: { assetId: used.id, alt: '' }, body: { type: 'doc', content: [] } },
    });
    await purgeBin(publisher());
    expect([await left(used.id), await storage.has(stored.sha256)]).toEqual([1, true]);
  });
});
