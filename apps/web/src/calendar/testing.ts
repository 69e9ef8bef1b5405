import type { PostCard } from '@mobilise/contracts/posts';
import fc from 'fast-check';

let made = 0;

/** A scheduled post of the newsroom, changed as a test needs it. */
export function buildCard(overrides: Partial<PostCard> = {}): PostCard {
  made += 1;
  return {
    id: `post-${made}`,
    itemId: `item-${made}`,
    title: `Story ${made}`,
    kind: 'story',
    channelId: 'newsroom',
    channelKind: 'newsroom',
    state: 'scheduled',
    holdReason: null,
    files: null,
    wallTime: '2026-11-30T09:00',
    zone: 'Europe/London',
    dueAt: '2026-11-30T09:00:00Z',
    publishedAt: null,
    thumb: null,
    campaignId: null,
    personId: null,
    failure: null,
    part: null,
    version: 1,
    ...overrides,
  };
}

/** Any date of a few years. */
export const anyDate = fc
  .integer({ min: 0, max: 2000 })
  .map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }).toString());

/** Any wall time of a few years. */
export const anyWallTime = fc
  .tuple(anyDate, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([date, hour, minute]) => `${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
