import { holdWords } from '@mobilise/contracts/post-states';
import type { resolveWallTime } from '@mobilise/contracts/time';
import { sayInstant } from '@mobilise/contracts/time';
import { retime, retimedColumns } from '@mobilise/db/retime';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { auditEntries } from '@mobilise/db/schema/team';
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/** Posts looked at in one transaction. */
const atOnce = 500;

/**
 * Tells the instants of waiting posts anew where they were told with other tz data than this process has: governments change
 * their clocks. What people planned, the time on the wall, stays. A post whose instant moves is listed until somebody has
 * seen it; one that would have to go out at once is held. Answers the ids of those that moved.
 * @param resolve and the release of the tz data are injected by tests
 */
export async function followTzData(
  publisher: Publisher,
  { tz = process.versions['tz'] ?? '', resolve }: { tz?: string; resolve?: typeof resolveWallTime } = {},
): Promise<string[]> {
  const moved: string[] = [];
  for (;;) {
    const { looked, ids, workspaces } = await followSome(publisher, tz, resolve);
    moved.push(...ids);
    for (const workspace of workspaces) await announce(publisher.sql, workspace, 'posts', null);
    if (looked < atOnce) break;
  }
  if (moved.length > 0) await publisher.sql.notify('posts_due', '');
  return moved;
}

function followSome({ db, log }: Publisher, tz: string, resolve: typeof resolveWallTime | undefined) {
  return db.transaction(async (tx) => {
    const rows = await tx
      .select({
        post: posts,
        series,
        title: items.title,
        now: sql<string>`to_json(statement_timestamp())#>>'{}'`,
      })
      .from(posts)
      .innerJoin(items, eq(items.id, posts.itemId))
      .leftJoin(series, eq(series.id, posts.seriesId))
      .where(
        and(
          inArray(posts.state, ['scheduled', 'held', 'draft']),
          // What was tried is being sent: its instant has passed, and channels know it by what was frozen for that.
          eq(posts.attempts, 0),
          isNotNull(posts.wallTime),
          isNotNull(posts.zone),
          sql`${posts.tzVersion} is distinct from ${tz}`,
        ),
      )
      .orderBy(asc(posts.id))
      .limit(atOnce)
      .for('update', { of: posts, skipLocked: true });
    const ids: string[] = [];
    const workspaces = new Set<string>();
    for (const { post, series, title, now: nowText } of rows) {
      const now = new Date(nowText);
      const { wallTime, zone, dueAt: was } = post;
      if (!wallTime || !zone) continue;
      const told = retime({ ...post, wallTime }, series, zone, resolve);
      // What waits for a person with its time behind it, or has none, goes out at no instant.
      if (!was || was <= now) {
        await tx.update(posts).set({ tzVersion: tz }).where(eq(posts.id, post.id));
        continue;
      }
      if (told.dueAt.getTime() === was.getTime()) {
        const { dueAt: _, trouble: __, ...shown } = told;
        await tx
          .update(posts)
          .set({ ...shown, tzVersion: tz })
          .where(eq(posts.id, post.id));
        continue;
      }
      const isOver = post.state === 'scheduled' && told.dueAt <= now;
      const from = post.movedFrom ?? was;
      await tx
        .update(posts)
        .set({
          ...retimedColumns(told, tz),
          movedFrom: from.getTime() === told.dueAt.getTime() ? null : from,
          ...(isOver && { state: 'held' as const, holdReason: 'moved' as const }),
          version: sql`${posts.version} + 1`,
          updatedAt: now,
        })
        .where(eq(posts.id, post.id));
      await tx.insert(auditEntries).values({
        workspaceId: post.workspaceId,
        actor: 'Publisher',
        at: now,
        action: isOver ? 'held' : 'moved',
        noun: 'posts',
        subjectId: post.id,
        subject: title,
        reason: isOver
          ? holdWords.moved
          : `New clock data for ${zone}: ${sayInstant(was, 'UTC', now)} UTC became ${sayInstant(told.dueAt, 'UTC', now)} UTC`,
        detail: { from: was.toISOString(), to: told.dueAt.toISOString(), tz },
      });
      log.warn({ post: post.id, zone, from: was, to: told.dueAt, tz }, 'New tz data moved a post');
      ids.push(post.id);
      workspaces.add(post.workspaceId);
    }
    return { looked: rows.length, ids, workspaces };
  });
}
