import type { MovedPost } from '@mobilise/contracts/zones';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';

const unseen = and(isNotNull(posts.movedFrom), eq(posts.state, 'scheduled'));

/** The scheduled posts whose instant new tz data moved and nobody has looked at, by time. */
export async function listMoved(scope: Scope): Promise<{ data: MovedPost[] }> {
  const data = await jsonRows<MovedPost>(
    scope.db,
    sql`select ${posts.id} as "postId", ${items.title} as "title", ${channels.name} as "channelName", ${posts.state} as "state",
      ${posts.wallTime} as "wallTime", ${posts.zone} as "zone", ${posts.movedFrom} as "movedFrom", ${posts.dueAt} as "dueAt"
      from ${posts} join ${items} on ${items.id} = ${posts.itemId} join ${channels} on ${channels.id} = ${posts.channelId}
      where ${and(eq(posts.workspaceId, scope.workspaceId), unseen)} order by ${posts.dueAt}, ${posts.id} limit 500`,
  );
  return { data };
}

/** Somebody has seen that posts moved; one that is not listed is left alone. */
export function seeMoved(scope: Scope, ids: string[]): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const seen = await scope.db
      .update(posts)
      .set({ movedFrom: null })
      .where(and(eq(posts.workspaceId, scope.workspaceId), inArray(posts.id, ids), unseen))
      .returning({ id: posts.id });
    if (seen.length === 0) return { ok: true };
    await record(scope, { action: 'looked at', noun: 'posts', id: null, subject: `${seen.length} that clocks moved` });
    await announce(scope, 'posts', null);
    return { ok: true };
  });
}
