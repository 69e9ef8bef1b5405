import { adapterFor } from '@mobilise/channels/registry';
import type { Channel } from '@mobilise/contracts/channels';
import { posts } from '@mobilise/db/schema/posts';
import { SealError } from '@mobilise/db/secrets';
import { eq } from 'drizzle-orm';
import type { ChannelRow } from '../newsroom-channel.ts';
import { releaseHeld } from '../post-release.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { connectionTo, type Outside } from './connection.ts';
import { isRemoteRow, lockChannel, readRow, write } from './locks.ts';
import { getChannel } from './read.ts';

type Health = { ok: true } | { ok: false; message: string; advice: string; reconnect: boolean };

/**
 * Asks the platform whether the connection works, now, and keeps the answer as the channel's health. What waited for a
 * connection that works again is scheduled again. Problem `not_found`.
 */
export async function checkChannel(scope: Scope, outside: Outside, id: string): Promise<Channel> {
  const asked = await readRow(scope, id);
  const health = await ask(scope, outside, asked);
  return inTransaction(scope, async (scope) => {
    const channel = await lockChannel(scope, id);
    // Somebody reconnected it meanwhile: what became of the credentials before says nothing of the new ones.
    if (channel.credentials !== asked.credentials) return getChannel(scope, outside.settings.publicUrl, id);
    const mended = health.ok && (channel.state === 'needs_reconnect' || channel.state === 'failing');
    const state = stateAfter(channel.state, health);
    await write(scope, id, {
      state,
      ...(mended && { failures: 0, restingUntil: null }),
      ...(health.ok
        ? { lastSuccessAt: scope.now, lastErrorAt: null, lastError: null, lastAdvice: null }
        : { lastErrorAt: scope.now, lastError: health.message, lastAdvice: health.advice }),
    });
    if (mended) await releaseHeld(scope, 'channel', eq(posts.channelId, id));
    await record(scope, {
      action: 'checked',
      noun: 'channels',
      id,
      subject: channel.name,
      detail: { ok: health.ok, state },
    });
    return getChannel(scope, outside.settings.publicUrl, id);
  });
}

/** A pause is a person's, and stays; a rest of a channel that is ready is its platform's wish, and stays as well. */
function stateAfter(present: ChannelRow['state'], health: Health): ChannelRow['state'] {
  if (present === 'paused') return present;
  if (health.ok) return 'ready';
  return health.reconnect ? 'needs_reconnect' : present;
}

async function ask(scope: Scope, outside: Outside, channel: ChannelRow): Promise<Health> {
  // The newsroom is answered by the process that answers this.
  if (!isRemoteRow(channel)) return { ok: true };
  try {
    const adapter = await adapterFor(channel.kind);
    return await adapter.check(connectionTo(scope, outside, channel));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { ok: false, message: error.message, advice: 'Reconnect the channel.', reconnect: true };
  }
}
