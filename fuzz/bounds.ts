import { recordingLimits, svgMemory, timeLimits, uploadLimits } from '@mobilise/media-processing/limits';
import type { Kind } from './kinds.ts';

const { inspect, decode, encode } = timeLimits;
/** Seconds for what is looked at and then made into something small; ffprobe has 30 of its own. */
const recording = recordingLimits.inspect + 30 + 60;

/** Milliseconds that a file may take: all that its kind is allowed, and twice that for a machine that does other things, too. */
export const longest: Record<Kind, number> = {
  image: 2000 * (inspect + decode + encode),
  audio: 2000 * recording,
  video: 2000 * recording,
  // Text is read in a moment, whatever it is.
  captions: 20_000,
  chapters: 20_000,
};

/** Bytes of memory of the process: three copies of the largest picture, and what Node and its libraries take. */
export const mostMemory = Math.max(svgMemory, uploadLimits.pixels * 4 * 3) + 256 * 2 ** 20;
