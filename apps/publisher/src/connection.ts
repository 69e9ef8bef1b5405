import type { Connection } from '@mobilise/channels/adapter';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { storeRenewed } from '@mobilise/db/credentials';
import { open } from '@mobilise/db/secrets';
import { mailingOf } from './mailing.ts';
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

/**
 * What an adapter gets to reach its channel with; `sending` is the post on its way, whose progress it may keep. Throws
 * SealError when the stored credentials cannot be opened.
 */
export function connectionTo(
  publisher: Publisher,
  channel: ChannelRow,
  signal: AbortSignal,
  sending?: { id: string; fence: number; ending: AbortSignal; late?: boolean },
): Connection {
  const { db, storage, key } = publisher;
  return {
    config: channel.config,
    credentials: channel.credentials === null ? {} : open(channel.credentials, key, channel.id),
    // What an adapter forgets to pass on must not outlive the deadline.
    fetch: (input, init) =>
      publisher.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal }),
    lookup: publisher.lookup,
    readImage: async (sha256) =>
      Buffer.concat(await Array.fromAsync((await storage.get(sha256)) as AsyncIterable<Uint8Array>)),
    saveCredentials: async (credentials) => {
      channel.credentials = await storeRenewed(db, key, channel, credentials);
    },
    keep: async (progress) => {
      if (!sending) throw new Error('Only a send makes progress');
      await keepProgress(publisher, sending, progress);
    },
    signal,
    ...(sending &&
      channel.kind === 'email' && {
        mailing: mailingOf(publisher, { ...sending, postId: sending.id, channelId: channel.id }, sending.ending),
      }),
  };
}

/** Stores what a send has made so far, guarded like every write of a send. Throws when the post is no longer ours. */
async function keepProgress(
  { sql }: Publisher,
  { id, fence }: { id: string; fence: number },
  progress: Record<string, unknown>,
): Promise<void> {
  const kept = await sql`
    update posts set progress = ${JSON.stringify(progress)}::text::jsonb, updated_at = statement_timestamp()
    where id = ${id} and fence = ${fence} and state = 'sending' and lease_until > clock_timestamp()`;
  if (kept.count === 0) throw new Error('Another publisher has this post now');
}
