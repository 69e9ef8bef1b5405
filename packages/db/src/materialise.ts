import { isDeepStrictEqual } from 'node:util';
import { type ChannelKindName, channelKindOf, outgoingText } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import type { PostContent } from '@mobilise/contracts/post-content';
import type { HoldReason } from '@mobilise/contracts/post-states';
import { datesBetween, later, nextDates, parseRule } from '@mobilise/contracts/recurrence';
import { madeAhead } from '@mobilise/contracts/series';
import { dateOf, startOfDate } from '@mobilise/contracts/time';
import { resolveUnasked } from '@mobilise/contracts/unasked-time';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { channels } from './schema/channels.ts';
import { approvals, items } from './schema/items.ts';
import { posts } from './schema/posts.ts';
import { series } from './schema/series.ts';

export type SeriesRow = typeof series.$inferSelect;
type PostRow = typeof posts.$inferSelect;

/** A series and what it stands on, locked until the transaction ends. */
export interface LockedSeries {
  series: SeriesRow;
  title: string;
  channel: { kind: ChannelKindName; name: string; ready: boolean };
  /** What an occurrence carries now: the newest revision, and whether it has an approval. */
  revision: { id: string; approved: boolean } | null;
}

/**
 * Locks a series for its occurrences to be made or changed, after its item and its channel, as everything is locked here. So
 * of several publishers and the API one at a time makes them. Null when it is gone.
 */
export async function lockSeries(db: Db, id: string): Promise<LockedSeries | null> {
  const [found] = await db
    .select({ itemId: series.itemId, channelId: series.channelId })
    .from(series)
    .where(eq(series.id, id));
  if (!found) return null;
  const [item] = await db
    .select({ revisionId: items.revisionId, title: items.title, archivedAt: items.archivedAt })
    .from(items)
    .where(eq(items.id, found.itemId))
    .for('share');
  const [channel] = await db
    .select({ kind: channels.kind, name: channels.name, ready: sql<boolean>`${channels.state} = 'ready'` })
    .from(channels)
    .where(eq(channels.id, found.channelId))
    .for('key share');
  const [row] = await db.select().from(series).where(eq(series.id, id)).for('update');
  if (!item || !channel || !row) return null;
  const approved = await db
    .select({ id: approvals.id })
    .from(approvals)
    .where(eq(approvals.revisionId, item.revisionId ?? id));
  const revision = item.revisionId && !item.archivedAt ? { id: item.revisionId, approved: approved.length > 0 } : null;
  return { series: row, title: item.title, channel, revision };
}

/** The local time of a series on one of its dates, with the instant. */
function timeOn({ time, zone, twice }: Pick<SeriesRow, 'time' | 'zone' | 'twice'>, date: string) {
  return resolveUnasked(`${date}T${time}`, zone, twice);
}

/**
 * Whether nobody has changed an occurrence apart from its series, and nothing was tried yet: it waits with the time and one of
 * the texts that the series gives.
 */
export function follows(
  series: Pick<SeriesRow, 'time' | 'zone' | 'twice' | 'variants'>,
  post: Pick<PostRow, 'state' | 'attempts' | 'occurrence' | 'wallTime' | 'zone' | 'content'>,
): boolean {
  return (
    (post.state === 'scheduled' || post.state === 'held') &&
    post.attempts === 0 &&
    post.occurrence !== null &&
    post.zone === series.zone &&
    post.wallTime === timeOn(series, post.occurrence).wallTime &&
    series.variants.some((variant) => isDeepStrictEqual(variant, post.content))
  );
}

export interface Made {
  /** Posts of the series that are to go out, made or changed just now, by date. */
  made: { id: string; occurrence: string; state: 'scheduled' | 'held'; dueAt: Date }[];
  /** Dates for which the channel has every text of the series already. */
  textless: string[];
}

/** For how many days a platform refuses words that it has; null where it takes them again. */
export const refusalOf = (kind: ChannelKindName): number | null => channelKindOf(kind).refusesRepeats?.days ?? null;

