import { useState } from 'react';
import { useWallNow } from '../scheduling/now.ts';
import { useWorkspace } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { Select } from '../ui/select.tsx';
import { TimeField } from '../ui/time-field.tsx';

interface WhenFieldProps {
  label: string;
  /** The field of the request, for what the server says about it. */
  name: string;
  /** What it means to name no time. */
  otherwise: string;
  /** A wall time in the workspace's zone, `''` while only half of it is there; null for no time. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** The first date; today unless it is given. */
  min?: string;
}

/** No time at all, or a date and a time. */
export function WhenField({ label, name, otherwise, value, onChange, min }: WhenFieldProps) {
  const { zone } = useWorkspace();
  const today = useWallNow(zone).slice(0, 10);
  const [isDated, setDated] = useState(value !== null);
  const [date, setDate] = useState<string | null>(null);
  const [time, setTime] = useState<string | null>(null);
  const tell = (onDate: string | null, at: string | null) => onChange(onDate && at ? `${onDate}T${at}` : '');
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={label}
        choices={[
          { id: 'open', label: otherwise },
          { id: 'dated', label: 'A date and time' },
        ]}
        value={isDated ? 'dated' : 'open'}
        onChange={(to) => {
          setDated(to === 'dated');
          if (to === 'dated') tell(date, time);
          else onChange(null);
        }}
      />
      {isDated && (
        <div className="grid grid-cols-[3fr_2fr] gap-2">
          <DateField
            label={`${label}, date`}
            hideLabel
            name={name}
            value={date}
            onChange={(to) => {
              setDate(to);
              tell(to, time);
            }}
            min={min ?? today}
            isRequired
          />
          <TimeField
            label={`${label}, time`}
            hideLabel
            value={time}
            onChange={(to) => {
              setTime(to);
              tell(date, to);
            }}
            isRequired
          />
        </div>
      )}
    </div>
  );
}
