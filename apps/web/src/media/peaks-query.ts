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

export const peaksUrlOf = ({ renditions }: Pick<Asset, 'renditions'>): string | null =>
  renditions.find(({ purpose }) => purpose === 'peaks')?.url ?? null;
