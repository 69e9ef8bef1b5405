import { holdWords } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { dateOf, sayDate } from '@mobilise/contracts/time';
import { carriesEnded, endedConsents, rightsEnded, showWithCover } from '@mobilise/db/rights';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries, workspaces } from '@mobilise/db/schema/team';
import { eq, type SQL, sql } from 'drizzle-orm';
import { carried, withEqual } from './asset-uses.ts';
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
 * Problem `rights_ended` names each upload that may not be used on a day any more, and why: of some, and of the cover that a
 * revision has from its show.
 * @param day the last local date on which they are to be used
 */
export async function rightsOrThrow(
  scope: Scope,
  revisionId: string,
  assetIds: readonly string[],
  day: string,
): Promise<void> {
  const date = `'${Temporal.PlainDate.from(day)}'::date`;
  const ended = await scope.db.execute<{
    id: string;
    filename: string;
    until: string | null;
    people: string[];
    /** The title of the show whose cover it is. */
    show: string | null;
  }>(sql`
    with carrying as (select ${revisionId}::uuid as revision_id)
    select a.id, a.filename, cover.title as show,
      case when a.rights_until < ${sql.raw(date)} then a.rights_until::text end as until,
      array(
        select distinct ended.person from ${sql.raw(endedConsents('a', date))} ended order by 1
      ) as people
    from carrying cross join assets a left join lateral ${sql.raw(showWithCover('carrying.revision_id'))} cover on cover.asset_id = a.id
    where a.workspace_id = ${scope.workspaceId} and (a.id = any(${sql.param([...assetIds])}::uuid[]) or cover.asset_id is not null)
      and ${sql.raw(rightsEnded('a', date))}
    order by a.filename, a.id`);
  if (ended.length === 0) return;
  const uploads = ended.map(({ id, filename, until, people, show }) => {
    const name = show === null ? `“${filename}”` : `“${filename}”, the cover of the show “${show}”,`;
    const why = until
      ? `The right to use ${name} ends on ${sayDate(until)}.`
      : `The consent of ${people.join(' and ')} for ${name} was withdrawn, or ends before ${sayDate(day)}.`;
    return { id, filename, why };
  });
  const advice = new Set(
    ended.map(({ show }) => (show === null ? 'Take it out' : 'Choose another cover in the settings of the show')),
  );
  throw new Problem(
    'rights_ended',
    `${uploads.map(({ why }) => why).join(' ')} ${[...advice].join('. ')}, or renew what has ended.`,
    {
      extra: { assets: uploads },
    },
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

/** The same when a show has another cover. */
export function coverChanged(scope: Scope, showId: string): Promise<number> {
  return judgeAnew(scope, sql`${posts.itemId} in (select id from items where show_id = ${showId})`);
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
