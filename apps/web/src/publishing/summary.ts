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

type Jobs = Publishing['jobs'];

/** How many uploads wait for what is made of them, for how long, and of how many nothing could be made. */
export function sayUploads({ waiting, oldestAt, failed }: Jobs['renditions'], now: string): string {
  const wait = waiting === 0 ? 'No upload waits' : waiting === 1 ? 'One upload waits' : `${waiting} uploads wait`;
  const since = oldestAt && `, ${waiting === 1 ? 'uploaded' : 'the first uploaded'} ${sayFrom(now, oldestAt)}`;
  const lost = failed > 0 && `; the files of ${failed === 1 ? 'one' : failed} could not be made`;
  return [wait, since, lost, '.'].filter(Boolean).join('');
}

/** How many posts are due to be asked about, and of how many something could not be learnt. */
export function sayReadings({ due, failing }: Jobs['readings']): string {
  const posts = due === 0 ? 'No post is' : due === 1 ? 'One post is' : `${due} posts are`;
  const lost = failing > 0 && `; of ${failing === 1 ? 'one' : failing} some figure could not be read in the last day`;
  return [`${posts} due to be read`, lost, '.'].filter(Boolean).join('');
}
