import { maxAudioBytes, maxImageBytes, maxVideoBytes } from '@mobilise/contracts/upload-limits';

/**
 * What one uploaded image may cost.
 *
 * Sources: 50 MB and 50 megapixels hold the largest camera files a newsroom handles (a 45-megapixel
 * JPEG is about 30 MB), while sharp's own default of 268 megapixels lets a 750 kB PNG unpack to
 * hundreds of megabytes.
 */
export const uploadLimits = {
  /** Bytes of the file. */
  bytes: maxImageBytes,
  /** Pixels of one frame: width × height. */
  pixels: 50_000_000,
  /** Pixels of an animation: frames × width × height, e.g. 600 × 400 for 800 frames. */
  animationPixels: 200_000_000,
  /** Pixels of the longer side: beyond it a readable rendition cannot be made. */
  side: 30_000,
} as const;

/** Bounds of processing, in seconds of decoding or encoding one picture. Somebody waits for the inspection of an upload. */
export const timeLimits = { inspect: 5, decode: 20, encode: 60 } as const;

/** Threads for one picture. The calls share one pool, so more would only starve the other jobs. */
export const threads = 2;

/** The longest side WebP can hold (14 bits); AVIF and JPEG hold more. */
export const longestRenditionSide = 16_383;

/**
 * Of the animated rendition: its width in pixels, `pixels` of all frames together (on 2 cores 40 million take about 5 s and
 * 250 MB), frames after which it begins again, and its bytes, so that a page with a few of them still opens on a phone.
 */
export const animationLimits = { width: 1080, pixels: 40_000_000, frames: 1000, maxBytes: 4_000_000 } as const;

/** SVG has no pixels of its own: a small one is drawn this many pixels wide. */
export const svgWidth = 1920;

/** Bytes of memory for drawing one SVG: the largest we publish takes about half of it. */
export const svgMemory = 768 * 2 ** 20;

/**
 * What one uploaded recording or film may be. Six hours hold the longest council meeting; 8K at 240 frames a second is the
 * most that cameras make.
 */
export const recordingLimits = {
  audioBytes: maxAudioBytes,
  videoBytes: maxVideoBytes,
  /** Milliseconds. */
  duration: 6 * 3_600_000,
  /** Pixels of the longer side of a film. */
  side: 8192,
  /** Frames a second. */
  fps: 240,
  streams: 16,
  channels: 8,
  /** Seconds for looking at one: it is read to its end, not decoded. */
  inspect: 120,
} as const;
