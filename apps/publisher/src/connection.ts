import { readFile } from 'node:fs/promises';
import type { Connection } from '@mobilise/channels/adapter';
import { OwnFailure } from '@mobilise/channels/outcome';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { isSignInKind } from '@mobilise/contracts/sign-in-kinds';
import { renewOnce } from '@mobilise/db/credentials';
import { open } from '@mobilise/db/secrets';
import { mailingOf } from './mailing.ts';
import type { Publisher } from './publisher.ts';
import { wordsOf } from './words.ts';

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
 * What an adapter gets to reach its channel with; `sending` is the post on its way, whose progress it may keep, or the change
 * of one. Throws SealError when the stored credentials cannot be opened.
 */
export function connectionTo(
  publisher: Publisher,
  channel: ChannelRow,
  signal: AbortSignal,
  sending?: { id: string; fence: number } & ({ ending: AbortSignal; late?: boolean } | { change: true }),
): Connection {
  const { db, storage, key, settings } = publisher;
  // What this connection was opened with: others of this process may have renewed the row meanwhile.
  let { credentials: sealed } = channel;
  return {
    config: channel.config,
    credentials: sealed === null ? {} : open(sealed, key, channel.id),
    client: (isSignInKind(channel.kind) && settings.signInClients[channel.kind]) || null,
    // What an adapter forgets to pass on must not outlive the deadline.
    fetch: (input, init) =>
      publisher.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal }),
    lookup: publisher.lookup,
    // From the local file that was made sure of before the intent.
    readImage: async (sha256) => readFile(await storage.path(sha256)),
    renew: async (refresh) => {
      const renewed = await renewOnce(db, key, { id: channel.id, credentials: sealed }, refresh, signal);
      sealed = renewed.sealed;
      channel.credentials = sealed;
      return renewed.credentials;
    },
    keep: async (progress) => {
      if (!sending) throw new Error('Only a send makes progress');
      await keepProgress(publisher, sending, progress).catch((cause: unknown) => {
        throw new OwnFailure(wordsOf(cause), { advice: 'Nothing was posted; it is tried again by itself.', cause });
      });
    },
    signal,
    ...(sending &&
      'ending' in sending &&
      channel.kind === 'email' && {
        mailing: mailingOf(publisher, { ...sending, postId: sending.id, channelId: channel.id }, sending.ending),
      }),
  };
}

/** Stores what a send has made so far, guarded like every write of a send. Throws when the post is no longer ours. */
async function keepProgress(
  { sql }: Publisher,
  { id, fence, ...of }: { id: string; fence: number; change?: true },
  progress: Record<string, unknown>,
): Promise<void> {
  const made = JSON.stringify(progress);
  const kept = of.change
    ? await sql`
        update posts p set progress = ${made}::text::jsonb, updated_at = statement_timestamp() from post_changes k
        where k.id = ${id} and k.fence = ${fence} and k.state = 'doing' and k.lease_until > clock_timestamp() and p.id = k.post_id`
    : await sql`
        update posts set progress = ${made}::text::jsonb, updated_at = statement_timestamp()
        where id = ${id} and fence = ${fence} and state = 'sending' and lease_until > clock_timestamp()`;
  if (kept.count === 0) throw new Error('Another publisher has this post now');
}
