import { isDeepStrictEqual } from 'node:util';
import { Problem } from '@mobilise/contracts/problems';
import { can } from '@mobilise/contracts/roles';
import type { RouteRequest } from '@mobilise/contracts/route';
import type { SeriesWithOccurrences, updateSeries as updateRoute } from '@mobilise/contracts/series';
import type { SeriesState } from '@mobilise/contracts/series-states';
import { follows, type LockedSeries, lockSeries, materialise, type SeriesRow } from '@mobilise/db/materialise';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { auditEntries } from '@mobilise/db/schema/team';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { lockPlace, type Place, readRevision } from './locks.ts';
import { subjectOf } from './read.ts';
import { afterScheduling } from './scheduling.ts';
import { firstDate, recurOrThrow, rhythmOrThrow, variantsOrThrow } from './series-checks.ts';
import { tellOfPosts } from './series-create.ts';
import { getSeries, noSeries } from './series-read.ts';

type Body = RouteRequest<typeof updateRoute>['body'];

/**
 * Changes what is to come of a series. Occurrences that went out, are being sent, or were changed on their own stay as they are;
 * the others get the new texts and times, and those of dates that are no longer meant go. New words by a role that may not
 * approve hold what carries them. Problems: `not_found`, `stale_version`, `wrong_state`, and those of making a series.
 */
export function updateSeries(scope: Scope, id: string, body: Body): Promise<SeriesWithOccurrences> {
  return inTransaction(scope, async (scope) => {
    const { place, ...locked } = await lockForChange(scope, id, body.version);
    const before = locked.series;
    if (before.state === 'ended') throw ended();
    recurOrThrow(place);
    const { version: _, override, ...changes } = withoutGaps(body);
    const after = { ...before, ...changes };
    const revision = await readRevision(scope, place.item.revisionId);
    const sameImages = isDeepStrictEqual(after.variants.map(imagesOf), before.variants.map(imagesOf));
    after.override = await variantsOrThrow(scope, place, revision, after.variants, {
      override,
      kept: sameImages ? before.override : null,
      firstOn: firstDate(scope, after),
    });
    rhythmOrThrow(scope, { ...place, zone: after.zone }, after);
    const newWords = !isDeepStrictEqual(after.variants, before.variants);
    const mayApprove = can(scope.actor.role, 'items.approve');
    after.wordsApproved = mayApprove || (before.wordsApproved && !newWords);
    const free = await following(scope, before);
    await write(scope, after);
    if (after.state === 'active') await afterScheduling(scope, place, revision, { id, state: 'planned', sendAt: null });
    const made = await remake(scope, { ...locked, series: after }, free);
    await record(scope, {
      action: 'changed',
      noun: 'series',
      id,
      subject: subjectOf(place),
      reason: override,
      detail: { ...changes, dates: made.made.map(({ occurrence }) => occurrence) },
    });
    await tellOfPosts(scope, made);
    return getSeries(scope, id);
  });
}

/** Takes the coming occurrences off the calendar until it is resumed; those changed on their own stay. Problems: `not_found`, `stale_version`, `wrong_state`. */
export function pauseSeries(scope: Scope, id: string, body: { version: number }): Promise<SeriesWithOccurrences> {
  return inTransaction(scope, async (scope) => {
    const { place, ...locked } = await lockForChange(scope, id, body.version);
    inStateOrThrow(locked.series, 'active');
    const free = await following(scope, locked.series);
    await write(scope, { ...locked.series, state: 'paused' });
    await withdraw(scope, [...free.values()]);
    await record(scope, {
      action: 'paused',
      noun: 'series',
      id,
      subject: subjectOf(place),
      detail: { dates: [...free.keys()] },
    });
    await announce(scope, 'posts', null);
    return getSeries(scope, id);
  });
}

/** Goes on from now; what the pause left out is not made up for. Problems: `not_found`, `stale_version`, `wrong_state`. */
export function resumeSeries(scope: Scope, id: string, body: { version: number }): Promise<SeriesWithOccurrences> {
  return inTransaction(scope, async (scope) => {
    const { place, ...locked } = await lockForChange(scope, id, body.version);
    inStateOrThrow(locked.series, 'paused');
    recurOrThrow(place);
    const after = { ...locked.series, state: 'active' as const };
    await write(scope, after);
    const made = await remake(scope, { ...locked, series: after }, new Map());
    await record(scope, {
      action: 'resumed',
      noun: 'series',
      id,
      subject: subjectOf(place),
      detail: { dates: made.made.map(({ occurrence }) => occurrence) },
    });
    await tellOfPosts(scope, made);
    return getSeries(scope, id);
  });
}