/**
 * Makes the occurrences of a locked series that are missing: those of the next 60 days, and the next one however far off it
 * is. What has passed is not made up for, and a date that has a post, even a cancelled one, gets no other. Each carries the
 * item's newest revision and is held unless that is approved, like any post. In the caller's transaction, which says so to
 * people and publishers.
 * @param free posts by date that may be rewritten instead of made anew
 * @param refusal injected by tests
 */
export async function materialise(
  db: Db,
  { series: row, channel, revision }: LockedSeries,
  { now, userId }: { now: Date; userId: string | null },
  free: ReadonlyMap<string, string> = new Map(),
  refusal = refusalOf,
): Promise<Made> {
  if (row.state !== 'active' || !revision) return { made: [], textless: [] };
  const { planned, textless } = await planTexts(db, row, channel.kind, now, free, refusal);
  const answer: Made = { made: [], textless };
  const holdReason: HoldReason | null =
    !revision.approved || !row.wordsApproved ? 'approval' : channel.ready ? null : 'channel';
  for (const { date: occurrence, content } of planned) {
    const { instant, wallTime, zone, disambiguation } = timeOn(row, occurrence);
    const dueAt = new Date(instant);
    const state = holdReason ? ('held' as const) : ('scheduled' as const);
    const columns = {
      seriesId: row.id,
      occurrence,
      revisionId: revision.id,
      state,
      holdReason,
      holdId: null,
      content,
      wallTime,
      zone,
      disambiguation,
      tzVersion: process.versions['tz'] ?? null,
      dueAt,
      sendAt: dueAt,
      movedFrom: null,
      // Its time is the series’ now, and no longer the queue’s to give away.
      queued: false,
      grace: row.grace,
      override: row.override,
      // Frozen, with the handle that belongs to this time, when a publisher takes it.
      payload: null,
      handle: null,
      failure: null,
      advice: null,
      updatedAt: now,
    };
    const rewritten = free.get(occurrence);
    const [made] = rewritten
      ? await db
          .update(posts)
          .set({ ...columns, version: sql`${posts.version} + 1` })
          .where(eq(posts.id, rewritten))
          .returning({ id: posts.id })
      : await db
          .insert(posts)
          .values({
            ...columns,
            id: newId(),
            workspaceId: row.workspaceId,
            itemId: row.itemId,
            channelId: row.channelId,
            createdAt: now,
            createdBy: userId,
          })
          .onConflictDoNothing({
            target: [posts.seriesId, posts.occurrence],
            where: sql`${posts.seriesId} is not null`,
          })
          .returning({ id: posts.id });
    if (made) answer.made.push({ id: made.id, occurrence, state, dueAt });
  }
  return answer;
}

/** Which text each missing occurrence of a series that goes on gets, and the dates for which there is none. Writes nothing. */
export async function planTexts(
  db: Db,
  row: SeriesRow,
  kind: ChannelKindName,
  now: Date,
  free: ReadonlyMap<string, string> = new Map(),
  refusal = refusalOf,
): Promise<{ planned: { date: string; content: PostContent }[]; textless: string[] }> {
  const taken = await takenBy(db, row, free);
  const wanted = comingDates(row, now).filter((date) => !taken.has(date));
  const choose = chooser(row, kind, taken, await onChannel(db, row, kind, now, free, refusal));
  const texts = wanted.map((date) => ({ date, content: choose(date) }));
  return {
    planned: texts.flatMap(({ date, content }) => (content ? [{ date, content }] : [])),
    textless: texts.flatMap(({ date, content }) => (content ? [] : [date])),
  };
}

