import { parseTime } from '@internationalized/date';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { TimeField as AriaTimeField } from 'react-aria-components/TimeField';
import { cx } from './cx.ts';
import { segmentClasses } from './date-field.tsx';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';

export interface TimeFieldProps extends FieldWords {
  /** A time of day by the 24-hour clock, `09:00`. */
  value: string | null;
  onChange: (value: string | null) => void;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
}

/** A time of day, by the 24-hour clock. */
export function TimeField({
  value,
  onChange,
  className,
  label,
  description,
  error,
  hideLabel,
  ...props
}: TimeFieldProps) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaTimeField
      {...props}
      {...(error !== undefined && { isInvalid: true })}
      hourCycle={24}
      shouldForceLeadingZeros
      value={value ? parseTime(value) : null}
      onChange={(time) => onChange(time?.toString().slice(0, 5) ?? null)}
      className={cx(fieldClasses, className)}
    >
      <FieldLabel {...words} />
      <DateInput className="field flex h-9 w-full items-center px-2.5 pointer-coarse:h-11">
        {(segment) => <DateSegment segment={segment} className={segmentClasses} />}
      </DateInput>
      <FieldHelp {...words} />
    </AriaTimeField>
  );
}
