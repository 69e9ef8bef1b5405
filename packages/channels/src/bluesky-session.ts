import { Agent } from '@atproto/api';
import { blueskyConfig } from '@mobilise/contracts/channel-kinds/bluesky';
import { z } from 'zod';
import type { Connection } from './adapter.ts';
import { callService, type Reach, ServiceFailure } from './service.ts';
import { SessionFailure, sessionFailure } from './session-failure.ts';

/** What is kept of an account. `createSession` is limited to 300 a day, so the tokens are kept and renewed. */
const blueskyCredentials = z.object({
  appPassword: z.string().min(1),
  accessJwt: z.string().optional(),
  refreshJwt: z.string().optional(),
});
export type BlueskyCredentials = z.infer<typeof blueskyCredentials>;

const sessionAnswer = z.object({
  did: z.string().startsWith('did:'),
  handle: z.string(),
  accessJwt: z.string(),
  refreshJwt: z.string(),
});
export type BlueskySession = z.infer<typeof sessionAnswer>;

/** An account that is signed in, and the service's methods in its name. */
export interface Account {
  agent: Agent;
  did: string;
  config: z.infer<typeof blueskyConfig>;
}

/** Signs in with a password. Throws ServiceFailure. */
export async function createSession(reach: Reach, identifier: string, password: string): Promise<BlueskySession> {
  return readSession(
    await callService(reach, '/xrpc/com.atproto.server.createSession', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier, password }),
    }),
  );
}

async function refreshSession(reach: Reach, refreshJwt: string): Promise<BlueskySession> {
  return readSession(
    await callService(reach, '/xrpc/com.atproto.server.refreshSession', {
      method: 'POST',
      headers: { authorization: `Bearer ${refreshJwt}` },
    }),
  );
}

async function readSession(response: Response): Promise<BlueskySession> {
  const session = sessionAnswer.safeParse(await response.json().catch(() => null));
  if (session.success) return session.data;
  throw new ServiceFailure('The service answered a sign-in with something that is no session', {
    status: null,
    sent: true,
  });
}

/**
 * The account of a connection. Its token is renewed when it is about to expire, and once more when the service says that it
 * has, by one process at a time; renewed tokens are stored before they are used. Throws SessionFailure for credentials that are none; the agent's
 * methods throw errors with a SessionFailure among their causes when signing in fails, else with a ServiceFailure.
 */
export function openAccount(connection: Connection): Account {
  const config = blueskyConfig.parse(connection.config);
  const reach: Reach = { service: config.service, fetch: connection.fetch, signal: connection.signal };
  let credentials = readCredentials(connection.credentials);

  const signIn = async (): Promise<string> => {
    const renewed = await connection
      .renew(async (present) => {
        const stored = readCredentials(present);
        const { accessJwt, refreshJwt } = await renewedSession(reach, config.did, stored);
        // The refresh token ends after two months without use; the app password opens another session then.
        return { credentials: { ...stored, accessJwt, refreshJwt }, expiresAt: null, reconnectBy: null };
      })
      .catch((error: unknown) => {
        throw sessionFailure(error);
      });
    credentials = readCredentials(renewed);
    return credentials.accessJwt ?? '';
  };
  const call = (path: string, init: RequestInit, token: string) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return callService(reach, path, { ...init, headers });
  };

  const agent = new Agent({
    did: config.did,
    fetchHandler: async (path, init) => {
      const token = usable(credentials.accessJwt) ?? (await signIn());
      try {
        return await call(path, init, token);
      } catch (error) {
        if (!(error instanceof ServiceFailure && saysExpired(error))) throw error;
        return call(path, init, await signIn());
      }
    },
  });
  return { agent, did: config.did, config };
}

function readCredentials(stored: Record<string, unknown>): BlueskyCredentials {
  const read = blueskyCredentials.safeParse(stored);
  if (read.success) return read.data;
  throw new SessionFailure(
    new ServiceFailure('The stored sign-in is incomplete', { status: 401, sent: false, cause: read.error }),
  );
}

async function renewedSession(
  reach: Reach,
  did: string,
  { refreshJwt, appPassword }: BlueskyCredentials,
): Promise<BlueskySession> {
  if (refreshJwt) {
    try {
      return await refreshSession(reach, refreshJwt);
    } catch (error) {
      // Only a token that the service no longer knows is worth one of the day's sign-ins.
      if (!(error instanceof ServiceFailure && saysExpired(error))) throw error;
    }
  }
  return createSession(reach, did, appPassword);
}

const expiredNames = new Set(['ExpiredToken', 'InvalidToken', 'AuthMissing', 'TokenRequired']);

function saysExpired({ status, error }: ServiceFailure): boolean {
  return (status === 400 || status === 401) && expiredNames.has(error);
}

const jwtClaims = z.object({ exp: z.number() });

/** The token unless it expires within 30 seconds; a token that cannot be read is left for the service to judge. */
function usable(token: string | undefined): string | undefined {
  if (!token) return undefined;
  try {
    const { exp } = jwtClaims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
    return exp * 1000 > Date.now() + 30_000 ? token : undefined;
  } catch {
    return token;
  }
}
