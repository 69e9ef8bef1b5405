import * as contract from '@mobilise/contracts/media';
import { type Api, serve } from '../serve.ts';
import { removeAsset, updateAsset } from './change.ts';
import { getAsset, listAssets } from './read.ts';
import { uploadAsset } from './upload.ts';

export function mediaRoutes(api: Api): void {
  const { storage, boss } = api.context;
  serve(api, contract.uploadAsset, (scope, { query }, { request }) => uploadAsset(scope, api.context, query.filename, request));
  serve(api, contract.listAssets, (scope, { query }) => listAssets(scope, query));
  serve(api, contract.getAsset, (scope, { params }) => getAsset(scope, params.asset));
  serve(api, contract.updateAsset, (scope, { params, body }) => updateAsset(scope, boss, params.asset, body));
  serve(api, contract.removeAsset, (scope, { params }) => removeAsset(scope, storage, params.asset));
}
