import { useRef, useState } from 'react';

/**
 * Changes the parts of some content, several of which may speak before the page is drawn again. `change`, and what `setterOf`
 * answers for a part, are the same functions for as long as the editor lives.
 */
export function useParts<C extends object>(content: C, onChange: (content: C) => void) {
  const latest = useRef({ content, onChange });
  latest.current = { content, onChange };
  return useState(() => {
    const change = (part: Partial<C>) => {
      latest.current.content = { ...latest.current.content, ...part };
      latest.current.onChange(latest.current.content);
    };
    const setters: { [K in keyof C]?: (value: C[K]) => void } = {};
    const setterOf = <K extends keyof C>(name: K): ((value: C[K]) => void) => {
      setters[name] ??= (value: C[K]) => change({ [name]: value } as unknown as Partial<C>);
      return setters[name];
    };
    return { change, setterOf };
  })[0];
}
