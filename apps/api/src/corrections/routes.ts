import * as contract from '@mobilise/contracts/corrections';
import { type Api, serve } from '../serve.ts';
import { getCorrection, listCorrections, startCorrection, updateCorrection } from './corrections.ts';

export function correctionRoutes(api: Api): void {
  serve(api, contract.listCorrections, (scope, { params }) => listCorrections(scope, params.item));
  serve(api, contract.startCorrection, (scope, { params, body }) => startCorrection(scope, params.item, body));
  serve(api, contract.getCorrection, (scope, { params }) => getCorrection(scope, params.correction));
  serve(api, contract.updateCorrection, (scope, { params, body }) => updateCorrection(scope, params.correction, body));
}
