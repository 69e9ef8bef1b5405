import type { Disambiguation, resolveWallTime } from '@mobilise/contracts/time';
import { type ClockTrouble, resolveUnasked } from '@mobilise/contracts/unasked-time';
import { follows, type SeriesRow } from './materialise.ts';
import type { posts } from './schema/posts.ts';

/** What is needed of a post to tell its instant anew. */
export type Timed = Pick<
  typeof posts.$inferSelect,
  'id' | 'state' | 'attempts' | 'occurrence' | 'wallTime' | 'zone' | 'content' | 'disambiguation' | 'dueAt'
>;

export interface Retimed {
  wallTime: string;
  zone: string;
  disambiguation: Disambiguation | null;
  /** The instant that follows. */
  dueAt: Date;
  trouble: ClockTrouble;
}

/**
 * The time of a post by a zone, or by new tz data: what its clocks show stays, the instant follows. An occurrence that follows
 * its series is told from the time of the series, because on its own day the clocks may have shown another.
 * @param resolve injected by tests
 */
export function retime(
  post: Timed & { wallTime: string },
  series: SeriesRow | null,
  zone: string,
  resolve?: typeof resolveWallTime,
): Retimed {
  const ofSeries = series && follows(series, post);
  const wallTime = ofSeries ? `${post.occurrence}T${series.time}` : post.wallTime;
  const twice = ofSeries ? series.twice : (post.disambiguation ?? 'earlier');
  const { instant, ...resolved } = resolveUnasked(wallTime, zone, twice, resolve);
  return { ...resolved, dueAt: new Date(instant) };
}

/** The columns of a post that has another instant: what was frozen for the old one goes with it. */
export function retimedColumns({ wallTime, zone, disambiguation, dueAt }: Retimed, tzVersion: string | null) {
  return { wallTime, zone, disambiguation, tzVersion, dueAt, sendAt: dueAt, payload: null, handle: null };
}
