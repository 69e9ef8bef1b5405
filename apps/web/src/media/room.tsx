import { TriangleAlert } from 'lucide-react';
import { sayRoom } from './bytes.ts';

/** Share of the room from which on it is worth a warning. */
const nearly = 0.9;

/** How much of a workspace's room is taken. */
export function Room({ storage }: { storage: { used: number; quota: number } }) {
  const isNearlyFull = storage.used >= storage.quota * nearly;
  return (
    <p className={`figures flex items-center gap-1.5 text-small ${isNearlyFull ? 'text-wait' : 'text-ink-soft'}`}>
      {isNearlyFull && <TriangleAlert aria-hidden className="size-4 shrink-0" />}
      {sayRoom(storage)} used
      {isNearlyFull && '. Remove what nobody needs; what is in the bin counts until it is gone.'}
    </p>
  );
}
