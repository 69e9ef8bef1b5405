import { z } from 'zod';
import { line } from '../fields.ts';
import type { ChannelKind } from './kind.ts';
import { webhookUrl } from './webhook-url.ts';

/** The webhook's address is its credential; what is public is what a person calls the place, and the host. */
export const teamsConfig = z.object({ place: z.string(), host: z.string() });
export const teamsTyped = z.object({ webhookUrl, place: line(80) });

export const teams = {
  label: 'Microsoft Teams',
  what: 'A channel or chat in Teams, through a workflow. It gets words and a button with the link, no pictures. Teams tells that it took a post, not that it shows it.',
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
  after: { edit: false, remove: false },
  config: teamsConfig,
  address: (config) => teamsConfig.parse(config).place,
  account: () => null,
  connect: {
    fields: [
      {
        name: 'webhookUrl',
        label: 'Webhook URL',
        type: 'secret',
        description: 'The whole address that the workflow shows, to its end. Whoever has it can post.',
      },
      {
        name: 'place',
        label: 'Where it posts',
        type: 'text',
        placeholder: 'News at Riverside Hospice',
        description: 'Teams does not tell, so write it down for your team.',
      },
    ],
    help: {
      title: 'How to make the workflow',
      steps: [
        'In Teams, point at the channel, open its menu of three dots and choose “Workflows”.',
        'Choose “Post to a channel when a webhook request is received”; for a chat, the one for chats.',
        'Give it a name such as “Mobilise”, choose Next, check the team and the channel, and choose “Add workflow”.',
        'Copy the address that is shown and paste it here.',
      ],
      note: 'The workflow belongs to whoever made it and ends with their account: give it a second owner in the Workflows app. You can switch it off there at any time. Here the address is stored encrypted and never shown again.',
    },
    known: (config) => ({ place: teamsConfig.safeParse(config).data?.place ?? '' }),
  },
} as const satisfies ChannelKind;
