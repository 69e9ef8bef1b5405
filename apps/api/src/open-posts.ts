import type { PostState } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Scope } from './scope.ts';

/** A post in one of these is to go out, or may be on its way. */
const open: PostState[] = ['scheduled', 'claimed', 'sending', 'unconfirmed', 'needs_person', 'held'];

/** Problem `wrong_state` while posts of what is to be archived are to go out; `which` names them among posts and their items. */
export async function nothingOpenOrThrow(scope: Scope, noun: 'item' | 'show', which: SQL | undefined): Promise<void> {
  const [{ count } = { count: 0 }] = await scope.db
    .select({ count: sql<number>`count(*)::int` })
    .from(posts)
    .innerJoin(items, eq(items.id, posts.itemId))
    .where(and(eq(posts.workspaceId, scope.workspaceId), which, inArray(posts.state, open)));
  if (count === 0) return;
  const what = count === 1 ? `One post of this ${noun} is` : `${count} posts of this ${noun} are`;
  throw new Problem('wrong_state', `${what} still to go out. Unschedule or cancel first, then archive the ${noun}.`);
}
