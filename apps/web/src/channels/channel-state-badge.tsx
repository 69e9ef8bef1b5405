import type { Channel } from '@mobilise/contracts/channels';
import { CircleCheck, CirclePause, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Badge, type Tone } from '../ui/badge.tsx';
import { channelStateWords } from './channel-words.ts';

const looks: Record<Channel['state'], [LucideIcon, Tone]> = {
  ready: [CircleCheck, 'done'],
  needs_reconnect: [TriangleAlert, 'wrong'],
  failing: [TriangleAlert, 'wait'],
  paused: [CirclePause, 'wait'],
};

/** A channel’s state as shape, colour and word. */
export function ChannelStateBadge({ state }: Pick<Channel, 'state'>) {
  const [Icon, tone] = looks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3.5" />}>
      {channelStateWords[state].label}
    </Badge>
  );
}
