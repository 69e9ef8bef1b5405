import { LoaderCircle, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { announce } from './announcer.tsx';
import { type ButtonLook, type ButtonSize, buttonClasses } from './button-classes.ts';
import { cx } from './cx.ts';
import { useSwitchedOff } from './use-switched-off.ts';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'isPending'> {
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Work is under way: it keeps its width and its focus, and does nothing. */
  isPending?: boolean;
  className?: string;
  children: ReactNode;
}

/** A button says its verb. */
export function Button({ look, size, icon: Icon, isPending = false, className, children, ...props }: ButtonProps) {
  useEffect(() => {
    if (isPending) announce('Working');
  }, [isPending]);
  const { onPress, ...rest } = props;
  return (
    <AriaButton
      {...rest}
      {...useSwitchedOff(props, isPending)}
      className={cx(buttonClasses(look, size), 'relative', isPending && 'opacity-75', className)}
    >
      <span className={cx('inline-flex items-center gap-1.5', isPending && 'opacity-0')}>
        {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
        {children}
      </span>
      {isPending && <LoaderCircle aria-hidden className="absolute size-4 animate-spin" />}
    </AriaButton>
  );
}
