import { z } from 'zod';
import { httpUrl } from '../fields.ts';
import type { ChannelKind } from './kind.ts';

export const linkedinConfig = z.object({
  /** Where its interface is; not LinkedIn’s own only in tests. */
  service: httpUrl,
  /** `urn:li:organization:2414183` */
  organization: z.string().regex(/^urn:li:organization(?:Brand)?:\d+$/),
  name: z.string(),
  /** The page’s name in its address; null where it has none. */
  vanityName: z.string().nullable(),
});

export const linkedin = {
  label: 'LinkedIn',
  safety: 'C',
  shows: 'post',
  limits: {
    text: { max: 3000, bytes: null },
    images: { max: 20, bytes: 5_000_000, altGraphemes: 4086 },
    // 5 MB: linkedin.com/help, “Photo sharing”.
    source: 'learn.microsoft.com/linkedin: posts-api, multiimage-post-api, images-api',
    readOn: '2026-11-26',
  },
  grace: 15 * 60,
  metrics: ['impressions', 'clicks', 'likes', 'comments', 'reposts'],
  linkCard: true,
  // LinkedIn’s own editor counts UTF-16 code units; what is escaped for its text format counts as it is read.
  count: (text) => text.length,
  // “Throttle limits: member 150 requests a day” (learn.microsoft.com, Share on LinkedIn, read 2026-11-26).
  rate: { posts: 150, seconds: 86_400 },
  // 60 days less ten: a week of platform trouble and a long weekend are survived.
  renewAhead: 10 * 86_400,
  // It refuses words it has already, for a day or two: github.com/ComposioHQ/composio/issues/2710 (`DUPLICATE_POST`), second-hand.
  refusesRepeats: { days: 2, source: 'github.com/ComposioHQ/composio/issues/2710', readOn: '2026-11-26' },
  // A partial update takes the commentary of a post, and none of its content (posts-api, as above).
  after: { edit: true, wordsOnly: true, remove: true, reply: false },
  // Its own editor stops at 1,250 characters (linkedin.com/help, “Comment on posts”); an image would need permissions of its own.
  thread: { noun: 'comment', most: 1, limits: { text: { max: 1250, bytes: null }, images: null } },
  addressed: true,
  config: linkedinConfig,
  address: (config: Record<string, unknown>) => {
    const { organization, vanityName } = linkedinConfig.parse(config);
    return `linkedin.com/company/${vanityName ?? organization.split(':').at(-1)}`;
  },
  account: (config) => linkedinConfig.parse(config).organization,
} as const satisfies ChannelKind;
