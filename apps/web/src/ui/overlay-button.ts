import type { ContextType } from 'react';
import { useRef, useState } from 'react';
import type { ButtonContext } from 'react-aria-components/Button';

/**
 * A button that opens something whose code comes only when it is wanted: `load` is called when a pointer or the focus
 * arrives, so that it is there when the button is pressed. `context` goes to the button, `overlay` to what it opens.
 */
export function useOverlayButton(
  kind: 'menu' | 'dialog',
  load: () => void,
  controlled?: { isOpen?: boolean | undefined; onOpenChange?: ((isOpen: boolean) => void) | undefined },
) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const isOpen = controlled?.isOpen ?? own;
  const [isUsed, setUsed] = useState(isOpen);
  const onOpenChange = (open: boolean) => {
    setOwn(open);
    controlled?.onOpenChange?.(open);
    if (open) setUsed(true);
  };
  const context: ContextType<typeof ButtonContext> = {
    ref: triggerRef,
    'aria-haspopup': kind,
    'aria-expanded': isOpen,
    onHoverStart: load,
    onFocus: load,
    onPress: () => onOpenChange(!isOpen),
    // As in a native menu button.
    onKeyDown: (event) => {
      if (kind === 'menu' && event.key === 'ArrowDown') onOpenChange(true);
      else event.continuePropagation();
    },
  };
  return { context, isUsed: isUsed || isOpen, overlay: { triggerRef, isOpen, onOpenChange } };
}
