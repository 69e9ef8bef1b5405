import { listConsents } from '@mobilise/contracts/consents';
import {
  type Asset,
  assetCopies,
  assetUses,
  getAsset,
  listAssets,
  type MediaKind,
  mediaOverview,
} from '@mobilise/contracts/media';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** Milliseconds between looks at an upload whose files are still being made, should the live stream have said nothing. */
const watchEvery = 10_000;
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
  /** Where each is used is not counted for those who do not show it. */
  counts?: 'false' | undefined;
  /** Without those that cannot be used. */
  failed?: 'false' | undefined;
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

/** What this installation can process, how much room is left, and who uploaded. */
export const overviewQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['assets', workspaceId, 'overview'],
    queryFn: ({ signal }) => call(mediaOverview, { params: { workspace: workspaceId }, signal }),
  });

/** The other uploads with the same bytes. */
export const copiesQuery = (workspaceId: string, assetId: string) =>
  queryOptions({
    queryKey: ['assets', workspaceId, 'copies', assetId],
    queryFn: ({ signal }) => call(assetCopies, { params: { workspace: workspaceId, asset: assetId }, signal }),
  });

/** Where an upload is used; asked again when a post or an item changes. */
export const usesQuery = (workspaceId: string, assetId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'uses of an upload', assetId],
    queryFn: ({ signal }) => call(assetUses, { params: { workspace: workspaceId, asset: assetId }, signal }),
  });

/** Consents of the people in one upload, or by what their names hold. */
export const consentsQuery = (workspaceId: string, query: { asset: string } | { search: string }) =>
  queryOptions({
    queryKey: ['consents', workspaceId, query],
    queryFn: async ({ signal }) =>
      (await call(listConsents, { params: { workspace: workspaceId }, query, signal })).data,
  });

/** The rendition to show at a width in CSS pixels, whole and not cropped; null while there is none. */
export function pictureOf(asset: Asset, width: number): { url: string; width: number; height: number } | null {
  const whole = asset.renditions.filter(({ purpose }) => purpose === 'responsive');
  const webp = whole.filter(({ format }) => format === 'webp');
  const choices = (webp.length > 0 ? webp : whole).sort((a, b) => a.width - b.width);
  return choices.find((one) => one.width >= width) ?? choices.at(-1) ?? null;
}
