import * as contract from '@mobilise/contracts/zones';
import { type Api, serve } from '../serve.ts';
import { changeZone, previewZone } from './change.ts';
import { listMoved, seeMoved } from './moved.ts';

export function zoneRoutes(api: Api): void {
  serve(api, contract.previewZone, (scope, { query }) => previewZone(scope, query.to));
  serve(api, contract.changeZone, (scope, { body }) => changeZone(scope, body));
  serve(api, contract.listMoved, (scope) => listMoved(scope));
  serve(api, contract.seeMoved, (scope, { body }) => seeMoved(scope, body.posts));
}
