import { auditEntries } from '@mobilise/db/schema/team';
import { type AnyColumn, type SQL, sql } from 'drizzle-orm';

/**
 * Who did something by the audit log, in SQL: an API key, which no row names, or somebody whose account is gone. Null for what
 * is not written there, as autosaves. A deed and what it writes have the same instant.
 */
export function actorOf(row: { workspaceId: AnyColumn; id: AnyColumn; at: AnyColumn }): SQL<string | null> {
  return sql`(select deed.actor from ${auditEntries} deed where deed.workspace_id = ${row.workspaceId}
    and deed.subject_id = ${row.id}::text and deed.at = ${row.at} order by deed.id limit 1)`;
}
