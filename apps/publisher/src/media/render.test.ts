import { emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildItem } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { describe, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { listenForCancelled } from './cancelling.ts';
import { renderAsset } from './render.ts';

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

  it('with another crop leaves the files it had their addresses: those that others took the place of, and those that are made no more', async () => {
    const asset = await upload(1500, 1500, '#713f12');
    await buildShow(db, { workspaceId: asset.workspaceId, artworkId: asset.id });
    await renderAsset(publisher(), asset.id, { last: false });
    const hashOf = async (purpose: string) =>
      (await renditionsOf(asset.id)).find((one) => one['purpose'] === purpose)?.['sha256'];
    const [card, cover] = [await hashOf('card'), await hashOf('artwork')];
    const crop = { x: 0.1, y: 0.1, width: 0.4, height: 0.4 };
    await sql`update assets set crops = ${JSON.stringify({ card: crop, artwork: crop })}::jsonb where id = ${asset.id}`;
    await renderAsset(publisher(), asset.id, { last: false });
    expect([await hashOf('card'), await hashOf('artwork')]).toEqual([
      expect.not.stringMatching(String(card)),
      undefined,
    ]);
    const kept = await sql`select format, sha256 from former_renditions where asset_id = ${asset.id}`;
    expect(kept).toEqual(expect.arrayContaining([card, cover].map((sha256) => ({ format: 'jpeg', sha256 }))));
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
    const [row] = await sql`select state, failure, failure_code as code from assets where id = ${asset.id}`;
    expect(row).toEqual({ state: 'failed', failure: expect.stringMatching(/\w+ .*\./), code: 'refused' });
  });

  it('that fails for a reason of ours is tried again, and says so only after the last try', async () => {
    const asset = await upload(700, 500, '#7c2d12');
    const broken = publisher({ storage: { ...storage, put: () => Promise.reject(new Error('ENOSPC')) } });
    await expect(renderAsset(broken, asset.id, { last: false })).rejects.toThrow('ENOSPC');
    await renderAsset(broken, asset.id, { last: true });
    const stands = () => sql`select state, failure, failure_code as code from assets where id = ${asset.id}`;
    expect(await stands()).toEqual([
      { state: 'failed', failure: expect.stringContaining('fault on our side'), code: 'fault' },
    ]);
    await renderAsset(publisher(), asset.id, { last: false });
    expect(await stands()).toEqual([{ state: 'ready', failure: null, code: null }]);
  });

  it('is marked as made by this pipeline before its last try, so that a file that kills publishers is not made again for ever', async () => {
    const asset = await buildAsset(db, {
      ...(await upload()),
      id: crypto.randomUUID(),
      state: 'ready',
      madeBy: 'an older one',
    });
    const dying = (last: boolean) => {
      const began = Promise.withResolvers<void>();
      const path = () => {
        began.resolve();
        return new Promise<string>(() => undefined);
      };
      void renderAsset(publisher({ storage: { ...storage, path } }), asset.id, { last });
      return began.promise;
    };
    const madeBy = async () => (await sql`select made_by as by from assets where id = ${asset.id}`)[0]?.['by'];
    await dying(false);
    expect(await madeBy()).toBe('an older one');
    await dying(true);
    expect(await madeBy()).toBe(pipelines.image);
  });

  it('of the same bytes as another, in any workspace, takes its files over instead of making them', async () => {
    const first = await upload(300, 200, '#7f1d1d');
    await renderAsset(publisher(), first.id, { last: false });
    const second = await upload(300, 200, '#7f1d1d');
    expect(second.sha256).toBe(first.sha256);
    expect(second.workspaceId).not.toBe(first.workspaceId);
    const noStorage = publisher({
      storage: { ...storage, put: () => Promise.reject(new Error('Something was made')) },
    });
    await renderAsset(noStorage, second.id, { last: false });
    expect(await renditionsOf(second.id)).toEqual(await renditionsOf(first.id));
  });

  it('makes again only what is missing, made by other specifications, or gone from storage', async () => {
    const asset = await upload(300, 200, '#365314');
    await renderAsset(publisher(), asset.id, { last: false });
    const before = await renditionsOf(asset.id);
    await sql`delete from renditions where asset_id = ${asset.id} and purpose = 'thumb'`;
    await sql`update renditions set spec = 'older' where asset_id = ${asset.id} and purpose = 'card'`;
    await storage.remove(String(before.find(({ format }) => format === 'avif')?.['sha256']));
    const put: string[] = [];
    const counting: typeof storage.put = async (...args) => {
      const stored = await storage.put(...args);
      put.push(stored.sha256);
      return stored;
    };
    await renderAsset(publisher({ storage: { ...storage, put: counting } }), asset.id, { last: false });
    expect(await renditionsOf(asset.id)).toEqual(before);
    expect(put.length).toBe(3);
  });

  it('stops at once when a person cancels it, keeps what is made, and goes on from there when asked again', async () => {
    const { unlisten } = await listenForCancelled(publisher());
    const asset = await upload(700, 400, '#1e3a8a');
    let puts = 0;
    const put: typeof storage.put = async (...args) => {
      puts += 1;
      if (puts === 2) {
        await sql`update assets set state = 'cancelled' where id = ${asset.id}`;
        await sql.notify('renders', asset.id);
        await new Promise((resolve) => void sql.listen('heard', resolve).then(() => sql.notify('heard', '')));
      }
      return storage.put(...args);
    };
    await renderAsset(publisher({ storage: { ...storage, put } }), asset.id, { last: false });
    const [row] = await sql`select state, progress, failure from assets where id = ${asset.id}`;
    expect(row).toEqual({ state: 'cancelled', progress: null, failure: null });
    expect((await renditionsOf(asset.id)).length).toBe(2);
    // A job that waited does nothing until somebody asks again.
    await renderAsset(publisher(), asset.id, { last: false });
    expect((await renditionsOf(asset.id)).length).toBe(2);
    await sql`update assets set state = 'processing' where id = ${asset.id}`;
    await renderAsset(publisher(), asset.id, { last: false });
    expect((await sql`select state, thumbhash is null as bare from assets where id = ${asset.id}`)[0]).toEqual({
      state: 'ready',
      bare: false,
    });
    await unlisten();
  });

  it('says how far it is, at most once a second, and nothing in the end', async () => {
    const asset = await upload(700, 500, '#4c1d95');
    const said: unknown[] = [];
    const { unlisten } = await sql.listen('changes', async () => {
      const [row] = await sql`select progress from assets where id = ${asset.id}`;
      if (row?.['progress']) said.push(row['progress']);
    });
    // A clock on which every look is a second later.
    let now = 0;
    const slow = publisher({ monotonic: () => (now += 1000) });
    await renderAsset(slow, asset.id, { last: false });
    await vi.waitFor(() => expect(said.length).toBeGreaterThan(0), { timeout: 10_000 });
    expect(said[0]).toEqual({ step: 'Making pictures', share: expect.any(Number) });
    expect((await sql`select progress from assets where id = ${asset.id}`)[0]).toEqual({ progress: null });
    await unlisten();
  });

  it('makes a cover for podcast apps of a picture that an episode has as its own', async () => {
    const asset = await upload(1400, 1400, '#134e4a');
    await buildItem(db, {
      workspaceId: asset.workspaceId,
      kind: 'episode',
      content: { ...emptyEpisode, artwork: { assetId: asset.id, alt: 'x' } },
    });
    await renderAsset(publisher(), asset.id, { last: false });
    const covers = await sql`select width, height from renditions where asset_id = ${asset.id} and purpose = 'artwork'`;
    expect(covers).toEqual([{ width: 1400, height: 1400 }]);
  });

  it('that has been removed is no error', async () => {
    await renderAsset(publisher(), crypto.randomUUID(), { last: false });
  });
});
