import type { PostChange } from '@mobilise/contracts/post-changes';
import { channels } from '@mobilise/db/schema/channels';
import { holds } from '@mobilise/db/schema/holds';
import { items, revisions } from '@mobilise/db/schema/items';
import { postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { jsonRows } from './post-card.ts';
import type { Scope } from './scope.ts';

/** Changes answered at once at most: what is done about one post, or one item, never comes near. */
const most = 200;

/** Changes of what is out, the newest first. @param which a condition on `post_changes`, besides the workspace */
export function changeRows(scope: Scope, which: SQL | undefined): Promise<PostChange[]> {
  const change = postChanges;
  return jsonRows<PostChange>(
    scope.db,
    sql`select ${change.id} as "id", ${change.postId} as "postId", ${posts.itemId} as "itemId", ${items.title} as "title",
      ${posts.channelId} as "channelId", ${channels.kind} as "channelKind", ${channels.name} as "channelName",
      (${channels.state} = 'ready' or (${channels.state} = 'paused' and ${change.kind} = 'remove')) as "channelReady",
      ${change.correctionId} as "correctionId", ${change.kind} as "kind", ${change.state} as "state",
      ${revisions.number} as "revision", ${change.content} as "content",
      (select json_build_object('id', a.id, 'state', a.state, 'failure', a.failure, 'remoteUrl', a.remote_url)
        from ${posts} a where a.id = ${change.replyId}) as "reply",
      (select json_build_object('reason', h.reason, 'by', h.by)
        from ${holds} h where ${change.state} = 'held' and h.id = ${change.holdId}) as "hold",
      ${change.reason} as "reason", ${change.attempts} as "attempts", ${change.message} as "message", ${change.advice} as "advice",
      ${posts.remoteUrl} as "remoteUrl", ${change.by} as "by", ${change.createdAt} as "createdAt",
      ${change.finishedAt} as "finishedAt", ${change.version} as "version"
      from ${change}
      join ${posts} on ${posts.id} = ${change.postId}
      join ${items} on ${items.id} = ${posts.itemId}
      join ${channels} on ${channels.id} = ${posts.channelId}
      left join ${revisions} on ${revisions.id} = ${change.revisionId}
      where ${and(eq(change.workspaceId, scope.workspaceId), which)}
      order by ${change.id} desc limit ${most}`,
  );
}
