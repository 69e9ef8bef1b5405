import { change, watchChanges } from '@mobilise/contracts/team';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { addressOf } from './call.ts';

/** What else shows a noun: a post's card carries its item's title, a show how many of its episodes are out, an upload where it is used, an item what it carries and may not be used any more. */
const shownWith: Record<string, readonly string[]> = {
  items: ['posts', 'campaigns', 'series', 'shows', 'assets'],
  posts: ['items', 'engagement', 'channels', 'holds', 'series', 'shows', 'assets'],
  shows: ['items', 'posts', 'assets', 'imports'],
  imports: ['shows', 'items', 'posts', 'assets'],
  series: ['posts', 'assets'],
  holds: ['posts'],
  assets: ['items', 'posts', 'shows'],
  consents: ['items', 'posts', 'shows', 'assets'],
  channels: ['posts'],
  campaigns: ['items', 'posts'],
  engagement: ['posts'],
  members: ['me'],
  invitations: ['members'],
  workspaces: ['me'],
};

/**
 * Milliseconds: changes are gathered for `gather`; what else shows them is fetched no more often than `apart`, since what is being
 * made tells its progress every second; a hidden page lets go after `hiddenFor`.
 */
const gather = 120;
const apart = 5000;
const hiddenFor = 60_000;
const slowest = 30_000;

/** While mounted, fetches again what somebody else changed in the workspace. */
export function useLive(workspaceId: string): void {
  const client = useQueryClient();
  useEffect(() => watch(client, workspaceId), [client, workspaceId]);
}

/** Listens until the answer is called, and fetches again whatever shows what changed. */
export function watch(client: QueryClient, workspaceId: string): () => void {
  let source: EventSource | undefined;
  let wait = 1000;
  let missed = false;
  let retryTimer: number | undefined;
  let hideTimer: number | undefined;
  const changed = refetching(client, gather);
  const shown = refetching(client, apart);
  const note = (noun: string) => {
    changed.note([noun]);
    shown.note(['audit', ...(shownWith[noun] ?? [])]);
  };
  const stop = () => {
    source?.close();
    source = undefined;
    window.clearTimeout(retryTimer);
    missed = true;
  };
  const start = () => {
    if (source) return;
    source = new EventSource(addressOf(watchChanges, { params: { workspace: workspaceId } }));
    source.onopen = () => {
      wait = 1000;
      // What happened while nobody listened was not heard.
      if (missed) note('*');
      missed = false;
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const told = change.safeParse(JSON.parse(data));
      if (told.success && told.data.noun) note(told.data.noun);
    };
    source.onerror = () => {
      stop();
      // Some jitter, so that a restarted server is not met by every screen at once.
      retryTimer = window.setTimeout(start, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, slowest);
    };
  };
  const onVisibility = () => {
    window.clearTimeout(hideTimer);
    if (document.hidden) hideTimer = window.setTimeout(stop, hiddenFor);
    else start();
  };

  start();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.clearTimeout(hideTimer);
    changed.stop();
    shown.stop();
    stop();
  };
}

/** Fetches again what is noted, soon, and what is noted within `every` milliseconds after that at their end. */
function refetching(client: QueryClient, every: number) {
  const nouns = new Set<string>();
  let timer: number | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const refetch = () => {
    timer = undefined;
    last = performance.now();
    const changed = new Set(nouns);
    nouns.clear();
    const all = changed.has('*');
    void client.invalidateQueries({ predicate: ({ queryKey: [noun] }) => all || changed.has(String(noun)) });
  };
  return {
    note: (names: readonly string[]) => {
      for (const name of names) nouns.add(name);
      timer ??= window.setTimeout(refetch, Math.max(gather, last + every - performance.now()));
    },
    stop: () => window.clearTimeout(timer),
  };
}
