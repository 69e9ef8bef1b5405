import { type CalendarDate, parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { DatePicker } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { iconButtonClasses } from './button-classes.ts';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';
import { floatClasses } from './list-classes.ts';

export interface DateFieldProps extends FieldWords {
  /** A local date, `2026-11-30`. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** The first and the last date that may be chosen. */
  min?: string;
  max?: string;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
}

export const segmentClasses =
  'figures rounded-[3px] text-center leading-6 outline-none not-data-[type=literal]:min-w-6 data-focused:bg-accent data-focused:text-on-accent data-placeholder:text-ink-soft data-[type=literal]:px-0 data-[type=literal]:text-ink-soft forced-colors:data-focused:outline-2';

const asDate = (value: string | null | undefined): CalendarDate | null => (value ? parseDate(value) : null);

/** A date, typed or picked. */
export function DateField({
  value,
  onChange,
  min,
  max,
  className,
  label,
  description,
  error,
  hideLabel,
  ...props
}: DateFieldProps) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <DatePicker
      {...props}
      {...(error !== undefined && { isInvalid: true })}
      value={asDate(value)}
      onChange={(date) => onChange(date?.toString() ?? null)}
      minValue={asDate(min)}
      maxValue={asDate(max)}
      className={cx(fieldClasses, className)}
    >
      <FieldLabel {...words} />
      <Group className="field flex h-9 w-full items-center pl-2.5 pointer-coarse:h-11">
        <DateInput className="flex grow">
          {(segment) => <DateSegment segment={segment} className={segmentClasses} />}
        </DateInput>
        <Button className="grid h-full w-9 place-items-center text-ink-soft hover:text-ink pointer-coarse:w-11">
          <CalendarDays aria-hidden className="size-4" />
        </Button>
      </Group>
      <FieldHelp {...words} />
      <Popover className={floatClasses}>
        <Dialog className="p-3 outline-none">
          <Calendar>
            <header className="flex items-center pb-2">
              <Button slot="previous" className={iconButtonClasses()}>
                <ChevronLeft aria-hidden className="size-4" />
              </Button>
              <CalendarHeading className="grow text-center font-semibold" />
              <Button slot="next" className={iconButtonClasses()}>
                <ChevronRight aria-hidden className="size-4" />
              </Button>
            </header>
            <CalendarGrid weekdayStyle="short" className="border-separate border-spacing-0.5">
              <CalendarGridHeader>
                {(day) => (
                  <CalendarHeaderCell className="pb-1 text-small font-normal text-ink-soft">{day}</CalendarHeaderCell>
                )}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(date) => (
                  <CalendarCell
                    date={date}
                    className="figures grid size-9 place-items-center rounded-base data-hovered:bg-hover data-disabled:text-ink-soft data-disabled:line-through data-focus-visible:outline-2 data-focus-visible:outline-focus data-outside-month:hidden data-selected:bg-accent data-selected:text-on-accent data-today:font-bold pointer-coarse:size-11"
                  />
                )}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
