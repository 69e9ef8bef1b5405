import type { Sharp, SharpOptions } from 'sharp';
import type { RawImage } from './decode.ts';
import { MediaError } from './errors.ts';
import { threads, uploadLimits } from './limits.ts';

export type SharpModule = typeof import('sharp').default;

let loading: Promise<SharpModule> | undefined;

/**
 * Sharp, with every loader blocked but those of the accepted types. Loaded at first use: the native
 * library costs tens of megabytes, and most of the server never touches a picture.
 *
 * The block holds for the whole process. SVG is not among them: svg.ts has it drawn elsewhere.
 */
export function loadSharp(): Promise<SharpModule> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({
      operation: [
        'VipsForeignLoadJpeg',
        'VipsForeignLoadPng',
        'VipsForeignLoadWebp',
        'VipsForeignLoadHeif',
        'VipsForeignLoadNsgif',
        'VipsForeignLoadTiff',
      ],
    });
    // Each original is decoded once, so a cache would only hold memory and files open.
    sharp.cache(false);
    sharp.concurrency(threads);
    return sharp;
  });
  return loading;
}

/** How an untrusted file is opened: first frame only, bounded, intolerant of damage. */
export const untrusted: SharpOptions = {
  failOn: 'warning',
  limitInputPixels: uploadLimits.pixels,
  unlimited: false,
  pages: 1,
};

export const tooManyPixels = () =>
  new MediaError(
    'media_too_many_pixels',
    `This picture has more than ${uploadLimits.pixels / 1_000_000} million pixels, or a side longer than ` +
      `${uploadLimits.side.toLocaleString('en-GB')} pixels. Export it smaller and upload that.`,
  );

export const tookTooLong = (cause: unknown) =>
  new MediaError(
    'media_timeout',
    'This picture took too long to process. Export it smaller or simpler and upload that.',
    { cause },
  );

/** Runs a sharp call and turns its failures into MediaErrors. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusal(error);
  }
}

/** Why a picture is refused, from a failure of sharp's, which is a plain sentence from C. */
export function refusal(error: unknown): MediaError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof MediaError) return error;
  if (message.includes('exceeds pixel limit')) return tooManyPixels();
  if (message.startsWith('timeout:')) return tookTooLong(error);
  return new MediaError(
    'media_corrupt',
    'This picture is damaged or incomplete. Export it again from the original and upload that.',
    { cause: error },
  );
}

export function fromRaw(sharp: SharpModule, { data, width, height, channels }: RawImage): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: uploadLimits.pixels });
}
