import * as contract from '@mobilise/contracts/letters';
import { type Api, serve } from '../serve.ts';
import { listLetters, resolveLetters, stopLetters } from './letters.ts';
import { previewLetter, sendTestLetter } from './preview.ts';

export function letterRoutes(api: Api): void {
  const { context } = api;
  serve(api, contract.listLetters, (scope, { params }) => listLetters(scope, params.post));
  serve(api, contract.stopLetters, (scope, { params }) => stopLetters(scope, params.post));
  serve(api, contract.resolveLetters, (scope, { params, body }) => resolveLetters(scope, params.post, body.outcome));
  serve(api, contract.previewLetter, (scope, { params, query }) =>
    previewLetter(scope, context, params.channel, query.item),
  );
  serve(api, contract.sendTestLetter, (scope, { params, body }) =>
    sendTestLetter(scope, context, params.channel, body.item),
  );
}
