import { type ReactNode, Suspense, useState } from 'react';
import { lazy } from '../lazy.ts';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** `narrow` asks, `normal` holds a form, `wide` a picker. */
  size?: 'narrow' | 'normal' | 'wide';
  /** An alert dialog interrupts to ask about something that cannot be undone. */
  role?: 'dialog' | 'alertdialog';
  /** What stays in view below what is scrolled: the buttons of a long dialog. */
  footer?: ReactNode;
  children: ReactNode;
}

const DialogWindow = lazy(() => import('./dialog-window.tsx'), 'DialogWindow');

/** A modal dialog; on a phone it rises from the bottom. Escape and a click beside it close it. Its code is loaded when one is opened. */
export function Dialog(props: DialogProps) {
  // Once used it stays, so that it can fade out.
  const [isUsed, setUsed] = useState(props.isOpen);
  if (props.isOpen && !isUsed) setUsed(true);
  return <Suspense>{isUsed && <DialogWindow {...props} />}</Suspense>;
}
