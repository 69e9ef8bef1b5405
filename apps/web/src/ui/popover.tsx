import { type ReactNode, Suspense } from 'react';
import { ButtonContext } from 'react-aria-components/Button';
import { lazy } from '../lazy.ts';
import { useOverlayButton } from './overlay-button.ts';

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactNode;
  /** What it is, for people who listen. */
  label: string;
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end' | 'left top' | 'right top';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

const PopoverPanel = lazy(() => import('./popover-panel.tsx'), 'PopoverPanel');

/** A small panel beside its button. Its code is loaded when somebody comes near the button. */
export function Popover({ trigger, isOpen, onOpenChange, ...panel }: PopoverProps) {
  const { context, isUsed, overlay } = useOverlayButton('dialog', PopoverPanel.preload, { isOpen, onOpenChange });
  return (
    <>
      <ButtonContext value={context}>{trigger}</ButtonContext>
      <Suspense>{isUsed && <PopoverPanel {...panel} {...overlay} />}</Suspense>
    </>
  );
}
