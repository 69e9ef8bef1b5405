import { Check, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Header } from 'react-aria-components/Header';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection as AriaMenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover, type PopoverProps } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { cx } from './cx.ts';
import { choiceClasses, floatClasses } from './list-classes.ts';

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  label: string;
  placement?: PopoverProps['placement'];
  /** `MenuItem`s, `MenuSection`s and `MenuLine`s. */
  children: ReactNode;
}

/** A menu of things to do. */
export function Menu({ trigger, label, placement = 'bottom start', children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} offset={4} className={cx(floatClasses, 'min-w-48 max-w-80 overflow-auto')}>
        <AriaMenu aria-label={label} className="p-1 outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuItemProps {
  children: string;
  onAction: () => void;
  icon?: LucideIcon;
  /** A mark instead of an icon. */
  mark?: ReactNode;
  description?: string;
  isDisabled?: boolean;
  /** The present choice among several. */
  isCurrent?: boolean;
  look?: 'plain' | 'danger';
}

export function MenuItem({ children, onAction, icon: Icon, mark, description, isDisabled, isCurrent, look }: MenuItemProps) {
  return (
    <AriaMenuItem
      textValue={isCurrent ? `${children} (current)` : children}
      onAction={onAction}
      {...(isDisabled && { isDisabled })}
      className={cx(choiceClasses, look === 'danger' && 'text-wrong')}
    >
      {mark ?? (Icon && <Icon aria-hidden className="size-4 shrink-0" />)}
      <span className="flex grow flex-col">
        {children}
        {description && <span className="text-small text-ink-soft">{description}</span>}
      </span>
      {isCurrent && <Check aria-label="current" className="size-4 shrink-0 text-accent" />}
    </AriaMenuItem>
  );
}

export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AriaMenuSection>
      <Header className="px-2 pt-2 pb-1 text-small font-medium text-ink-soft">{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

export function MenuLine() {
  return <Separator className="mx-2 my-1 border-t border-line" />;
}
