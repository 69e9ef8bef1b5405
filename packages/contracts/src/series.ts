import { z } from 'zod';
import { type ChannelKindName, channelKind, channelKindOf } from './channels.ts';
import { id, instant, line, localDate, version } from './fields.ts';
import { itemKind } from './item-kinds.ts';
import { writtenContent } from './post-content.ts';
import { disambiguation, listedPost } from './posts.ts';
import { rrule } from './recurrence.ts';
import { route } from './route.ts';
import { seriesStates } from './series-states.ts';
import { workspaceParams } from './team.ts';

/** Days for which occurrences are made ahead; the next one always is. */
export const madeAhead = 60;

/** Whether posts on a kind of channel can recur: one that shows the item itself has it already. */
export const canRecur = (kind: ChannelKindName) => channelKindOf(kind).shows === 'post';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day as 09:00');
// Nobody answers one post again and again.
const variants = z
  .array(writtenContent.omit({ replyTo: true }))
  .min(1)
  .max(30);

export const series = z
  .object({
    id,
    itemId: id,
    title: z.string(),
    kind: itemKind,
    channelId: id,
    channelKind,
    channelName: z.string(),
    state: z.enum(seriesStates),
    variants: z.array(writtenContent),
    /** False while somebody who may approve has yet to agree to the words: its occurrences are held. */
    wordsApproved: z.boolean(),
    rule: z.string(),
    startsOn: localDate,
    time: z.string(),
    zone: z.string(),
    /** Which is meant where the clocks show the time twice. */
    twice: disambiguation.unwrap(),
    /** Seconds an occurrence may be late before it is held. */
    grace: z.number().int(),
    override: z.string().nullable(),
    /** The next occurrence that is to go out. */
    next: z.object({ postId: id, dueAt: instant, wallTime: z.string() }).nullable(),
    /** Occurrences that are made and have not gone out. */
    coming: z.number().int(),
    version: z.number(),
  })
  .meta({ id: 'Series' });
export type Series = z.infer<typeof series>;

export const occurrence = listedPost.omit({ revision: true }).extend({
  /** The local date of the series that it is. */
  occurrence: localDate,
  /** The words it carries. */
  text: z.string(),
  /** Changed on its own: it does not follow the series any more. */
  isOwn: z.boolean(),
});
export type Occurrence = z.infer<typeof occurrence>;

export const seriesWithOccurrences = series
  .extend({
    /** By date: those to come, and the last that were. */
    occurrences: z.array(occurrence),
    /** Dates without a post, because the channel has every text of the series already and would refuse it. */
    textless: z.array(localDate),
  })
  .meta({ id: 'SeriesWithOccurrences' });
export type SeriesWithOccurrences = z.infer<typeof seriesWithOccurrences>;

const plan = z.object({
  variants,
  rule: rrule,
  /** The first date, in the workspace’s zone; a date of the series where the rule has it. */
  startsOn: localDate,
  time,
  twice: z.enum(['earlier', 'later']),
  /** Seconds an occurrence may be late before it is held; that of the channel when left out. */
  grace: z.number().int().min(60).max(86_400),
  /** Why it may go out without its alternatives; only roles with `posts.override`. */
  override: line(500),
});
const seriesParams = workspaceParams.extend({ series: id });

export const listSeries = route({
  method: 'GET',
  path: '/workspaces/:workspace/series',
  access: 'posts.read',
  summary: 'Series of recurring posts: those that go on first, then by their items',
  params: workspaceParams,
  response: z.object({ data: z.array(series) }),
});
export const createSeries = route({
  method: 'POST',
  path: '/workspaces/:workspace/series',
  access: 'posts.schedule',
  status: 201,
  summary: 'Makes posts of an item on a channel recur, and schedules those of the next 60 days',
  params: workspaceParams,
  body: plan.partial({ twice: true, grace: true, override: true }).extend({
    id: z
      .uuidv7()
      .toLowerCase()
      .optional()
      .describe('A UUIDv7 of yours, so that a request sent again makes no second series.'),
    itemId: id,
    channelId: id,
    /** A post of the item on the channel that is still to go out, and becomes the occurrence of its date. */
    from: id.optional(),
  }),
  response: seriesWithOccurrences,
});
export const getSeries = route({
  method: 'GET',
  path: '/workspaces/:workspace/series/:series',
  access: 'posts.read',
  summary: 'A series, with its occurrences',
  params: seriesParams,
  response: seriesWithOccurrences,
});
export const updateSeries = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/series/:series',
  access: 'posts.schedule',
  summary: 'Changes what is to come: occurrences that went out, or were changed on their own, stay as they are',
  params: seriesParams,
  body: plan.partial().extend({ version }),
  response: seriesWithOccurrences,
});
export const pauseSeries = route({
  method: 'POST',
  path: '/workspaces/:workspace/series/:series/pause',
  access: 'posts.schedule',
  summary: 'Takes its coming occurrences off the calendar until it is resumed; those changed on their own stay',
  params: seriesParams,
  body: z.object({ version }),
  response: seriesWithOccurrences,
});
export const resumeSeries = route({
  method: 'POST',
  path: '/workspaces/:workspace/series/:series/resume',
  access: 'posts.schedule',
  summary: 'Schedules occurrences again, from now on; what the pause left out is not made up for',
  params: seriesParams,
  body: z.object({ version }),
  response: seriesWithOccurrences,
});
export const endSeries = route({
  method: 'POST',
  path: '/workspaces/:workspace/series/:series/end',
  access: 'posts.schedule',
  summary: 'Ends it for good, and cancels every occurrence that has not gone out',
  params: seriesParams,
  body: z.object({ version }),
  response: seriesWithOccurrences,
});

/**
 * How many texts a series needs on these dates, in order, so that none comes again within so many days: the most dates that
 * lie that close together.
 */
export function textsNeeded(dates: readonly string[], days: number): number {
  let most = 1;
  let first = 0;
  for (const [index, date] of dates.entries()) {
    const earliest = Temporal.PlainDate.from(date).subtract({ days }).toString();
    while ((dates[first] ?? date) < earliest) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
