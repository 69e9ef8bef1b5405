import { id as idField } from '@mobilise/contracts/fields';
import { allows } from '@mobilise/contracts/post-states';
import type { ListedPost, listPosts as listRoute, Post } from '@mobilise/contracts/posts';
import type { RouteRequest } from '@mobilise/contracts/route';
import { users } from '@mobilise/db/schema/auth';
import { holds } from '@mobilise/db/schema/holds';
import { items, revisions } from '@mobilise/db/schema/items';
import { attempts, posts } from '@mobilise/db/schema/posts';
import { and, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import { endedUploads } from '../ended-uploads.ts';
import { cardFields, cardRows, cardTables, filesAwaited, isUnmade, jsonRows } from '../post-card.ts';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { uploadsIn } from './content.ts';
import { noPost } from './locks.ts';
import { readThread } from './thread.ts';

/** The pressed hold switch that keeps a post, as its contract has it. */
export const holdField = sql`(select json_build_object('reason', h.reason, 'by', h.by)
  from ${holds} h where ${posts.holdReason} = 'switch' and h.id = ${posts.holdId}) as "hold"`;

const sortKey = z.tuple([idField]);

/** A post with its content, its revision and its attempts, the first try first. Problem `not_found`. */
export async function getPost(scope: Scope, id: string): Promise<Post> {
  const [row] = await jsonRows<Omit<Post, 'thread' | 'ended'> & { toGoOut: string }>(
    scope.db,
    sql`select ${cardFields}, ${holdField},
      ${posts.content} as "content", ${posts.disambiguation} as "disambiguation", ${posts.queued} as "queued",
      json_build_object('id', ${revisions.id}, 'number', ${revisions.number}, 'title', ${revisions.title}) as "revision", ${items.revision} as "newestRevision",
      ${posts.remoteUrl} as "remoteUrl", ${posts.editedAt} as "editedAt", ${posts.advice} as "advice", ${posts.grace} as "grace", ${posts.override} as "override",
      case when ${posts.seriesId} is not null then json_build_object('id', ${posts.seriesId}, 'occurrence', ${posts.occurrence}) end as "series",
      case when ${users.id} is not null then json_build_object('id', ${users.id}, 'name', ${users.name}) end as "createdBy",
      ${posts.createdAt} as "createdAt",
      case when ${posts.state} = 'held' and ${posts.holdReason} = 'approval' then ${items.revisionId} else ${posts.revisionId} end as "toGoOut",
      (select coalesce(json_agg(json_build_object('number', a.number, 'startedAt', a.started_at, 'finishedAt', a.finished_at,
        'outcome', a.outcome, 'message', a.message, 'advice', a.advice) order by a.number), '[]')
        from ${attempts} a where a.post_id = ${posts.id}) as "attempts"
      from ${cardTables}
      join ${revisions} on ${revisions.id} = ${posts.revisionId}
      left join ${users} on ${users.id} = ${posts.createdBy}
      where ${posts.workspaceId} = ${scope.workspaceId} and ${posts.id} = ${id}`,
  );
  if (!row) throw noPost();
  const { toGoOut, ...post } = row;
  return { ...post, thread: await readThread(scope.db, post), ended: await endedFor(scope, post, toGoOut) };
}

/** What keeps a post from going out at its time or now, whichever is later: of the revision that would. An approval brings the newest. */
async function endedFor(
  scope: Scope,
  { state, wallTime, content }: Pick<Post, 'state' | 'wallTime' | 'content'>,
  revisionId: string,
): Promise<Post['ended']> {
  if (!allows(state, 'schedule')) return [];
  const today = await todayOf(scope);
  const planned = wallTime?.slice(0, 10);
  const day = planned && planned > today ? planned : today;
  return endedUploads(scope, revisionId, day, uploadsIn(content));
}

/** A page of posts, the newest first. */
export async function listPosts(
  scope: Scope,
  query: RouteRequest<typeof listRoute>['query'],
): Promise<{ data: ListedPost[]; next: string | null }> {
  const [after] = fromCursor(query.cursor, sortKey) ?? [];
  const which = and(
    eq(posts.workspaceId, scope.workspaceId),
    query.item ? eq(posts.itemId, query.item) : undefined,
    query.channel ? eq(posts.channelId, query.channel) : undefined,
    query.state ? eq(posts.state, query.state) : undefined,
    query.files ? sql`${filesAwaited()} = ${query.files}` : undefined,
    query.state === 'scheduled' && query.files === 'failed' ? isUnmade : undefined,
    after ? lt(posts.id, after) : undefined,
  );
  const rows = await cardRows<ListedPost>(
    scope.db,
    sql`select ${cardFields}, ${holdField}, ${revisions.number} as "revision" from ${cardTables}
      join ${revisions} on ${revisions.id} = ${posts.revisionId} where ${which} order by ${posts.id} desc limit ${query.limit + 1}`,
  );
  return toPage(
    rows,
    query.limit,
    ({ id }) => [id],
    (card) => card,
  );
}

/** The name of a post for the audit log: its item's title and its channel. */
export function subjectOf({ item, channel }: { item: { title: string }; channel: { name: string } }): string {
  return `${item.title} → ${channel.name}`;
}
