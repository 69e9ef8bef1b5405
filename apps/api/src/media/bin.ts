import type { Asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { removeBinned } from '@mobilise/db/bin';
import { assets } from '@mobilise/db/schema/media';
import type { Storage } from '@mobilise/media-processing/storage';
import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import { showsWith } from '../asset-uses.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockAsset, mine } from './change.ts';
import { getAsset } from './read.ts';

/** Users that an answer names. */
const mostNamed = 3;

/**
 * Puts an upload into the bin, from where it is gone for good after a while (publisher/media/purge.ts), or once that is emptied; one that is there
 * already stays there. Problems: `not_found`, `conflict` naming what uses it.
 */
export function removeAsset(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { filename, deletedAt } = await lockAsset(scope, id);
    if (deletedAt) return { ok: true };
    const users = [
      ...(await itemsUsing(scope, id)),
      ...(await showsWith(scope, [id])).map(({ title }) => `the show “${title}”`),
    ];
    if (users.length > 0) {
      const more = users.length > mostNamed ? ` and ${users.length - mostNamed} more` : '';
      const use = users.length === 1 ? 'uses' : 'use';
      const said = listed(users.slice(0, mostNamed), more).replace(/^[a-z]/, (letter) => letter.toUpperCase());
      throw new Problem('conflict', `${said} ${use} this upload, so it stays.`);
    }
    await scope.db
      .update(assets)
      .set({ deletedAt: scope.now, version: sql`${assets.version} + 1` })
      .where(mine(scope, id));
    await record(scope, { action: 'removed', noun: 'assets', id, subject: filename });
    return { ok: true };
  });
}

/** Takes an upload out of the bin; one that is not there stays where it is. Problem `not_found`. */
export function restoreAsset(scope: Scope, id: string): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const { filename, deletedAt } = await lockAsset(scope, id);
    if (!deletedAt) return getAsset(scope, id);
    await scope.db
      .update(assets)
      .set({ deletedAt: null, version: sql`${assets.version} + 1` })
      .where(mine(scope, id));
    await record(scope, { action: 'restored', noun: 'assets', id, subject: filename });
    return getAsset(scope, id);
  });
}

/**
 * Removes for good what lies in the bin, at most 1,000 at a time: all, or those that are named. One that something has come to use
 * again stays. Each is removed by itself, so what is removed stays so if something goes wrong in between.
 */
export async function emptyBin(
  scope: Scope,
  storage: Pick<Storage, 'remove'>,
  named: readonly string[] | undefined,
): Promise<{ removed: number; kept: number }> {
  const which = and(eq(assets.workspaceId, scope.workspaceId), isNotNull(assets.deletedAt));
  const binned = await scope.db
    .select({ id: assets.id })
    .from(assets)
    .where(and(which, named && inArray(assets.id, [...named])))
    .limit(1000);
  let [removed, kept] = [0, 0];
  for (const { id } of binned) {
    const gone = await removeBinned(scope.db, id, {
      ...{ which, remove: storage.remove },
      also: (db, { filename }) =>
        record({ ...scope, db }, { action: 'removed for good', noun: 'assets', id, subject: filename }),
    });
    if (gone === 'used') kept += 1;
    else if (gone) removed += 1;
  }
  return { removed, kept };
}

/** What uses an upload, as it is called; what uses it now comes first. */
async function itemsUsing({ db, workspaceId }: Scope, id: string): Promise<string[]> {
  const rows = await db.execute<{ title: string; how: 'newest' | 'earlier' | 'post' | 'series' }>(sql`
    select title, how from (
      select distinct on (i.id) i.title, used.how, used.rank, i.id from (
        select r.item_id, case when r.id = i.revision_id then 'newest' else 'earlier' end as how, case when r.id = i.revision_id then 1 else 2 end as rank
        from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
        where ra.asset_id = ${id}
        union all
        select p.item_id, 'post', 3 from posts p where p.workspace_id = ${workspaceId} and ${holdsAsset(sql`p.content`, id)}
        union all
        select s.item_id, 'series', 4 from series s where s.workspace_id = ${workspaceId} and ${holdsAsset(sql`s.variants`, id)}
      ) used join items i on i.id = used.item_id
      where i.workspace_id = ${workspaceId}
      order by i.id, used.rank
    ) named order by rank, title`);
  const said = {
    newest: (title: string) => `“${title}”`,
    earlier: (title: string) => `“${title}”, in an earlier revision,`,
    post: (title: string) => `a post of “${title}”`,
    series: (title: string) => `a series of “${title}”`,
  };
  return rows.map(({ title, how }) => said[how](title));
}

function holdsAsset(json: SQL, id: string): SQL {
  return sql`exists (select from jsonb_path_query(${json}, '$.**.assetId') used where used #>> '{}' = ${id})`;
}

function listed(users: string[], more: string): string {
  const said = more ? users.join(', ') : new Intl.ListFormat('en-GB').format(users);
  return `${said}${more}`;
}
