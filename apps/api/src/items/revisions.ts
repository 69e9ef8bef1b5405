import type { Revision } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import { users } from '@mobilise/db/schema/auth';
import { approvals, items, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { fromCursor, toPage } from '../cursor.ts';
import type { Scope } from '../scope.ts';
import { noItem, showApproval } from './read.ts';

const fields = {
  id: revisions.id,
  number: revisions.number,
  title: revisions.title,
  author: users.name,
  createdAt: revisions.createdAt,
  origin: revisions.origin,
  approval: approvals,
  posts: sql<number>`(select count(*)::int from ${posts} where ${posts.revisionId} = ${revisions.id})`,
};

type Row = Awaited<ReturnType<typeof page>>[number];

function show(row: Row) {
  return {
    ...row,
    author: row.author ?? 'An API key, or somebody who has left',
    createdAt: row.createdAt.toISOString(),
    approval: showApproval(row.approval, row.number),
  };
}

function page(scope: Scope, id: string, before: number | null, limit: number) {
  return scope.db
    .select(fields)
    .from(revisions)
    .innerJoin(items, eq(items.id, revisions.itemId))
    .leftJoin(users, eq(users.id, revisions.createdBy))
    .leftJoin(approvals, eq(approvals.revisionId, revisions.id))
    .where(and(eq(items.id, id), eq(items.workspaceId, scope.workspaceId), before === null ? undefined : lt(revisions.number, before)))
    .orderBy(desc(revisions.number))
    .limit(limit);
}

/** The revisions of an item, newest first. */
export async function listRevisions(scope: Scope, id: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const before = fromCursor(cursor, 1);
  const rows = await page(scope, id, before ? Number(before[0]) : null, limit + 1);
  if (rows.length === 0 && !before) throw noItem();
  return toPage(rows, limit, (row) => [row.number], show);
}

/** One revision, whole. */
export async function getRevision(scope: Scope, id: string, number: number): Promise<Revision> {
  const [row] = await scope.db
    .select({ ...fields, kind: items.kind, summary: revisions.summary, content: revisions.content })
    .from(revisions)
    .innerJoin(items, eq(items.id, revisions.itemId))
    .leftJoin(users, eq(users.id, revisions.createdBy))
    .leftJoin(approvals, eq(approvals.revisionId, revisions.id))
    .where(and(eq(items.id, id), eq(items.workspaceId, scope.workspaceId), eq(revisions.number, number)));
  if (!row) throw new Problem('not_found', `There is no revision ${number} of this item.`);
  const { kind, summary, content, ...rest } = row;
  return { ...show(rest), kind, summary, content };
}
