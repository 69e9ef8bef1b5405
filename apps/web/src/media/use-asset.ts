import { type Asset, cancelProcessing, processAgain, updateAsset } from '@mobilise/contracts/media';
import type { RouteInput } from '@mobilise/contracts/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { assetQuery } from './media-queries.ts';

export type AssetChanges = Omit<NonNullable<RouteInput<typeof updateAsset>['body']>, 'version'>;

/** What can be changed of an upload; each change is shown at once where it is known. */
export function useAsset(asset: Asset) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const params = { workspace, asset: asset.id };
  const { queryKey } = assetQuery(workspace, asset.id);
  const keep = {
    onSuccess: (changed: Asset) => {
      client.setQueryData(queryKey, changed);
      void client.invalidateQueries({ queryKey: ['assets', workspace, 'list'] });
    },
    onError: () => client.invalidateQueries({ queryKey }),
  };
  const change = useMutation({
    ...keep,
    meta: { shown: true },
    // The version that is on the screen: what nobody has seen here yet is not overwritten.
    mutationFn: (body: AssetChanges) => call(updateAsset, { params, body: { ...body, version: asset.version } }),
  });
  const cancel = useMutation({ ...keep, mutationFn: () => call(cancelProcessing, { params }) });
  const again = useMutation({ ...keep, mutationFn: () => call(processAgain, { params }) });
  return { change, cancel, again };
}
