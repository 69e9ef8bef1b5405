import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { type ButtonLook, type ButtonSize, buttonClasses } from './button-classes.ts';
import { cx } from './cx.ts';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}

/** A button says its verb. `isPending` keeps its width and its focus while work is under way. */
export function Button({ look, size, icon: Icon, className, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={cx(buttonClasses(look, size), 'relative', className)}>
      {({ isPending }) => (
        <>
          <span className={cx('inline-flex items-center gap-1.5', isPending && 'invisible')}>
            {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
            {children}
          </span>
          {isPending && <LoaderCircle aria-label="Working" className="absolute size-4 animate-spin" />}
        </>
      )}
    </AriaButton>
  );
}
