import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { ItemContent } from '@mobilise/contracts/kinds';
import { allows, type PostCommand, type PostState, stateWords } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { channels } from '@mobilise/db/schema/channels';
import { approvals, items, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { workspaces } from '@mobilise/db/schema/team';
import { and, eq, sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';

export type PostRow = typeof posts.$inferSelect;

/** What a post stands on, locked until the transaction ends. */
export interface Place {
  item: { id: string; kind: ItemKind; title: string; slug: string; revisionId: string; archivedAt: Date | null };
  /** `limits`: what its platform said that it accepts, else what its kind does. */
  channel: { id: string; kind: ChannelKindName; name: string; ready: boolean; limits: Limits };
  zone: string;
}

export interface RevisionRow {
  id: string;
  number: number;
  title: string;
  summary: string;
  content: ItemContent;
  approved: boolean;
}

/**
 * How a channel is locked while posts of it change. A key share lets the publisher note a success meanwhile; pausing takes the full
 * lock and waits. Whoever gives out times of its queue takes `no key update`: one at a time, without stopping the others.
 */
type ChannelLock = 'key share' | 'no key update';

/**
 * Locks item and channel against the changes that would hold their posts: a new revision, a pause. Always in the order
 * item, channel, post, so that nobody waits in a circle. Problem `not_found`.
 */
export async function lockPlace(
  scope: Scope,
  { itemId, channelId }: { itemId: string; channelId: string },
  strength: ChannelLock = 'key share',
): Promise<Place> {
  const item = scope.db
    .select({
      id: items.id,
      kind: items.kind,
      title: items.title,
      slug: items.slug,
      revisionId: items.revisionId,
      archivedAt: items.archivedAt,
    })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, itemId)))
    .for('share');
  const channel = scope.db
    .select({
      id: channels.id,
      kind: channels.kind,
      name: channels.name,
      limits: channels.limits,
      ready: sql<boolean>`${channels.state} = 'ready'`,
      // Read once the item is locked, which a change of zone waits for and keeps from others.
      zone: sql<string>`(select ${workspaces.zone} from ${workspaces} where ${workspaces.id} = ${scope.workspaceId})`,
    })
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, channelId)))
    .for(strength);
  const [[locked], [place]] = [await item, await channel];
  if (!locked?.revisionId) throw new Problem('not_found', 'There is no such item in this workspace.');
  if (!place) throw new Problem('not_found', 'There is no such channel in this workspace.');
  const { zone, ...row } = place;
  const limits = row.limits ?? channelKindOf(row.kind).limits;
  return { item: { ...locked, revisionId: locked.revisionId }, channel: { ...row, limits }, zone };
}

/**
 * A post and what it stands on, locked, for a command of somebody who saw a version of it. Problems: `not_found`,
 * `wrong_state` when the command is not possible in its present state, `stale_version`.
 */
export async function lockPost(
  scope: Scope,
  id: string,
  command: PostCommand,
  version?: number,
  strength?: ChannelLock,
): Promise<{ post: PostRow; place: Place }> {
  const mine = and(eq(posts.workspaceId, scope.workspaceId), eq(posts.id, id));
  const [found] = await scope.db.select({ itemId: posts.itemId, channelId: posts.channelId }).from(posts).where(mine);
  if (!found) throw noPost();
  const place = await lockPlace(scope, found, strength);
  const [post] = await scope.db.select().from(posts).where(mine).for('update');
  if (!post) throw noPost();
  if (!allows(post.state, command)) throw wrongState(post.state, command);
  if (version !== undefined)
    sameVersionOrThrow(version, { version: post.version, updatedAt: post.updatedAt.toISOString() }, 'post');
  return { post, place };
}

/** A revision with whether it has an approval of its own. The caller holds its item's lock, so that it stays. */
export async function readRevision(scope: Scope, id: string): Promise<RevisionRow> {
  const [revision] = await scope.db
    .select({
      id: revisions.id,
      number: revisions.number,
      title: revisions.title,
      summary: revisions.summary,
      content: revisions.content,
      approved: sql<boolean>`${approvals.id} is not null`,
    })
    .from(revisions)
    .innerJoin(items, and(eq(items.id, revisions.itemId), eq(items.workspaceId, scope.workspaceId)))
    .leftJoin(approvals, eq(approvals.revisionId, revisions.id))
    .where(eq(revisions.id, id));
  if (!revision) throw new Error(`The revision ${id} of a post is missing`);
  return revision;
}

export function noPost(): Problem {
  return new Problem('not_found', 'There is no such post in this workspace.');
}

const verbs: Record<PostCommand, string> = {
  edit: 'be edited',
  schedule: 'be scheduled',
  unschedule: 'become a draft',
  cancel: 'be cancelled',
  retry: 'be sent again',
  resolve: 'be resolved',
  remove: 'be removed',
  change: 'be changed on its channel',
};

export const because: Partial<Record<PostState, string>> = {
  claimed: 'The publisher is sending it at this moment; look again in a minute.',
  sending: 'The publisher is sending it at this moment; look again in a minute.',
  removed: 'It was out, and was taken away.',
  published: 'It is published already. To publish it again, create another post.',
  unconfirmed: 'We are finding out whether it arrived; wait until that is known.',
  needs_person: 'Look at the channel first, then say whether it is there.',
};

function wrongState(state: PostState, command: PostCommand): Problem {
  const reason = because[state] ?? `It is in the state “${stateWords[state].label}”.`;
  return new Problem('wrong_state', `This post cannot ${verbs[command]} now. ${reason}`, { extra: { state } });
}
