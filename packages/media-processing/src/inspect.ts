import { readFile, stat } from 'node:fs/promises';
import type { Metadata, Sharp } from 'sharp';
import { inMegabytes, isNotFound, MediaError } from './errors.ts';
import type { AcceptedMime } from './kinds.ts';
import { svgWidth, timeLimits, uploadLimits } from './limits.ts';
import { guarded, loadSharp, type RawImage, tooManyPixels, untrusted } from './sharp.ts';
import { sniff } from './sniff.ts';

export interface ImageFacts {
  mime: AcceptedMime;
  /** Pixels as shown, after the orientation in the file has been applied; an SVG's as drawn. */
  width: number;
  height: number;
  /** 1 for a still picture. Renditions show the first frame. */
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
  /** Decodes the first frame at exactly this size, shrinking while loading where the format allows. */
  decode(size: { width: number; height: number }): Promise<RawImage>;
}

/**
 * The facts about an uploaded picture, after decoding it once to see that it is whole. Its limits are
 * checked on the header, before any pixel is unpacked.
 *
 * @param claimedType the MIME type the upload came with
 * @throws MediaError `media_type_mismatch`, `media_type_unsupported`, `media_too_large`,
 *   `media_too_many_pixels`, `media_corrupt`, `media_timeout`, `media_missing`
 */
export async function inspectImage(path: string, claimedType?: string): Promise<ImageFacts> {
  const { facts, decode } = await openImage(path, claimedType);
  await decode({ width: Math.min(16, facts.width), height: Math.min(16, facts.height) });
  return facts;
}

/** Sniffs a picture, reads its header and checks its limits. Errors as for `inspectImage`. */
export async function openImage(path: string, claimedType?: string): Promise<OpenImage> {
  const bytes = await sizeOf(path);
  if (bytes > uploadLimits.bytes) {
    throw new MediaError(
      'media_too_large',
      `This picture is larger than ${inMegabytes(uploadLimits.bytes)}. Export it smaller and upload that.`,
    );
  }
  const { mime } = await sniff(path, claimedType);
  const sharp = await loadSharp();
  const input = mime === 'image/svg+xml' ? await readFile(path) : path;

  let options = untrusted;
  let header = await guarded(() => sharp(input, options).metadata());
  if (mime === 'image/svg+xml') {
    options = { ...untrusted, density: svgDensity(header) };
    header = await guarded(() => sharp(input, options).metadata());
  }

  const facts = factsOf(header, mime, bytes);
  checkPixels(facts);
  return {
    facts,
    decode: ({ width, height }) =>
      guarded(async () => decodeRaw(sharp(input, options).timeout({ seconds: timeLimits.decode }), width, height)),
  };
}

async function decodeRaw(image: Sharp, width: number, height: number): Promise<RawImage> {
  const { data, info } = await image
    .autoOrient()
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`decoded to ${info.channels} channels`);
  return { data, width: info.width, height: info.height, channels: info.channels };
}

function factsOf(header: Metadata, mime: AcceptedMime, bytes: number): ImageFacts {
  return {
    mime,
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    frames: header.pages ?? 1,
    orientationApplied: (header.orientation ?? 1) !== 1,
    hasAlpha: header.hasAlpha,
    bytes,
  };
}

function checkPixels({ width, height, frames }: ImageFacts): void {
  if (Math.max(width, height) > uploadLimits.side || width * height > uploadLimits.pixels) throw tooManyPixels();
  if (width * height * frames > uploadLimits.animationPixels) {
    throw new MediaError(
      'media_too_many_pixels',
      'This animation is too long for its size. Upload a shorter or smaller one, or a still picture.',
    );
  }
}

/** Dots an inch at which a small drawing comes out `svgWidth` pixels wide, within the limits; 72 leaves it as it is. */
function svgDensity({ width, height }: Metadata): number {
  const scale = Math.min(
    svgWidth / width,
    uploadLimits.side / (height + 1),
    Math.sqrt(uploadLimits.pixels / (width * height)) * 0.99,
  );
  return Math.min(100_000, 72 * Math.max(1, scale));
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
