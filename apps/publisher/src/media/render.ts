import { randomUUIDv7 } from 'node:crypto';
import { fitOf } from '@mobilise/contracts/crops';
import { MediaError } from '@mobilise/media-processing/errors';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/** The queue; the API sends `{ assetId }` in the transaction that stores the asset. */
export const renderQueue = 'render-asset';

interface Asset {
  id: string;
  workspaceId: string;
  sha256: string;
  focalPoint: { x: number; y: number } | null;
  artwork: boolean;
}

/**
 * Makes an asset's renditions, puts them in storage and the table, and says that the asset is ready; or that it failed,
 * with the reason in words. Safe to repeat at any time: the same asset gives the same rows. Throws only for reasons of
 * ours (a full disk, a lost database), which are worth another try; `last` says that there is none.
 */
export async function renderAsset(
  publisher: Publisher,
  assetId: string,
  { last, signal }: { last: boolean; signal?: AbortSignal },
): Promise<void> {
  const { sql, log } = publisher;
  const [asset] = await sql<Asset[]>`
    select a.id, a.workspace_id as "workspaceId", a.sha256, a.focal_point as "focalPoint",
      exists (
        select from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
        where ra.asset_id = a.id and i.kind = 'infographic'
      ) as artwork
    from assets a where a.id = ${assetId}`;
  if (!asset) return;
  try {
    const facts = await render(publisher, asset, signal);
    await sql`
      update assets set state = 'ready', failure = null, width = ${facts.width}, height = ${facts.height}, thumbhash = ${facts.thumbhash}
      where id = ${asset.id}`;
    log.info({ asset: asset.id }, 'Renditions are ready');
  } catch (error) {
    if (!(error instanceof MediaError) && !last) throw error;
    log[error instanceof MediaError ? 'warn' : 'error']({ asset: asset.id, error }, 'Renditions could not be made');
    const failure =
      error instanceof MediaError
        ? error.detail
        : 'It could not be processed because of a fault on our side. Upload it again.';
    await sql`update assets set state = 'failed', failure = ${failure} where id = ${asset.id}`;
  }
  await announce(sql, asset.workspaceId, 'assets', asset.id);
}

async function render(
  { sql, storage }: Publisher,
  asset: Asset,
  signal: AbortSignal | undefined,
): Promise<{ width: number; height: number; thumbhash: string }> {
  const [{ openImage }, { renderImage, thumbhash }, { renditionsFor }] = await Promise.all([
    import('@mobilise/media-processing/inspect'),
    import('@mobilise/media-processing/image'),
    import('@mobilise/media-processing/renditions'),
  ]);
  const image = await openImage(await storage.path(asset.sha256));
  const { width, height } = image.facts;
  const made: string[] = [];
  await renderImage(
    image,
    renditionsFor(image.facts, {
      fit: fitOf(image.facts, { infographic: asset.artwork }),
      focalPoint: asset.focalPoint,
    }),
    async ({ rendition, data, bytes, ...size }) => {
      const { sha256 } = await storage.put(data);
      const [row] = await sql<{ id: string }[]>`
        insert into renditions (id, asset_id, purpose, format, width, height, bytes, sha256)
        values (${randomUUIDv7()}, ${asset.id}, ${rendition.purpose}, ${rendition.format}, ${size.width}, ${size.height}, ${bytes}, ${sha256})
        on conflict (asset_id, purpose, format, width) do update set height = excluded.height, bytes = excluded.bytes, sha256 = excluded.sha256
        returning id`;
      if (row) made.push(row.id);
      // The thumbnail comes first, and is what people look at while the rest is made.
      if (rendition.purpose === 'thumb') await announce(sql, asset.workspaceId, 'assets', asset.id);
    },
    signal ? { signal } : {},
  );
  // Another focal point or shape can change widths; what was made for the old one is not shown any more.
  await sql`delete from renditions where asset_id = ${asset.id} and id <> all(${made}::uuid[])`;
  return { width, height, thumbhash: await thumbhash(image) };
}
