import type { ReactNode } from 'react';
import { type SwitchProps as AriaProps, Switch as AriaSwitch } from 'react-aria-components/Switch';
import { cx } from './cx.ts';

export interface SwitchProps extends Omit<AriaProps, 'className' | 'children' | 'style'> {
  children: ReactNode;
  className?: string;
}

/** On or off, at once. */
export function Switch({ children, className, ...props }: SwitchProps) {
  return (
    <AriaSwitch {...props} className={cx('group flex min-h-6 items-center gap-2 pointer-coarse:min-h-11', className)}>
      <span className="flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sheet px-0.5 outline-offset-2 transition-colors duration-100 group-data-focus-visible:outline-2 group-data-focus-visible:outline-focus group-data-selected:border-accent group-data-selected:bg-accent">
        <span className="size-3.5 rounded-full border border-transparent bg-ink-soft transition-transform duration-100 group-data-selected:translate-x-4 group-data-selected:bg-on-accent" />
      </span>
      <span className="group-data-disabled:text-ink-soft">{children}</span>
    </AriaSwitch>
  );
}
