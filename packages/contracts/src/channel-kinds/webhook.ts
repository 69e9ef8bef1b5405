import { z } from 'zod';
import { maxAltText } from '../media.ts';
import type { ChannelKind } from './kind.ts';
import { webhookUrl } from './webhook-url.ts';

/** The path of the address may be a secret; only its host is public. */
export const webhookConfig = z.object({ host: z.string() });
export const webhookTyped = z.object({
  webhookUrl,
  signingSecret: z.string().trim().min(24, 'Use at least 24 characters').max(200),
});

export const webhook = {
  label: 'Signed webhook',
  what: 'A program of your own gets every item whole, signed, with its pictures: for an intranet, an app or a display.',
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
  after: { edit: true, remove: true },
  config: webhookConfig,
  address: (config) => webhookConfig.parse(config).host,
  account: () => null,
  connect: {
    fields: [
      {
        name: 'webhookUrl',
        label: 'Webhook URL',
        type: 'secret',
        description: 'Where your program listens. Its path is kept secret, like a password.',
      },
      {
        name: 'signingSecret',
        label: 'Signing secret',
        type: 'secret',
        description: 'At least 24 characters that only Mobilise and your program know.',
      },
    ],
    help: {
      title: 'What your program has to do',
      steps: [
        'Think of a long secret, or have a password manager make one, and give it to the program too.',
        'Answer the “ping” that is sent when you connect, and every later message, with a status from 200 to 299.',
        'Check the signature of every message, and take a message with an Idempotency-Key that you have seen for the same post.',
        'docs/webhooks.md of Mobilise has the format, and an example that checks the signature.',
      ],
      note: 'Both are stored encrypted and never shown again.',
    },
    known: () => ({}),
  },
} as const satisfies ChannelKind;
