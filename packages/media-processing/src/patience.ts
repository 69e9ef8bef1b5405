import type { Size } from '@mobilise/contracts/crops';
import type { Ffmpeg } from './ffmpeg.ts';

/**
 * Seconds that the making of a film may take by the clock. Measured: a second of noisy 1080p costs 4.3 s of one core with a system's
 * ffmpeg, and about seven times that with the embedded one. Five times as much is allowed, for machines that are busy, and
 * never more than a job may run.
 */
export function patience({ source }: Pick<Ffmpeg, 'source'>, seconds: number, { width, height }: Size): number {
  const share = Math.max(0.25, (width * height) / (1920 * 1080));
  return Math.min(longest, Math.ceil(60 + seconds * share * (source === 'embedded' ? 150 : 20)));
}

/** A job of the publisher is given up after twelve hours. */
const longest = 11 * 3600;
