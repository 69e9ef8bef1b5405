import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@mobilise/contracts/media';
import * as transcription from '@mobilise/contracts/transcription';
import * as tus from '@mobilise/contracts/uploads';
import { sweepWorkFolders } from '@mobilise/media-processing/work-folder';
import { showsWith, usesOf } from '../asset-uses.ts';
import { type Api, serve } from '../serve.ts';
import { emptyBin, removeAsset, restoreAsset } from './bin.ts';
import { cancelProcessing, processAgain, updateAsset } from './change.ts';
import { copiesOf } from './copies.ts';
import { listAssets } from './list.ts';
import { openFfmpeg } from './look.ts';
import { mediaOverview } from './overview.ts';
import { getAsset } from './read.ts';
import { interrupted } from './refusals.ts';
import { resumableUploads } from './resumable.ts';
import { getTranscription, stopTranscription, transcribeAsset } from './transcribe.ts';
import { uploadAsset } from './upload.ts';

export function mediaRoutes(api: Api): void {
  const { storage, boss, settings, log } = api.context;
  const quarantine = join(settings.dataFolder, 'quarantine');
  // What a kill in the middle of an upload left there.
  rmSync(quarantine, { recursive: true, force: true });

  const ffmpeg = () => openFfmpeg(settings);
  const uploads = { storage, jobs: boss, ffmpeg, quota: settings.quota };
  const resumable = resumableUploads(uploads, join(settings.dataFolder, 'uploads'));
  resumable.sweep(new Date()).catch((error: unknown) => log.warn({ error }, 'Old uploads could not be swept'));
  // It need not be the machine of a publisher, who sweeps its own.
  sweepWorkFolders(Date.now()).catch((error: unknown) => log.warn({ error }, 'Work folders could not be swept'));

  serve(api, contract.uploadAsset, (scope, { query }, { request, response }) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort(interrupted()));
    const { 'content-type': contentType, 'content-length': length } = request.headers;
    const contentLength = length === undefined ? undefined : Number(length);
    const upload = { ...query, replaces: query.replaces, contentType, contentLength, body: request, gone: gone.signal };
    return uploadAsset(scope, uploads, quarantine, upload);
  });
  for (const route of [tus.createUpload, tus.continueUpload])
    serve(api, route, async (scope, _input, exchange) => void (await resumable.answer(scope, exchange)));
  for (const route of [tus.uploadOptions, tus.uploadOffset, tus.endUpload])
    serve(api, route, async (scope, _input, exchange) => void (await resumable.answer(scope, exchange)));
  serve(api, contract.listAssets, (scope, { query }) => listAssets(scope, query));
  serve(api, contract.getAsset, (scope, { params }) => getAsset(scope, params.asset));
  serve(api, contract.updateAsset, (scope, { params, body }) => updateAsset(scope, boss, params.asset, body));
  serve(api, contract.mediaOverview, (scope) =>
    mediaOverview(scope, { ...uploads, transcription: settings.transcribeCommand !== undefined }),
  );
  serve(api, contract.assetCopies, (scope, { params }) => copiesOf(scope, params.asset));
  serve(api, contract.assetUses, async (scope, { params }) => {
    const { id } = await getAsset(scope, params.asset);
    return { data: await usesOf(scope, [id]), shows: await showsWith(scope, [id]) };
  });
  serve(api, contract.cancelProcessing, (scope, { params }) => cancelProcessing(scope, params.asset));
  serve(api, contract.processAgain, (scope, { params }) => processAgain(scope, boss, params.asset));
  serve(api, contract.removeAsset, (scope, { params }) => removeAsset(scope, params.asset));
  serve(api, contract.emptyBin, (scope, { body }) => emptyBin(scope, storage, body.assets));
  serve(api, contract.restoreAsset, (scope, { params }) => restoreAsset(scope, params.asset));
  serve(api, transcription.getTranscription, (scope, { params }) => getTranscription(scope, params.asset));
  serve(api, transcription.stopTranscription, (scope, { params }) => stopTranscription(scope, boss, params.asset));
  serve(api, transcription.transcribeAsset, (scope, { params }) =>
    transcribeAsset(scope, boss, settings.transcribeCommand, params.asset),
  );
}
