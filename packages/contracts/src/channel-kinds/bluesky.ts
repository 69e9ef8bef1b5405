import { z } from 'zod';
import { httpUrl } from '../fields.ts';
import type { ChannelKind } from './kind.ts';

export const blueskyConfig = z.object({ service: httpUrl, handle: z.string(), did: z.string() });

export const bluesky = {
  label: 'Bluesky',
  safety: 'A',
  shows: 'post',
  limits: {
    text: { max: 300, bytes: 3000 },
    images: { max: 4, bytes: 2_000_000, altGraphemes: 2000 },
    source: 'lexicons app.bsky.feed.post and app.bsky.embed.images',
    readOn: '2026-11-23',
  },
  grace: 15 * 60,
  metrics: ['likes', 'reposts', 'replies', 'quotes'],
  linkCard: true,
  // 5,000 points an hour, a record costs 3 (docs.bsky.app/docs/advanced-guides/rate-limits, read 2026-11-23).
  rate: { posts: 1600, seconds: 3600 },
  after: { edit: false, remove: true, reply: true },
  thread: { noun: 'part', most: 24 },
  addressed: true,
  config: blueskyConfig,
  address: (config) => `@${blueskyConfig.parse(config).handle}`,
  account: (config) => blueskyConfig.parse(config).did,
} as const satisfies ChannelKind;
