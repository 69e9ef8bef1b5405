import type { PostCommand } from '@mobilise/contracts/post-states';
import type { Post, publishNow as publishNowRoute, schedulePost as scheduleRoute } from '@mobilise/contracts/posts';
import type { RouteRequest } from '@mobilise/contracts/route';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockPost, type Place, readRevision } from './locks.ts';
import { type Moment, momentNow, momentOf } from './moment.ts';
import { getPost, subjectOf } from './read.ts';
import { afterScheduling, onSchedule, write } from './scheduling.ts';

/**
 * Schedules or reschedules a post by wall time in the workspace's zone. Problems: `wrong_state`, `stale_version`,
 * `time_past`, `time_skipped`, `time_ambiguous`, `does_not_fit_channel`, `alternatives_missing`.
 */
export function schedulePost(
  scope: Scope,
  id: string,
  body: RouteRequest<typeof scheduleRoute>['body'],
): Promise<Post> {
  return put(scope, id, body, {
    command: 'schedule',
    action: 'scheduled',
    when: (scope, { zone }) => momentOf(scope, zone, body),
  });
}

/** Sends a post at once: its wall time is now. Problems as for scheduling. */
export function publishNow(
  scope: Scope,
  id: string,
  body: RouteRequest<typeof publishNowRoute>['body'],
): Promise<Post> {
  return put(scope, id, body, { command: 'schedule', action: 'published now', when: now });
}

/** Sends a refused post again, at once. What may have arrived keeps its handle. Problems as for scheduling. */
export function retryPost(scope: Scope, id: string, body: { version: number }): Promise<Post> {
  return put(scope, id, body, { command: 'retry', action: 'retried', when: now });
}

const now = (scope: Scope, { zone }: Place) => momentNow(scope, zone);

interface Step {
  command: PostCommand;
  action: string;
  /** Called with the post and what it stands on locked. */
  when: (scope: Scope, place: Place) => Moment | Promise<Moment>;
  /** The time is the queue's to give: nobody else is given one of this channel meanwhile. */
  queued?: boolean;
}

/** Puts a post on schedule by the rules of scheduling, at whatever time a step says. Problems as for scheduling. */
export function put(
  scope: Scope,
  id: string,
  body: { version: number; override?: string | undefined },
  { command, action, when, queued = false }: Step,
): Promise<Post> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, command, body.version, queued ? 'no key update' : 'key share');
    // A draft was never meant to go out as it was then: it takes the words as they are now.
    const revision = await readRevision(scope, post.state === 'draft' ? place.item.revisionId : post.revisionId);
    const columns = await onSchedule(scope, place, revision, post, await when(scope, place), body.override);
    await write(scope, post, { ...columns, queued });
    await record(scope, {
      action,
      noun: 'posts',
      id,
      subject: subjectOf(place),
      reason: body.override === undefined ? undefined : (columns.override ?? undefined),
      detail: {
        from: post.wallTime,
        state: columns.state,
        wallTime: columns.wallTime,
        zone: columns.zone,
        revision: revision.number,
      },
    });
    await afterScheduling(scope, place, revision, { ...columns, id });
    return getPost(scope, id);
  });
}
