import type { Query } from './publisher.ts';

/**
 * In the select list of a statement: tells each workspace once, when the statement commits, that rows of a noun changed.
 * `rows` names a CTE with `id` and `workspace_id`; a change of one row names it, a change of several names none.
 */
export function announced(sql: Query, noun: string, rows: string) {
  return sql`(
    select count(pg_notify('changes', json_build_object('workspaceId', workspace_id, 'noun', ${noun}::text, 'id', id, 'actor', null)::text))
    from (
      select workspace_id, case when count(*) = 1 then min(id::text) end as id from ${sql(rows)} group by workspace_id
    ) told
  )`;
}

/** Tells a workspace that one thing changed. */
export async function announce(sql: Query, workspaceId: string, noun: string, id: string | null): Promise<void> {
  await sql`select pg_notify('changes', ${JSON.stringify({ workspaceId, noun, id, actor: null })})`;
}
