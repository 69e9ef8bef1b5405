import { createLink } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { AnchorHTMLAttributes, Ref } from 'react';
import { type ButtonLook, type ButtonSize, buttonClasses } from './button-classes.ts';
import { cx } from './cx.ts';

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: LucideIcon;
  ref?: Ref<HTMLAnchorElement>;
}

/** A link to another site or a file that looks like a button. */
export function AnchorButton({ look, size, icon: Icon, className, children, ...props }: AnchorProps) {
  return (
    <a {...props} className={cx(buttonClasses(look, size), className)}>
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </a>
  );
}

/** A link to another screen that looks like a button: `<LinkButton to="/w/$workspace/items" params={…}>`. */
export const LinkButton = createLink(AnchorButton);
