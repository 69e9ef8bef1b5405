import * as contract from '@mobilise/contracts/series';
import { type Api, serve } from '../serve.ts';
import { endSeries, pauseSeries, resumeSeries, updateSeries } from './series-change.ts';
import { createSeries } from './series-create.ts';
import { getSeries, listSeries } from './series-read.ts';

export function seriesRoutes(api: Api): void {
  serve(api, contract.listSeries, (scope) => listSeries(scope));
  serve(api, contract.createSeries, (scope, { body }) => createSeries(scope, body));
  serve(api, contract.getSeries, (scope, { params }) => getSeries(scope, params.series));
  serve(api, contract.updateSeries, (scope, { params, body }) => updateSeries(scope, params.series, body));
  serve(api, contract.pauseSeries, (scope, { params, body }) => pauseSeries(scope, params.series, body));
  serve(api, contract.resumeSeries, (scope, { params, body }) => resumeSeries(scope, params.series, body));
  serve(api, contract.endSeries, (scope, { params, body }) => endSeries(scope, params.series, body));
}
