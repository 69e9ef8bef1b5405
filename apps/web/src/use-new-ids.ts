import { newId } from '@mobilise/contracts/new-id';
import { useCallback, useRef } from 'react';

/** The id of each thing that a screen is about to make, by a name of the screen's own: one that is asked for again is the same. */
export function useNewIds(): (name: string) => string {
  const ids = useRef(new Map<string, string>());
  return useCallback((name) => {
    const id = ids.current.get(name) ?? newId();
    ids.current.set(name, id);
    return id;
  }, []);
}
