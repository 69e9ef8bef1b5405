import { X } from 'lucide-react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { cx } from './cx.ts';
import type { DialogProps } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';

const widths = { narrow: 'sm:max-w-md', normal: 'sm:max-w-xl', wide: 'sm:max-w-5xl' };

/** What a `Dialog` shows; on a phone it rises from the bottom. Escape and a click beside it close it. */
export function DialogWindow({
  title,
  isOpen,
  onClose,
  size = 'normal',
  role = 'dialog',
  footer,
  children,
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
      className="fixed inset-0 z-50 flex items-end justify-center bg-veil transition-opacity duration-100 data-entering:opacity-0 data-exiting:opacity-0 sm:items-center sm:p-6"
    >
      <Modal
        className={cx(
          'flex max-h-[92dvh] w-full flex-col rounded-t-base border border-line bg-sheet shadow-float sm:max-h-[88dvh] sm:rounded-base',
          widths[size],
        )}
      >
        <AriaDialog role={role} className="flex min-h-0 flex-col outline-none">
          <div className="flex items-center gap-3 px-5 pt-3 pb-1">
            <Heading slot="title" className="grow text-title font-semibold">
              {title}
            </Heading>
            <IconButton label="Close" icon={X} size="small" onPress={onClose} className="-mr-1.5" />
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pt-2 pb-5">{children}</div>
          {footer && <div className="border-t border-line px-5 py-3">{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
