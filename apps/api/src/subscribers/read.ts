import { id as idField } from '@mobilise/contracts/fields';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import type {
  exportSubscribers as exportRoute,
  listSubscribers as listRoute,
  Subscriber,
  SubscriberState,
} from '@mobilise/contracts/subscribers';
import { channels } from '@mobilise/db/schema/channels';
import { subscribers } from '@mobilise/db/schema/subscribers';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { byteOrderMark, text } from '../csv-text.ts';
import { fromCursor, toPage } from '../cursor.ts';
import type { Scope } from '../scope.ts';
import { holds } from '../search.ts';

export type SubscriberRow = typeof subscribers.$inferSelect;

const sortKey = z.tuple([idField]);
/** Rows of an export that are read at a time. */
const exportPage = 1000;

/** A newsletter of the workspace. Problem `not_found`, also for a channel of another kind. */
export async function newsletterOrThrow(scope: Scope, channelId: string): Promise<{ id: string; name: string }> {
  const [channel] = await scope.db
    .select({ id: channels.id, name: channels.name })
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, channelId), eq(channels.kind, 'email')));
  if (!channel) throw new Problem('not_found', 'There is no such newsletter in this workspace.');
  return channel;
}

/** One subscriber of a newsletter. Problem `not_found`. */
export async function subscriberOrThrow(scope: Scope, channelId: string, id: string): Promise<SubscriberRow> {
  const [row] = await scope.db
    .select()
    .from(subscribers)
    .where(and(ofChannel(scope, channelId), eq(subscribers.id, id)))
    .for('update');
  if (!row) throw new Problem('not_found', 'There is no such subscriber of this newsletter.');
  return row;
}

function ofChannel(scope: Scope, channelId: string) {
  return and(eq(subscribers.workspaceId, scope.workspaceId), eq(subscribers.channelId, channelId));
}

type Query = RouteRequest<typeof exportRoute>['query'];

function matching(scope: Scope, channelId: string, { search, state }: Query) {
  const words = search?.trim();
  return and(
    ofChannel(scope, channelId),
    state ? eq(subscribers.state, state) : undefined,
    words ? holds(subscribers.email, words) : undefined,
  );
}

/** A page of a newsletter's subscribers, the newest first, and how many there are in each state. Problem `not_found`. */
export async function listSubscribers(scope: Scope, channelId: string, query: RouteRequest<typeof listRoute>['query']) {
  await newsletterOrThrow(scope, channelId);
  const [after] = fromCursor(query.cursor, sortKey) ?? [];
  const rows = await scope.db
    .select()
    .from(subscribers)
    .where(and(matching(scope, channelId, query), after ? lt(subscribers.id, after) : undefined))
    .orderBy(desc(subscribers.id))
    .limit(query.limit + 1);
  const counted = await scope.db
    .select({ state: subscribers.state, count: sql<number>`count(*)::int` })
    .from(subscribers)
    .where(ofChannel(scope, channelId))
    .groupBy(subscribers.state);
  const counts: Record<SubscriberState, number> = { pending: 0, active: 0, unsubscribed: 0, bounced: 0, complained: 0 };
  for (const { state, count } of counted) counts[state] = count;
  return { ...toPage(rows, query.limit, ({ id }) => [id], shown), counts };
}

/**
 * Subscribers as a CSV file, in pieces: as many rows are held as one page has, however long the list is. Each stands in it once, as it
 * was when its page was read. Problem `not_found`.
 */
export async function exportSubscribers(scope: Scope, channelId: string, query: Query): Promise<AsyncIterable<string>> {
  await newsletterOrThrow(scope, channelId);
  const page = (after: string | undefined) =>
    scope.db
      .select()
      .from(subscribers)
      .where(and(matching(scope, channelId, query), after ? lt(subscribers.id, after) : undefined))
      .orderBy(desc(subscribers.id))
      .limit(exportPage);
  // Read before the first byte is sent, so that a fault can still be said.
  return piecesOf(page, await page(undefined));
}

async function* piecesOf(page: (after: string) => Promise<SubscriberRow[]>, first: SubscriberRow[]) {
  yield byteOrderMark + line(['E-mail', 'State', 'Since', 'Agreed on', 'Where', 'Confirmed']);
  let rows = first;
  while (rows.length > 0) {
    yield rows
      .map(({ email, state, since, consentAt, consentSource, confirmedAt }) =>
        line([
          ...[email, state, since.toISOString(), consentAt.toISOString(), consentSource],
          confirmedAt?.toISOString() ?? '',
        ]),
      )
      .join('');
    rows = rows.length < exportPage ? [] : await page(rows.at(-1)?.id ?? '');
  }
}

const line = (cells: string[]) => `${cells.map(text).join(',')}\r\n`;

/** A row as its contract has it. */
export function shown(row: SubscriberRow): Subscriber {
  const { id, email, state, consentAt, consentSource, confirmedAt, since, bounces, reply } = row;
  return {
    ...{ id, email, state, consentSource, bounces, reply },
    consentAt: consentAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    since: since.toISOString(),
  };
}
