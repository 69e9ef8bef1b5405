import { type PostState, stateWords } from '@mobilise/contracts/post-states';
import { Badge } from './badge.tsx';
import { StateIcon, stateTones } from './state-icon.tsx';

/** A post's state as shape, colour and word. */
export function StateBadge({ state, className }: { state: PostState; className?: string }) {
  return (
    <Badge
      tone={stateTones[state]}
      icon={<StateIcon state={state} className="size-3.5" />}
      {...(className && { className })}
    >
      {stateWords[state].label}
    </Badge>
  );
}
