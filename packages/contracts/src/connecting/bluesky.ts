import { z } from 'zod';
import { blueskyConfig } from '../channel-kinds/bluesky.ts';
import { httpUrl, line } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const blueskyTyped = z.object({
  service: httpUrl.default('https://bsky.social'),
  identifier: line(253).transform((value) => value.replace(/^@/, '')),
  appPassword: z.string().min(1, 'Paste the app password').max(200),
});

export const blueskyConnect = {
  what: 'Your account on bsky.social or any other server of the network.',
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
  removed: 'Its app password is deleted here. Delete it on Bluesky as well, under “App passwords”.',
  known: (config) => {
    const known = blueskyConfig.safeParse(config).data;
    return { service: known?.service ?? '', identifier: known?.handle ?? '' };
  },
} as const satisfies ConnectKind;
