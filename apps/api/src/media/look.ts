import { type MediaFacts, type MediaKind, mediaKinds } from '@mobilise/contracts/media';
import { maxAudioBytes, maxImageBytes, maxVideoBytes } from '@mobilise/contracts/upload-limits';
import type { Settings } from '@mobilise/db/settings';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import { inspectImage } from '@mobilise/media-processing/inspect';
import { sniff } from '@mobilise/media-processing/sniff';

/** Bytes that an upload of a kind may have. */
export const mostBytes: Record<MediaKind, number> = {
  image: maxImageBytes,
  audio: maxAudioBytes,
  video: maxVideoBytes,
};

/** Milliseconds that looking at a recording may take: somebody waits for it. */
const patience = 10_000;

/** What an upload turned out to be. Pixels and milliseconds, null where there are none, or where they are not known yet. */
export interface Looked {
  kind: MediaKind;
  mime: string;
  width: number | null;
  height: number | null;
  duration: number | null;
  facts: MediaFacts;
}

/** The ffmpeg of this process, which nothing loads before the first recording comes. */
export async function openFfmpeg({ ffmpeg }: Pick<Settings, 'ffmpeg'>): Promise<Ffmpeg> {
  return (await import('@mobilise/media-processing/ffmpeg')).openFfmpeg(ffmpeg);
}

/**
 * The most bytes that what an upload claims to be may have; by default as many as any.
 * @param claimedType a MIME type
 */
export function mostFor(claimedType: string): number {
  const [kind = ''] = claimedType.split('/', 1);
  const claimed = mediaKinds.find((one) => one === kind);
  return claimed ? mostBytes[claimed] : maxVideoBytes;
}

/**
 * Finds out what a file really is. A recording that cannot be read to its end in ten seconds is taken for what its content says,
 * and the publisher, which has longer, finds out the rest. Throws MediaError, or the reason of `gone`.
 * @param gone aborted when nobody waits for it any more
 */
export async function look(
  path: string,
  claimedType: string | undefined,
  ffmpeg: () => Promise<Ffmpeg>,
  gone = new AbortController().signal,
  late = AbortSignal.timeout(patience),
): Promise<Looked> {
  const { mime, kind } = await sniff(path, claimedType);
  if (kind === 'image') {
    const { width, height, frames } = await inspectImage(path, claimedType);
    return { kind, mime, width, height, duration: null, facts: { frames } };
  }
  try {
    const { inspectMedia } = await import('@mobilise/media-processing/inspect-media');
    const found = await inspectMedia(await ffmpeg(), path, claimedType, {
      signal: AbortSignal.any([gone, late]),
    });
    const { audio, video, duration } = found;
    return {
      kind: found.kind,
      mime: found.mime,
      width: video?.width ?? null,
      height: video?.height ?? null,
      duration,
      facts: {
        codec: video?.codec ?? audio?.codec,
        sound: audio !== undefined,
        ...(audio && { channels: audio.channels, sampleRate: audio.sampleRate }),
        ...(video && { fps: video.fps }),
      },
    };
  } catch (error) {
    if (!late.aborted || error !== late.reason) throw error;
    return { kind, mime, width: null, height: null, duration: null, facts: {} };
  }
}
