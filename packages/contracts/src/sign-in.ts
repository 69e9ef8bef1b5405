import { z } from 'zod';
import { channel, channelKind } from './channels.ts';
import { httpUrl, id, instant, line, text, version } from './fields.ts';
import { route } from './route.ts';
import { type SignInKind, signInKinds } from './sign-in-kinds.ts';
import { workspaceParams } from './team.ts';

/* Connecting by signing in at the platform (OAuth 2.0, authorisation code). Only the screens that do it load this. */

const kindWords = Object.keys(signInKinds) as [SignInKind, ...SignInKind[]];
export const signInKind = z.enum(kindWords);

/** Something that can be posted to in the name of who signed in: a LinkedIn page, say. */
export const signInPage = z.object({ id: z.string(), name: z.string(), address: z.string() });
export type SignInPage = z.infer<typeof signInPage>;

/** The path below the public address to which platforms send people back; each has to be told of it once. */
export const callbackPath = '/oauth/callback';

export const getSignIn = route({
  method: 'GET',
  path: '/workspaces/:workspace/sign-ins/:kind',
  access: 'channels.manage',
  summary: 'Whether this installation is registered at a platform, and the address to register there',
  params: workspaceParams.extend({ kind: signInKind }),
  response: z.object({
    isSetUp: z.boolean(),
    redirectAddress: httpUrl,
    /** The variables that whoever runs this installation sets. */
    variables: z.array(z.string()),
  }),
});
export const startAuthorisation = route({
  method: 'POST',
  path: '/workspaces/:workspace/authorisations',
  access: 'channels.manage',
  status: 201,
  summary:
    'Begins to connect a channel, or to reconnect one, by signing in at its platform; only for a person in a browser',
  params: workspaceParams,
  body: z.object({
    kind: signInKind,
    channel: z.object({ id, version }).optional().describe('The channel to reconnect; left out for a new one.'),
  }),
  response: z.object({ address: z.string().describe('Where to send the browser.') }),
});
export const finishAuthorisation = route({
  method: 'POST',
  path: '/authorisations/finish',
  access: 'session',
  summary: 'Takes the answer that the platform sent the browser back with; works once, in the session that began',
  body: z.object({
    state: z.string().min(1).max(500),
    code: z.string().min(1).max(4000).optional(),
    error: z.string().max(200).optional(),
    errorDescription: z.string().max(2000).optional(),
  }),
  response: z.object({
    /** The address of the workspace for which it was begun. */
    workspace: z.string(),
    kind: channelKind,
    /** Set when a page has to be chosen. */
    authorisation: id.nullable(),
    /** The channel that was to be reconnected; with no refusal, it is. */
    channel: channel.nullable(),
    /** Why nothing was connected, in the platform’s words where it said something. */
    refusal: z.object({ message: z.string(), advice: z.string() }).nullable(),
  }),
});

const authorisationParams = workspaceParams.extend({ authorisation: id });

export const getAuthorisation = route({
  method: 'GET',
  path: '/workspaces/:workspace/authorisations/:authorisation',
  access: 'channels.manage',
  summary: 'The pages to choose from, for the person who signed in',
  params: authorisationParams,
  response: z.object({
    kind: channelKind,
    expiresAt: instant,
    pages: z.array(
      /** The channel that posts to it already. */
      signInPage.extend({ connectedAs: z.string().nullable() }),
    ),
  }),
});
export const connectAuthorised = route({
  method: 'POST',
  path: '/workspaces/:workspace/authorisations/:authorisation/channel',
  access: 'channels.manage',
  status: 201,
  summary: 'Connects the chosen page as a channel',
  params: authorisationParams,
  body: z.object({ page: text(500).min(1), name: line(80) }),
  response: channel,
});
