import type { SignInPage } from '@mobilise/contracts/sign-in';
import type { SignInClient } from '@mobilise/contracts/sign-in-kinds';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { Connection, Renewal } from './adapter.ts';
import { callService, type ReadError, ServiceFailure } from './service.ts';

/** The means to reach a platform. */
export type Way = Pick<Connection, 'fetch' | 'signal'>;

/** How people sign in at one platform (OAuth 2.0, authorisation code): what differs between platforms. */
export interface SignIn {
  /** Where it does that; `origin` plays it in tests. */
  endpoints: (origin: string | null) => { authorize: string; token: string };
  scopes: readonly string[];
  /** Further parameters of the first request, such as `access_type`. */
  parameters?: Readonly<Record<string, string>>;
  /** Whether it checks a code verifier (RFC 7636, S256). */
  pkce: boolean;
  /** How the client proves itself to the token endpoint. */
  clientAuth: 'body' | 'header';
  /** What may be posted to by who signed in, and who that is there. Throws ServiceFailure. */
  pages: (grant: Grant, client: SignInClient, way: Way) => Promise<{ pages: SignInPage[]; member: string | null }>;
}

const time = z.string().nullable();
/** What somebody allowed: the credentials of every channel that is connected by signing in. */
export const grant = z.object({
  accessToken: z.string(),
  refreshToken: time,
  /** RFC 3339; null where the platform does not tell. */
  expiresAt: time,
  refreshUntil: time,
  /** Who signed in, by the platform’s name for them. */
  member: z.string().nullable(),
});
export type Grant = z.infer<typeof grant>;

/** What `connect` of such a kind gets in the place of what somebody typed. */
export const grantedPage = z.object({ page: z.string(), grant, origin: z.string().nullable() });

