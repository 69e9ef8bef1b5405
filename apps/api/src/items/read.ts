import { id as idField, instant } from '@mobilise/contracts/fields';
import type { Item, ItemSummary, listItems as listRoute } from '@mobilise/contracts/items';
import { kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { users } from '@mobilise/db/schema/auth';
import { approvals, items, revisionFiles, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { aliasedTable, and, arrayContains, asc, desc, eq, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import { actorOf } from '../deeds.ts';
import { endedUploads } from '../ended-uploads.ts';
import { countedAs } from '../post-card.ts';
import { todayOf } from '../rights.ts';
import { fullEpisodes, sameNumberAmong } from '../same-number.ts';
import type { Scope } from '../scope.ts';
import { holds } from '../search.ts';
import { mediaUrl, thumbOf } from '../thumbs.ts';
import { whyAddressStays } from './address.ts';

const assignees = aliasedTable(users, 'assignees');
const editors = aliasedTable(users, 'editors');

/** As PostgreSQL writes it: in UTC; it knows no year 0. */
const sortKey = z.tuple([instant.refine((at) => /^(?!0000).*(Z|\+00:00)$/.test(at)), idField]);

/** For what an API key changed and the log does not name it. */
export const noPerson = 'An API key';

const summaryFields = {
  id: items.id,
  kind: items.kind,
  title: items.title,
  summary: items.summary,
  slug: items.slug,
  campaignId: items.campaignId,
  showId: items.showId,
  assigneeId: assignees.id,
  assignee: assignees.name,
  tags: items.tags,
  revision: items.revision,
  approved: sql<boolean>`${approvals.id} is not null`,
  thumb: thumbOf(items.thumbAssetId),
  posts: sql<Record<string, number>>`(
    select coalesce(jsonb_object_agg(counted.state, counted.number), '{}')
    from (select ${countedAs('p')} as state, count(*)::int as number from ${posts} p where p.item_id = ${items.id} group by 1) counted
  )`,
  updatedAt: items.updatedAt,
  /** To the microsecond, which a JavaScript date would lose. */
  updatedKey: sql<string>`to_json(${items.updatedAt})#>>'{}'`,
  updatedBy: sql<
    string | null
  >`coalesce(${editors.name}, ${actorOf({ workspaceId: items.workspaceId, id: items.id, at: items.updatedAt })})`,
  archivedAt: items.archivedAt,
  version: items.version,
};

type SummaryRow = Omit<ItemSummary, 'assignee' | 'updatedAt' | 'updatedBy' | 'archivedAt'> & {
  assigneeId: string | null;
  assignee: string | null;
  updatedAt: Date;
  updatedKey: string;
  updatedBy: string | null;
  archivedAt: Date | null;
};

/** An item with its newest revision. Problem `not_found`. */
export async function getItem(scope: Scope, id: string): Promise<Item> {
  const [row] = await scope.db
    .select({
      ...summaryFields,
      revisionId: revisions.id,
      content: revisions.content,
      files: revisions.files,
      progress: revisions.filesProgress,
      failure: revisions.filesFailure,
      failureCode: revisions.filesFailureCode,
      approval: sql<Item['approval']>`(
        select jsonb_build_object('revision', r.number, 'by', a.by, 'at', a.at, 'note', a.note)
        from ${revisions} r join ${approvals} a on a.revision_id = r.id
        where r.item_id = ${items.id} order by r.number desc limit 1
      )`,
      addressStays: whyAddressStays(scope, items.id, items.slug),
      sameNumber: sameNumberAmong(sql`(${fullEpisodes(items.showId)})`),
    })
    .from(items)
    .innerJoin(revisions, eq(revisions.id, items.revisionId))
    .leftJoin(approvals, eq(approvals.revisionId, items.revisionId))
    .leftJoin(assignees, eq(assignees.id, items.assigneeId))
    .leftJoin(editors, eq(editors.id, items.updatedBy))
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, id)));
  if (!row) throw noItem();
  const {
    revisionId,
    content,
    approval: last,
    files: state,
    progress,
    failure,
    failureCode,
    sameNumber: twin,
    addressStays,
    ...rest
  } = row;
  const approval = last && { ...last, at: new Date(last.at).toISOString() };
  const files = {
    ...{ state, progress: state === 'wanted' ? progress : null, failure, failureCode },
    made: state === 'none' ? [] : await filesOf(scope, revisionId),
  };
  const missing = kindOf(row.kind).missing(content);
  const ended = await endedUploads(scope, revisionId, await todayOf(scope));
  return { ...summaryOf(rest), revisionId, content, files, approval, missing, ended, sameNumber: twin, addressStays };
}

