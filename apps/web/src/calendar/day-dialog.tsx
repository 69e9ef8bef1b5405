import { Dialog } from '../ui/dialog.tsx';
import { EntryCard } from './entry-card.tsx';
import type { Entry } from './folding.ts';
import { sayDate } from './grid.ts';

/** All posts of a busy day. */
export function DayDialog({
  date,
  entries,
  onClose,
}: {
  date: string;
  entries: readonly Entry[];
  onClose: () => void;
}) {
  return (
    <Dialog title={sayDate(date)} isOpen onClose={onClose}>
      <ul className="flex flex-col gap-1.5">
        {entries.map((entry) => (
          <li key={entry.key}>
            <EntryCard entry={entry} look="row" isReachable />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
