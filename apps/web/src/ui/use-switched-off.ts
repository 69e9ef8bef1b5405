import { useState } from 'react';
import type { ButtonProps } from 'react-aria-components/Button';

type Switch = Pick<ButtonProps, 'isDisabled' | 'type' | 'onPress' | 'onFocusChange'>;

/**
 * What a button gets so that it keeps the focus while it does nothing: browsers take it from one that is disabled. It is, once
 * somebody has gone on.
 *
 * @param isPending whether it does nothing just now, and stays in reach
 */
export function useSwitchedOff(
  { isDisabled = false, type = 'button', onPress, onFocusChange }: Switch,
  isPending = false,
) {
  const [isFocused, setFocused] = useState(false);
  const isKept = isDisabled && isFocused;
  const isOff = isKept || isPending;
  return {
    ...(isKept ? { 'aria-disabled': true, isDisabled: false } : isDisabled && { isDisabled }),
    type: isOff ? ('button' as const) : type,
    ...(onPress && !isOff && { onPress }),
    onFocusChange: (isNow: boolean) => {
      setFocused(isNow);
      onFocusChange?.(isNow);
    },
  };
}
