import { labelOf, type PostState } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import { Badge } from './badge.tsx';
import { lookOf, StateIcon, stateTones } from './state-icon.tsx';

interface StateBadgeProps {
  state: PostState;
  /** How the files stand that it waits for, where that is known. */
  files?: PostCard['files'];
  className?: string;
}

/** A post's state as shape, colour and word. */
export function StateBadge({ state, files = null, className }: StateBadgeProps) {
  const look = lookOf({ state, files });
  return (
    <Badge
      tone={stateTones[look]}
      icon={<StateIcon state={look} className="size-3.5" />}
      {...(className && { className })}
    >
      {labelOf({ state, files })}
    </Badge>
  );
}
