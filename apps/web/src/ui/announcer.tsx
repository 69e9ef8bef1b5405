import { useSyncExternalStore } from 'react';

let said = { text: '', turn: 0 };
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Says a sentence to people who use a screen reader, when they pause. */
export function announce(text: string): void {
  said = { text, turn: said.turn + 1 };
  for (const listener of listeners) listener();
}

/** The place announcements are read from; the root of the app holds one. */
export function Announcer() {
  const { text, turn } = useSyncExternalStore(subscribe, () => said);
  // Alternating a trailing space makes the same sentence be read a second time.
  return (
    <div aria-live="polite" className="sr-only">
      {text + (turn % 2 ? '\u00a0' : '')}
    </div>
  );
}
