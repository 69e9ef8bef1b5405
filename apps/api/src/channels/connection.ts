import { buffer } from 'node:stream/consumers';
import type { Connection } from '@mobilise/channels/adapter';
import { guardedFetch, guardedLookup } from '@mobilise/channels/outgoing-fetch';
import { isSignInKind } from '@mobilise/contracts/sign-in-kinds';
import { renewOnce } from '@mobilise/db/credentials';
import { open, SealError, seal, sealingKey } from '@mobilise/db/secrets';
import type { Context } from '../context.ts';
import type { ChannelRow } from '../newsroom-channel.ts';
import type { Scope } from '../scope.ts';

/** What reaching a platform takes from the process. */
export type Outside = Pick<Context, 'settings' | 'storage'>;

/** Milliseconds a person waits for a platform before they are told that it does not answer. */
const patience = 20_000;

/** The guarded way out, with a deadline. */
export function wayOut({ settings }: Outside): Pick<Connection, 'fetch' | 'lookup' | 'signal'> {
  return {
    fetch: guardedFetch({ allowPrivate: settings.allowPrivateAddresses }),
    lookup: guardedLookup({ allowPrivate: settings.allowPrivateAddresses }),
    signal: AbortSignal.timeout(patience),
  };
}

/** Credentials as they are stored: sealed for this channel alone. */
export function sealed({ settings }: Outside, channelId: string, credentials: Record<string, unknown>): string {
  return seal(credentials, sealingKey(settings.secret), channelId);
}

/** Stored credentials; none where there are none, or where they were sealed with another secret. */
export function opened({ settings }: Outside, channelId: string, credentials: string | null): Record<string, unknown> {
  try {
    return credentials ? open(credentials, sealingKey(settings.secret), channelId) : {};
  } catch (error) {
    if (error instanceof SealError) return {};
    throw error;
  }
}

/** An open connection to a channel; renewed credentials go into its row, and into `channel`. Throws SealError when the credentials were sealed with another secret. */
export function connectionTo(scope: Scope, outside: Outside, channel: ChannelRow): Connection {
  const { settings } = outside;
  const key = sealingKey(settings.secret);
  const way = wayOut(outside);
  let { credentials: sealed } = channel;
  return {
    ...way,
    config: channel.config,
    credentials: sealed ? open(sealed, key, channel.id) : {},
    client: (isSignInKind(channel.kind) && settings.signInClients[channel.kind]) || null,
    keep: () => Promise.reject(new Error('The API sends nothing')),
    readImage: async (sha256) => new Uint8Array(await buffer(await outside.storage.get(sha256))),
    renew: async (refresh) => {
      const renewed = await renewOnce(scope.db, key, { id: channel.id, credentials: sealed }, refresh, way.signal);
      sealed = renewed.sealed;
      channel.credentials = sealed;
      return renewed.credentials;
    },
  };
}