/** Ends a series for good, and cancels every occurrence that waits, whoever changed it. Problems: `not_found`, `stale_version`, `wrong_state`. */
export function endSeries(scope: Scope, id: string, body: { version: number }): Promise<SeriesWithOccurrences> {
  return inTransaction(scope, async (scope) => {
    const { place, series: row } = await lockForChange(scope, id, body.version);
    if (row.state === 'ended') throw ended();
    await write(scope, { ...row, state: 'ended' });
    const { workspaceId, actor, now } = scope;
    const cancelled = await scope.db
      .update(posts)
      .set({
        state: 'cancelled',
        holdReason: null,
        sendAt: null,
        payload: null,
        version: sql`${posts.version} + 1`,
        updatedAt: now,
      })
      .where(and(eq(posts.seriesId, id), inArray(posts.state, ['scheduled', 'held', 'draft'])))
      .returning({ id: posts.id });
    const deed = { workspaceId, userId: actor.userId, actor: actor.name, at: now, subject: subjectOf(place) };
    if (cancelled.length > 0) {
      await scope.db.insert(auditEntries).values(
        cancelled.map(({ id: subjectId }) => ({
          ...deed,
          action: 'cancelled',
          noun: 'posts',
          subjectId,
          reason: 'Its series was ended',
        })),
      );
    }
    await record(scope, {
      action: 'ended',
      noun: 'series',
      id,
      subject: subjectOf(place),
      detail: { cancelled: cancelled.length },
    });
    await announce(scope, 'posts', null);
    return getSeries(scope, id);
  });
}

const imagesOf = ({ images }: SeriesRow['variants'][number]) => images;

function withoutGaps<T extends object>(body: T): T {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as T;
}

async function lockForChange(scope: Scope, id: string, version: number): Promise<LockedSeries & { place: Place }> {
  const [found] = await scope.db
    .select({ itemId: series.itemId, channelId: series.channelId })
    .from(series)
    .where(and(eq(series.workspaceId, scope.workspaceId), eq(series.id, id)));
  if (!found) throw noSeries();
  const place = await lockPlace(scope, found);
  const locked = await lockSeries(scope.db, id);
  if (!locked) throw noSeries();
  const { version: present, updatedAt } = locked.series;
  sameVersionOrThrow(version, { version: present, updatedAt: updatedAt.toISOString() }, 'series');
  return { ...locked, place };
}

/** The occurrences that follow their series and are still to come, by date, locked. */
async function following(scope: Scope, row: SeriesRow): Promise<Map<string, string>> {
  const coming = await scope.db
    .select()
    .from(posts)
    .where(and(eq(posts.seriesId, row.id), inArray(posts.state, ['scheduled', 'held']), gt(posts.dueAt, scope.now)))
    .orderBy(posts.id)
    .for('update');
  return new Map(coming.filter((post) => follows(row, post)).map(({ occurrence, id }) => [occurrence ?? '', id]));
}

/** Makes what is missing; what was free to be changed and has no date any more goes. An approval may have come since the lock. */
async function remake(scope: Scope, locked: LockedSeries, free: Map<string, string>) {
  const present = await lockSeries(scope.db, locked.series.id);
  if (!present) throw noSeries();
  if (present.series.state !== 'active') {
    await withdraw(scope, [...free.values()]);
    return { made: [], textless: [] };
  }
  const made = await materialise(scope.db, present, { now: scope.now, userId: scope.actor.userId }, free);
  const kept = new Set(made.made.map(({ id }) => id));
  await withdraw(
    scope,
    [...free.values()].filter((id) => !kept.has(id)),
  );
  return made;
}

/** Nothing of these was a person's, and nothing was tried: no record is lost with them. */
async function withdraw(scope: Scope, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await scope.db.delete(posts).where(and(eq(posts.workspaceId, scope.workspaceId), inArray(posts.id, ids)));
}

async function write(scope: Scope, { id, version, ...row }: SeriesRow): Promise<void> {
  const { variants, wordsApproved, rule, startsOn, time, twice, grace, override, state } = row;
  await scope.db
    .update(series)
    .set({
      ...{ variants, wordsApproved, rule, startsOn, time, twice, grace, override, state },
      version: version + 1,
      updatedAt: scope.now,
    })
    .where(eq(series.id, id));
}

function inStateOrThrow({ state }: SeriesRow, wanted: SeriesState): void {
  if (state === 'ended') throw ended();
  if (state === wanted) return;
  throw new Problem(
    'wrong_state',
    state === 'paused' ? 'This series is paused already.' : 'This series goes on already.',
  );
}

function ended(): Problem {
  return new Problem('wrong_state', 'This series has ended. Repeat the post anew.');
}
