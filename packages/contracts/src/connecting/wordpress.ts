import { z } from 'zod';
import { wordpressConfig } from '../channel-kinds/wordpress.ts';
import { httpUrl, line } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const wordpressTyped = z.object({
  site: httpUrl,
  userName: line(200),
  applicationPassword: z.string().trim().min(1, 'Paste the application password').max(200),
});

export const wordpressConnect = {
  what: 'Your team’s WordPress site, its own or at a host. Whole items become posts there, with their pictures.',
  fields: [
    {
      name: 'site',
      label: 'Site address',
      type: 'url',
      placeholder: 'news.riverside.example',
      description: 'What visitors type to reach the site. Signing in may happen elsewhere; that address is not needed.',
    },
    {
      name: 'userName',
      label: 'User name',
      type: 'text',
      placeholder: 'communications',
      description: 'Of an account that may publish: an author, an editor or an administrator.',
    },
    {
      name: 'applicationPassword',
      label: 'Application password',
      type: 'secret',
      description: 'One made for Mobilise, never the password you sign in with.',
    },
  ],
  help: {
    title: 'How to make an application password',
    steps: [
      'Sign in to WordPress as the account that is to be named as the author.',
      'Open Users, then Profile, and go down to “Application Passwords”.',
      'Write a name that you will know again, such as “Mobilise”, and choose “Add New Application Password”.',
      'Copy the password of six groups, such as abcd EFGH 1234 ijkl MNOP 5678, and paste it here. WordPress shows it once.',
      'If “Application Passwords” is not there, a security plugin or the host has switched them off: ask whoever looks after the site.',
    ],
    note: 'It lets Mobilise write posts and upload pictures as that account. You can revoke it there at any time. Here it is stored encrypted and never shown again.',
  },
  removed: 'Its application password is deleted here. Revoke it in the WordPress profile as well.',
  known: (config) => {
    const known = wordpressConfig.safeParse(config).data;
    return { site: known?.site ?? '', userName: known?.userName ?? '' };
  },
} as const satisfies ConnectKind;