/** Where to send the browser, and what to remember until it is back. */
export async function beginSignIn(
  signIn: SignIn,
  client: SignInClient,
  redirectAddress: string,
): Promise<{ address: string; state: string; verifier: string | null }> {
  const state = oauth.generateRandomState();
  const verifier = signIn.pkce ? oauth.generateRandomCodeVerifier() : null;
  const address = new URL(signIn.endpoints(client.origin).authorize);
  const parameters = {
    ...signIn.parameters,
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectAddress,
    scope: signIn.scopes.join(' '),
    state,
    ...(verifier !== null && {
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return { address: address.href, state, verifier };
}

/** Exchanges the code that a platform sent somebody back with. Throws ServiceFailure in the platform’s words. */
export async function finishSignIn(
  signIn: SignIn,
  client: SignInClient,
  {
    code,
    state,
    verifier,
    redirectAddress,
  }: { code: string; state: string; verifier: string | null; redirectAddress: string },
  way: Way,
): Promise<Grant> {
  const { server, known, proof, options } = partiesOf(signIn, client, way, [code]);
  return read(async () => {
    const answer = oauth.validateAuthResponse(server, known, new URLSearchParams({ code, state }), state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      known,
      proof,
      answer,
      redirectAddress,
      verifier ?? oauth.nopkce,
      options,
    );
    return oauth.processAuthorizationCodeResponse(server, known, response);
  });
}

/** Errors of a token endpoint that say that a refresh token is none any more; LinkedIn says `invalid_request`. */
const refusals = new Set(['invalid_grant', 'invalid_request']);

/**
 * A grant in the place of another. An answer without a refresh token leaves the one there is; one that the platform refuses is
 * taken out, and the refusal told. Throws ServiceFailure for everything that may be different next time.
 */
export async function refreshGrant(signIn: SignIn, present: Grant, client: SignInClient, way: Way): Promise<Renewal> {
  const { refreshToken } = present;
  if (!refreshToken)
    throw new ServiceFailure('The sign-in at the platform has ended', {
      status: 401,
      error: 'no_refresh_token',
      sent: false,
    });
  const { server, known, proof, options } = partiesOf(signIn, client, way, [refreshToken]);
  try {
    const fresh = await read(async () => {
      const response = await oauth.refreshTokenGrantRequest(server, known, proof, refreshToken, options);
      return oauth.processRefreshTokenResponse(server, known, response);
    });
    return renewalOf(withKeptRefresh({ ...fresh, member: present.member }, present));
  } catch (error) {
    if (!(error instanceof ServiceFailure && error.status !== null && error.status < 500 && refusals.has(error.error)))
      throw error;
    const refusal = new ServiceFailure(error.message, { status: 401, error: error.error, sent: true });
    return { ...renewalOf({ ...present, refreshToken: null, refreshUntil: null }), refusal };
  }
}

/** A grant that came without a refresh token keeps the one there is, if it is of the same person. */
export function withKeptRefresh(fresh: Grant, present: Grant): Grant {
  const isSame = fresh.member === present.member;
  if (!isSame || !present.refreshToken) return fresh;
  if (fresh.refreshToken) return { ...fresh, refreshUntil: fresh.refreshUntil ?? present.refreshUntil };
  return { ...fresh, refreshToken: present.refreshToken, refreshUntil: present.refreshUntil };
}

/** A grant as what is stored of a channel. */
export function renewalOf(credentials: Grant): Renewal {
  const { refreshToken, refreshUntil, expiresAt } = credentials;
  return { credentials, expiresAt, reconnectBy: refreshToken ? refreshUntil : expiresAt };
}

function partiesOf(signIn: SignIn, client: SignInClient, way: Way, secrets: string[]) {
  const { authorize, token } = signIn.endpoints(client.origin);
  const server: oauth.AuthorizationServer = { issuer: new URL(authorize).origin, token_endpoint: token };
  return {
    server,
    known: { client_id: client.id } satisfies oauth.Client,
    proof:
      signIn.clientAuth === 'body' ? oauth.ClientSecretPost(client.secret) : oauth.ClientSecretBasic(client.secret),
    options: {
      [oauth.customFetch]: fetchTokens(way, [client.secret, ...secrets]),
      // The way out decides: it lets plain http pass only where private addresses may be reached.
      [oauth.allowInsecureRequests]: token.startsWith('http:'),
    },
  };
}

const refusal = z.object({ error: z.string().optional(), error_description: z.string().optional() });
const readError: ReadError = (body) => {
  const { error, error_description: message } = refusal.catch({}).parse(body);
  return { error, message };
};

/** The library’s way out: errors as those of every other request. */
function fetchTokens({ fetch, signal }: Way, secrets: string[]) {
  return async (address: string, init: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> => {
    const { body, method, headers } = init;
    const reach = { service: new URL(address).origin, fetch, signal, secrets };
    const response = await callService(reach, address, { method, headers, body: body.toString() }, readError);
    const told: unknown = await response.json().catch(() => null);
    if (typeof told !== 'object' || told === null) return response;
    // LinkedIn leaves out what can only be one thing, and sends empty what there is none of.
    const given = Object.entries(told).filter(([, value]) => value !== '');
    const whole = { token_type: 'bearer', ...Object.fromEntries(given) };
    return Response.json(whole, { status: response.status });
  };
}

const seconds = z.coerce.number().positive().optional().catch(undefined);
const answer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: seconds,
  refresh_token_expires_in: seconds,
});

async function read(ask: () => Promise<oauth.TokenEndpointResponse>): Promise<Grant> {
  const asked = Date.now();
  const after = (wait: number | undefined) => (wait ? new Date(asked + wait * 1000).toISOString() : null);
  try {
    const told = answer.parse(await ask());
    return {
      accessToken: told.access_token,
      refreshToken: told.refresh_token ?? null,
      expiresAt: after(told.expires_in),
      refreshUntil: told.refresh_token ? after(told.refresh_token_expires_in) : null,
      member: null,
    };
  } catch (error) {
    if (error instanceof ServiceFailure) throw error;
    const words = 'The platform answered the sign-in with something that is no token';
    throw new ServiceFailure(words, { status: null, sent: true, cause: error });
  }
}
