import type { listRevisions as listRoute, Revision } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { users } from '@mobilise/db/schema/auth';
import { approvals, items, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import { actorOf } from '../deeds.ts';
import type { Scope } from '../scope.ts';
import { noItem, noPerson } from './read.ts';

const sortKey = z.tuple([z.int32()]);

const summaryFields = {
  id: revisions.id,
  number: revisions.number,
  title: revisions.title,
  author: sql<
    string | null
  >`coalesce(${users.name}, ${actorOf({ workspaceId: items.workspaceId, id: revisions.itemId, at: revisions.createdAt })})`,
  createdAt: revisions.createdAt,
  origin: revisions.origin,
  approvedBy: approvals.by,
  approvedAt: approvals.at,
  note: approvals.note,
  posts: sql<number>`(select count(*)::int from ${posts} p where p.revision_id = ${revisions.id})`,
};

interface Row {
  id: string;
  number: number;
  title: string;
  author: string | null;
  createdAt: Date;
  origin: 'autosave' | 'restore' | null;
  approvedBy: string | null;
  approvedAt: Date | null;
  note: string | null;
  posts: number;
}

/** A page of an item's revisions, the newest first. Problem `not_found`. */
export async function listRevisions(
  scope: Scope,
  itemId: string,
  query: RouteRequest<typeof listRoute>['query'],
): Promise<RouteResponse<typeof listRoute>> {
  const [before] = fromCursor(query.cursor, sortKey) ?? [];
  const [item] = await scope.db
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, itemId)));
  if (!item) throw noItem();
  const rows = await scope.db
    .select(summaryFields)
    .from(revisions)
    .innerJoin(items, eq(items.id, revisions.itemId))
    .leftJoin(approvals, eq(approvals.revisionId, revisions.id))
    .leftJoin(users, eq(users.id, revisions.createdBy))
    .where(and(eq(revisions.itemId, itemId), before === undefined ? undefined : lt(revisions.number, before)))
    .orderBy(desc(revisions.number))
    .limit(query.limit + 1);
  return toPage(rows, query.limit, ({ number }) => [number], summaryOf);
}

/** One revision, whole. Problem `not_found`. */
export async function getRevision(scope: Scope, itemId: string, number: number): Promise<Revision> {
  const [row] = await scope.db
    .select({ ...summaryFields, kind: items.kind, summary: revisions.summary, content: revisions.content })
    .from(revisions)
    .innerJoin(items, eq(items.id, revisions.itemId))
    .leftJoin(approvals, eq(approvals.revisionId, revisions.id))
    .leftJoin(users, eq(users.id, revisions.createdBy))
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, itemId), eq(revisions.number, number)));
  if (!row) throw noRevision();
  const { kind, summary, content, ...rest } = row;
  return { ...summaryOf(rest), kind, summary, content };
}

function summaryOf({ approvedBy, approvedAt, note, ...row }: Row) {
  const approved = approvedBy !== null && approvedAt !== null;
  return {
    ...row,
    author: row.author ?? noPerson,
    createdAt: row.createdAt.toISOString(),
    approval: approved ? { revision: row.number, by: approvedBy, at: approvedAt.toISOString(), note } : null,
  };
}

export function noRevision(): Problem {
  return new Problem('not_found', 'There is no such revision. An autosave may have been replaced by a later one.');
}
