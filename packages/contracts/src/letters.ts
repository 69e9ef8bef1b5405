import { z } from 'zod';
import { channelParams } from './channels.ts';
import { id, instant } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/**
 * What became of one letter. `pending` waits for its turn; `sending`: its bytes may be on their way; `unknown`: nobody can say, and
 * it is not sent again by itself; `skipped`: its reader unsubscribed, or somebody stopped the rest.
 */
export const letterStates = ['pending', 'sending', 'accepted', 'refused', 'unknown', 'skipped'] as const;
export const letterState = z.enum(letterStates);
export type LetterState = (typeof letterStates)[number];

const letter = z.object({
  id: z.string(),
  /** Empty once it was erased at somebody's request. */
  address: z.string(),
  state: letterState,
  /** The mail server's own words. */
  reply: z.string().nullable(),
  at: instant.nullable(),
});

const postParams = workspaceParams.extend({ post: id });

export const postLetters = z.object({
  total: z.number().int(),
  counts: z.record(letterState, z.number().int()),
  /** Came back after the server had accepted it. */
  bounced: z.number().int(),
  unsubscribed: z.number().int(),
  /** Those that somebody may have to look at: refused, unknown, and those that are tried again later; the first hundred. */
  troubled: z.array(letter),
});
export type PostLetters = z.infer<typeof postLetters>;

export const listLetters = route({
  method: 'GET',
  path: '/workspaces/:workspace/posts/:post/letters',
  access: 'posts.read',
  summary: 'How far the letters of a newsletter post have got',
  params: postParams,
  response: postLetters,
});
export const stopLetters = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/letters/stop',
  access: 'posts.schedule',
  summary: 'Nobody gets it who has not got it yet',
  params: postParams,
  response: postLetters,
});
export const resolveLetters = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/letters/resolve',
  access: 'posts.schedule',
  summary: 'A person says what to do about letters of which nobody knows whether they arrived',
  params: postParams,
  body: z.object({ outcome: z.enum(['send_again', 'leave']) }),
  response: postLetters,
});

const of = z.object({ item: id });
export const previewLetter = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels/:channel/letter',
  access: 'posts.read',
  summary: 'An item’s newest revision as this newsletter would send it',
  params: channelParams,
  query: of,
  response: z.object({
    subject: z.string(),
    /** Shows its pictures by itself; for a frame that may do nothing. */
    html: z.string(),
    text: z.string(),
    /** Of the HTML. */
    bytes: z.number().int(),
    warnings: z.array(z.string()),
  }),
});
export const sendTestLetter = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/letter/test',
  access: 'posts.schedule',
  summary: 'Sends it to whoever asks, and to nobody else',
  params: channelParams,
  body: of,
  response: z.object({ sentTo: z.string(), reply: z.string() }),
});