/** The dates for which there are to be posts: their instants lie ahead, within the next 60 days; or else the next one. */
function comingDates(row: SeriesRow, now: Date): string[] {
  const recurrence = parseRule(row.rule);
  if (!recurrence) throw new Error(`The rule of series ${row.id} cannot be read: ${row.rule}`);
  const today = dateOf(now, row.zone);
  const isAhead = (date: string) => {
    const { wallTime, instant } = timeOn(row, date);
    // A zone that moves across the date line leaves out a whole day: what the clocks show instead is the next one's.
    return wallTime.startsWith(date) && new Date(instant) > now;
  };
  const near = datesBetween(recurrence, row.startsOn, today, later(today, { days: madeAhead })).filter(isAhead);
  // The first of these may have been due earlier today.
  return near.length > 0 ? near : nextDates(recurrence, row.startsOn, today, 2).filter(isAhead).slice(0, 1);
}

/** The dates that have a post, and the text it carries; null for one that will not be sent. */
async function takenBy(
  db: Db,
  row: SeriesRow,
  free: ReadonlyMap<string, string>,
): Promise<Map<string, PostContent | null>> {
  const rewritable = new Set(free.values());
  const rows = await db
    .select({ id: posts.id, occurrence: posts.occurrence, content: posts.content, state: posts.state })
    .from(posts)
    .where(eq(posts.seriesId, row.id));
  return new Map(
    rows.flatMap(({ id, occurrence, content, state }) =>
      occurrence && !rewritable.has(id) ? [[occurrence, state === 'cancelled' ? null : content]] : [],
    ),
  );
}

interface Said {
  date: string;
  words: string;
}

/** What the channel has or is to get, where it refuses to get it again from today on. */
async function onChannel(
  db: Db,
  { channelId, workspaceId, zone }: SeriesRow,
  kind: ChannelKindName,
  now: Date,
  free: ReadonlyMap<string, string>,
  refusal: typeof refusalOf,
): Promise<{ days: number; said: Said[] } | null> {
  const days = refusal(kind);
  if (days === null) return null;
  const rewritable = new Set(free.values());
  // What is older stands in nobody's way: texts are chosen for today and later.
  const since = startOfDate(later(dateOf(now, zone), { days: -days }), zone);
  const rows = await db
    .select({ id: posts.id, content: posts.content, at: sql<string>`to_json(coalesce(published_at, due_at))#>>'{}'` })
    .from(posts)
    .where(
      and(
        eq(posts.workspaceId, workspaceId),
        eq(posts.channelId, channelId),
        inArray(posts.state, ['scheduled', 'claimed', 'sending', 'published', 'unconfirmed', 'needs_person', 'held']),
        sql`coalesce(published_at, due_at) >= ${since}`,
      ),
    );
  const said = rows.flatMap(({ id, content, at }) =>
    rewritable.has(id) ? [] : [{ date: dateOf(at, zone), words: outgoingText(kind, content) }],
  );
  return { days, said };
}

/**
 * Answers for one date after the other, in order, which text it gets: of those that the channel takes the one that the series
 * has not used for longest; null when there is none.
 */
function chooser(
  row: SeriesRow,
  kind: ChannelKindName,
  taken: ReadonlyMap<string, PostContent | null>,
  channel: { days: number; said: Said[] } | null,
): (date: string) => PostContent | null {
  const wordsOf = (content: PostContent) => outgoingText(kind, content);
  const lastUsed = row.variants.map((variant) =>
    [...taken].reduce(
      (latest, [date, content]) => (content && date > latest && isDeepStrictEqual(content, variant) ? date : latest),
      '',
    ),
  );
  return (date) => {
    const near = (one: Said) =>
      channel !== null &&
      one.date <= later(date, { days: channel.days }) &&
      later(one.date, { days: channel.days }) >= date;
    const said = new Set(channel?.said.filter(near).map(({ words }) => words));
    const order = row.variants
      .map((_, index) => index)
      .sort((one, other) => {
        const [a = '', b = ''] = [lastUsed[one], lastUsed[other]];
        return a < b ? -1 : a > b ? 1 : one - other;
      });
    for (const index of order) {
      const variant = row.variants[index];
      if (!variant || said.has(wordsOf(variant))) continue;
      lastUsed[index] = date;
      channel?.said.push({ date, words: wordsOf(variant) });
      return variant;
    }
    return null;
  };
}
