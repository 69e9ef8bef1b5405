import { newsroomConfig } from '@mobilise/contracts/channel-kinds/newsroom';
import type { Channel, updateChannel as updateRoute } from '@mobilise/contracts/channels';
import { holdWords } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { subscribers, suppressions } from '@mobilise/db/schema/subscribers';
import { auditEntries } from '@mobilise/db/schema/team';
import { and, eq, ne, notInArray, sql } from 'drizzle-orm';
import { type ChannelRow, keepAddress, lockAddresses, siteAt } from '../newsroom-channel.ts';
import { type Released, releaseHeld } from '../post-release.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { slugTaken } from './connect.ts';
import { lockChannel, write } from './locks.ts';
import { getChannel } from './read.ts';

type Body = RouteRequest<typeof updateRoute>['body'];

/**
 * Renames, pauses or resumes a channel, or changes a newsroom site. Pausing holds what was scheduled on it; resuming
 * schedules again what is not too late. A site is found at its former addresses as well. Problems: `not_found`, `stale_version`,
 * `conflict` for an address that another site has or had.
 */
export function updateChannel(scope: Scope, publicUrl: string, id: string, body: Body): Promise<Channel> {
  return inTransaction(scope, async (scope) => {
    if (body.newsroom?.slug !== undefined) await lockAddresses(scope.db);
    const channel = await lockChannel(scope, id, body.version);
    const config = body.newsroom && (await changedSite(scope, channel, body.newsroom));
    const state = stateAfter(channel, body.paused);
    await write(scope, id, { ...(body.name !== undefined && { name: body.name }), ...(config && { config }), state });
    const subject = body.name ?? channel.name;
    if (body.name !== undefined || config) {
      await record(scope, {
        action: 'changed',
        noun: 'channels',
        id,
        subject,
        detail: { ...(body.name && { name: body.name }), ...body.newsroom },
      });
    }
    if (state !== channel.state) {
      const paused = state === 'paused';
      const moved = paused
        ? await holdScheduled(scope, channel)
        : await releaseHeld(scope, 'channel', eq(posts.channelId, id));
      await record(scope, {
        action: paused ? 'paused' : 'resumed',
        noun: 'channels',
        id,
        subject,
        detail: { ...moved },
      });
    }
    return getChannel(scope, publicUrl, id);
  });
}

/**
 * Removes a channel that has published and scheduled nothing, that nobody has subscribed to and no series posts to; its drafts and
 * cancelled posts go with it. Problems: `not_found`, `conflict`.
 */
export function removeChannel(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const channel = await lockChannel(scope, id);
    const onIt = and(eq(posts.workspaceId, scope.workspaceId), eq(posts.channelId, id));
    const [kept] = await scope.db
      .select({ count: sql<number>`count(*)::int` })
      .from(posts)
      .where(and(onIt, notInArray(posts.state, ['draft', 'cancelled'])));
    const count = kept?.count ?? 0;
    if (count > 0) {
      throw new Problem(
        'conflict',
        `This channel has ${count === 1 ? 'a post' : `${count} posts`} that ${count === 1 ? 'is' : 'are'} published or under way, and they stay on record. Pause it instead.`,
        {
          extra: { posts: count },
        },
      );
    }
    await nobodyLosesIt(scope, id);
    const gone = await scope.db.delete(posts).where(onIt).returning({ id: posts.id });
    await scope.db.delete(channels).where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id)));
    await record(scope, {
      action: 'removed',
      noun: 'channels',
      id,
      subject: channel.name,
      detail: { posts: gone.map((post) => post.id) },
    });
    if (gone.length > 0) await announce(scope, 'posts', null);
    return { ok: true };
  });
}

/**
 * Throws `conflict` for what would go with a channel without a word: who subscribed and how they agreed, who asked to be forgotten, and
 * series that still post. The channel is locked, so none of these comes to be meanwhile.
 */
async function nobodyLosesIt(scope: Scope, id: string): Promise<void> {
  const { workspaceId } = scope;
  const people = await scope.db.$count(
    subscribers,
    and(eq(subscribers.workspaceId, workspaceId), eq(subscribers.channelId, id)),
  );
  if (people > 0)
    throw new Problem(
      'conflict',
      `This newsletter has ${people === 1 ? 'an address' : `${people} addresses`} on record, of people who subscribe or have left. The record says who agreed and who must not be written to, so it stays. Pause the channel instead.`,
      { extra: { subscribers: people } },
    );
  if ((await scope.db.$count(suppressions, eq(suppressions.channelId, id))) > 0)
    throw new Problem(
      'conflict',
      'People have asked this newsletter to forget them, and the record that keeps imports from bringing them back stays. Pause the channel instead.',
    );
  const recurring = await scope.db.$count(
    series,
    and(eq(series.workspaceId, workspaceId), eq(series.channelId, id), ne(series.state, 'ended')),
  );
  if (recurring > 0)
    throw new Problem(
      'conflict',
      `${recurring === 1 ? 'A series posts' : `${recurring} series post`} to this channel. End ${recurring === 1 ? 'it' : 'them'} first, or pause the channel instead.`,
      { extra: { series: recurring } },
    );
}

function stateAfter(channel: ChannelRow, paused: boolean | undefined): ChannelRow['state'] {
  if (paused === true && channel.state === 'needs_reconnect') {
    throw new Problem(
      'wrong_state',
      'Nothing leaves through this channel until it is reconnected, so it need not be paused.',
    );
  }
  if (paused === true) return 'paused';
  return paused === false && channel.state === 'paused' ? 'ready' : channel.state;
}

async function changedSite(scope: Scope, channel: ChannelRow, change: NonNullable<Body['newsroom']>) {
  if (channel.kind !== 'newsroom') {
    throw new Problem('invalid_request', 'Only a newsroom site has an address, a description and a colour here.', {
      fields: [{ field: 'body.newsroom', message: 'This channel is no newsroom site' }],
    });
  }
  const config = newsroomConfig.parse({ ...channel.config, ...change });
  const { slug: left } = newsroomConfig.parse(channel.config);
  if (config.slug === left) return config;
  const owner = await siteAt(scope.db, config.slug);
  if (owner !== null && owner !== channel.id) throw slugTaken('body.newsroom.slug', config.slug);
  await keepAddress(scope.db, channel.id, { left, taken: config.slug });
  return config;
}

/** Holds what is scheduled on a channel; the times are kept. */
async function holdScheduled(scope: Scope, channel: ChannelRow): Promise<Released> {
  const rows = await scope.db
    .update(posts)
    .set({ state: 'held', holdReason: 'channel', version: sql`${posts.version} + 1`, updatedAt: scope.now })
    .from(items)
    .where(
      and(
        eq(items.id, posts.itemId),
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.channelId, channel.id),
        eq(posts.state, 'scheduled'),
      ),
    )
    .returning({ id: posts.id, title: items.title });
  if (rows.length > 0) {
    await scope.db.insert(auditEntries).values(
      rows.map(({ id, title }) => ({
        workspaceId: scope.workspaceId,
        userId: scope.actor.userId,
        actor: scope.actor.name,
        at: scope.now,
        action: 'held',
        noun: 'posts',
        subjectId: id,
        subject: `${title} → ${channel.name}`,
        reason: holdWords.channel,
      })),
    );
    await announce(scope, 'posts', null);
  }
  return { scheduled: 0, held: rows.length };
}
