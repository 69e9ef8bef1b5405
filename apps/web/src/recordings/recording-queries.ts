import type { Asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { queryOptions } from '@tanstack/react-query';
import { unreachable } from '../call.ts';
import { readPeaks } from './peaks.ts';

/** The waveform of an upload. Its address names its content, so it is fetched once. */
export const peaksQuery = (url: string | null) =>
  queryOptions({
    queryKey: ['waveform', url],
    enabled: url !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const response = await fetch(url ?? '', { signal }).catch((error: unknown) => {
        throw signal.aborted ? error : unreachable(error);
      });
      if (!response.ok) throw new Problem('not_found', 'The waveform of this recording cannot be read.');
      return readPeaks(await response.json());
    },
  });

export const peaksUrlOf = ({ renditions }: Asset): string | null =>
  renditions.find(({ purpose }) => purpose === 'peaks')?.url ?? null;

export const posterOf = ({ renditions }: Asset): string | null =>
  renditions.find(({ purpose }) => purpose === 'poster')?.url ?? null;

const types: Record<string, string> = {
  m4a: 'audio/mp4; codecs="mp4a.40.2"',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4; codecs="avc1.64001f, mp4a.40.2"',
};

/** What of an upload this browser can play: listening copies of sound, previews of film. Null while there is none. */
export function playableOf({ renditions }: Asset): string | null {
  const media = document.createElement('video');
  const copies = renditions.filter(({ purpose }) => purpose === 'listen' || purpose === 'preview');
  return (copies.find(({ format }) => media.canPlayType(types[format] ?? '') !== '') ?? copies[0])?.url ?? null;
}
