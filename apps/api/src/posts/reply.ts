import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Problem } from '@mobilise/contracts/problems';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq } from 'drizzle-orm';
import { record, type Scope } from '../scope.ts';
import { type Place, type PostRow, readRevision } from './locks.ts';
import { momentNow } from './moment.ts';
import { subjectOf } from './read.ts';
import { afterScheduling, onSchedule } from './scheduling.ts';

/**
 * Answers a published post with another, which goes out now like any post: with its own handle and state, held by the hold
 * switch, looked for after a crash. It carries the revision of the post that it answers, which was approved. Its id.
 */
export async function answerWith(scope: Scope, answered: PostRow, place: Place, text: string): Promise<string> {
  const id = newId();
  const content: PostContent = { text, images: [], link: null, replyTo: answered.id };
  const revision = await readRevision(scope, answered.revisionId);
  const post = { id, content, override: answered.override, holdReason: null, handle: null };
  const scheduled = await onSchedule(scope, place, revision, post, momentNow(scope, place.zone));
  await scope.db.insert(posts).values({
    ...scheduled,
    id,
    workspaceId: scope.workspaceId,
    itemId: place.item.id,
    channelId: place.channel.id,
    content,
    createdAt: scope.now,
    createdBy: scope.actor.userId,
    updatedAt: scope.now,
  });
  const { state, wallTime, zone } = scheduled;
  await record(scope, {
    action: 'published now',
    noun: 'posts',
    id,
    subject: subjectOf(place),
    detail: { state, wallTime, zone, answers: answered.id },
  });
  await afterScheduling(scope, place, revision, { ...scheduled, id });
  return id;
}

/**
 * A post may answer one of the workspace's own that is out on the same channel, where the channel has replies. Problem
 * `invalid_request` otherwise.
 */
export async function answerableOrThrow(scope: Scope, { channel }: Place, { replyTo }: PostContent): Promise<void> {
  if (!replyTo) return;
  const [found] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.id, replyTo),
        eq(posts.channelId, channel.id),
        eq(posts.state, 'published'),
      ),
    );
  if (found && channelKindOf(channel.kind).after.reply) return;
  const message = 'There is no such post that could be answered on this channel';
  throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.content.replyTo', message }] });
}
