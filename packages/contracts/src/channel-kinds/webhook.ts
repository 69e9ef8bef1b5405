import { z } from 'zod';
import { maxAltText } from '../image.ts';
import type { ChannelKind } from './kind.ts';

/** The path of the address may be a secret; only its host is public. */
export const webhookConfig = z.object({ host: z.string() });

export const webhook = {
  label: 'Signed webhook',
  safety: 'E',
  shows: 'item',
  limits: {
    text: null,
    // Sent inside the message, so made small; how many is bounded by their bytes together.
    images: { max: 20, bytes: 500_000, altGraphemes: maxAltText },
    source: 'our own format, docs/webhooks.md',
    readOn: '2026-11-26',
  },
  grace: 6 * 3600,
  metrics: [],
  linkCard: false,
  rate: null,
  after: { edit: true, remove: true, reply: false },
  addressed: false,
  config: webhookConfig,
  address: (config) => webhookConfig.parse(config).host,
  account: () => null,
} as const satisfies ChannelKind;
