import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { type ButtonLook, type ButtonSize, iconButtonClasses } from './button-classes.ts';
import { cx } from './cx.ts';
import { useSwitchedOff } from './use-switched-off.ts';

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {
  /** What it does, as a verb; it is also the browser's own tip. */
  label: string;
  icon: LucideIcon;
  look?: ButtonLook;
  size?: ButtonSize;
  className?: string;
}

/** A button of one icon, with a name. */
export function IconButton({ label, icon: Icon, look, size, className, ...props }: IconButtonProps) {
  const { onPress, ...rest } = props;
  return (
    <AriaButton
      {...rest}
      {...useSwitchedOff(props)}
      aria-label={label}
      className={cx(iconButtonClasses(look, size), className)}
      render={(dom) => <button {...dom} title={label} />}
    >
      <Icon aria-hidden className="size-4.5" />
    </AriaButton>
  );
}
