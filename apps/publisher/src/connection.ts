import type { Connection } from '@mobilise/channels/adapter';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { storeRenewed } from '@mobilise/db/credentials';
import { open } from '@mobilise/db/secrets';
import type { Publisher } from './publisher.ts';

/** A channel as the publisher needs it to connect. */
export interface ChannelRow {
  id: string;
  kind: ChannelKindName;
  config: Record<string, unknown>;
  credentials: string | null;
}

/** The channels with these ids, by id. */
export async function channelsById({ sql }: Publisher, ids: readonly string[]): Promise<Map<string, ChannelRow>> {
  const rows = await sql<
    ChannelRow[]
  >`select id, kind, config, credentials from channels where id = any(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** What an adapter gets to reach its channel with. Throws SealError when the stored credentials cannot be opened. */
export function connectionTo(publisher: Publisher, channel: ChannelRow, signal: AbortSignal): Connection {
  const { db, storage, key } = publisher;
  return {
    config: channel.config,
    credentials: channel.credentials === null ? {} : open(channel.credentials, key, channel.id),
    // What an adapter forgets to pass on must not outlive the deadline.
    fetch: (input, init) =>
      publisher.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal }),
    readImage: async (sha256) =>
      Buffer.concat(await Array.fromAsync((await storage.get(sha256)) as AsyncIterable<Uint8Array>)),
    saveCredentials: async (credentials) => {
      channel.credentials = await storeRenewed(db, key, channel, credentials);
    },
    signal,
  };
}
