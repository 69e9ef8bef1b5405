import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { listAssets, mediaOverview } from '@mobilise/contracts/media';
import { buildItem } from '@mobilise/db/factories';
import { revisionFiles } from '@mobilise/db/schema/items';
import { renditions } from '@mobilise/db/schema/media';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { describe, expect, test } from 'vitest';
import { type Caller, testApi } from '../testing.ts';

const quota = 100_000;
const api = await testApi({ quota });
const { db } = api.context;
const { workspaceId, owner } = await api.setUp();
const params = { workspace: workspaceId };
const sharp = await loadSharp();
const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0f766e' } })
  .png()
  .toBuffer();
const path = `/api/v1/workspaces/${workspaceId}`;
const upload = () =>
  fetch(`${api.url}${path}/assets?filename=ward.png`, {
    method: 'POST',
    headers: { ...owner.headers, 'Content-Type': 'image/png' },
    body: new Uint8Array(picture),
  });
const begin = (size: number, caller: Pick<Caller, 'headers'> = owner) =>
  fetch(`${api.url}${path}/uploads`, {
    method: 'POST',
    headers: {
      ...caller.headers,
      'Tus-Resumable': '1.0.0',
      'Upload-Length': String(size),
      'Upload-Metadata': `filename ${Buffer.from('ward.png').toString('base64')}`,
    },
  });
const overview = () => api.call(mediaOverview, { params }, owner);

describe('the quota of a workspace', () => {
  test('counts uploads and all that is made of them, and says who uploaded', async () => {
    const { id } = (await (await upload()).json()) as { id: string };
    expect(await overview()).toMatchObject({
      storage: { used: picture.length, quota },
      people: [{ id: owner.userId, name: 'Olive Owner' }],
      bin: 0,
    });
    const file = { format: 'webp', width: 1, height: 1, sha256: 'ab'.repeat(32) };
    await db
      .insert(renditions)
      .values({ ...file, id: crypto.randomUUID(), assetId: id, purpose: 'thumb', bytes: 40_000 });
    const { revisionId } = await buildItem(db, { workspaceId });
    await db
      .insert(revisionFiles)
      .values({ ...file, revisionId: revisionId ?? '', purpose: 'episode', bytes: 50_000, recipe: 'a' });
    expect((await overview()).storage.used).toBe(picture.length + 90_000);
  });

  test('refuses what does not fit before a byte is sent, and takes what does', async () => {
    const refused = await begin(10_000);
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      { code: 'quota_exceeded', fields: [{ field: 'file' }], extra: { quota } },
    ]);
    expect((await upload()).status).toBe(201);
    const { used } = (await overview()).storage;
    expect(used).toBeLessThanOrEqual(quota);
    const { data } = await api.call(listAssets, { params }, owner);
    expect(data.length).toBe(2);
  });

  test('counts all that is to come of uploads on their way, and of those left behind what has come', async () => {
    const { used } = (await overview()).storage;
    const begun = await begin(quota - used - 100);
    expect(begun.status).toBe(201);
    const lead = await api.member(workspaceId, 'lead');
    const refused = await begin(200, lead);
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      {
        code: 'quota_exceeded',
        detail: expect.stringMatching(
          /are kept for uploads that are under way\. .* enough for this file in 10 minutes\.$/,
        ),
      },
    ]);
    expect((await begin(100, lead)).status).toBe(201);
    expect((await begin(200, await api.member(workspaceId, 'designer'))).status).toBe(413);
    // Left for a quarter of an hour, they count with what has come of them: nothing.
    const uploads = join(api.context.settings.dataFolder, 'uploads');
    const then = new Date(Date.now() - 15 * 60_000);
    for (const entry of await readdir(uploads, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then);
    expect((await begin(quota - used)).status).toBe(201);
    expect((await begin(200, lead)).status).toBe(413);
  });

  test('is not taken by what one person announces: half of what is left stays for others', async () => {
    await rm(join(api.context.settings.dataFolder, 'uploads'), { recursive: true });
    const { used } = (await overview()).storage;
    const left = quota - used;
    const one = Math.floor(left / 5);
    const designer = await api.member(workspaceId, 'designer');
    const announced = [await begin(one, designer), await begin(one, designer)];
    const third = await begin(one, designer);
    expect([...announced, third].map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(await third.json()).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining('Finish or cancel'),
    });
    expect((await begin(Math.floor(left / 2))).status).toBe(201);
  });

  test('is free again when an upload is given up', async () => {
    const { used } = (await overview()).storage;
    await rm(join(api.context.settings.dataFolder, 'uploads'), { recursive: true });
    const lead = await api.member(workspaceId, 'lead');
    const begun = await begin(quota - used);
    expect([begun.status, (await begin(200, lead)).status]).toEqual([201, 413]);
    const headers = { ...owner.headers, 'Tus-Resumable': '1.0.0' };
    const at = `${api.url}${begun.headers.get('location') ?? ''}`;
    expect((await fetch(at, { method: 'DELETE', headers })).status).toBe(204);
    expect((await begin(200)).status).toBe(201);
  });
});
