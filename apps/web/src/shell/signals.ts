import { useQuery } from '@tanstack/react-query';
import { channelsQuery, publisherQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';

/** A short mark, the words for it, and the page that tells more. */
export interface Signal {
  mark: string;
  words: string;
  to?: string;
}

/** What the navigation points out, by place. */
export function useSignals(): Record<string, Signal | undefined> {
  const { id } = useWorkspace();
  const publisher = useQuery(publisherQuery(id)).data;
  const channels = useQuery(channelsQuery(id)).data;
  const waiting = publisher?.needAttention ?? 0;
  const broken = channels?.filter(({ state }) => state === 'needs_reconnect' || state === 'failing').length ?? 0;
  return {
    calendar:
      waiting > 0
        ? { mark: String(waiting), words: waiting === 1 ? '1 post needs you' : `${waiting} posts need you`, to: 'held' }
        : undefined,
    channels:
      broken > 0
        ? {
            mark: '!',
            words: broken === 1 ? '1 channel needs to be reconnected' : `${broken} channels need to be reconnected`,
          }
        : undefined,
  };
}
