import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { channels } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

// Named one by one and without the credentials, so that no answer can hold them.
const shown = {
  id: channels.id,
  kind: channels.kind,
  name: channels.name,
  state: channels.state,
  config: channels.config,
  limits: channels.limits,
  lastSuccessAt: channels.lastSuccessAt,
  lastErrorAt: channels.lastErrorAt,
  lastError: channels.lastError,
  lastAdvice: channels.lastAdvice,
  reconnectBy: channels.reconnectBy,
  version: channels.version,
};

/** The channels of a workspace with their health, in the order they were connected. */
export async function listChannels(scope: Scope, publicUrl: string): Promise<{ data: Channel[] }> {
  return { data: await select(scope, publicUrl) };
}

/** One channel. Problem `not_found`. */
export async function getChannel(scope: Scope, publicUrl: string, id: string): Promise<Channel> {
  const [channel] = await select(scope, publicUrl, id);
  if (!channel) throw noChannel();
  return channel;
}

async function select(scope: Scope, publicUrl: string, id?: string): Promise<Channel[]> {
  const rows = await scope.db
    .select({ ...shown, scheduled: sql<number>`count(${posts.id})::int` })
    .from(channels)
    .leftJoin(posts, and(eq(posts.channelId, channels.id), eq(posts.state, 'scheduled')))
    .where(and(eq(channels.workspaceId, scope.workspaceId), id === undefined ? undefined : eq(channels.id, id)))
    .groupBy(channels.id)
    .orderBy(asc(channels.createdAt), asc(channels.id));
  return rows.map(({ lastErrorAt, lastError, lastAdvice, lastSuccessAt, reconnectBy, ...row }) => ({
    ...row,
    reconnectBy: reconnectBy?.toISOString() ?? null,
    limits: row.limits ?? channelKindOf(row.kind).limits,
    address: channelKindOf(row.kind).address(row.config, publicUrl),
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    lastError:
      lastErrorAt && lastError !== null
        ? { at: lastErrorAt.toISOString(), message: lastError, advice: lastAdvice ?? '' }
        : null,
  }));
}

export function noChannel(): Problem {
  return new Problem('not_found', 'There is no such channel in this workspace.');
}
