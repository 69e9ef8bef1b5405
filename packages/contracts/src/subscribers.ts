import { z } from 'zod';
import { channelParams } from './channels.ts';
import { emailAddress } from './email-address.ts';
import { cursorQuery, id, instant, line, localDate, nothing, page, text } from './fields.ts';
import { route } from './route.ts';

/**
 * `pending` was asked to confirm and has not; only `active` gets letters. `bounced`: letters come back for good; `complained`:
 * called one spam. Neither of these, nor who has unsubscribed, is written to again unless they subscribe themselves.
 */
export const subscriberStates = ['pending', 'active', 'unsubscribed', 'bounced', 'complained'] as const;
export const subscriberState = z.enum(subscriberStates);
export type SubscriberState = (typeof subscriberStates)[number];

export const subscriber = z
  .object({
    id,
    email: z.string(),
    state: subscriberState,
    /** When and where they agreed: `Form on the site`, or what whoever added them said. */
    consentAt: instant,
    consentSource: z.string(),
    confirmedAt: instant.nullable(),
    /** Since when the state is what it is. */
    since: instant,
    bounces: z.number().int(),
    /** The mail server's own words, where it refused. */
    reply: z.string().nullable(),
  })
  .meta({ id: 'Subscriber' });
export type Subscriber = z.infer<typeof subscriber>;

/** Days in which a link to confirm works, and after which who did not follow it is forgotten. */
export const confirmDays = 7;

const counts = z.record(subscriberState, z.number().int());

/** What was agreed to, and when: somebody states it who answers for it. */
export const consent = z.object({ source: line(200), on: localDate });

const subscriberParams = channelParams.extend({ subscriber: id });
const listQuery = z.object({ search: text(254).optional(), state: subscriberState.optional() });

export const listSubscribers = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels/:channel/subscribers',
  access: 'subscribers.manage',
  summary: 'Subscribers of a newsletter, the newest first, and how many there are of each state',
  params: channelParams,
  query: cursorQuery.extend(listQuery.shape),
  response: page(subscriber).extend({ counts }),
});
export const exportSubscribers = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels/:channel/subscribers.csv',
  access: 'subscribers.manage',
  transport: 'csv',
  summary: 'The same as a CSV file',
  params: channelParams,
  query: listQuery,
  response: z.string(),
});
export const addSubscriber = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/subscribers',
  access: 'subscribers.manage',
  status: 201,
  summary: 'Adds somebody who has agreed; they are not asked again',
  params: channelParams,
  body: z.object({ email: emailAddress, consent }),
  response: subscriber,
});
/** Characters of the largest list that is imported at once: about 100,000 addresses. */
export const longestImport = 3_000_000;
export const importSubscribers = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/subscribers/import',
  access: 'subscribers.manage',
  summary: 'Adds the addresses of a CSV file of people who have agreed; they are not asked again',
  params: channelParams,
  body: z.object({ csv: z.string().min(1).max(longestImport), consent }),
  response: z.object({
    /** Who was asked by letter and had not answered is subscribed by this, and counted here. */
    added: z.number().int(),
    /** On the list already as anything else: nothing was changed. */
    known: z.number().int(),
    /** Had asked to be forgotten, so they are left out. */
    suppressed: z.number().int(),
    /** Lines without an address that can be written to; the first fifty. */
    invalid: z.array(z.object({ line: z.number().int(), value: z.string() })),
    invalidCount: z.number().int(),
  }),
});
export const unsubscribeSubscriber = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/subscribers/:subscriber/unsubscribe',
  access: 'subscribers.manage',
  summary: 'Unsubscribes somebody who asked for it in another way',
  params: subscriberParams,
  response: subscriber,
});
export const removeSubscriber = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/channels/:channel/subscribers/:subscriber',
  access: 'subscribers.manage',
  summary: 'Erases an address everywhere; a keyed hash of it stays, so that no import brings it back',
  params: subscriberParams,
  response: nothing,
});
export const reportBounce = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/bounces',
  access: 'subscribers.manage',
  summary: 'Tells of a letter that came back (RFC 3464) or was called spam (RFC 5965): the raw report, or the fields',
  params: channelParams,
  body: z.union([
    z.object({
      message: z.string().min(1).max(1_000_000).describe('The whole report as it arrived, headers and all.'),
    }),
    z.object({
      messageId: text(500).describe('The Message-ID of our letter.'),
      type: z.enum(['hard', 'soft', 'complaint']),
      reply: text(1000).default(''),
    }),
  ]),
  response: z.object({
    /** What became of it; `unknown`: it names no letter of this channel. */
    outcome: z.enum(['bounced', 'complained', 'noted', 'unknown']),
  }),
});
