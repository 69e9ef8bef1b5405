import type { Found } from './asset.ts';
import type { Making } from './render.ts';

/** A picture far from the shape of a card holds text more often than a view, so cards show all of it instead of cutting. */
const tall = 1.6;
const wide = 3.2;

/** Makes the pictures that a picture lacks, the thumbnail first: it is what people look at while the rest is made. */
export async function makeImage({ publisher, asset, shelf, signal, tell, show }: Making): Promise<Found> {
  const [{ openImage }, { renderImage, thumbhash }, { renditionsFor, specOf }] = await Promise.all([
    import('@mobilise/media-processing/inspect'),
    import('@mobilise/media-processing/image'),
    import('@mobilise/media-processing/renditions'),
  ]);
  const image = await openImage(await publisher.storage.path(asset.sha256));
  const { width, height } = image.facts;
  const shape = height > width * tall || width > height * wide;
  const all = renditionsFor(
    { width, height },
    { fit: asset.infographic || shape ? 'pad' : 'crop', focalPoint: asset.focalPoint },
  ).map((rendition) => ({ ...rendition, spec: specOf(rendition) }));
  const missing: typeof all = [];
  for (const rendition of all) if (!(await shelf.has(rendition))) missing.push(rendition);
  let done = all.length - missing.length;
  await renderImage(
    image,
    missing,
    async ({ rendition, data, width, height }) => {
      const wanted = missing.find((one) => one === rendition);
      if (!wanted) return;
      await shelf.keep(wanted, data, { width, height });
      done += 1;
      tell('Making pictures', done / all.length);
      if (rendition.purpose === 'thumb') await show();
    },
    { signal },
  );
  return { width, height, thumbhash: await thumbhash(image) };
}
