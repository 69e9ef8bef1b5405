import { type Publishing, skewAlarm } from '@mobilise/contracts/publishing';
import { sayDuration, sayFrom } from './durations.ts';

/** Seconds that something may be due before it is said. */
const usual = 10;

/** How it goes, in two or three sentences: whether anybody sends, whether anything is late, and what comes next. */
export function saySummary({ now, publishers, onHold, due, nextHour, underWay }: Publishing): string {
  const lives = publishers.filter((publisher) => publisher.lives);
  if (lives.length === 0) return 'No publisher runs: nothing goes out until one is started.';
  return [
    lives.length === 1 ? 'One publisher runs.' : `${lives.length} publishers run.`,
    underWay.count > 0 &&
      (underWay.count === 1 ? 'One post is on its way.' : `${underWay.count} posts are on their way.`),
    sayLateness({ now, onHold, due, nextHour, underWay }),
    lives.some(({ skew }) => Math.abs(skew) > skewAlarm) &&
      'The clock of a publisher’s machine and the database’s differ by more than two seconds.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Whether anything is late, and what comes next; what a hold covers does not. */
function sayLateness({
  now,
  onHold,
  due,
  nextHour,
  underWay,
}: Pick<Publishing, 'now' | 'onHold' | 'due' | 'nextHour' | 'underWay'>): string {
  if (onHold) return `Everything is on hold; nothing ${underWay.count > 0 ? 'more ' : ''}goes out.`;
  if (due.oldestLag > usual)
    return `${due.count === 1 ? 'One post is' : `${due.count} posts are`} due, the first for ${sayDuration(due.oldestLag * 1000)}.`;
  const next = nextHour.posts.find(({ hold }) => !hold);
  if (next?.sendAt) return `Nothing is late; the next post goes out ${sayFrom(now, next.sendAt)}.`;
  return nextHour.count > 0
    ? 'Nothing is late; what comes next will be held.'
    : 'Nothing is late, and nothing goes out in the next hour.';
}
