import { fitOf } from '@mobilise/contracts/crops';
import type { Found } from './asset.ts';
import type { Making } from './render.ts';

/** Makes the pictures that a picture lacks, the thumbnail first: it is what people look at while the rest is made. */
export async function makeImage({ publisher, asset, shelf, signal, tell, show }: Making): Promise<Found> {
  const [{ openImage }, { renderImage, thumbhash }, { renditionsFor }] = await Promise.all([
    import('@mobilise/media-processing/inspect'),
    import('@mobilise/media-processing/image'),
    import('@mobilise/media-processing/renditions'),
  ]);
  const image = await openImage(await publisher.storage.path(asset.sha256));
  const { width, height, frames } = image.facts;
  const { focalPoint, crops, infographic, cover } = asset;
  const fit = fitOf(image.facts, { infographic, croppedByHand: Object.keys(crops).length > 0 });
  const all = renditionsFor({ width, height, frames }, { fit, focalPoint, crops, artwork: cover });
  const missing: typeof all = [];
  for (const rendition of all) if (!(await shelf.has(rendition))) missing.push(rendition);
  let done = all.length - missing.length;
  await renderImage(
    image,
    missing,
    async ({ rendition, data, width, height }) => {
      await shelf.keep(rendition, data, { width, height });
      done += 1;
      tell('Making pictures', done / all.length);
      if (rendition.purpose === 'thumb') await show();
    },
    { signal },
  );
  return { width, height, thumbhash: await thumbhash(image), facts: frames > 1 ? { frames } : {} };
}
