import { useQuery } from '@tanstack/react-query';
import { channelsQuery, publisherQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';

/** What the navigation points out, by place: a short mark and the words for it. */
export function useSignals(): Record<string, { mark: string; words: string } | undefined> {
  const { id } = useWorkspace();
  const publisher = useQuery(publisherQuery(id)).data;
  const channels = useQuery(channelsQuery(id)).data;
  const waiting = publisher?.needAttention ?? 0;
  const broken = channels?.filter(({ state }) => state === 'needs_reconnect' || state === 'failing').length ?? 0;
  return {
    calendar:
      waiting > 0
        ? { mark: String(waiting), words: waiting === 1 ? '1 post needs you' : `${waiting} posts need you` }
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
