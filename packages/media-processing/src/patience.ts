import type { Size } from '@mobilise/contracts/crops';
import type { Ffmpeg } from './ffmpeg.ts';
import type { FfmpegJob } from './ffmpeg-job.ts';
import { recordingLimits } from './limits.ts';

/**
 * How long the making of a film may take by the clock. Measured: a second of noisy 1080p costs 4.3 s of one core with a system's
 * ffmpeg, and about seven times that with the embedded one. Five times as much is allowed, for machines that are busy, and
 * never more than a job may run. Nothing may come of it for as long as two seconds of it may take.
 */
export function patience(
  { source }: Pick<Ffmpeg, 'source'>,
  seconds: number,
  { width, height }: Size,
): Required<Pick<FfmpegJob, 'timeout' | 'stall'>> {
  const share = Math.max(0.25, (width * height) / (1920 * 1080));
  const each = share * (source === 'embedded' ? 150 : 20);
  const within = (seconds: number) => Math.min(longest, Math.ceil(60 + seconds * each));
  return { timeout: within(seconds), stall: Math.max(shortestStall, within(2)) };
}

/** A job of the publisher is given up after twelve hours. */
const longest = 11 * 3600;

/** Seconds that nothing may come of any run: its start on a busy machine, or a search through a long file. */
export const shortestStall = 600;

/**
 * Bounds of one pass over so many milliseconds of sound, or over one whose length is not known. A tenth of real time is what a slow
 * machine needs for the embedded ffmpeg; more than three times as much is allowed, since headers guess.
 */
export function passLimits(length: number): Pick<FfmpegJob, 'seconds' | 'timeout'> {
  const timeout = Number.isFinite(length) && length > 0 ? Math.ceil(600 + length / 3000) : longestPass;
  return { seconds: recordingLimits.duration / 1000 + 60, timeout: Math.min(longestPass, timeout) };
}

const longestPass = 3600;
