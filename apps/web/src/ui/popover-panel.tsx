import type { RefObject } from 'react';
import { ButtonContext } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { floatClasses } from './list-classes.ts';
import type { PopoverProps } from './popover.tsx';

interface PopoverPanelProps extends Omit<PopoverProps, 'trigger' | 'isOpen' | 'onOpenChange'> {
  triggerRef: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** What a `Popover` opens. */
export function PopoverPanel({
  label,
  placement = 'bottom start',
  className,
  children,
  onOpenChange,
  ...overlay
}: PopoverPanelProps) {
  const close = () => onOpenChange(false);
  return (
    <AriaPopover
      {...overlay}
      onOpenChange={onOpenChange}
      placement={placement}
      offset={4}
      className={cx(floatClasses, 'max-w-[min(24rem,calc(100vw-1rem))] overflow-auto')}
    >
      <Dialog aria-label={label} className={cx('p-3 outline-none', className)}>
        {/* Buttons inside are their own, not the one that opened it. */}
        <ButtonContext value={{}}>{typeof children === 'function' ? children(close) : children}</ButtonContext>
      </Dialog>
    </AriaPopover>
  );
}
