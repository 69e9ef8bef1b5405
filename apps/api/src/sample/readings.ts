import { type Metric, readingSchedule } from '@mobilise/contracts/engagement';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { downloads, pageViews, readings } from '@mobilise/db/schema/engagement';
import type { Scope } from '../scope.ts';

/** What a sample post reached in the end, by channel: typical of a small team, nobody's real numbers. */
const reach: Record<'newsroom' | 'bluesky', [Metric, number][]> = {
  newsroom: [
    ['views', 420],
    ['readers', 310],
  ],
  bluesky: [
    ['likes', 38],
    ['reposts', 11],
    ['replies', 4],
    ['quotes', 1],
  ],
};
const heard: [Metric, number] = ['downloads', 140];

/** Readings of a published sample post at the times the publisher would have taken them, up to `scope.now`. */
export async function sampleReadings(
  scope: Scope,
  post: { id: string; kind: ItemKind; channel: 'newsroom' | 'bluesky'; publishedAt: Date },
): Promise<void> {
  const popularity = 0.4 + (spread(post.id) % 100) / 70;
  const isHeard = post.kind === 'episode' && post.channel === 'newsroom';
  const reached = [...reach[post.channel], ...(isHeard ? [heard] : [])];
  const rows = readingSchedule.flatMap((minutes) => {
    const observedAt = new Date(post.publishedAt.getTime() + minutes * 60_000);
    if (observedAt > scope.now) return [];
    // Half of all attention comes within the first day.
    const share = 1 - 0.5 ** (minutes / 1440);
    return reached.map(([metric, total]) => ({
      postId: post.id,
      metric,
      value: Math.round(total * popularity * share),
      status: 'ok' as const,
      source: 'sample',
      observedAt,
    }));
  });
  if (rows.length > 0) await scope.db.insert(readings).values(rows);
  if (post.channel !== 'newsroom') return;
  // The site's own counters go on from here when somebody opens a page.
  const latest = (metric: Metric) => rows.filter((row) => row.metric === metric).at(-1)?.value ?? 0;
  const first = { postId: post.id, day: post.publishedAt.toISOString().slice(0, 10) };
  if (isHeard) await scope.db.insert(downloads).values({ ...first, downloads: latest('downloads') });
  await scope.db.insert(pageViews).values({
    ...first,
    views: latest('views'),
    readers: latest('readers'),
  });
}

/** When the publisher reads a post next: the first time of the schedule that is still to come, or never. */
export function nextReading(publishedAt: Date, now: Date): Date | null {
  const times = readingSchedule.map((minutes) => new Date(publishedAt.getTime() + minutes * 60_000));
  return times.find((time) => time > now) ?? null;
}

/** A number that differs from post to post. */
function spread(id: string): number {
  return [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7);
}
