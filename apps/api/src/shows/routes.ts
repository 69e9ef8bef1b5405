import * as contract from '@mobilise/contracts/shows';
import { type Api, serve } from '../serve.ts';
import { listEpisodes } from './episodes.ts';
import { cancelImport, listImports, startImport } from './imports.ts';
import { getShow, listShows } from './read.ts';
import { createShow, moveShow, removeShow, updateShow } from './write.ts';

export function showRoutes(api: Api): void {
  const { boss, settings } = api.context;
  serve(api, contract.listShows, (scope, { query }) => listShows(scope, settings, query));
  serve(api, contract.getShow, (scope, { params }) => getShow(scope, settings, params.show));
  serve(api, contract.createShow, (scope, { body }) => createShow(scope, boss, settings, body));
  serve(api, contract.updateShow, (scope, { params, body }) => updateShow(scope, boss, settings, params.show, body));
  serve(api, contract.moveShow, (scope, { params, body }) => moveShow(scope, settings, params.show, body));
  serve(api, contract.removeShow, (scope, { params }) => removeShow(scope, params.show));
  serve(api, contract.listEpisodes, (scope, { params, query }) => listEpisodes(scope, params.show, query));
  serve(api, contract.startImport, (scope, { body }) => startImport(scope, boss, settings, body));
  serve(api, contract.listImports, (scope) => listImports(scope));
  serve(api, contract.cancelImport, (scope, { params }) => cancelImport(scope, params.import));
}
