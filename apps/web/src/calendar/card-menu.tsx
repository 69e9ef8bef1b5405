import { type MenuNeeds, postMenu } from '../scheduling/post-menu.ts';
import { useStuck } from '../scheduling/use-stuck.ts';
import { MenuList } from '../ui/menu-list.tsx';
import type { Entry } from './folding.ts';
import { titleOf } from './saying.ts';

interface CardMenuProps extends MenuNeeds {
  entry: Entry;
  trigger: HTMLButtonElement;
  onClose: () => void;
}

/** What can be done with a card. One menu serves every card: a button each is all that a thousand of them cost. */
export function CardMenu({ entry, trigger, onClose, ...needs }: CardMenuProps) {
  const stuck = useStuck(entry.cards);
  return (
    <MenuList
      label={`Actions for ${titleOf(entry.cards)}`}
      placement="bottom end"
      triggerRef={{ current: trigger }}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      items={postMenu(entry.cards, { ...needs, stuck })}
    />
  );
}
