import { auditEntries } from '@mobilise/db/schema/team';
import { and, desc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import type { Scope } from '../scope.ts';

const sortKey = z.tuple([z.int()]);

/** The audit log of the workspace, newest first, of one noun or one subject when asked. */
export async function listAudit(
  scope: Scope,
  query: { cursor?: string | undefined; limit: number; noun?: string | undefined; subject?: string | undefined },
) {
  const [before] = fromCursor(query.cursor, sortKey) ?? [];
  const rows = await scope.db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, scope.workspaceId),
        before === undefined ? undefined : lt(auditEntries.id, before),
        query.noun ? eq(auditEntries.noun, query.noun) : undefined,
        query.subject ? eq(auditEntries.subjectId, query.subject) : undefined,
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(query.limit + 1);
  return toPage(
    rows,
    query.limit,
    (row) => [row.id],
    ({ id, at, actor, action, noun, subjectId, subject, reason }) => ({
      id: String(id),
      at: at.toISOString(),
      actor,
      action,
      noun,
      subjectId,
      subject,
      reason,
    }),
  );
}
