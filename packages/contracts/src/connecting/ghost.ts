import { z } from 'zod';
import { ghostConfig } from '../channel-kinds/ghost.ts';
import { httpUrl } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const ghostTyped = z.object({
  site: httpUrl,
  adminApiKey: z
    .string()
    .trim()
    .max(500)
    .regex(
      /^[0-9a-f]{8,}:(?:[0-9a-f]{2}){16,}$/i,
      'Paste the whole Admin API key: letters and digits with a colon between them, not the Content API key',
    ),
});

export const ghostConnect = {
  what: 'Your team’s Ghost site, its own or at Ghost(Pro). Whole items become posts there; no newsletter is sent.',
  fields: [
    {
      name: 'site',
      label: 'Site address',
      type: 'url',
      placeholder: 'news.riverside.example',
      description: 'What visitors type to reach the site, or the address where you sign in to Ghost.',
    },
    {
      name: 'adminApiKey',
      label: 'Admin API key',
      type: 'secret',
      description: 'The key of an integration made for Mobilise.',
    },
  ],
  help: {
    title: 'How to get an Admin API key',
    steps: [
      'Sign in to Ghost as an owner or administrator and open Settings, then Integrations under Advanced.',
      'Choose “Add custom integration” and give it a name that you will know again, such as “Mobilise”.',
      'Copy the Admin API key, not the Content API key, and paste it here.',
    ],
    note: 'It lets Mobilise write posts and upload pictures. You can delete the integration there at any time, which ends it. Here it is stored encrypted and never shown again.',
  },
  removed: 'Its API key is deleted here. Delete the integration in Ghost as well.',
  known: (config) => ({ site: ghostConfig.safeParse(config).data?.site ?? '' }),
} as const satisfies ConnectKind;
