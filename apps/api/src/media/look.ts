import type { MediaFacts, MediaKind } from '@mobilise/contracts/media';
import { maxAudioBytes, maxImageBytes, maxVideoBytes } from '@mobilise/contracts/upload-limits';
import { inspectImage } from '@mobilise/media-processing/inspect';
import { acceptedTypes } from '@mobilise/media-processing/kinds';

/** Bytes that an upload of a kind may have. */
export const mostBytes: Record<MediaKind, number> = {
  image: maxImageBytes,
  audio: maxAudioBytes,
  video: maxVideoBytes,
};

/** What an upload turned out to be. Pixels and milliseconds, null where there are none. */
export interface Looked {
  kind: MediaKind;
  mime: string;
  width: number | null;
  height: number | null;
  duration: number | null;
  facts: MediaFacts;
}

/**
 * The most bytes that what an upload claims to be may have; by default as many as any.
 * @param claimedType a MIME type
 */
export function mostFor(claimedType: string): number {
  const [kind = ''] = claimedType.split('/', 1);
  return kind in mostBytes ? mostBytes[kind as MediaKind] : maxVideoBytes;
}

/** Finds out what a file really is. Throws MediaError. */
export async function look(path: string, claimedType: string | undefined): Promise<Looked> {
  const { mime, width, height, frames } = await inspectImage(path, claimedType);
  return { kind: acceptedTypes[mime].kind, mime, width, height, duration: null, facts: { frames } };
}
