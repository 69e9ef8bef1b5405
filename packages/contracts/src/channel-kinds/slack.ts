import { z } from 'zod';
import { type ChannelKind, linkBelow } from './kind.ts';

/** The webhook's address is its credential; what is public is what a person calls the place, and the host. */
export const slackConfig = z.object({ place: z.string(), host: z.string() });

export const slack = {
  label: 'Slack',
  safety: 'E',
  shows: 'post',
  limits: {
    text: { max: 4000, bytes: null },
    images: null,
    source: 'docs.slack.dev/reference/methods/chat.postMessage: 4,000 characters at best, cut at 40,000',
    readOn: '2026-11-26',
  },
  grace: 15 * 60,
  metrics: [],
  linkCard: true,
  withLink: linkBelow,
  // “Posting messages: 1 per second” (docs.slack.dev/apis/web-api/rate-limits, read 2026-11-26).
  rate: { posts: 1, seconds: 1 },
  after: { edit: false, remove: false, reply: false },
  addressed: false,
  config: slackConfig,
  address: (config) => slackConfig.parse(config).place,
  account: () => null,
} as const satisfies ChannelKind;
