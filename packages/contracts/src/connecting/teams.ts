import { z } from 'zod';
import { teamsConfig } from '../channel-kinds/teams.ts';
import { webhookUrl } from '../channel-kinds/webhook-url.ts';
import { line } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const teamsTyped = z.object({ webhookUrl, place: line(80) });

export const teamsConnect = {
  what: 'A channel or chat in Teams, through a workflow. It gets words and a button with the link, no pictures. Teams tells that it took a post, not that it shows it.',
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
  removed: 'Its webhook URL is deleted here. Switch off the workflow in Teams as well.',
  known: (config) => ({ place: teamsConfig.safeParse(config).data?.place ?? '' }),
} as const satisfies ConnectKind;
