import { Check } from 'lucide-react';
import type { RefObject } from 'react';
import { Header } from 'react-aria-components/Header';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { cx } from './cx.ts';
import { choiceClasses, floatClasses } from './list-classes.ts';
import type { MenuAction, MenuEntry, MenuProps } from './menu.tsx';

interface MenuListProps extends Omit<MenuProps, 'trigger' | 'onOpen'> {
  triggerRef: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** What a `Menu` opens. */
export function MenuList({ label, placement, items, onOpenChange, ...overlay }: MenuListProps) {
  const present = items.filter((entry): entry is Exclude<MenuEntry, false> => entry !== false);
  let lines = 0;
  const keyed = present.map((entry) => {
    if (entry !== 'line') return { entry, key: 'section' in entry ? entry.section : entry.label };
    lines += 1;
    return { entry, key: `line ${lines}` };
  });
  return (
    <Popover
      {...overlay}
      onOpenChange={onOpenChange}
      aria-label={label}
      {...(placement && { placement })}
      offset={4}
      className={cx(floatClasses, 'max-w-80 min-w-48 overflow-auto')}
    >
      <AriaMenu aria-label={label} autoFocus="first" onClose={() => onOpenChange(false)} className="p-1 outline-none">
        {keyed.map(({ entry, key }) => {
          if (entry === 'line') return <Separator key={key} className="mx-2 my-1 border-t border-line" />;
          if ('section' in entry) {
            return (
              <MenuSection key={key}>
                <Header className="px-2 pt-2 pb-1 text-small font-medium text-ink-soft">{entry.section}</Header>
                {entry.items.map((action) => (
                  <Item key={action.label} id={`${entry.section}: ${action.label}`} {...action} />
                ))}
              </MenuSection>
            );
          }
          return <Item key={key} id={key} {...entry} />;
        })}
      </AriaMenu>
    </Popover>
  );
}

function Item({
  id,
  label,
  onAction,
  icon: Icon,
  mark,
  description,
  isDisabled,
  isCurrent,
  look,
}: MenuAction & { id: string | number }) {
  return (
    <AriaMenuItem
      id={id}
      textValue={label}
      onAction={onAction}
      {...(isDisabled && { isDisabled })}
      className={cx(choiceClasses, look === 'danger' && 'text-wrong')}
    >
      {mark ?? (Icon && <Icon aria-hidden className="size-4 shrink-0" />)}
      <span className="flex grow flex-col">
        <span>
          {label}
          {isCurrent && <span className="sr-only">, chosen</span>}
        </span>
        {description && (
          <span className="text-small text-ink-soft">
            <span className="sr-only">, </span>
            {description}
          </span>
        )}
      </span>
      {isCurrent && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
    </AriaMenuItem>
  );
}
