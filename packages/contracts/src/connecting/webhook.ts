import { z } from 'zod';
import { webhookUrl } from '../channel-kinds/webhook-url.ts';
import type { ConnectKind } from './kind.ts';

export const webhookTyped = z.object({
  webhookUrl,
  signingSecret: z.string().trim().min(24, 'Use at least 24 characters').max(200),
});

export const webhookConnect = {
  what: 'A program of your own gets every item whole, signed, with its pictures: for an intranet, an app or a display.',
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
  removed: 'Its address and its signing secret are deleted here.',
  known: () => ({}),
} as const satisfies ConnectKind;