/** What goes out of a revision, which its caller has found to be the workspace's. Audiograms are asked for apart. */
async function filesOf(scope: Scope, revisionId: string): Promise<Item['files']['made']> {
  const rows = await scope.db
    .select()
    .from(revisionFiles)
    .where(and(eq(revisionFiles.revisionId, revisionId), ne(revisionFiles.purpose, 'audiogram')))
    .orderBy(asc(revisionFiles.purpose), asc(revisionFiles.format), asc(revisionFiles.width));
  return rows.map(({ purpose, format, width, height, duration, bytes, sha256 }) => ({
    ...{ purpose, format, width, height, duration, bytes },
    url: mediaUrl({ sha256, format }),
  }));
}

/** A page of items, the last changed first. */
export async function listItems(
  scope: Scope,
  query: RouteRequest<typeof listRoute>['query'],
): Promise<{ data: ItemSummary[]; next: string | null }> {
  const rows = await scope.db
    .select(summaryFields)
    .from(items)
    .innerJoin(revisions, eq(revisions.id, items.revisionId))
    .leftJoin(approvals, eq(approvals.revisionId, items.revisionId))
    .leftJoin(assignees, eq(assignees.id, items.assigneeId))
    .leftJoin(editors, eq(editors.id, items.updatedBy))
    .where(
      and(
        eq(items.workspaceId, scope.workspaceId),
        query.archived ? isNotNull(items.archivedAt) : isNull(items.archivedAt),
        query.kind ? eq(items.kind, query.kind) : undefined,
        query.campaign ? eq(items.campaignId, query.campaign) : undefined,
        query.show ? eq(items.showId, query.show) : undefined,
        query.tag ? arrayContains(items.tags, [query.tag]) : undefined,
        query.posts === 'none' ? sql`not exists (select from ${posts} p where p.item_id = ${items.id})` : undefined,
        searched(query.search?.trim()),
        after(query.cursor),
      ),
    )
    .orderBy(desc(items.updatedAt), desc(items.id))
    .limit(query.limit + 1);
  return toPage(rows, query.limit, ({ updatedKey, id }) => [updatedKey, id], summaryOf);
}

/** What the items that are not archived are tagged with, the most used first. */
export async function listTags(scope: Scope): Promise<{ data: { tag: string; items: number }[] }> {
  const rows = await scope.db.execute<{ tag: string; items: number }>(sql`
    select tag, count(*)::int as items from ${items}, unnest(${items.tags}) tag
    where ${items.workspaceId} = ${scope.workspaceId} and ${items.archivedAt} is null
    group by tag order by count(*) desc, tag`);
  return { data: [...rows] };
}

function searched(words: string | undefined): SQL | undefined {
  if (!words) return undefined;
  return or(...[items.title, items.summary, revisions.words].map((text) => holds(text, words)));
}

function after(cursor: string | undefined): SQL | undefined {
  const key = fromCursor(cursor, sortKey);
  if (!key) return undefined;
  const [at, id] = key;
  return sql`(${items.updatedAt}, ${items.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

function summaryOf({ assigneeId, assignee, updatedKey: _, ...row }: SummaryRow): ItemSummary {
  return {
    ...row,
    assignee: assigneeId !== null && assignee !== null ? { id: assigneeId, name: assignee } : null,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy ?? noPerson,
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

export function noItem(): Problem {
  return new Problem('not_found', 'There is no such item in this workspace.');
}
