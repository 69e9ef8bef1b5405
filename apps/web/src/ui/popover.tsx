import type { ReactNode } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover as AriaPopover, type PopoverProps as AriaProps } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { floatClasses } from './list-classes.ts';

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactNode;
  /** What it is, for people who listen. */
  label: string;
  placement?: AriaProps['placement'];
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A small panel beside its button. */
export function Popover({ trigger, label, placement = 'bottom start', className, children, ...props }: PopoverProps) {
  return (
    <DialogTrigger {...props}>
      {trigger}
      <AriaPopover placement={placement} offset={4} className={cx(floatClasses, 'max-w-[min(24rem,calc(100vw-1rem))] overflow-auto')}>
        <Dialog aria-label={label} className={cx('p-3 outline-none', className)}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
