import { isDeepStrictEqual } from 'node:util';
import type { PostContent } from '@mobilise/contracts/post-content';
import type { Post, updatePost as updateRoute } from '@mobilise/contracts/posts';
import { can } from '@mobilise/contracts/roles';
import type { RouteRequest } from '@mobilise/contracts/route';
import { rightsOrThrow } from '../rights.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { alternativesOrThrow, inItsPlace, mustFit, ownImagesOrThrow, threadOrThrow, uploadsOfPost } from './content.ts';
import { lockPost, type Place, type PostRow, type RevisionRow, readRevision } from './locks.ts';
import { getPost, subjectOf } from './read.ts';
import { afterScheduling, type Landing, landing, write } from './scheduling.ts';

/**
 * Changes text, images, link or what follows a post, or takes the newest revision. One that is scheduled stays so if it still fits;
 * new words by a role that may not approve hold it. Problems: `wrong_state`, `stale_version`, `does_not_fit_channel`,
 * `alternatives_missing`, `rights_ended`, `invalid_request` for images that are not the workspace's own.
 */
export function updatePost(scope: Scope, id: string, body: RouteRequest<typeof updateRoute>['body']): Promise<Post> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, 'edit', body.version);
    if (body.content) await ownImagesOrThrow(scope, body.content);
    const content = body.content ? inItsPlace(body.content, post.content) : post.content;
    threadOrThrow(place.channel, content);
    const revision = await readRevision(scope, body.useNewest ? place.item.revisionId : post.revisionId);
    const changed = { content: !isDeepStrictEqual(content, post.content), revision: revision.id !== post.revisionId };
    if (!changed.content && !changed.revision) return getPost(scope, id);

    if (post.state === 'scheduled' && post.wallTime)
      await rightsOrThrow(
        scope,
        revision.id,
        uploadsOfPost(place.item.kind, revision, content),
        post.wallTime.slice(0, 10),
      );
    // A reason to go without alternatives was given for those images and that revision, not for others.
    const sameImages = isDeepStrictEqual(imagesOf(content), imagesOf(post.content));
    const kept = sameImages && !changed.revision ? post.override : null;
    const { override, ...standing } = decide(scope, place, revision, post, content, changed.content, kept);
    await write(scope, post, { content, revisionId: revision.id, payload: null, override, ...standing });
    await record(scope, {
      action: 'edited',
      noun: 'posts',
      id,
      subject: subjectOf(place),
      detail: { state: standing.state, revision: revision.number, ...(changed.content && wordsOf(content)) },
    });
    if (post.state === 'scheduled')
      await afterScheduling(scope, place, revision, { ...standing, id, sendAt: post.sendAt });
    return getPost(scope, id);
  });
}

const wordsOf = ({ text, thread }: PostContent) => ({
  text,
  ...(thread && { thread: thread.map(({ text }) => text) }),
});
const imagesOf = ({ images, thread = [] }: PostContent) => [images, ...thread.map(({ images }) => images)];

function decide(
  scope: Scope,
  place: Place,
  revision: RevisionRow,
  post: PostRow,
  content: PostContent,
  newWords: boolean,
  kept: string | null,
): (Landing | Pick<PostRow, 'state' | 'holdReason'>) & { override: string | null } {
  const mayApprove = can(scope.actor.role, 'items.approve');
  if (post.state === 'scheduled') {
    mustFit(place.channel, content);
    const override = alternativesOrThrow(scope, place.item.kind, revision, content, { kept });
    if (newWords && !mayApprove) return { state: 'held', holdReason: 'approval', override };
    return { ...landing(scope, place, revision, null), override };
  }
  // What waits for its channel or a new time comes back by itself; new words must not come with it unseen.
  const unseen = post.state === 'held' && newWords && !mayApprove;
  return { state: post.state, holdReason: unseen ? 'approval' : post.holdReason, override: kept };
}
