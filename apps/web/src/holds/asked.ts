import type { Hold } from '@mobilise/contracts/holds';
import { useSyncExternalStore } from 'react';

/** What a person is asked about the hold switch. */
export type Asked = { what: 'press' } | { what: 'end'; hold: Hold };

let asked: Asked | null = null;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Opens the dialog that presses or ends a hold, or closes it: the switch is within reach of several places of every screen. */
export function askAboutHold(to: Asked | null): void {
  asked = to;
  for (const listener of listeners) listener();
}

export const useAsked = () => useSyncExternalStore(subscribe, () => asked);
