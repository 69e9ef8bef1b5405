import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@mobilise/contracts/media';
import { type Api, serve } from '../serve.ts';
import { removeAsset, updateAsset } from './change.ts';
import { getAsset, listAssets } from './read.ts';
import { transcribeAsset } from './transcribe.ts';
import { uploadAsset } from './upload.ts';

export function mediaRoutes(api: Api): void {
  const { storage, boss, settings } = api.context;
  const quarantine = join(settings.dataFolder, 'quarantine');
  // What a kill in the middle of an upload left there.
  rmSync(quarantine, { recursive: true, force: true });

  serve(api, contract.uploadAsset, (scope, { query }, { request }) => {
    const { 'content-type': contentType, 'content-length': length } = request.headers;
    const contentLength = length === undefined ? undefined : Number(length);
    const upload = { filename: query.filename, contentType, contentLength, body: request };
    return uploadAsset(scope, { storage, jobs: boss, quarantine }, upload);
  });
  serve(api, contract.listAssets, (scope, { query }) => listAssets(scope, query));
  serve(api, contract.getAsset, (scope, { params }) => getAsset(scope, params.asset));
  serve(api, contract.updateAsset, (scope, { params, body }) => updateAsset(scope, boss, params.asset, body));
  serve(api, contract.transcribeAsset, (scope, { params }) =>
    transcribeAsset(scope, boss, settings.transcribeCommand, params.asset),
  );
  serve(api, contract.removeAsset, (scope, { params }) => removeAsset(scope, storage, params.asset));
}
