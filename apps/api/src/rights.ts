import { holdWords } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { dateOf } from '@mobilise/contracts/time';
import { carriesEnded } from '@mobilise/db/rights';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries, workspaces } from '@mobilise/db/schema/team';
import { eq, type SQL, sql } from 'drizzle-orm';
import { carried, withEqual } from './asset-uses.ts';
import { endedUploads } from './ended-uploads.ts';
import { releaseHeld } from './post-release.ts';
import { announce, type Scope } from './scope.ts';

/** The date of now in the workspace's zone. */
export async function todayOf(scope: Scope): Promise<string> {
  const [workspace] = await scope.db
    .select({ zone: workspaces.zone })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId));
  return dateOf(scope.now, workspace?.zone ?? 'UTC');
}

/**
 * Problem `rights_ended` names each upload that may not be used on a day any more, and why: of a revision, of the cover that it has
 * from its show, and of some further uploads.
 * @param day the last local date on which they are to be used
 */
export async function rightsOrThrow(
  scope: Scope,
  revisionId: string,
  day: string,
  further: readonly string[] = [],
): Promise<void> {
  const ended = await endedUploads(scope, revisionId, day, further);
  if (ended.length === 0) return;
  const advice = new Set(
    ended.map(({ show }) => (show === null ? 'Take it out' : 'Choose another cover in the settings of the show')),
  );
  throw new Problem(
    'rights_ended',
    `${ended.map(({ why }) => why).join(' ')} ${[...advice].join('. ')}, or renew what has ended.`,
    { extra: { assets: ended.map(({ id, filename, why }) => ({ id, filename, why })) } },
  );
}

/**
 * What follows when rights or consents of some uploads have changed, in the caller's transaction: what was to go out with one that
 * may not be used any more is held, also what a publisher has taken and not begun to send; what was held for that and may be
 * used again is decided on anew. Answers how many posts were held.
 */
export async function rightsChanged(scope: Scope, assetIds: readonly string[]): Promise<number> {
  if (assetIds.length === 0) return 0;
  const ids = await withEqual(scope, assetIds);
  const inShows = sql`select i.id from items i join shows s on s.id = i.show_id where s.workspace_id = ${scope.workspaceId} and s.artwork_id in ${ids}`;
  return judgeAnew(
    scope,
    sql`(${posts.id} in (select post_id from ${carried(scope, (id) => sql`${id} in ${ids}`)} c) or ${posts.itemId} in (${inShows}))`,
  );
}

/** The same when a show has another cover. It is in the link cards of its episodes, too: what was frozen with the old one is made anew. */
export async function coverChanged(scope: Scope, showId: string): Promise<number> {
  const touched = sql`${posts.itemId} in (select id from items where show_id = ${showId})`;
  await scope.db.execute(sql`
    with frozen as (
      select posts.id from posts
      where workspace_id = ${scope.workspaceId} and state in ('scheduled', 'held') and ${touched}
        and jsonb_typeof(payload #> '{card}') = 'object'
      order by id for update
    )
    update posts p set payload = null from frozen where p.id = frozen.id`);
  return judgeAnew(scope, touched);
}

async function judgeAnew(scope: Scope, touched: SQL): Promise<number> {
  await releaseHeld(scope, 'consent', touched);
  const held = await scope.db.execute<{ id: string; title: string }>(sql`
    with ended as (
      select posts.id from posts
      where workspace_id = ${scope.workspaceId} and state in ('scheduled', 'claimed') and ${touched} and ${sql.raw(carriesEnded('posts'))}
      order by id for update
    )
    update posts p set state = 'held', hold_reason = 'consent', hold_id = null, claimed_by = null, lease_until = null,
      fence = p.fence + 1, version = p.version + 1, updated_at = ${scope.now.toISOString()}::timestamptz
    from ended, items i where p.id = ended.id and i.id = p.item_id
    returning p.id, i.title`);
  if (held.length === 0) return 0;
  const { workspaceId, actor, now } = scope;
  const deed = { workspaceId, userId: actor.userId, actor: actor.name, at: now, action: 'held', noun: 'posts' };
  await scope.db
    .insert(auditEntries)
    .values(held.map(({ id, title }) => ({ ...deed, subjectId: id, subject: title, reason: holdWords.consent })));
  await announce(scope, 'posts', null);
  return held.length;
}
