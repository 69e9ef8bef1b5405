import {
  type Asset,
  emptyBin,
  getAsset,
  listAssets,
  removeAsset,
  restoreAsset,
  updateAsset,
} from '@mobilise/contracts/media';
import { createItem } from '@mobilise/contracts/new-item';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { buildChannel, buildItem, buildPost, buildRevision, buildWorkspace } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { assets, renditions } from '@mobilise/db/schema/media';
import { members } from '@mobilise/db/schema/team';
import { removeUnnamed } from '@mobilise/db/stored-bytes';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { testUploads } from './testing.ts';

const { api, workspaceId, owner, path, picture, uploaded } = await testUploads();
const { db, sql, storage } = api.context;
const params = (asset: string) => ({ workspace: workspaceId, asset });
const jobsFor = async (id: string) =>
  (await sql`select 1 from pgboss.job where name = 'render-image' and data->>'assetId' = ${id}`).length;
const otherWorkspace = async () => {
  const { id } = await buildWorkspace(db);
  await db.insert(members).values({ workspaceId: id, userId: owner.userId, role: 'owner' });
  return id;
};

describe('the media of a workspace', () => {
  test('are listed newest first with their renditions, in pages, and searched', async () => {
    const workspace = await otherWorkspace();
    const made = [];
    for (const name of ['tea.png', '50%_off.png', 'garden.png'])
      made.push((await uploaded(await picture(), path(workspace, name))).id);
    const sha256 = 'cd'.repeat(32);
    const file = { assetId: made[2] ?? '', format: 'webp', bytes: 9, sha256 };
    await db.insert(renditions).values({ ...file, id: crypto.randomUUID(), purpose: 'thumb', width: 320, height: 320 });
    const first = await api.call(listAssets, { params: { workspace }, query: { limit: '2' } as never }, owner);
    expect(first.data.map(({ filename }) => filename)).toEqual(['garden.png', '50%_off.png']);
    expect(first.data[0]).toMatchObject({
      thumb: `/media/${sha256}.webp`,
      renditions: [{ purpose: 'thumb', url: `/media/${sha256}.webp` }],
    });
    const second = await api.call(
      listAssets,
      { params: { workspace }, query: { limit: '2', cursor: first.next } as never },
      owner,
    );
    expect([second.data.map(({ filename }) => filename), second.next]).toEqual([['tea.png'], null]);
    const found = async (search: string) =>
      (await api.call(listAssets, { params: { workspace }, query: { search } as never }, owner)).data.map(
        ({ filename }) => filename,
      );
    expect([await found('%_'), await found('GARDEN'), await found('nothing')]).toEqual([
      ['50%_off.png'],
      ['garden.png'],
      [],
    ]);
  });

  test('are not there for another workspace', async () => {
    const { id } = await uploaded(await picture());
    const elsewhere = { workspace: await otherWorkspace(), asset: id };
    expect((await api.request(getAsset, { params: elsewhere }, owner)).status).toBe(404);
    expect((await api.request(updateAsset, { params: elsewhere, body: { version: 1, alt: 'x' } }, owner)).status).toBe(
      404,
    );
    expect((await api.request(removeAsset, { params: elsewhere }, owner)).status).toBe(404);
    expect(await api.call(getAsset, { params: params(id) }, owner)).toMatchObject({ id, version: 1, alt: '' });
  });
});

describe('a change', () => {
  test('of the focal point renders again; of the alternative text does not; the version must be the present one', async () => {
    const { id } = await uploaded(await picture());
    const change = (body: object) => api.request(updateAsset, { params: params(id), body: body as never }, owner);
    expect(await (await change({ version: 1, alt: 'A ward' })).json()).toMatchObject({ alt: 'A ward', version: 2 });
    expect(await jobsFor(id)).toBe(1);
    // While it waits, another request is the same one.
    await sql`update pgboss.job set state = 'completed' where data->>'assetId' = ${id}`;
    expect(await (await change({ version: 2, focalPoint: { x: 0.2, y: 0.8 } })).json()).toMatchObject({
      focalPoint: { x: 0.2, y: 0.8 },
      version: 3,
    });
    expect(await jobsFor(id)).toBe(2);
    expect(await (await change({ version: 3, focalPoint: { y: 0.8, x: 0.2 } })).json()).toMatchObject({ version: 3 });
    expect(await jobsFor(id)).toBe(2);
    const stale = await change({ version: 1, alt: 'Older' });
    expect([stale.status, ((await stale.json()) as ProblemDetails).extra]).toEqual([409, { version: 3 }]);
    expect((await change({ version: 3, focalPoint: { x: 2, y: 0 } })).status).toBe(400);
  });
});

