import type { RemoteKind } from '@mobilise/channels/registry';
import { isRemote } from '@mobilise/channels/registry';
import { channels } from '@mobilise/db/schema/channels';
import { and, eq, sql } from 'drizzle-orm';
import type { ChannelRow } from '../newsroom-channel.ts';
import type { Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { noChannel } from './read.ts';

/** A channel with everything in it. Problem `not_found`. */
export async function readRow(scope: Scope, id: string): Promise<ChannelRow> {
  const [channel] = await scope.db.select().from(channels).where(mine(scope, id));
  if (!channel) throw noChannel();
  return channel;
}

/** A channel, locked against every other change and against posts being scheduled on it. Problems `not_found`, `stale_version`. */
export async function lockChannel(scope: Scope, id: string, version?: number): Promise<ChannelRow> {
  const [channel] = await scope.db.select().from(channels).where(mine(scope, id)).for('update');
  if (!channel) throw noChannel();
  if (version !== undefined) sameVersionOrThrow(version, { version: channel.version }, 'channel');
  return channel;
}

/** Whether a process is renewing a locked channel's credentials. Only the database's clock decides. */
export async function isRenewing(scope: Scope, id: string): Promise<boolean> {
  const [channel] = await scope.db
    .select({ is: sql<boolean>`coalesce(${channels.renewingUntil} > clock_timestamp(), false)` })
    .from(channels)
    .where(mine(scope, id));
  return channel?.is ?? false;
}

/** Writes the columns of a locked channel, and raises its version. */
export async function write(scope: Scope, id: string, columns: Partial<ChannelRow>): Promise<void> {
  await scope.db
    .update(channels)
    .set({ ...columns, version: sql`${channels.version} + 1` })
    .where(mine(scope, id));
}

/** Whether a channel is reached over the network. */
export function isRemoteRow(channel: ChannelRow): channel is ChannelRow & { kind: RemoteKind } {
  return isRemote(channel.kind);
}

function mine(scope: Scope, id: string) {
  return and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id));
}
