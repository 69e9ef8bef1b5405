import * as contract from '@mobilise/contracts/publishing';
import { type Api, serve } from '../serve.ts';
import { findPublishing } from './find.ts';
import { getPublishing } from './publishing.ts';

export function publishingRoutes(api: Api): void {
  serve(api, contract.getPublishing, (scope) => getPublishing(scope));
  serve(api, contract.findPublishing, (scope, { query }) => findPublishing(scope, query.search));
}
