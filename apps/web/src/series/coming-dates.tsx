import { nextDates, type Recurrence } from '@mobilise/contracts/recurrence';
import { sayRecurrence } from '@mobilise/contracts/saying-recurrence';
import { clockChangeOn } from '@mobilise/contracts/time';
import { resolveUnasked, type UnaskedTime } from '@mobilise/contracts/unasked-time';
import { sayWhen } from '../scheduling/own-words.ts';
import { RadioGroup } from '../ui/radio-group.tsx';

interface ComingDatesProps {
  recurrence: Recurrence;
  startsOn: string;
  time: string;
  zone: string;
  /** The present wall time in that zone. */
  now: string;
  twice: 'earlier' | 'later';
  onTwice: (twice: 'earlier' | 'later') => void;
}

/** Dates that are looked through for clocks that change: more than a year of every day. */
const lookedAhead = 400;

/** What a recurrence comes to: in a sentence, its next five dates, and what clock changes do to it. */
export function ComingDates({ recurrence, startsOn, time, zone, now, twice, onTwice }: ComingDatesProps) {
  const today = now.slice(0, 10);
  const all = nextDates(recurrence, startsOn, today, lookedAhead)
    .map((date) => ({ date, ...resolveUnasked(`${date}T${time}`, zone, twice) }))
    .filter(({ wallTime }) => wallTime > now);
  const comesTwice = all.find(({ trouble }) => trouble === 'twice');
  const skipped = all.find(({ trouble }) => trouble === 'skipped');
  const shown = all.slice(0, 5);
  return (
    <section aria-label="What it comes to" className="flex flex-col gap-2 border-l-2 border-accent pl-3">
      <p aria-live="polite" className="text-lead font-medium">
        {sayRecurrence(recurrence, time, Temporal.PlainDate.from(today).year)}
      </p>
      {shown.length === 0 ? (
        <p className="font-medium text-wrong">No date of this lies ahead. Choose a later end, or other days.</p>
      ) : (
        <ol aria-label={shown.length < 5 ? 'All of its dates' : 'The next five dates'} className="figures">
          {shown.map((one) => (
            <li key={one.date}>
              {sayWhen(one.wallTime)} <ClockNote {...one} time={time} />
            </li>
          ))}
        </ol>
      )}
      {skipped && !shown.includes(skipped) && (
        <p className="text-small text-ink-soft">
          On {sayWhen(skipped.wallTime).split(',')[0]} the clocks skip {time}: it goes out at{' '}
          {skipped.wallTime.slice(11)} that day.
        </p>
      )}
      {comesTwice && (
        <RadioGroup
          label={`On ${sayWhen(comesTwice.wallTime).split(',')[0]} the clocks go back, and ${time} comes twice`}
          choices={[
            { id: 'earlier', label: 'Send it at the first' },
            { id: 'later', label: 'Send it at the second' },
          ]}
          value={twice}
          onChange={onTwice}
        />
      )}
    </section>
  );
}

function ClockNote({ date, trouble, wallTime, zone, time }: UnaskedTime & { date: string; time: string }) {
  const change = clockChangeOn(date, zone);
  if (!change) return null;
  const words =
    trouble === 'skipped'
      ? `the clocks skip ${time}, so at ${wallTime.slice(11)}`
      : `after the clocks go ${change.minutes > 0 ? 'forward' : 'back'}`;
  // Before the change of that night nothing is different yet.
  if (!trouble && wallTime.slice(11) < change.at) return null;
  return <span className="text-small text-ink-soft">({trouble === 'twice' ? 'the clocks go back' : words})</span>;
}
