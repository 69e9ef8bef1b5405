import { linkedinConfig } from '@mobilise/contracts/channel-kinds/linkedin';
import type { Connection } from './adapter.ts';
import { readError, withHeaders } from './linkedin-request.ts';
import { linkedinSignIn } from './linkedin-sign-in.ts';
import { callService, type Reach, ServiceFailure } from './service.ts';
import { SessionFailure, sessionFailure } from './session-failure.ts';
import { type Grant, grant as grantSchema, refreshGrant } from './sign-in.ts';

/** Milliseconds before its end at which a token is renewed rather than used. */
const margin = 60_000;

/** A page, and the interface in the name of somebody who looks after it. */
export interface Account {
  organization: string;
  service: string;
  /** One request; renews the token when it has ended. Throws ServiceFailure, and SessionFailure when nobody is signed in. */
  call: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends the bytes of an image to where LinkedIn said. */
  put: (address: string, bytes: Uint8Array, mime: string) => Promise<Response>;
}

/** The account of a connection. Throws SessionFailure for credentials that are none. */
export function openAccount(connection: Connection): Account {
  const { service, organization } = linkedinConfig.parse(connection.config);
  let grant = readGrant(connection.credentials);
  const reach = (): Reach => {
    const { fetch, signal } = connection;
    return { service, fetch, signal, secrets: [grant.accessToken] };
  };
  /** `why`: what LinkedIn said of the token, for whom there is nothing to renew it with. */
  const renew = async (why: ServiceFailure | null) => {
    const ask = async (present: Record<string, unknown>) => {
      if (why && readGrant(present).refreshToken === null) throw why;
      return refresh({ ...connection, credentials: present });
    };
    const renewed = await connection.renew(ask).catch((error: unknown) => {
      throw sessionFailure(error);
    });
    grant = readGrant(renewed);
  };
  const signedIn = async (send: () => Promise<Response>): Promise<Response> => {
    const hasEnded = grant.expiresAt !== null && Date.parse(grant.expiresAt) < Date.now() + margin;
    if (hasEnded && grant.refreshToken !== null) await renew(null);
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ServiceFailure && error.status === 401)) throw error;
      await renew(error);
      return send();
    }
  };
  return {
    organization,
    service,
    call: (path, init = {}) =>
      signedIn(() => callService(reach(), path, withHeaders(init, grant.accessToken), readError)),
    put: (address, body, mime) => {
      const url = new URL(address);
      const headers = {
        'content-type': mime,
        ...(isOurs(url, service) && { authorization: `Bearer ${grant.accessToken}` }),
      };
      const init = { method: 'PUT', headers, body: new Uint8Array(body) };
      return signedIn(() => callService({ ...reach(), service: url.origin }, address, init, readError));
    },
  };
}

/** Asks for a new token; for `renew`, and for the publisher ahead of the end. */
export async function refresh({ credentials, client, fetch, signal }: Connection) {
  if (!client)
    throw new ServiceFailure('The settings hold no client ID and secret for LinkedIn', {
      status: null,
      error: 'invalid_client',
      sent: false,
    });
  return refreshGrant(linkedinSignIn, readGrant(credentials), client, { fetch, signal });
}

function readGrant(credentials: Record<string, unknown>): Grant {
  const read = grantSchema.safeParse(credentials);
  if (read.success) return read.data;
  const words = 'The stored sign-in is incomplete';
  throw new SessionFailure(new ServiceFailure(words, { status: 401, sent: false, cause: read.error }));
}

/** The token is for LinkedIn alone, whatever address an answer names. */
function isOurs({ origin, protocol, hostname }: URL, service: string): boolean {
  return origin === service || (protocol === 'https:' && /(?:^|\.)linkedin\.com$/.test(hostname));
}
