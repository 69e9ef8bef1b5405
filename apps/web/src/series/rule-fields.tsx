import { type Weekday, weekdays } from '@mobilise/contracts/recurrence';
import { sayWeekday } from '@mobilise/contracts/saying-recurrence';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { DateField } from '../ui/date-field.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { monthDayChoices, oftenChoices, type RuleDraft, startingOn } from './rule-draft.ts';

interface RuleFieldsProps {
  draft: RuleDraft;
  onChange: (draft: RuleDraft) => void;
  zone: string;
  /** The first date that may be chosen. */
  min: string;
}

/** How often, on which days, at what time, from when until when. */
export function RuleFields({ draft, onChange, zone, min }: RuleFieldsProps) {
  const change = (changes: Partial<RuleDraft>) => onChange({ ...draft, ...changes });
  const every = draft.often.split(' ')[0];
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_11rem_6.5rem]">
        <Select
          label="How often"
          choices={oftenChoices(draft.often)}
          value={draft.often}
          onChange={(often) => change({ often })}
        />
        <DateField
          label="First on, or after"
          value={draft.startsOn}
          onChange={(date) => onChange(startingOn(draft, date))}
          min={min}
          isRequired
        />
        <TimeField label="Time" value={draft.time} onChange={(time) => change({ time })} isRequired />
      </div>
      {isForeign(zone) && (
        <p className="-mt-2 text-small text-ink-soft">Times are those of {sayZone(zone)}, not of this device.</p>
      )}
      {every === 'week' && <DayChoice chosen={draft.on} onChange={(on) => change({ on })} />}
      {every === 'month' && draft.startsOn && (
        <RadioGroup
          label="On which day"
          choices={monthDayChoices(draft.startsOn, draft.monthDay)}
          value={draft.monthDay}
          onChange={(monthDay) => change({ monthDay })}
        />
      )}
      <div className="flex flex-wrap items-end gap-4">
        <Select
          label="Until when"
          choices={[
            { id: 'never', label: 'Somebody ends it' },
            { id: 'date', label: 'A date' },
            { id: 'count', label: 'So many times' },
          ]}
          value={draft.ends}
          onChange={(ends) => change({ ends })}
          className="w-48"
        />
        {draft.ends === 'date' && (
          <DateField
            label="Last on, or before"
            value={draft.until}
            onChange={(until) => change({ until })}
            min={draft.startsOn ?? min}
            isRequired
            className="w-44"
          />
        )}
        {draft.ends === 'count' && (
          <TextField
            label="How many times"
            value={draft.count}
            onChange={(count) => change({ count })}
            inputMode="numeric"
            pattern="[1-9][0-9]{0,2}"
            isRequired
            className="w-36"
          />
        )}
      </div>
    </>
  );
}

function DayChoice({ chosen, onChange }: { chosen: readonly Weekday[]; onChange: (on: readonly Weekday[]) => void }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 font-medium">On which days</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            isSelected={chosen.includes(day)}
            onChange={(isOn) => onChange(weekdays.filter((one) => (one === day ? isOn : chosen.includes(one))))}
          >
            {sayWeekday(day)}
          </Checkbox>
        ))}
      </div>
      {chosen.length === 0 && <p className="text-small font-medium text-wrong">Choose a day.</p>}
    </fieldset>
  );
}
