import type { LucideIcon } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { ButtonContext } from 'react-aria-components/Button';
import { lazy } from '../lazy.ts';
import { useOverlayButton } from './overlay-button.ts';

export interface MenuAction {
  /** Says what it does; two of one menu differ. */
  label: string;
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

/** An action, a line between groups, or a group with its title; `false` is left out. */
export type MenuEntry = MenuAction | 'line' | { section: string; items: readonly MenuAction[] } | false;

export interface MenuProps {
  /** The button that opens it: a `Button`, an `IconButton` or one of React Aria's. */
  trigger: ReactNode;
  label: string;
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
  items: readonly MenuEntry[];
  /** To ask for what only the open menu says. */
  onOpen?: () => void;
}

const MenuList = lazy(() => import('./menu-list.tsx'), 'MenuList');

/** A menu of things to do. Its code is loaded when somebody comes near the button. */
export function Menu({ trigger, label, placement = 'bottom start', items, onOpen }: MenuProps) {
  const { context, isUsed, overlay } = useOverlayButton('menu', MenuList.preload, {
    onOpenChange: (isOpen) => isOpen && onOpen?.(),
  });
  return (
    <>
      <ButtonContext value={context}>{trigger}</ButtonContext>
      <Suspense>{isUsed && <MenuList {...overlay} label={label} placement={placement} items={items} />}</Suspense>
    </>
  );
}
