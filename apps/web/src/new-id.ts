import { useCallback, useRef } from 'react';

/**
 * An id for something about to be made: a UUID of version 7, because the server's lists go by id, the newest first.
 * `crypto.randomUUID` makes none of these, and is missing where the desk is served without HTTPS.
 */
export function newId(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  const random = [...crypto.getRandomValues(new Uint8Array(10))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const variant = (8 + (Number.parseInt(random.slice(3, 4), 16) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** The id of each thing that a screen is about to make, by a name of the screen's own: one that is asked for again is the same. */
export function useNewIds(): (name: string) => string {
  const ids = useRef(new Map<string, string>());
  return useCallback((name) => {
    const id = ids.current.get(name) ?? newId();
    ids.current.set(name, id);
    return id;
  }, []);
}
