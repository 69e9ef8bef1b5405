import { Check } from 'lucide-react';
import type { RefObject } from 'react';
import { Header } from 'react-aria-components/Header';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { cx } from './cx.ts';
import { choiceClasses, floatClasses } from './list-classes.ts';
import type { MenuAction, MenuEntry, MenuProps } from './menu.tsx';

interface MenuListProps extends Omit<MenuProps, 'trigger'> {
  triggerRef: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** What a `Menu` opens. */
export function MenuList({ label, placement, items, onOpenChange, ...overlay }: MenuListProps) {
  const present = items.filter((entry): entry is Exclude<MenuEntry, false> => entry !== false);
  return (
    <Popover {...overlay} onOpenChange={onOpenChange} aria-label={label} {...(placement && { placement })} offset={4} className={cx(floatClasses, 'max-w-80 min-w-48 overflow-auto')}>
      <AriaMenu aria-label={label} autoFocus="first" onClose={() => onOpenChange(false)} className="p-1 outline-none">
        {present.map((entry, index) => {
          if (entry === 'line') return <Separator key={index} className="mx-2 my-1 border-t border-line" />;
          if ('section' in entry) {
            return (
              <MenuSection key={entry.section}>
                <Header className="px-2 pt-2 pb-1 text-small font-medium text-ink-soft">{entry.section}</Header>
                {entry.items.map((action, at) => (
                  <Item key={at} id={`${entry.section} ${at}`} {...action} />
                ))}
              </MenuSection>
            );
          }
          return <Item key={index} id={index} {...entry} />;
        })}
      </AriaMenu>
    </Popover>
  );
}

function Item({ id, label, onAction, icon: Icon, mark, description, isDisabled, isCurrent, look }: MenuAction & { id: string | number }) {
  return (
    <AriaMenuItem
      id={id}
      textValue={label}
      aria-label={[label, isCurrent && 'chosen', description].filter(Boolean).join(', ')}
      onAction={onAction}
      {...(isDisabled && { isDisabled })}
      className={cx(choiceClasses, look === 'danger' && 'text-wrong')}
    >
      {mark ?? (Icon && <Icon aria-hidden className="size-4 shrink-0" />)}
      <span className="flex grow flex-col">
        {label}
        {description && <span className="text-small text-ink-soft">{description}</span>}
      </span>
      {isCurrent && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
    </AriaMenuItem>
  );
}
