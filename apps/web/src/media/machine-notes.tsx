import { Info } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';

const key = 'media notes';

/** What this installation cannot do with recordings, or does slowly: said until somebody has read it, and again when it changes. */
export function MachineNotes({ notes }: { notes: readonly string[] }) {
  const [read, setRead] = useState(() => kept());
  const words = notes.join(' ');
  if (notes.length === 0 || words === read) return null;
  const close = () => {
    keep(words);
    setRead(words);
  };
  return (
    <div className="flex items-start gap-2.5 border-l-2 border-line-strong py-1 pl-3 text-ink-soft">
      <Info aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <ul className="max-w-prose grow">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Button size="small" look="quiet" onPress={close}>
        I have read this
      </Button>
    </div>
  );
}

function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(words: string): void {
  try {
    localStorage.setItem(key, words);
  } catch {
    // Where nothing can be kept it is said again next time.
  }
}
