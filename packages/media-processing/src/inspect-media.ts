import { open, stat } from 'node:fs/promises';
import { clock } from './clock.ts';
import { isNotFound, MediaError, sayBytes } from './errors.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { corrupt } from './ffmpeg-failure.ts';
import type { InputFormat } from './ffmpeg-job.ts';
import { type AcceptedMime, formatOf } from './kinds.ts';
import { recordingLimits as limits } from './limits.ts';
import { type AudioStream, type Described, describe, type FoundChapter, type VideoStream } from './probed.ts';
import { sniff } from './sniff.ts';

/** What there is to know of a recording or a film before it is decoded. */
export interface MediaFacts {
  mime: AcceptedMime;
  /** By its streams: an mp4 without pictures is audio. */
  kind: 'audio' | 'video';
  /** The demuxer to open it with. */
  format: InputFormat;
  bytes: number;
  /** Milliseconds, from reading it to its end. */
  duration: number;
  /** The first of its sound, and of its moving pictures. */
  audio?: AudioStream;
  video?: VideoStream;
  /** Those in its tags (ID3, MP4), for who takes it over with what is written about it. */
  chapters: FoundChapter[];
}

/** What a container is called that has sound only, or pictures where its name says sound. */
const asAudio: Partial<Record<AcceptedMime, AcceptedMime>> = {
  'video/mp4': 'audio/mp4',
  'video/quicktime': 'audio/mp4',
  'video/webm': 'audio/webm',
  'video/matroska': 'audio/matroska',
};
const asVideo: Partial<Record<AcceptedMime, AcceptedMime>> = {
  'audio/mp4': 'video/mp4',
  'audio/webm': 'video/webm',
  'audio/matroska': 'video/matroska',
};

/**
 * The facts about an uploaded recording or film. Its header is checked against the limits first; then it is read, not decoded,
 * to its end, because a header may claim hours that are not there.
 *
 * @param claimedType the MIME type the upload came with
 * @throws MediaError `media_type_mismatch`, `media_type_unsupported`, `media_too_large`, `media_too_many_pixels`,
 *   `media_corrupt`, `media_timeout`, `media_missing`; an abort's reason
 */
export async function inspectMedia(
  ffmpeg: Ffmpeg,
  path: string,
  claimedType?: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<MediaFacts> {
  const bytes = await sizeOf(path);
  if (bytes === 0) throw new MediaError('media_corrupt', 'This file is empty. Export it again and upload that.');
  if (bytes > limits.videoBytes) throw tooManyBytes('film', limits.videoBytes);
  const { mime: container } = await sniff(path, claimedType, ['audio', 'video']);
  const format = formatOf(container);
  if (!format) throw new Error(`There is no demuxer for ${container}`);
  if (format === 'wav') await checkRiff(path, bytes);
  const options = signal ? { signal } : {};
  const found = describe(await ffmpeg.probe(path, format, options));
  const kind = found.video ? 'video' : 'audio';
  if (kind === 'audio' && bytes > limits.audioBytes) throw tooManyBytes('recording', limits.audioBytes);
  check(found);

  const maps = [...(found.audio ? ['-map', '0:a:0'] : []), ...(found.video ? ['-map', '0:V:0'] : [])];
  const { log } = await ffmpeg.run(
    {
      inputs: [{ path, format }],
      outputs: [{ take: () => undefined, args: [...maps, '-c', 'copy', '-f', 'null'] }],
      // A little more than allowed shows what is too long.
      ...{ seconds: limits.duration / 1000 + 10, maxBytes: 0, timeout: limits.inspect },
    },
    options,
  );
  const duration = endOf(log);
  if (duration <= 0) throw corrupt('It holds no packets');
  if (duration > limits.duration) throw tooLong();
  if (found.claimed && found.claimed - duration > Math.max(2000, found.claimed / 10))
    throw cutShort(found.claimed, duration);
  const mime = (kind === 'audio' ? asAudio : asVideo)[container] ?? container;
  const { audio, video, chapters } = found;
  return { mime, kind, format, bytes, duration, chapters, ...(audio && { audio }), ...(video && { video }) };
}

/** The time at which ffmpeg stopped, in milliseconds: the last that it says. */
function endOf(log: string): number {
  const last = [...log.matchAll(/time=(\d+):(\d\d):(\d\d\.\d+)/g)].at(-1);
  if (!last) return 0;
  const [, hours, minutes, seconds] = last;
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
}

function check({ audio, video, streams, claimed }: Described): void {
  if (!audio && !video)
    throw new MediaError(
      'media_type_unsupported',
      'There is neither sound nor moving pictures in this file. Export it again from the original and upload that.',
    );
  if (streams > limits.streams)
    throw new MediaError(
      'media_too_large',
      `This file has ${streams} tracks, and at most ${limits.streams} can be read. Export it with one track of sound and one of pictures.`,
    );
  if (audio && audio.channels > limits.channels)
    throw new MediaError(
      'media_too_large',
      `This file has sound in ${audio.channels} channels, and at most ${limits.channels} can be read. Export it in stereo and upload that.`,
    );
  const { least, most } = limits.sampleRate;
  if (audio && (audio.sampleRate < least || audio.sampleRate > most))
    throw new MediaError(
      'media_corrupt',
      `This sound says that it has ${audio.sampleRate.toLocaleString('en-GB')} samples a second, which no recorder makes. Export it again with 44,100 or 48,000 and upload that.`,
    );
  if (video && Math.max(video.width, video.height) > limits.side)
    throw new MediaError(
      'media_too_many_pixels',
      `A side of this film is longer than ${limits.side.toLocaleString('en-GB')} pixels. Export it smaller and upload that.`,
    );
  if (video && video.fps > limits.fps)
    throw new MediaError(
      'media_too_large',
      `This film has more than ${limits.fps} frames a second. Export it with 25 to 60 and upload that.`,
    );
  // A header that lies is found out by reading; one that tells the truth saves it.
  if (claimed && claimed > limits.duration * 20) throw tooLong();
}

const tooManyBytes = (what: string, bytes: number) =>
  new MediaError(
    'media_too_large',
    `This ${what} is larger than ${sayBytes(bytes)}. Export it smaller and upload that.`,
  );

const tooLong = () =>
  new MediaError(
    'media_too_large',
    `This file is longer than ${limits.duration / 3_600_000} hours. Cut it into parts and upload those.`,
  );

const cutShort = (claimed: number, real: number) =>
  new MediaError(
    'media_corrupt',
    `This file says that it is ${clock(claimed)} long but ends after ${clock(real)}. It was cut short; upload it again, or export it again from the original.`,
  );

/**
 * Whether a WAV is as long as it says: ffprobe reckons with what is there, and would take a recording that broke off. All ones,
 * and nothing, are what recorders write that do not know yet; beyond 4 GB the size stands elsewhere.
 */
async function checkRiff(path: string, bytes: number): Promise<void> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const claimed = buffer.readUInt32LE(4);
    if (buffer.toString('latin1', 0, 4) !== 'RIFF' || claimed === 0 || claimed === 0xffff_ffff) return;
    // Programs differ by some bytes in what they count.
    if (claimed > bytes + 1024)
      throw new MediaError(
        'media_corrupt',
        `This recording was cut short: it says that it has ${sayBytes(claimed)}, and ${sayBytes(bytes)} are there. Upload it again, or export it again from the original.`,
      );
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new MediaError('media_missing', 'This file is no longer here. Upload it again.', { cause: error });
  }
}
