import { useMemo } from 'react';
import { Combobox } from './combobox.tsx';
import type { FieldWords } from './field-parts.tsx';

/** The time zone of this browser. */
export function ownZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone.includes('/') ? timeZone : 'Europe/London';
}

/** A time zone of the tz database, found by typing a city. */
export function ZoneField({
  value,
  onChange,
  ...words
}: FieldWords & { value: string; onChange: (zone: string) => void; isDisabled?: boolean }) {
  const choices = useMemo(
    () =>
      [...new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
        .sort()
        .map((zone) => ({ id: zone, label: zone.replaceAll('_', ' ') })),
    [value],
  );
  return <Combobox {...words} choices={choices} value={value} onChange={onChange} />;
}
