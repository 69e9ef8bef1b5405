import type { Connected } from '@mobilise/channels/adapter';
import { adapterFor, type RemoteKind } from '@mobilise/channels/registry';
import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type {
  connectChannel as connectRoute,
  reconnectChannel as reconnectRoute,
} from '@mobilise/contracts/connecting';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { endsOf } from '@mobilise/db/credentials';
import { channels } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, sql } from 'drizzle-orm';
import { type ChannelRow, insertNewsroom } from '../newsroom-channel.ts';
import { releaseHeld } from '../post-release.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { type Outside, opened, sealed, wayOut } from './connection.ts';
import { isRemoteRow, lockChannel, readRow, write } from './locks.ts';
import { getChannel } from './read.ts';

/**
 * Connects a channel. A newsroom site needs a free address; a remote channel is asked first, outside any transaction.
 * Problems: `conflict`, `channel_refused` in the platform's words, `address_refused`.
 */
export async function connectChannel(
  scope: Scope,
  outside: Outside,
  body: RouteRequest<typeof connectRoute>['body'],
): Promise<Channel> {
  const { publicUrl } = outside.settings;
  if (body.kind === 'newsroom') {
    const { kind: _kind, name, ...config } = body;
    return inTransaction(scope, async (scope) => {
      const channel = await insertNewsroom(scope, name, config);
      if (!channel) throw slugTaken('body.slug', config.slug);
      return getChannel(scope, publicUrl, channel.id);
    });
  }
  const { kind, name, ...typed } = body;
  const adapter = await adapterFor(kind);
  const connected = await adapter.connect(typed, wayOut(outside));
  return inTransaction(scope, (scope) => insertConnected(scope, outside, { kind, name }, connected));
}

/** Keeps a connection that a platform has accepted, as a channel. Problem `conflict`. Within a transaction. */
export async function insertConnected(
  scope: Scope,
  outside: Outside,
  { kind, name }: { kind: RemoteKind; name: string },
  connected: Connected,
): Promise<Channel> {
  const { publicUrl } = outside.settings;
  const { config, credentials, limits } = connected;
  await oneOfAccount(scope, outside, kind, connected);
  const id = newId();
  await scope.db.insert(channels).values({
    id,
    workspaceId: scope.workspaceId,
    kind,
    name,
    config,
    limits: limits ?? null,
    credentials: sealed(outside, id, credentials),
    ...endsOf(connected),
    lastSuccessAt: scope.now,
    createdAt: scope.now,
  });
  await record(scope, {
    action: 'connected',
    noun: 'channels',
    id,
    subject: name,
    detail: { kind, address: channelKindOf(kind).address(config, publicUrl) },
  });
  return getChannel(scope, publicUrl, id);
}

/**
 * Replaces the credentials of the same account and schedules again what waited for it. A paused channel stays paused.
 * Problems: `not_found`, `stale_version`, `conflict` for another account or another channel's webhook, `channel_refused`.
 */
export async function reconnectChannel(
  scope: Scope,
  outside: Outside,
  id: string,
  body: RouteRequest<typeof reconnectRoute>['body'],
): Promise<Channel> {
  const present = await readRow(scope, id);
  if (!isRemoteRow(present))
    throw new Problem(
      'wrong_state',
      `${channelKindOf(present.kind).label} is part of this installation and needs no credentials.`,
    );
  const { kind, version, ...typed } = body;
  if (kind !== present.kind)
    throw new Problem('invalid_request', `This channel is ${channelKindOf(present.kind).label}.`, {
      fields: [{ field: 'body.kind', message: 'This channel is of another kind' }],
    });
  const adapter = await adapterFor(kind);
  const connected = await adapter.connect(typed, wayOut(outside));
  sameAccountOrThrow(outside, present, connected);
  return inTransaction(scope, async (scope) => {
    const channel = await lockChannel(scope, id, version);
    await oneOfAccount(scope, outside, kind, connected, id);
    return replaceCredentials(scope, outside, channel, connected);
  });
}

