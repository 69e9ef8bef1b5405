import { z } from 'zod';
import { line } from '../fields.ts';
import { type ChannelKind, linkBelow } from './kind.ts';
import { webhookUrl } from './webhook-url.ts';

/** The webhook's address is its credential; what is public is what a person calls the place, and the host. */
export const slackConfig = z.object({ place: z.string(), host: z.string() });
export const slackTyped = z.object({ webhookUrl, place: line(80) });

export const slack = {
  label: 'Slack',
  what: 'A channel of a Slack workspace, through an incoming webhook. It gets words and a link, no pictures.',
  safety: 'E',
  shows: 'post',
  limits: {
    text: { max: 4000, bytes: null },
    images: null,
    source: 'docs.slack.dev/reference/methods/chat.postMessage: 4,000 characters at best, cut at 40,000',
    readOn: '2026-11-26',
  },
  grace: 15 * 60,
  metrics: [],
  linkCard: true,
  withLink: linkBelow,
  // “Posting messages: 1 per second” (docs.slack.dev/apis/web-api/rate-limits, read 2026-11-26).
  rate: { posts: 1, seconds: 1 },
  after: { edit: false, remove: false },
  config: slackConfig,
  address: (config) => slackConfig.parse(config).place,
  account: () => null,
  connect: {
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
    known: (config) => ({ place: slackConfig.safeParse(config).data?.place ?? '' }),
  },
} as const satisfies ChannelKind;
