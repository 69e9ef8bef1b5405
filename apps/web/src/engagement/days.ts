import { channelKindOf } from '@mobilise/contracts/channels';
import type { RankedPost, rankEngagement } from '@mobilise/contracts/engagement';
import type { RouteResponse } from '@mobilise/contracts/route';
import { dateOf } from '@mobilise/contracts/time';

type ByDay = RouteResponse<typeof rankEngagement>['byDay'];
export type Measure = 'readers' | 'reactions';

/** One day of a chart. */
export interface Day {
  date: string;
  /** Posts on channels that count this measure. */
  posts: number;
  /** null: nothing was published there, or what was published could not be read. */
  value: number | null;
  /** What is drawn as a bar. */
  height: number;
}

/** Whether a channel's posts have this measure at all: the newsroom knows readers, the others reactions. */
function countsMeasure({ channelKind }: Pick<RankedPost, 'channelKind'>, measure: Measure): boolean {
  return channelKindOf(channelKind).metrics.includes('readers') === (measure === 'readers');
}

/** The days of one measure, in their order. */
export function daysOf(
  byDay: ByDay,
  measure: Measure,
  posts: readonly Pick<RankedPost, 'channelKind' | 'publishedAt'>[],
  zone: string,
): Day[] {
  const counted = new Map<string, number>();
  for (const post of posts) {
    if (!countsMeasure(post, measure)) continue;
    const date = dateOf(post.publishedAt, zone);
    counted.set(date, (counted.get(date) ?? 0) + 1);
  }
  return byDay.map(({ date, [measure]: value }) => ({
    date,
    posts: counted.get(date) ?? 0,
    value,
    height: value ?? 0,
  }));
}

/** Whether anything was published that has this measure; else there is nothing to draw. */
export function isDrawn(days: readonly Day[]): boolean {
  return days.some(({ posts }) => posts > 0);
}

/** A day's number in words: none published, unknown, or the number. */
export function sayDayValue({ posts, value }: Day): string {
  if (posts === 0) return 'nothing published';
  return value === null ? 'not known' : value.toLocaleString('en-GB');
}

/** `Mon 30 Nov` */
export function sayDay(date: string): string {
  return Temporal.PlainDate.from(date)
    .toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
    .replace(',', '');
}
