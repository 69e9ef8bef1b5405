import type { Publisher } from '../publisher.ts';
import { renderAsset } from './render.ts';

/** The square that podcast apps show, of an upload that is a cover: made now if it is not there; null for what is too small for one. */
export async function coverOf(publisher: Publisher, assetId: string | null): Promise<{ sha256: string } | null> {
  if (!assetId) return null;
  const find = async () => {
    const [cover] = await publisher.sql<{ sha256: string }[]>`
      select sha256 from renditions where asset_id = ${assetId} and purpose = 'artwork' and format = 'jpeg' limit 1`;
    return cover && (await publisher.storage.has(cover.sha256)) ? cover : null;
  };
  const there = await find();
  if (there) return there;
  await renderAsset(publisher, assetId, { last: false });
  return find();
}
