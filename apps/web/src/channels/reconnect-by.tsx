import type { Channel } from '@mobilise/contracts/channels';
import { CalendarClock } from 'lucide-react';
import { useWorkspace } from '../session.ts';
import { sayReconnectBy } from './channel-words.ts';

/** That somebody has to sign in at the platform again soon; nothing while there is time. */
export function ReconnectBy({ channel }: { channel: Channel }) {
  const { zone } = useWorkspace();
  const words = sayReconnectBy(channel, zone, new Date());
  if (!words) return null;
  return (
    <p className="flex max-w-prose gap-2 border-l-2 border-wait py-0.5 pl-3">
      <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0 text-wait" />
      <span className="font-medium">{words}</span>
    </p>
  );
}
