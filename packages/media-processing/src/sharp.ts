import type { Sharp, SharpOptions } from 'sharp';
import { MediaError } from './errors.ts';
import { threads, uploadLimits } from './limits.ts';

export type SharpModule = typeof import('sharp').default;

let loading: Promise<SharpModule> | undefined;

/**
 * Sharp, with every loader blocked but those of the accepted types. Loaded at first use: the native
 * library costs tens of megabytes, and most of the server never touches a picture.
 *
 * The block holds for the whole process. SVG is loaded from memory only: from a path, the renderer
 * would also read the files next to it that the drawing names.
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
        'VipsForeignLoadSvgBuffer',
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

/** Runs a sharp call and turns its failures, which are plain sentences from C, into MediaErrors. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof MediaError) throw error;
    if (message.includes('exceeds pixel limit')) throw tooManyPixels();
    if (message.startsWith('timeout:')) {
      throw new MediaError(
        'media_timeout',
        'This picture took too long to process. Export it smaller or simpler and upload that.',
        {
          cause: error,
        },
      );
    }
    throw new MediaError(
      'media_corrupt',
      'This picture is damaged or incomplete. Export it again from the original and upload that.',
      {
        cause: error,
      },
    );
  }
}

/** Pixels in memory, 8 bits a channel, sRGB, upright, without metadata. */
export interface RawImage {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

export function fromRaw(sharp: SharpModule, { data, width, height, channels }: RawImage): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: uploadLimits.pixels });
}
