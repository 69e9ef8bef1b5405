import { sayInstant } from '@mobilise/contracts/time';
import type { FeedEpisode } from './feed.ts';

/**
 * Episodes as a feed lists them, the oldest first. One without a date that can be read keeps its place: a second before the next, as
 * feeds count in seconds, or after the one before where it is the newest. `said` is the feed's word for the date.
 */
export function inOrder(listed: readonly { episode: FeedEpisode; said: string }[]): FeedEpisode[] {
  const dated = listed.flatMap(({ episode }) => episode.date?.getTime() ?? []);
  const rising = (dated[0] ?? 0) < (dated.at(-1) ?? 0) ? listed : listed.toReversed();
  const times = rising.map(({ episode }) => episode.date?.getTime());
  for (let at = times.length - 2; at >= 0; at -= 1) times[at] ??= beside(times[at + 1], -1000);
  for (let at = 1; at < times.length; at += 1) times[at] ??= beside(times[at - 1], 1000);
  return rising
    .map(({ episode, said }, at) => (episode.date ? episode : placed(episode, said, times[at])))
    .sort((a, b) => (a.date?.getTime() ?? 0) - (b.date?.getTime() ?? 0));
}

const beside = (time: number | undefined, distance: number) => (time === undefined ? undefined : time + distance);

function placed(episode: FeedEpisode, said: string, time: number | undefined): FeedEpisode {
  const date = time === undefined ? null : new Date(time);
  const wrong = said ? `Its date, “${said.slice(0, 100)}”, cannot be read.` : 'The feed gives it no date.';
  const now = date
    ? `It keeps its place in the feed, dated ${sayInstant(date, 'UTC')} UTC.`
    : 'Nor has any other, so it is dated as it was taken over.';
  return { ...episode, date, amiss: [...episode.amiss, { part: 'date', why: `${wrong} ${now}` }] };
}
