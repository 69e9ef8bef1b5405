import type { EpisodeSummary, Show } from '@mobilise/contracts/shows';

/** `12, of which 10 are out`. */
export function sayEpisodes({ all, published }: Show['episodes']): string {
  if (all === 0) return 'None yet';
  if (published === 0) return all === 1 ? '1, not out yet' : `${all}, none out yet`;
  if (published === all) return all === 1 ? '1, and it is out' : `${all}, all out`;
  return `${all}, of which ${published} ${published === 1 ? 'is' : 'are'} out`;
}

const awaited: Record<Exclude<EpisodeSummary['feed'], 'in' | null>, string> = {
  planned: 'Planned:',
  held: 'Not yet: held.',
  files: 'Not yet: its files are being made.',
  failed: 'Not there: its files were not made.',
  audio: 'Not there: it has no audio.',
};

/** What an episode that is not in the feed waits for. */
export const sayAwaited = (feed: keyof typeof awaited): string => awaited[feed];

/** How a show stands with directories in which nothing is to be put right. */
export function sayReady({ unread, newFeedUrl }: Pick<Show, 'unread' | 'newFeedUrl'>): string {
  if (newFeedUrl) return 'Read at its new address';
  return unread ? 'Ready, but for the address above' : 'Ready';
}
