import { useRef, useState } from 'react';
import { confidential } from '../confidential.ts';
import { usePerson } from '../session.ts';
import { nothingUnsaved, type Unsaved } from '../unsaved.ts';

/**
 * What somebody began to write and has not saved: on this device, written before the keystroke ends, so that neither another
 * screen nor a closed tab loses it. What is confidential is kept by this tab alone, until the person signs out.
 */
export function useKeptWords<T extends object>(
  name: string,
  { isConfidential = false } = {},
): [unsaved: Unsaved<T>, keep: (change: (unsaved: Unsaved<T>) => Unsaved<T>) => void] {
  const key = `${isConfidential ? confidential : 'words '}${usePerson().id} ${name}`;
  const [unsaved, setUnsaved] = useState<Unsaved<T>>(() => read(key));
  const latest = useRef(unsaved);
  const keep = (change: (unsaved: Unsaved<T>) => Unsaved<T>) => {
    latest.current = change(latest.current);
    write(key, latest.current);
    setUnsaved(latest.current);
  };
  return [unsaved, keep];
}

const storageOf = (key: string) => (key.startsWith(confidential) ? sessionStorage : localStorage);

function read<T>(key: string): Unsaved<T> {
  try {
    const { to, from } = JSON.parse(storageOf(key).getItem(key) ?? '{}');
    return to && from ? { to, from } : nothingUnsaved;
  } catch {
    return nothingUnsaved;
  }
}

function write<T>(key: string, unsaved: Unsaved<T>): void {
  try {
    if (Object.keys(unsaved.to).length > 0) storageOf(key).setItem(key, JSON.stringify(unsaved));
    else storageOf(key).removeItem(key);
  } catch {
    // Storage may be full or forbidden; the words hold while this is open.
  }
}
