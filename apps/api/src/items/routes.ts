import * as audiograms from '@mobilise/contracts/audiograms';
import * as contract from '@mobilise/contracts/items';
import * as newItem from '@mobilise/contracts/new-item';
import { type Api, serve } from '../serve.ts';
import { approveRevision } from './approve.ts';
import { listAudiograms, makeAudiogram, removeAudiogram, stopAudiogram } from './audiograms.ts';
import { cancelFiles, makeFilesAgain } from './files.ts';
import { removeItem, updateItem } from './place.ts';
import { getItem, listItems, listTags } from './read.ts';
import { getRevision, listRevisions } from './revisions.ts';
import { createItem, restoreRevision, saveItem } from './write.ts';

export function itemRoutes(api: Api): void {
  const { boss } = api.context;
  serve(api, contract.listItems, (scope, { query }) => listItems(scope, query));
  serve(api, contract.listTags, (scope) => listTags(scope));
  serve(api, newItem.createItem, (scope, { body }) => createItem(scope, boss, body));
  serve(api, contract.getItem, (scope, { params }) => getItem(scope, params.item));
  serve(api, contract.saveItem, (scope, { params, body }) => saveItem(scope, boss, params.item, body));
  serve(api, contract.updateItem, (scope, { params, body }) => updateItem(scope, params.item, body));
  serve(api, contract.removeItem, (scope, { params }) => removeItem(scope, params.item));
  serve(api, contract.listRevisions, (scope, { params, query }) => listRevisions(scope, params.item, query));
  serve(api, contract.getRevision, (scope, { params }) => getRevision(scope, params.item, params.number));
  serve(api, contract.restoreRevision, (scope, { params, body }) =>
    restoreRevision(scope, boss, params.item, params.number, body),
  );
  serve(api, contract.approveRevision, (scope, { params, body }) => approveRevision(scope, params.item, body));
  serve(api, contract.makeFilesAgain, (scope, { params }) => makeFilesAgain(scope, params.item));
  serve(api, contract.cancelFiles, (scope, { params }) => cancelFiles(scope, params.item));
  serve(api, audiograms.listAudiograms, (scope, { params }) => listAudiograms(scope, params.item));
  serve(api, audiograms.makeAudiogram, (scope, { params, body }) => makeAudiogram(scope, boss, params.item, body));
  serve(api, audiograms.stopAudiogram, (scope, { params }) => stopAudiogram(scope, boss, params.item, params));
  serve(api, audiograms.removeAudiogram, (scope, { params }) => removeAudiogram(scope, boss, params.item, params));
}
