import { z } from 'zod';
import { assetUse } from './asset-use.ts';
import { id, instant, line, localDate, nothing, text, version } from './fields.ts';
import { showUse } from './media.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** That a person, or whoever decides for them, agreed to be shown or heard: in what, for what, until when. */
export const consent = z
  .object({
    id,
    person: z.string(),
    /** What they agreed to, in words: "website and social media, not print". */
    scope: z.string(),
    givenOn: localDate,
    /** The last day it holds; null for no end. */
    until: localDate.nullable(),
    /** Where the signed form is, who spoke for them … */
    note: z.string(),
    assetIds: z.array(id),
    withdrawn: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
    version: z.number(),
  })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof consent>;

const fields = z.object({
  person: line(120),
  scope: line(500),
  givenOn: localDate,
  until: localDate.nullable(),
  note: text(2000),
  assetIds: z.array(id).max(500),
});
const created = fields.extend({
  until: fields.shape.until.default(null),
  note: fields.shape.note.default(''),
  assetIds: fields.shape.assetIds.default([]),
});
const consentParams = workspaceParams.extend({ consent: id });

export const listConsents = route({
  method: 'GET',
  path: '/workspaces/:workspace/consents',
  access: 'assets.read',
  summary: 'Consents of the people shown or heard in uploads, by name',
  params: workspaceParams,
  query: z.object({
    asset: id
      .optional()
      .describe(
        'Those about an upload, and those about an equal one that keep it from being used, also where that one is gone.',
      ),
    search: text(100).optional(),
  }),
  response: z.object({ data: z.array(consent) }),
});
export const createConsent = route({
  method: 'POST',
  path: '/workspaces/:workspace/consents',
  access: 'assets.write',
  status: 201,
  summary: 'Writes down a consent',
  params: workspaceParams,
  body: created,
  response: consent,
});
export const updateConsent = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/consents/:consent',
  access: 'assets.write',
  summary: 'Changes a consent that was not withdrawn, or the uploads it is about',
  params: consentParams,
  body: fields.partial().extend({ version }),
  response: consent,
});
export const withdrawConsent = route({
  method: 'POST',
  path: '/workspaces/:workspace/consents/:consent/withdraw',
  access: 'assets.write',
  summary: 'A person takes their consent back: what was to go out is held, and what is out is listed',
  params: consentParams,
  body: z.object({ version, reason: text(500).default('') }),
  response: z.object({ consent, heldPosts: z.number().int(), uses: z.array(assetUse) }),
});
export const consentUses = route({
  method: 'GET',
  path: '/workspaces/:workspace/consents/:consent/uses',
  access: 'assets.read',
  summary: 'Where the uploads of a consent are used, what is out first',
  params: consentParams,
  response: z.object({ data: z.array(assetUse), shows: z.array(showUse) }),
});
export const removeConsent = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/consents/:consent',
  access: 'assets.write',
  summary: 'Removes a consent that was written down by mistake; one that was withdrawn stays',
  params: consentParams,
  response: nothing,
});
