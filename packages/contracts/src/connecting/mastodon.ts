import { z } from 'zod';
import { mastodonConfig } from '../channel-kinds/mastodon.ts';
import { httpUrl } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const mastodonTyped = z.object({
  server: httpUrl,
  accessToken: z
    .string()
    .trim()
    .min(1, 'Paste the access token')
    .max(1000)
    .regex(/^[\x21-\x7e]*$/, 'Paste the access token alone, without spaces'),
});

export const mastodonConnect = {
  what: 'Your account on mastodon.social or any other Mastodon server.',
  fields: [
    {
      name: 'server',
      label: 'Server address',
      type: 'url',
      placeholder: 'mastodon.social',
      description: 'The server where your account is: the part of its name behind the second @.',
    },
    {
      name: 'accessToken',
      label: 'Access token',
      type: 'secret',
      description: 'One made for Mobilise on that server, never the password you sign in with.',
    },
  ],
  help: {
    title: 'How to get an access token',
    steps: [
      'Sign in to Mastodon in a browser, not in an app, and open Preferences, then Development.',
      'Choose “New application” and give it a name that you will know again, such as “Mobilise”. Leave the website and the redirect URI as they are.',
      'Under Scopes, tick “read” and “write”. Nothing else is needed.',
      'Choose “Submit”, then open the application by its name in the list.',
      'Copy “Your access token” and paste it here.',
    ],
    note: 'It lets Mobilise post, and cannot change your password. You can delete the application there at any time, which ends it. Here it is stored encrypted and never shown again.',
  },
  removed:
    'Its access token is deleted here. Delete the application on the Mastodon server as well, under Development.',
  known: (config) => ({ server: mastodonConfig.safeParse(config).data?.server ?? '' }),
} as const satisfies ConnectKind;
