import { holdWords } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { type changeZone as changeRoute, soonMinutes, type ZoneChange } from '@mobilise/contracts/zones';
import { retimedColumns } from '@mobilise/db/retime';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { workspaces } from '@mobilise/db/schema/team';
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { tellPublisher } from '../post-release.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { getWorkspace } from '../workspaces.ts';
import { type Move, movesTo } from './moves.ts';

/** Posts that a preview names; more than that nobody reads through. */
const named = 500;

/** What another zone would move. Changes nothing. */
export async function previewZone(scope: Scope, to: string): Promise<ZoneChange> {
  const { zone: from } = await getWorkspace(scope);
  const { all, underWay } = await movesTo(scope, to);
  const moving = all.flatMap(({ shown }) => (shown && shown.dueAt !== shown.newDueAt ? [shown] : []));
  return {
    from,
    to,
    posts: moving.slice(0, named),
    moving: moving.length,
    soon: moving.filter(({ isSoon }) => isSoon).length,
    series: from === to ? [] : await goingOn(scope),
    underWay,
  };
}

/**
 * Changes the workspace's zone and, in the same transaction, the instants of what waits to go out and the zone of its series.
 * What would go out at once is held, or sent, as told. Problems: `stale_version`; `conflict`, with how many, when it would send
 * some at once and nobody said what to do.
 */
export function changeZone(
  scope: Scope,
  { version, zone, soon }: RouteRequest<typeof changeRoute>['body'],
): Promise<RouteResponse<typeof changeRoute>> {
  return inTransaction(scope, async (scope) => {
    const present = await lockEverything(scope, version);
    const { all } = await movesTo(scope, zone, { lock: true });
    const hurried = all.filter(({ shown }) => shown?.isSoon);
    if (hurried.length > 0 && !soon) {
      const what = hurried.length === 1 ? 'One post would' : `${hurried.length} posts would`;
      throw new Problem(
        'conflict',
        `By this clock ${what} be due in the past or within ${soonMinutes} minutes. Say whether to hold or to send.`,
        {
          fields: [{ field: 'body.soon', message: 'Hold them, or send them at once' }],
          extra: { soon: hurried.length },
        },
      );
    }
    await scope.db
      .update(workspaces)
      .set({ zone, version: version + 1 })
      .where(eq(workspaces.id, scope.workspaceId));
    for (const move of all) await apply(scope, move, soon ?? 'hold');
    await scope.db
      .update(series)
      .set({ zone, version: sql`${series.version} + 1`, updatedAt: scope.now })
      .where(and(eq(series.workspaceId, scope.workspaceId), ne(series.zone, zone)));
    const moved = all.filter(({ shown }) => shown && shown.dueAt !== shown.newDueAt).length;
    const held = soon === 'send' ? 0 : hurried.length;
    await record(scope, {
      action: 'changed',
      noun: 'workspaces',
      id: scope.workspaceId,
      subject: present.name,
      reason: `Time zone from ${present.zone} to ${zone}${moved > 0 ? `; ${moved === 1 ? 'one post' : `${moved} posts`} moved` : ''}`,
      detail: {
        from: present.zone,
        to: zone,
        held,
        posts: all.flatMap(({ shown }) => (shown ? [[shown.postId, shown.dueAt, shown.newDueAt]] : [])),
      },
    });
    for (const noun of ['posts', 'series']) await announce(scope, noun, null);
    const next = all.flatMap(({ post, told }) => (post.state === 'scheduled' ? [told.dueAt.getTime()] : []));
    if (next.length > 0) await tellPublisher(scope, new Date(Math.min(...next)));
    return { moved, held };
  });
}

/**
 * The workspace, then its items, which everybody who schedules shares: whoever is at it ends first, and others see the new zone.
 * Channels, because a pause holds their posts; all in the order in which others lock.
 */
async function lockEverything(scope: Scope, version: number): Promise<{ name: string; zone: string }> {
  const [present] = await scope.db
    .select({ name: workspaces.name, zone: workspaces.zone, version: workspaces.version })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId))
    .for('no key update');
  if (!present) throw new Problem('not_found', 'There is no such workspace.');
  sameVersionOrThrow(version, { version: present.version }, 'workspace');
  const mine = eq(items.workspaceId, scope.workspaceId);
  await scope.db.select({ id: items.id }).from(items).where(mine).orderBy(asc(items.id)).for('no key update');
  await scope.db
    .select({ id: channels.id })
    .from(channels)
    .where(eq(channels.workspaceId, scope.workspaceId))
    .orderBy(asc(channels.id))
    .for('no key update');
  await scope.db
    .select({ id: series.id })
    .from(series)
    .where(eq(series.workspaceId, scope.workspaceId))
    .orderBy(asc(series.id))
    .for('update');
  return present;
}

async function apply(scope: Scope, { post, told, shown }: Move, soon: 'hold' | 'send'): Promise<void> {
  const columns = retimedColumns(told, process.versions['tz'] ?? null);
  const isHeld = shown?.isSoon === true && soon === 'hold';
  await scope.db
    .update(posts)
    .set({
      ...columns,
      // A draft has no instant.
      ...(post.dueAt === null && { dueAt: null, sendAt: null }),
      // Its grace counts from now, when somebody decided that it goes.
      ...(shown?.isSoon && soon === 'send' && told.dueAt < scope.now && { sendAt: scope.now }),
      ...(isHeld && { state: 'held' as const, holdReason: 'moved' as const }),
      movedFrom: null,
      version: sql`${posts.version} + 1`,
      updatedAt: scope.now,
    })
    .where(eq(posts.id, post.id));
  if (!isHeld) return;
  await record(scope, {
    action: 'held',
    noun: 'posts',
    id: post.id,
    subject: `${shown.title} → ${shown.channelName}`,
    reason: holdWords.moved,
  });
}

/** Series whose coming dates are told by the workspace's clock. */
function goingOn(scope: Scope): Promise<ZoneChange['series']> {
  return scope.db
    .select({ id: series.id, title: items.title, channelName: channels.name, time: series.time })
    .from(series)
    .innerJoin(items, eq(items.id, series.itemId))
    .innerJoin(channels, eq(channels.id, series.channelId))
    .where(and(eq(series.workspaceId, scope.workspaceId), ne(series.state, 'ended')))
    .orderBy(asc(items.title), asc(series.id));
}
