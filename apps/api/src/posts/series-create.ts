import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import { datesBetween, nextDates, parseRule } from '@mobilise/contracts/recurrence';
import type { RouteRequest } from '@mobilise/contracts/route';
import type { createSeries as createRoute, SeriesWithOccurrences } from '@mobilise/contracts/series';
import { dateOf } from '@mobilise/contracts/time';
import { lockSeries, type Made, materialise } from '@mobilise/db/materialise';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { and, eq, sql } from 'drizzle-orm';
import { tellPublisher } from '../post-release.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { lockPlace, noPost, type Place, readRevision } from './locks.ts';
import { subjectOf } from './read.ts';
import { afterScheduling } from './scheduling.ts';
import { firstDate, recurOrThrow, rhythmOrThrow, variantsOrThrow } from './series-checks.ts';
import { getSeries, noSeries } from './series-read.ts';

type Body = RouteRequest<typeof createRoute>['body'];

/**
 * Makes posts of an item on a channel recur, and the first occurrences with it. A series that an earlier request with this id
 * made is answered as it stands. By a role that may approve it is an approval of the item, as scheduling is. Problems:
 * `not_found`, `does_not_fit_channel`, `alternatives_missing`, `rights_ended`, `time_past`, `wrong_state`, `conflict`, `invalid_request`.
 */
export function createSeries(scope: Scope, body: Body): Promise<SeriesWithOccurrences> {
  return inTransaction(scope, async (scope) => {
    const id = body.id ?? newId();
    if (body.id && (await isKnown(scope, { ...body, id: body.id }))) return getSeries(scope, body.id);
    const place = await lockPlace(scope, body);
    recurOrThrow(place);
    const revision = await readRevision(scope, place.item.revisionId);
    const { variants, rule, startsOn, time, twice = 'earlier', override } = body;
    const kept = await variantsOrThrow(scope, place, revision, variants, {
      ...{ override, kept: null },
      firstOn: firstDate(scope, { rule, startsOn, zone: place.zone }),
    });
    rhythmOrThrow(scope, place, body);
    await scope.db.insert(series).values({
      id,
      workspaceId: scope.workspaceId,
      itemId: place.item.id,
      channelId: place.channel.id,
      variants,
      rule,
      startsOn,
      time,
      zone: place.zone,
      twice,
      grace: body.grace ?? channelKindOf(place.channel.kind).grace,
      override: kept,
      createdAt: scope.now,
      createdBy: scope.actor.userId,
      updatedAt: scope.now,
    });
    // First the approval that it implies: what is made afterwards looks for it.
    await afterScheduling(scope, place, revision, { id, state: 'planned', sendAt: null });
    const adopted = body.from ? await adopt(scope, place, body, body.from) : new Map<string, string>();
    const locked = await lockSeries(scope.db, id);
    if (!locked) throw noSeries();
    const made = await materialise(scope.db, locked, { now: scope.now, userId: scope.actor.userId }, adopted);
    await record(scope, {
      action: 'created',
      noun: 'series',
      id,
      subject: subjectOf(place),
      reason: override,
      detail: { rule, time, zone: place.zone, startsOn, dates: made.made.map(({ occurrence }) => occurrence) },
    });
    await tellOfPosts(scope, made);
    return getSeries(scope, id);
  });
}

/** Requests with one id wait for each other. Problem `conflict` when it is another workspace's, or of another item or channel. */
async function isKnown(
  scope: Scope,
  { id, itemId, channelId }: { id: string; itemId: string; channelId: string },
): Promise<boolean> {
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`series ${id}`}, 0))`);
  const [known] = await scope.db
    .select({
      isSame: sql<boolean>`${series.workspaceId} = ${scope.workspaceId} and ${series.itemId} = ${itemId} and ${series.channelId} = ${channelId}`,
    })
    .from(series)
    .where(eq(series.id, id));
  if (known && !known.isSame)
    throw new Problem('conflict', 'Another series has this id. Choose a new one.', {
      fields: [{ field: 'body.id', message: 'Another series has this id' }],
    });
  return known !== undefined;
}

/**
 * The post that a series began with, as the occurrence that it becomes: of its own date where the rule has that, or, while it
 * has none, of the first. One that has gone out, was tried, or stands on another day stays what it is.
 */
async function adopt(
  scope: Scope,
  { item, channel, zone }: Place,
  { rule, startsOn }: Body,
  id: string,
): Promise<Map<string, string>> {
  const [post] = await scope.db
    .select()
    .from(posts)
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.id, id),
        eq(posts.itemId, item.id),
        eq(posts.channelId, channel.id),
      ),
    )
    .for('update');
  if (!post) throw noPost();
  if (post.content.part)
    throw new Problem('wrong_state', 'This is a part of a thread. Repeat the post that the thread begins with.');
  const recurrence = parseRule(rule);
  const waits = post.state === 'draft' || post.state === 'scheduled' || post.state === 'held';
  if (!recurrence || !waits || post.attempts > 0 || post.seriesId) return new Map();
  const own = post.wallTime?.slice(0, 10);
  const [date] = own
    ? datesBetween(recurrence, startsOn, own, own)
    : nextDates(recurrence, startsOn, dateOf(scope.now, zone), 1);
  return new Map(date ? [[date, id]] : []);
}

/** Tells screens and the publisher of posts that a series made or changed. */
export async function tellOfPosts(scope: Scope, { made }: Made): Promise<void> {
  await announce(scope, 'posts', null);
  const next = made.find(({ state }) => state === 'scheduled');
  if (next) await tellPublisher(scope, next.dueAt);
}
