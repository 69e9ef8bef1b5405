import * as contract from '@mobilise/contracts/items';
import { type Api, serve } from '../serve.ts';
import { approveRevision } from './approve.ts';
import { createItem, removeItem, updateItem } from './change.ts';
import { getItem, listItems } from './read.ts';
import { restoreRevision, saveItem } from './revise.ts';
import { getRevision, listRevisions } from './revisions.ts';

export function itemRoutes(api: Api): void {
  serve(api, contract.listItems, (scope, { query }) => listItems(scope, query));
  serve(api, contract.createItem, (scope, { body }) => createItem(scope, body));
  serve(api, contract.getItem, (scope, { params }) => getItem(scope, params.item));
  serve(api, contract.saveItem, (scope, { params, body }) => saveItem(scope, params.item, body));
  serve(api, contract.updateItem, (scope, { params, body }) => updateItem(scope, params.item, body));
  serve(api, contract.removeItem, (scope, { params }) => removeItem(scope, params.item));
  serve(api, contract.listRevisions, (scope, { params, query }) => listRevisions(scope, params.item, query));
  serve(api, contract.getRevision, (scope, { params }) => getRevision(scope, params.item, params.number));
  serve(api, contract.restoreRevision, (scope, { params, body }) => restoreRevision(scope, params.item, params.number, body.version));
  serve(api, contract.approveRevision, (scope, { params, body }) => approveRevision(scope, params.item, body));
}