describe('removing', () => {
  const remove = (id: string) => api.request(removeAsset, { params: params(id) }, owner);
  const hashOf = async (id: string) =>
    (await db.select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, id)))[0]?.sha256 ?? '';

  test('puts it into the bin, out of which it can be taken', async () => {
    const { id } = await uploaded(await picture());
    const inList = async (bin: boolean) =>
      (
        await api.call(listAssets, { params: { workspace: workspaceId }, query: { bin: String(bin) } as never }, owner)
      ).data.some((asset) => asset.id === id);
    expect((await remove(id)).status).toBe(200);
    expect([await inList(false), await inList(true)]).toEqual([false, true]);
    expect(await storage.has(await hashOf(id))).toBe(true);
    expect(await api.call(getAsset, { params: params(id) }, owner)).toMatchObject({ deletedAt: expect.any(String) });
    expect(await api.call(restoreAsset, { params: params(id) }, owner)).toMatchObject({ deletedAt: null, version: 3 });
    expect([await inList(false), await inList(true)]).toEqual([true, false]);
  });

  test('is gone for good when the bin is emptied, with its bytes and in the log, and what is in use stays', async () => {
    const [kept, gone, used] = [
      await uploaded(await picture()),
      await uploaded(await picture()),
      await uploaded(await picture()),
    ];
    const remove = ({ id }: Asset) => api.call(removeAsset, { params: params(id) }, owner);
    for (const one of [kept, gone, used]) await remove(one);
    await buildItem(db, {
      workspaceId,
      content: { leadImage: { assetId: used.id, alt: '' }, body: { type: 'doc', content: [] } },
    });
    const bytesOf = async (id: string) => {
      const [row] = await sql`select sha256 from assets where id = ${id}`;
      return row ? String(row['sha256']) : '';
    };
    const [bytes, others] = [await bytesOf(gone.id), await bytesOf(kept.id)];
    const empty = (assets?: string[]) =>
      api.call(emptyBin, { params: { workspace: workspaceId }, body: assets ? { assets } : {} }, owner);
    expect(await empty([gone.id, used.id])).toEqual({ removed: 1, kept: 1 });
    expect([await storage.has(bytes), await storage.has(others)]).toEqual([false, true]);
    expect(
      await sql`select subject from audit_entries where subject_id = ${gone.id} and action = 'removed for good'`,
    ).toHaveLength(1);
    const elsewhere = await otherWorkspace();
    const theirs = await uploaded(await picture(), path(elsewhere));
    await api.call(removeAsset, { params: { workspace: elsewhere, asset: theirs.id } }, owner);
    expect(await empty([theirs.id])).toEqual({ removed: 0, kept: 0 });
    expect(await empty()).toMatchObject({ kept: 1 });
    expect([await bytesOf(kept.id), await bytesOf(theirs.id)]).toEqual(['', expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('keeps new uses away from what is in the bin', async () => {
    const { id } = await uploaded(await picture());
    await remove(id);
    const content = { leadImage: { assetId: id, alt: 'A ward' }, body: { type: 'doc', content: [] } };
    const body = { kind: 'story', title: 'Late', summary: '', content } as never;
    expect((await api.request(createItem, { params: { workspace: workspaceId }, body }, owner)).status).toBe(400);
  });

  test('while the same bytes are uploaded never leaves an upload without its file', async () => {
    const bytes = await picture();
    const { id } = await uploaded(bytes);
    const sha256 = await hashOf(id);
    await db.delete(assets).where(eq(assets.id, id));
    let second: Promise<Asset> | undefined;
    // The file goes at the worst moment: when another upload of it is complete, or would be if it did not have to wait.
    const remove = async (hash: string) => {
      let done = false;
      second = uploaded(bytes).finally(() => {
        done = true;
      });
      await vi.waitFor(
        async () => {
          const waiting = await sql`
          select from pg_locks join pg_database on pg_database.oid = pg_locks.database
          where locktype = 'advisory' and not granted and datname = current_database()`;
          expect(done || waiting.length > 0).toBe(true);
        },
        { timeout: 10_000 },
      );
      await storage.remove(hash);
    };
    await removeUnnamed(db, sha256, remove);
    expect(await hashOf((await second)?.id ?? '')).toBe(sha256);
    expect(await storage.has(sha256)).toBe(true);
  });

  test('is refused while an item uses it, now or in an earlier revision, or a post does', async () => {
    const content = (id: string) => ({
      leadImage: { assetId: id, alt: '' },
      body: { type: 'doc' as const, content: [] },
    });
    const inItem = await uploaded(await picture());
    const item = await buildItem(db, { workspaceId, title: 'Flu clinic', content: content(inItem.id) });
    expect(await (await remove(inItem.id)).json()).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: '“Flu clinic” uses this upload, so it stays.',
    });
    const newest = await uploaded(await picture());
    await buildRevision(db, { itemId: item.id, content: content(newest.id) });
    expect(((await (await remove(inItem.id)).json()) as ProblemDetails).detail).toContain('in an earlier revision');
    const inPost = await uploaded(await picture());
    const channel = await buildChannel(db, { workspaceId });
    await buildPost(db, {
      itemId: item.id,
      channelId: channel.id,
      content: { text: '', images: [{ assetId: inPost.id, alt: '' }], link: null },
    });
    expect(((await (await remove(inPost.id)).json()) as ProblemDetails).detail).toBe(
      'A post of “Flu clinic” uses this upload, so it stays.',
    );
    for (const title of ['Broken & Brave', 'Night & Day'])
      await buildShow(db, { channelId: channel.id, artworkId: inPost.id, title });
    expect(((await (await remove(inPost.id)).json()) as ProblemDetails).detail).toBe(
      'A post of “Flu clinic”, the show “Broken & Brave” and the show “Night & Day” use this upload, so it stays.',
    );
  });
});
