import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FormProblem } from './form-problem.tsx';

export interface ConfirmProps {
  /** A question: `Remove Amira from Riverside Hospice?` */
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** What will happen, in a sentence or two. */
  children: ReactNode;
  /** The verb on the button: `Remove Amira`. */
  action: string;
  onConfirm: () => void;
  isPending?: boolean;
  error?: unknown;
  look?: 'danger' | 'primary';
}

/** Asks before something that cannot be undone. */
export function Confirm({
  title,
  isOpen,
  onClose,
  children,
  action,
  onConfirm,
  isPending = false,
  error,
  look = 'danger',
}: ConfirmProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} size="narrow" role="alertdialog">
      <div className="flex flex-col gap-4">
        <div>{children}</div>
        <FormProblem error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Keep it as it is</Button>
          <Button look={look} onPress={onConfirm} isPending={isPending}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
