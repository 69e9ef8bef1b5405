import { type MovingPost, soonMinutes } from '@mobilise/contracts/zones';
import { type Retimed, retime } from '@mobilise/db/retime';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

/** What a change of zone makes of one post. */
export interface Move {
  post: typeof posts.$inferSelect;
  told: Retimed;
  /** For people; null for a post whose instant says nothing any more: a draft, or one held with its time behind it. */
  shown: MovingPost | null;
}

export interface Moves {
  all: Move[];
  underWay: number;
}

/**
 * What another zone makes of every post that waits: its wall time stays, its instant follows. What a publisher has taken or
 * tried keeps its instant, and is only counted.
 * @param lock keeps them from being changed or claimed until the transaction ends
 */
export async function movesTo(scope: Scope, zone: string, { lock = false } = {}): Promise<Moves> {
  const mine = eq(posts.workspaceId, scope.workspaceId);
  const waiting = scope.db
    .select({ post: posts, series, title: items.title, channelName: channels.name })
    .from(posts)
    .innerJoin(items, eq(items.id, posts.itemId))
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .leftJoin(series, eq(series.id, posts.seriesId))
    .where(
      and(
        mine,
        inArray(posts.state, ['draft', 'scheduled', 'held']),
        eq(posts.attempts, 0),
        isNotNull(posts.wallTime),
        sql`${posts.zone} is distinct from ${zone}`,
      ),
    )
    .orderBy(asc(posts.dueAt), asc(posts.id));
  const rows = await (lock ? waiting.for('update', { of: posts }) : waiting);
  const [taken] = await scope.db
    .select({ count: sql<number>`count(*)::int` })
    .from(posts)
    .where(
      and(
        mine,
        sql`(${posts.state} in ('claimed', 'sending', 'unconfirmed') or (${posts.state} = 'scheduled' and ${posts.attempts} > 0))`,
      ),
    );
  const all = rows.flatMap(({ post, series, title, channelName }): Move[] => {
    const { wallTime, dueAt } = post;
    if (!wallTime) return [];
    const told = retime({ ...post, wallTime }, series, zone);
    const says = dueAt !== null && (post.state === 'scheduled' || dueAt > scope.now);
    const shown: MovingPost | null = says
      ? {
          postId: post.id,
          title,
          channelName,
          state: post.state,
          wallTime,
          newWallTime: told.wallTime,
          dueAt: dueAt.toISOString(),
          newDueAt: told.dueAt.toISOString(),
          trouble: told.trouble,
          isSoon: post.state === 'scheduled' && told.dueAt.getTime() < scope.now.getTime() + soonMinutes * 60_000,
        }
      : null;
    return [{ post, told, shown }];
  });
  return { all, underWay: taken?.count ?? 0 };
}
