import { type Publishing, skewAlarm } from '@mobilise/contracts/publishing';
import { sayDuration, sayFrom } from './durations.ts';

/** Seconds that something may be due before it is said. */
const usual = 10;

/** How it goes, in two or three sentences: whether anybody sends, whether anything is late, and what comes next. */
export function saySummary({ now, publishers, due, nextHour, underWay }: Publishing): string {
  const lives = publishers.filter((publisher) => publisher.lives);
  if (lives.length === 0) return 'No publisher runs: nothing goes out until one is started.';
  const [next] = nextHour.posts;
  return [
    lives.length === 1 ? 'One publisher runs.' : `${lives.length} publishers run.`,
    underWay.count > 0 &&
      (underWay.count === 1 ? 'One post is on its way.' : `${underWay.count} posts are on their way.`),
    due.oldestLag > usual
      ? `${due.count === 1 ? 'One post is' : `${due.count} posts are`} due, the first for ${sayDuration(due.oldestLag * 1000)}.`
      : next?.sendAt
        ? `Nothing is late; the next post goes out ${sayFrom(now, next.sendAt)}.`
        : 'Nothing is late, and nothing goes out in the next hour.',
    lives.some(({ skew }) => Math.abs(skew) > skewAlarm) &&
      'The clock of a publisher’s machine and the database’s differ by more than two seconds.',
  ]
    .filter(Boolean)
    .join(' ');
}
