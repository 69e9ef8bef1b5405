import type { Hold } from '@mobilise/contracts/holds';
import type { PostCard } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { holdsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { keeps, phaseOf } from './hold-phase.ts';
import { sayHold } from './hold-words.ts';

/** The hold that is on and covers any of these posts, as far as their cards tell. */
export function useHoldOver(cards: readonly PostCard[]): Hold | undefined {
  const { id } = useWorkspace();
  const { data: holds = [] } = useQuery(holdsQuery(id));
  return holds.find((hold) => phaseOf(hold, Date.now()) !== 'ahead' && cards.some((card) => keeps(hold, card)));
}

/** Where posts are about to be sent: that a hold keeps them again. */
export function HoldNote({ hold }: { hold: Hold }) {
  const { zone } = useWorkspace();
  return (
    <p className="flex gap-2.5 rounded-base border border-wait bg-wait-soft px-3 py-2">
      <StateIcon state="held" className="mt-0.5 size-4.5" />
      <span>
        <span className="font-medium">{sayHold(hold, zone, new Date()).title}.</span> What comes due before it is ended
        is held again.
      </span>
    </p>
  );
}
