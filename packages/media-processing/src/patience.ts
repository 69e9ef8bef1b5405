import type { Size } from '@mobilise/contracts/crops';
import type { Ffmpeg } from './ffmpeg.ts';

/**
 * Seconds that the making of a film may take by the clock. Measured on two cores that are six years old: a second of 1080p takes
 * half a second with a system's ffmpeg and 4 with the embedded one, which has one thread. Eight times as much is allowed, for
 * machines that are busy, and never more than a job may run.
 */
export function patience({ source }: Pick<Ffmpeg, 'source'>, seconds: number, { width, height }: Size): number {
  const share = Math.max(0.25, (width * height) / (1920 * 1080));
  return Math.min(longest, Math.ceil(60 + seconds * share * (source === 'embedded' ? 32 : 4)));
}

/** A job of the publisher is given up after twelve hours. */
const longest = 11 * 3600;
