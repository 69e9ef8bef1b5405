import { z } from 'zod';
import { slackConfig } from '../channel-kinds/slack.ts';
import { webhookUrl } from '../channel-kinds/webhook-url.ts';
import { line } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const slackTyped = z.object({ webhookUrl, place: line(80) });

export const slackConnect = {
  what: 'A channel of a Slack workspace, through an incoming webhook. It gets words and a link, no pictures.',
  fields: [
    {
      name: 'webhookUrl',
      label: 'Webhook URL',
      type: 'secret',
      description: 'It begins with https://hooks.slack.com/services/. Whoever has it can post.',
    },
    {
      name: 'place',
      label: 'Where it posts',
      type: 'text',
      placeholder: '#news at Riverside Hospice',
      description: 'Slack does not tell, so write it down for your team.',
    },
  ],
  help: {
    title: 'How to make an incoming webhook',
    link: { url: 'https://api.slack.com/apps', words: 'Your apps at Slack' },
    steps: [
      'Open the page above, choose “Create New App”, “From scratch”, name it “Mobilise” and choose your workspace.',
      'Choose “Incoming Webhooks” on the left and switch them on.',
      'Choose “Add New Webhook to Workspace” below, choose the channel, and allow it. Your workspace may ask an administrator first.',
      'Copy the webhook URL and paste it here.',
    ],
    note: 'It can post into that one channel and read nothing. You can remove the webhook on the same page at any time. Here it is stored encrypted and never shown again.',
  },
  removed: 'Its webhook URL is deleted here. Remove the webhook in Slack as well.',
  known: (config) => ({ place: slackConfig.safeParse(config).data?.place ?? '' }),
} as const satisfies ConnectKind;
