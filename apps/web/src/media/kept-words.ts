import { useState } from 'react';
import { usePerson } from '../session.ts';

type Texts = Record<string, string | null>;

/**
 * Words that somebody began to write and has not saved: on this device, written before the keystroke ends, so that neither
 * another screen nor a closed tab loses them. `null` forgets them.
 */
export function useKeptWords<T extends Texts>(
  name: string,
): [words: Partial<T>, keep: (words: Partial<T> | null) => void] {
  const key = `words ${usePerson().id} ${name}`;
  const [words, setWords] = useState<Partial<T>>(() => read(key));
  const keep = (to: Partial<T> | null) => {
    setWords(to ?? {});
    try {
      if (to && Object.keys(to).length > 0) localStorage.setItem(key, JSON.stringify(to));
      else localStorage.removeItem(key);
    } catch {
      // Storage may be full or forbidden; the words hold while this is open.
    }
  };
  return [words, keep];
}

function read<T>(key: string): Partial<T> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}
