import type { getCalendar as calendarRoute } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { workspaces } from '@mobilise/db/schema/team';
import { and, between, eq, type SQL, sql } from 'drizzle-orm';
import { cardFieldsButPartsOut, cardRows, cardTables, isPartOut } from '../post-card.ts';
import type { Scope } from '../scope.ts';

type Query = RouteRequest<typeof calendarRoute>['query'];

/** Days from the first to the last: two months and the days of other months beside them. */
const longest = 62;

/** The posts between two local dates, both included, by wall time. Problem `invalid_request` for a range too long or reversed. */
export async function getCalendar(scope: Scope, query: Query): Promise<RouteResponse<typeof calendarRoute>> {
  checkRange(query);
  const [data, [workspace]] = await Promise.all([
    cardRows(scope.db, calendarQuery(scope.workspaceId, query)),
    scope.db.select({ zone: workspaces.zone }).from(workspaces).where(eq(workspaces.id, scope.workspaceId)),
  ]);
  return { data, zone: workspace?.zone ?? 'UTC' };
}

/** The one select behind the calendar. Wall times are compared as text: their order is that of the clock on the wall. */
export function calendarQuery(workspaceId: string, query: Query): SQL {
  const which = and(
    eq(posts.workspaceId, workspaceId),
    between(posts.wallTime, `${query.from}T00:00`, `${query.to}T23:59`),
    // A part of a thread that went out stands for itself no more than a second paragraph does.
    sql`not ${isPartOut}`,
    query.channel ? eq(posts.channelId, query.channel) : undefined,
    query.state ? eq(posts.state, query.state) : undefined,
    query.kind ? eq(items.kind, query.kind) : undefined,
    query.campaign ? eq(items.campaignId, query.campaign) : undefined,
    query.person ? sql`coalesce(${items.assigneeId}, ${posts.createdBy}) = ${query.person}` : undefined,
  );
  return sql`select ${cardFieldsButPartsOut} from ${cardTables} where ${which} order by ${posts.wallTime}, ${channels.name}, ${posts.id}`;
}

function checkRange({ from, to }: Query): void {
  const days = Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
  const message =
    days < 0
      ? 'End on or after the first day'
      : days > longest
        ? `End at most ${longest} days after the first day`
        : null;
  if (message)
    throw new Problem('invalid_request', `query.to: ${message}.`, { fields: [{ field: 'query.to', message }] });
}
