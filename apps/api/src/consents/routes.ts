import * as contract from '@mobilise/contracts/consents';
import { type Api, serve } from '../serve.ts';
import { createConsent, removeConsent, updateConsent, withdrawConsent } from './change.ts';
import { consentUses, listConsents } from './read.ts';

export function consentRoutes(api: Api): void {
  serve(api, contract.listConsents, (scope, { query }) => listConsents(scope, query));
  serve(api, contract.createConsent, (scope, { body }) => createConsent(scope, body));
  serve(api, contract.updateConsent, (scope, { params, body }) => updateConsent(scope, params.consent, body));
  serve(api, contract.withdrawConsent, (scope, { params, body }) => withdrawConsent(scope, params.consent, body));
  serve(api, contract.consentUses, (scope, { params }) => consentUses(scope, params.consent));
  serve(api, contract.removeConsent, (scope, { params }) => removeConsent(scope, params.consent));
}
