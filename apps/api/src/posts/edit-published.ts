import { isDeepStrictEqual } from 'node:util';
import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { changePost as changeRoute } from '@mobilise/contracts/post-changes';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { dateOf } from '@mobilise/contracts/time';
import { approvals, revisions } from '@mobilise/db/schema/items';
import type { postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { rightsOrThrow } from '../rights.ts';
import { mayOrThrow, type Scope } from '../scope.ts';
import { impossible } from './change-queue.ts';
import { alternativesOrThrow, inItsPlace, mustFit, ownImagesOrThrow, uploadsOfPost } from './content.ts';
import { type Place, type PostRow, readRevision } from './locks.ts';

type Body = RouteRequest<typeof changeRoute>['body'];
type Brought = Pick<typeof postChanges.$inferInsert, 'revisionId' | 'content' | 'dueAt'>;

/**
 * What an edit brings: the newest approved revision, and the words for the channel if they were written anew. Problems:
 * `wrong_state` where nothing is approved or nothing would change, `stale_version` for another revision than was seen, `forbidden`
 * for words of one's own, `does_not_fit_channel` for images or a link that the channel does not change, and those of scheduling: `alternatives_missing`, `rights_ended`.
 */
export async function edited(
  scope: Scope,
  post: PostRow,
  place: Place,
  body: Extract<Body, { kind: 'edit' }>,
): Promise<Brought> {
  const { kind } = place.channel;
  const newest = await newestApproved(scope, place.item.id);
  if (!newest) throw new Problem('wrong_state', 'No revision of this item is approved. Have it approved, then edit.');
  if (body.revision !== undefined && body.revision !== newest.number) {
    const message = `Revision ${newest.number} was approved since you looked. Look at it, then edit again.`;
    throw new Problem('stale_version', message, { extra: { revision: newest.number } });
  }
  const { thread } = post.content;
  const content = body.content && { ...inItsPlace(body.content, post.content), ...(thread && { thread }) };
  const own = content && !isDeepStrictEqual(content, post.content) ? content : null;
  if (own && channelKindOf(kind).shows === 'item')
    throw impossible(`${channelKindOf(kind).label} shows the item itself: edit the item, and have it approved.`);
  if (own) {
    mayOrThrow(scope, 'posts.correct');
    await ownImagesOrThrow(scope, own);
    mustFit(place.channel, own);
    editableOrThrow(kind, own, post.content);
  }
  if (!own && newest.id === post.revisionId && !(body.correctionId && kind === 'newsroom'))
    throw impossible('It says already what it would say then. Change its words, or have a new revision approved.');
  if (kind === 'newsroom') await shownOrThrow(scope, post);
  // Shown without them, an episode would leave the feed of its show.
  if (newest.files === 'wanted' || newest.files === 'failed') throw impossible(withoutFiles[newest.files]);
  const revision = await readRevision(scope, newest.id);
  alternativesOrThrow(scope, place.item.kind, revision, own ?? post.content, { kept: post.override ?? newest.note });
  await rightsOrThrow(
    scope,
    revision.id,
    uploadsOfPost(place.item.kind, revision, own ?? post.content),
    dateOf(scope.now, place.zone),
  );
  return { revisionId: newest.id, content: own, dueAt: scope.now };
}

const withoutFiles = {
  wanted: 'The audio or video of this revision is still being made. Edit again when it is there.',
  failed: 'The audio or video of this revision could not be made. See on the item why, and approve it again.',
};

/** Problem `does_not_fit_channel` names what a channel that changes words alone would leave as it is. */
function editableOrThrow(kind: ChannelKindName, own: PostContent, before: PostContent): void {
  const { label, after } = channelKindOf(kind);
  if (!after.wordsOnly) return;
  const changed = (['images', 'link'] as const).filter((field) => !isDeepStrictEqual(own[field], before[field]));
  if (changed.length === 0) return;
  throw new Problem(
    'does_not_fit_channel',
    `${label} changes only the words of a post that is out. To show something else below them, delete it and post the item again.`,
    { fields: changed.map((field) => ({ field: `body.content.${field}`, message: 'Leave it as it is out' })) },
  );
}

async function newestApproved(
  scope: Scope,
  itemId: string,
): Promise<(Pick<typeof revisions.$inferSelect, 'id' | 'number' | 'files'> & { note: string | null }) | null> {
  const [row] = await scope.db
    .select({ id: revisions.id, number: revisions.number, note: approvals.note, files: revisions.files })
    .from(revisions)
    .innerJoin(approvals, eq(approvals.revisionId, revisions.id))
    .where(eq(revisions.itemId, itemId))
    .orderBy(desc(revisions.number))
    .limit(1);
  return row ?? null;
}

/** The site shows the newest published post of an item; an edit of an earlier one would change nothing that anybody sees. */
async function shownOrThrow(scope: Scope, post: PostRow): Promise<void> {
  const [newer] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, post.channelId),
        eq(posts.itemId, post.itemId),
        eq(posts.state, 'published'),
        gt(
          sql`(${posts.publishedAt}, ${posts.id})`,
          sql`(select p.published_at, p.id from ${posts} p where p.id = ${post.id})`,
        ),
      ),
    )
    .limit(1);
  if (newer) throw impossible('The site shows a later post of this item in its place. Edit that one.');
}
