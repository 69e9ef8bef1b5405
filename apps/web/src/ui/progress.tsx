import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { sayPercent } from './percent.ts';

/** How far something is, 0 to 1; `null` when nobody knows. */
export function Progress({
  label,
  value,
  hideLabel = false,
}: {
  label: string;
  value: number | null;
  hideLabel?: boolean;
}) {
  return (
    <ProgressBar
      {...(value === null ? { isIndeterminate: true } : { value: value * 100, valueLabel: sayPercent(value) })}
      className="flex flex-col gap-1"
    >
      {({ valueText, percentage, isIndeterminate }) => (
        <>
          <div className={hideLabel ? 'sr-only' : 'flex justify-between gap-4 text-small'}>
            <Label>{label}</Label>
            <span className="figures text-ink-soft">{isIndeterminate ? '' : valueText}</span>
          </div>
          <svg
            aria-hidden
            className="h-1.5 w-full rounded-full border border-line bg-sunk text-accent"
            preserveAspectRatio="none"
            viewBox="0 0 100 1"
          >
            <rect
              width={isIndeterminate ? 35 : (percentage ?? 0)}
              height="1"
              fill="currentColor"
              className={isIndeterminate ? 'animate-pulse' : ''}
            />
          </svg>
        </>
      )}
    </ProgressBar>
  );
}
