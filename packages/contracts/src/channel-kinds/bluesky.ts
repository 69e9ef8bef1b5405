import { z } from 'zod';
import { httpUrl, line } from '../fields.ts';
import type { ChannelKind } from './kind.ts';

export const blueskyConfig = z.object({ service: httpUrl, handle: z.string(), did: z.string() });
export const blueskyTyped = z.object({
  service: httpUrl.default('https://bsky.social'),
  identifier: line(253).transform((value) => value.replace(/^@/, '')),
  appPassword: z.string().min(1, 'Paste the app password').max(200),
});

export const bluesky = {
  label: 'Bluesky',
  what: 'Your account on bsky.social or any other server of the network.',
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
  after: { edit: false, remove: true },
  config: blueskyConfig,
  address: (config) => `@${blueskyConfig.parse(config).handle}`,
  account: (config) => blueskyConfig.parse(config).did,
  connect: {
    fields: [
      {
        name: 'identifier',
        label: 'Handle',
        type: 'text',
        placeholder: 'riverside.bsky.social',
        description: 'The account’s whole name, with its dots.',
      },
      {
        name: 'appPassword',
        label: 'App password',
        type: 'secret',
        description: 'One made for Mobilise, never the password you sign in with.',
      },
      {
        name: 'service',
        label: 'Service address',
        type: 'url',
        usual: 'https://bsky.social',
        description: 'Only if your account is not on bsky.social: the server that holds it.',
      },
    ],
    help: {
      title: 'How to make an app password',
      link: { url: 'https://bsky.app/settings/app-passwords', words: 'Settings, Privacy and security, App passwords' },
      steps: [
        'Sign in to Bluesky and open the page above.',
        'Choose “Add App Password” and give it a name that you will know again, such as “Mobilise”.',
        'Leave access to direct messages switched off: Mobilise does not read them.',
        'Copy the password of four groups, such as abcd-efgh-ijkl-mnop, and paste it here. Bluesky shows it once.',
      ],
      note: 'It lets Mobilise post, and cannot change your password or delete the account. You can revoke it there at any time. Here it is stored encrypted and never shown again.',
    },
    known: (config) => {
      const known = blueskyConfig.safeParse(config).data;
      return { service: known?.service ?? '', identifier: known?.handle ?? '' };
    },
  },
} as const satisfies ChannelKind;
