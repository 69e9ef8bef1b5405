import { stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { decodeRaw, type RawImage } from './decode.ts';
import { isNotFound, MediaError, sayBytes } from './errors.ts';
import type { AcceptedMime } from './kinds.ts';
import { animationLimits, timeLimits, uploadLimits } from './limits.ts';
import { guarded, loadSharp, tooManyPixels, untrusted } from './sharp.ts';
import { sniff } from './sniff.ts';
import { openSvg } from './svg.ts';
import { checkPages, checkSamples, sayUnusable } from './tiff.ts';

export interface ImageFacts {
  mime: AcceptedMime;
  /** Pixels as shown, after the orientation in the file has been applied; an SVG's as drawn. */
  width: number;
  height: number;
  /** 1 for a still picture. All renditions but the animated one show the first frame. */
  frames: number;
  /** Whether the file carries an orientation, so that width and height may be swapped from it. */
  orientationApplied: boolean;
  hasAlpha: boolean;
  /** Bytes of the file. */
  bytes: number;
}

/** A checked but not yet decoded picture. */
export interface OpenImage {
  facts: ImageFacts;
  /** All frames of an animated picture, to be encoded; absent from a still one. */
  animation?: () => Sharp;
  /** Decodes the first frame at exactly this size, shrinking while loading where the format allows. */
  decode(size: { width: number; height: number }, signal?: AbortSignal): Promise<RawImage>;
}

/**
 * The facts about an uploaded picture, after decoding it once to see that it is whole. Its limits are
 * checked on the header, before any pixel is unpacked.
 *
 * @param claimedType the MIME type the upload came with
 * @param options.svgSeconds what an SVG may take
 * @throws MediaError `media_type_mismatch`, `media_type_unsupported`, `media_too_large`,
 *   `media_too_many_pixels`, `media_corrupt`, `media_timeout`, `media_missing`
 */
export async function inspectImage(
  path: string,
  claimedType?: string,
  { svgSeconds = timeLimits.inspect }: { svgSeconds?: number } = {},
): Promise<ImageFacts> {
  const { facts, decode } = await openImage(path, claimedType, { svgSeconds, svgTrial: true });
  if (facts.mime !== 'image/svg+xml')
    await decode({ width: Math.min(16, facts.width), height: Math.min(16, facts.height) });
  return facts;
}

/**
 * Sniffs a picture, reads its header and checks its limits. Errors as for `inspectImage`.
 *
 * @param options.svgSeconds what an SVG may take in all, its drawings by `decode` included
 * @param options.svgTrial draws an SVG before answering: one drawn small does not show what it costs
 */
export async function openImage(
  path: string,
  claimedType?: string,
  { svgSeconds = timeLimits.decode, svgTrial = false }: { svgSeconds?: number; svgTrial?: boolean } = {},
): Promise<OpenImage> {
  const bytes = await sizeOf(path);
  if (bytes > uploadLimits.bytes) {
    throw new MediaError(
      'media_too_large',
      `This picture is larger than ${sayBytes(uploadLimits.bytes)}. Export it smaller and upload that.`,
    );
  }
  const { mime } = await sniff(path, claimedType, ['image']);
  if (mime === 'image/svg+xml') {
    const { header, decode } = await openSvg(path, { seconds: svgSeconds, trial: svgTrial });
    const facts = { mime, ...header, frames: 1, orientationApplied: false, bytes };
    checkPixels(facts);
    return { facts, decode };
  }

  const sharp = await loadSharp();
  const tiff = mime === 'image/tiff';
  if (tiff) await checkPages(path);
  const header = await guarded(() => sharp(path, untrusted).metadata().catch(sayUnusable));
  const facts = {
    mime,
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    // Several pictures in one AVIF or HEIC are no animation.
    frames: animates.has(mime) ? (header.pages ?? 1) : 1,
    orientationApplied: (header.orientation ?? 1) !== 1,
    hasAlpha: header.hasAlpha,
    bytes,
  };
  checkPixels(facts);
  if (tiff) checkSamples(header);
  const animation = () =>
    sharp(path, {
      ...untrusted,
      pages: Math.min(facts.frames, animationLimits.frames),
      limitInputPixels: uploadLimits.animationPixels,
    });
  // With 16 bits a channel sharp works in Display P3, whose numbers would otherwise pass for those of sRGB.
  const deep = header.depth === 'ushort' && header.hasProfile;
  const open = () => {
    const source = sharp(path, untrusted).timeout({ seconds: timeLimits.decode });
    return deep ? source.withIccProfile('srgb', { attach: false }) : source;
  };
  return {
    facts,
    ...(facts.frames > 1 && { animation }),
    decode: ({ width, height }) => guarded(() => decodeRaw(open(), width, height)),
  };
}

/** Formats whose frames are shown one after the other. Of an animated PNG the decoder gives the first frame only. */
const animates = new Set<AcceptedMime>(['image/gif', 'image/webp']);

function checkPixels({ width, height, frames }: ImageFacts): void {
  if (Math.max(width, height) > uploadLimits.side || width * height > uploadLimits.pixels) throw tooManyPixels();
  if (width * height * frames > uploadLimits.animationPixels) {
    throw new MediaError(
      'media_too_many_pixels',
      'This animation is too long for its size. Upload a shorter or smaller one, or a still picture.',
    );
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isNotFound(error))
      throw new MediaError('media_missing', 'This file is no longer here. Upload it again.', { cause: error });
    throw error;
  }
}
