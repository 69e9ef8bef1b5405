import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components/Checkbox';
import { cx } from './cx.ts';

export interface CheckboxProps extends Omit<AriaProps, 'className' | 'children' | 'style'> {
  children: ReactNode;
  className?: string;
}

/** Yes or no, taken over when the form is sent. */
export function Checkbox({ children, className, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...props}
      className={cx(
        'group flex min-h-6 items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center',
        className,
      )}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-[3px] border border-line-strong bg-sheet text-on-accent outline-offset-2 group-data-focus-visible:outline-2 group-data-focus-visible:outline-focus group-data-indeterminate:border-accent group-data-indeterminate:bg-accent group-data-invalid:border-wrong group-data-selected:border-accent group-data-selected:bg-accent pointer-coarse:mt-0">
            {isIndeterminate ? (
              <Minus aria-hidden className="size-3.5" />
            ) : (
              isSelected && <Check aria-hidden strokeWidth={3} className="size-3.5" />
            )}
          </span>
          <span className="group-data-disabled:text-ink-soft">{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}
