import { type Asset, getAsset, listAssets, type MediaKind } from '@mobilise/contracts/media';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** Milliseconds between looks at an upload whose pictures are still being made; the live stream is usually faster. */
const watchEvery = 2000;
const isBusy = (asset: Asset | undefined) => asset?.state === 'processing';

/** What is looked for in the library; each as `listAssets` knows it. */
export interface AssetFilters {
  search?: string | undefined;
  kind?: MediaKind | undefined;
  person?: string | undefined;
  campaign?: string | undefined;
  used?: 'yes' | 'no' | undefined;
  rights?: 'ending' | 'ended' | undefined;
  bin?: 'true' | undefined;
}

export const assetsQuery = (workspaceId: string, filters: AssetFilters) =>
  infiniteQueryOptions({
    queryKey: ['assets', workspaceId, 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      call(listAssets, {
        params: { workspace: workspaceId },
        query: { limit: 60, ...(pageParam && { cursor: pageParam }), ...filters },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isBusy)) ? watchEvery : false),
  });

export const assetQuery = (workspaceId: string, assetId: string) =>
  queryOptions({
    queryKey: ['assets', workspaceId, 'one', assetId],
    queryFn: ({ signal }) => call(getAsset, { params: { workspace: workspaceId, asset: assetId }, signal }),
    refetchInterval: ({ state }) => (isBusy(state.data) ? watchEvery : false),
  });

/** The rendition to show at a width in CSS pixels, whole and not cropped; null while there is none. */
export function pictureOf(asset: Asset, width: number): { url: string; width: number; height: number } | null {
  const whole = asset.renditions.filter(({ purpose }) => purpose === 'responsive');
  const webp = whole.filter(({ format }) => format === 'webp');
  const choices = (webp.length > 0 ? webp : whole).sort((a, b) => a.width - b.width);
  return choices.find((one) => one.width >= width) ?? choices.at(-1) ?? null;
}
