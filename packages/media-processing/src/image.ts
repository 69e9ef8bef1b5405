import { type Size, sizeWithin } from '@mobilise/contracts/crops';
import type { Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { animate } from './animate.ts';
import type { RawImage } from './decode.ts';
import { MediaError } from './errors.ts';
import { type OpenImage, openImage } from './inspect.ts';
import { timeLimits } from './limits.ts';
import { type Format, type Rendition, scaleNeeded } from './renditions.ts';
import { fromRaw, guarded, loadSharp, type SharpModule } from './sharp.ts';

export interface Rendered {
  rendition: Rendition;
  data: Buffer;
  mime: 'image/jpeg' | 'image/webp' | 'image/avif';
  /** Bytes of `data`. */
  bytes: number;
  width: number;
  height: number;
}

const white = '#ffffff';
const mimes = { jpeg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif' } as const satisfies Record<Format, string>;

/**
 * Makes renditions from one decode, at the largest size any of them needs: upright, in sRGB, without
 * EXIF or GPS. Each is handed over when ready, and the next begins once `onRendition` has settled.
 * AVIF comes late because it costs more than all the others together, and what is animated last.
 *
 * An abort takes effect between two renditions, or while an SVG is drawn, and rejects with the signal's reason.
 * @throws MediaError as `inspectImage` does
 */
export async function renderImage(
  image: OpenImage,
  renditions: readonly Rendition[],
  onRendition: (rendered: Rendered) => void | Promise<void>,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  if (renditions.length === 0) return;
  const sharp = await loadSharp();
  const { facts, decode } = image;
  const scale = Math.max(...renditions.map((rendition) => scaleNeeded(facts, rendition)));
  const master = scale > 0 ? await decode(scaleUp(facts, scale), options.signal) : undefined;
  /** The whole picture at a width is wanted in several formats, and scaled once. */
  const scaled = new Map<number, RawImage>();
  const framed = async (rendition: Rendition) => {
    if (!master) throw new Error('Nothing was decoded for this rendition.');
    const { width, height, placement } = rendition;
    if (placement.how === 'scale' && width === master.width && height === master.height) return fromRaw(sharp, master);
    const placed = place(sharp, master, facts, rendition);
    if (placement.how !== 'scale') return placed;
    const known = scaled.get(width) ?? { ...master, width, height, data: await placed.raw().toBuffer() };
    scaled.set(width, known);
    return fromRaw(sharp, known);
  };
  const still = async (rendition: Rendition) => {
    const { data, info } = await guarded(async () =>
      encode(await framed(rendition), rendition)
        .timeout({ seconds: timeLimits.encode })
        .toBuffer({ resolveWithObject: true }),
    );
    return { data, width: info.width, height: info.height };
  };

  for (const rendition of costliestLast(renditions)) {
    options.signal?.throwIfAborted();
    const made = rendition.placement.how === 'animate' ? await animate(image, rendition) : await still(rendition);
    options.signal?.throwIfAborted();
    await onRendition({ rendition, ...made, mime: mimes[rendition.format], bytes: made.data.length });
  }
}

/** A placeholder of about 25 bytes in base64, drawn while the picture loads. Errors as for `renderImage`. */
export async function thumbhash({ facts, decode }: OpenImage): Promise<string> {
  // The format holds at most 100 × 100 pixels.
  const small = await decode(sizeWithin(facts, { width: 100, height: 100 }));
  const rgba = await fromRaw(await loadSharp(), small)
    .ensureAlpha()
    .raw()
    .toBuffer();
  return Buffer.from(rgbaToThumbHash(small.width, small.height, rgba)).toString('base64');
}

export interface FittedImage extends Size {
  data: Buffer;
  mime: 'image/jpeg';
}

/** Tried from the last to the first at each size; below 60 the blocks show, so the size gives way instead. */
const fitQualities = [90, 85, 80, 75, 70, 65, 60] as const;
const fitScales = [1, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1] as const;

/**
 * The best JPEG of a picture within a channel's budget: the largest size at which quality 60 fits,
 * then the highest quality that fits. The same file gives the same bytes every time, so a retried
 * post uploads the same picture. Transparency is flattened on white; nothing is enlarged.
 *
 * @param budget.maxBytes for example 2,000,000 for Bluesky
 * @throws MediaError `media_over_budget`, or as `renderImage` does
 */
export async function fitBytes(
  path: string,
  budget: { maxBytes: number; maxWidth: number; maxHeight: number; format: 'jpeg'; signal?: AbortSignal },
): Promise<FittedImage> {
  const sharp = await loadSharp();
  budget.signal?.throwIfAborted();
  const { facts, decode } = await openImage(path);
  const largest = sizeWithin(facts, { width: budget.maxWidth, height: budget.maxHeight });
  const master = await decode(largest, budget.signal);

  for (const scale of fitScales) {
    const size = {
      width: Math.max(1, Math.round(largest.width * scale)),
      height: Math.max(1, Math.round(largest.height * scale)),
    };
    const attempt = (quality: number): Promise<Buffer> => {
      budget.signal?.throwIfAborted();
      const image = fromRaw(sharp, master)
        .flatten({ background: white })
        .resize(size.width, size.height, { fit: 'fill' });
      return guarded(() => jpeg(image, quality).timeout({ seconds: timeLimits.encode }).toBuffer());
    };
    const data = await bestWithin(budget.maxBytes, attempt);
    if (data) return { data, ...size, mime: 'image/jpeg' };
  }
  throw new MediaError(
    'media_over_budget',
    `This picture cannot be brought under ${budget.maxBytes.toLocaleString('en-GB')} bytes. Use a simpler or smaller one for this channel.`,
  );
}

/** The encoding of highest quality within the budget, by bisection over `fitQualities`. */
async function bestWithin(
  maxBytes: number,
  attempt: (quality: number) => Promise<Buffer>,
): Promise<Buffer | undefined> {
  let best: Buffer | undefined;
  let low = 0;
  let high = fitQualities.length - 1;
  let probe = high;
  while (low <= high) {
    const data = await attempt(fitQualities[probe] ?? 60);
    if (data.length <= maxBytes) {
      best = data;
      high = probe - 1;
    } else {
      low = probe + 1;
    }
    probe = Math.floor((low + high) / 2);
  }
  return best;
}

function costliestLast(renditions: readonly Rendition[]): Rendition[] {
  const cost = ({ format, placement }: Rendition) => (placement.how === 'animate' ? 2 : format === 'avif' ? 1 : 0);
  return renditions.toSorted((a, b) => cost(a) - cost(b));
}

/** Brings the decoded pixels into the rendition's frame. */
function place(sharp: SharpModule, master: RawImage, original: Size, { width, height, placement }: Rendition): Sharp {
  const image = fromRaw(sharp, master);
  if (placement.how === 'scale') return image.resize(width, height, { fit: 'fill' });
  if (placement.how === 'pad') {
    const { inner, background } = placement;
    const left = Math.floor((width - inner.width) / 2);
    const top = Math.floor((height - inner.height) / 2);
    return image
      .flatten({ background })
      .resize(inner.width, inner.height, { fit: 'fill' })
      .extend({ left, top, right: width - inner.width - left, bottom: height - inner.height - top, background });
  }
  if (placement.how === 'animate') throw new Error('An animation is not made from one decoded picture.');
  if (placement.region === 'attention') {
    return image.resize(width, height, { fit: 'cover', position: sharp.strategy.attention });
  }
  const { region } = placement;
  const x = master.width / original.width;
  const y = master.height / original.height;
  const left = Math.min(master.width - 1, Math.round(region.left * x));
  const top = Math.min(master.height - 1, Math.round(region.top * y));
  return image
    .extract({
      left,
      top,
      width: Math.max(1, Math.min(master.width - left, Math.round(region.width * x))),
      height: Math.max(1, Math.min(master.height - top, Math.round(region.height * y))),
    })
    .resize(width, height, { fit: 'fill' });
}

function encode(image: Sharp, { format, quality, effort, crisp }: Rendition): Sharp {
  if (format === 'jpeg') return jpeg(image.flatten({ background: white }), quality);
  if (format === 'webp') return image.webp({ quality, effort, smartSubsample: crisp });
  return image.avif({ quality, effort });
}

/**
 * Not progressive: that takes twice the CPU for the same bytes, and a thumbhash shows while it loads. Full chroma from quality 80 up:
 * subsampling shows as fringes around coloured text.
 */
function jpeg(image: Sharp, quality: number): Sharp {
  return image.jpeg({ quality, chromaSubsampling: quality >= 80 ? '4:4:4' : '4:2:0' });
}

/** Rounded up, so that no rendition is enlarged by a pixel. */
function scaleUp({ width, height }: Size, scale: number): Size {
  return { width: Math.min(width, Math.ceil(width * scale)), height: Math.min(height, Math.ceil(height * scale)) };
}