/** Problem `conflict` when a connection is of another account than the channel's. */
export function sameAccountOrThrow(outside: Outside, present: ChannelRow, { config }: Pick<Connected, 'config'>): void {
  const { account, address } = channelKindOf(present.kind);
  if (account(config) === account(present.config)) return;
  const there = address(present.config, outside.settings.publicUrl);
  const message = `These credentials are of another account than ${there}. Use those of ${there}, or connect the other account as a channel of its own.`;
  throw new Problem('conflict', message, { fields: [{ field: 'body', message: 'This is another account' }] });
}

/** Gives a locked channel a new connection to its account, and schedules again what waited for it. */
export async function replaceCredentials(
  scope: Scope,
  outside: Outside,
  channel: ChannelRow,
  connected: Connected,
): Promise<Channel> {
  const { id } = channel;
  const { config, credentials, limits } = connected;
  const state = channel.state === 'paused' ? 'paused' : 'ready';
  await write(scope, id, {
    config,
    limits: limits ?? null,
    credentials: sealed(outside, id, credentials),
    ...endsOf(connected),
    state,
    failures: 0,
    restingUntil: null,
    lastSuccessAt: scope.now,
    lastError: null,
    lastErrorAt: null,
    lastAdvice: null,
  });
  const released = state === 'ready' ? await releaseHeld(scope, 'channel', eq(posts.channelId, id)) : null;
  await record(scope, { action: 'reconnected', noun: 'channels', id, subject: channel.name, detail: { ...released } });
  return getChannel(scope, outside.settings.publicUrl, id);
}

/**
 * Two channels of one account would show its public everything twice. Problem `conflict` names the one there is; `except`: the channel
 * that is connected again.
 */
async function oneOfAccount(
  scope: Scope,
  outside: Outside,
  kind: RemoteKind,
  connected: Connected,
  except?: string,
): Promise<void> {
  const wanted = accountOf(kind, connected);
  if (wanted === null) return;
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtext(${`${scope.workspaceId} ${kind}`}))`);
  const mine = and(eq(channels.workspaceId, scope.workspaceId), eq(channels.kind, kind));
  const others = await scope.db.select().from(channels).where(mine);
  const other = others.find(
    ({ id, config, credentials }) =>
      id !== except && accountOf(kind, { config, credentials: opened(outside, id, credentials) }) === wanted,
  );
  if (!other) return;
  const isSecret = isKnownBySecret(kind);
  throw new Problem('conflict', `This ${isSecret ? 'webhook' : 'account'} is connected already, as “${other.name}”.`, {
    fields: [{ field: isSecret ? 'body.webhookUrl' : 'body', message: 'Connected already' }],
  });
}

/** What no two channels may share; null where there is no such thing. The address of a webhook into one place is a secret. */
function accountOf(
  kind: RemoteKind,
  { config, credentials }: Pick<Connected, 'config' | 'credentials'>,
): string | null {
  if (!isKnownBySecret(kind)) return channelKindOf(kind).account(config);
  const { webhookUrl } = credentials;
  const url = typeof webhookUrl === 'string' ? URL.parse(webhookUrl) : null;
  // What stands after # is not sent.
  return url && `${url.origin}${url.pathname}${url.search}`;
}

/** Slack and Teams do not tell where a webhook leads: its address is all there is to know it by. */
function isKnownBySecret(kind: RemoteKind): boolean {
  return kind === 'slack' || kind === 'teams';
}

/** An address that another newsroom of this installation has, or had. */
export function slugTaken(field: string, slug: string): Problem {
  return new Problem(
    'conflict',
    `Another newsroom has the address “${slug}”, or had it and is still found there. Choose another.`,
    {
      fields: [{ field, message: 'This address is taken' }],
    },
  );
}
