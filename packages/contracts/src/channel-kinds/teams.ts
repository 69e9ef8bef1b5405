import { z } from 'zod';
import type { ChannelKind } from './kind.ts';

/** The webhook's address is its credential; what is public is what a person calls the place, and the host. */
export const teamsConfig = z.object({ place: z.string(), host: z.string() });

export const teams = {
  label: 'Microsoft Teams',
  safety: 'E',
  shows: 'post',
  limits: {
    // Of 28 KB, so that the card and the characters that JSON escapes have room.
    text: { max: 10_000, bytes: 20_000 },
    images: null,
    source: 'learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors: 28 KB a message',
    readOn: '2026-11-26',
  },
  grace: 15 * 60,
  metrics: [],
  linkCard: true,
  // Four requests a second (learn.microsoft.com, “Rate limiting for connectors”, read 2026-11-26).
  rate: { posts: 4, seconds: 1 },
  after: { edit: false, remove: false, reply: false },
  addressed: false,
  config: teamsConfig,
  address: (config) => teamsConfig.parse(config).place,
  account: () => null,
} as const satisfies ChannelKind;
