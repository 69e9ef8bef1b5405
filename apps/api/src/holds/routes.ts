import * as contract from '@mobilise/contracts/holds';
import { type Api, serve } from '../serve.ts';
import { endHold, listHolds, pressHold } from './holds.ts';

export function holdRoutes(api: Api): void {
  serve(api, contract.listHolds, (scope) => listHolds(scope));
  serve(api, contract.pressHold, (scope, { body }) => pressHold(scope, body));
  serve(api, contract.endHold, (scope, { params }) => endHold(scope, params.hold));
}
