import { z } from 'zod';
import { telegramConfig } from '../channel-kinds/telegram.ts';
import { httpUrl, line } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

export const telegramTyped = z.object({
  service: httpUrl.default('https://api.telegram.org'),
  token: z
    .string()
    .trim()
    .max(200)
    .regex(/^\d+:[\w-]+$/, 'Paste the whole token: digits, a colon, and letters'),
  chat: line(200)
    .transform((value) => value.replace(/^(?:https?:\/\/)?t\.me\//i, '@').replace(/^@+|^(?=[a-z])/i, '@'))
    .pipe(
      z.string().regex(/^(?:@[a-z]\w{3,31}|-?\d{1,20})$/i, 'Write a name such as @riversidehospice, or the number'),
    ),
});

export const telegramConnect = {
  what: 'A channel or group, through a bot of your own. Telegram takes no alt text: say in the words what a picture shows.',
  fields: [
    {
      name: 'token',
      label: 'Bot token',
      type: 'secret',
      description: 'What BotFather gave you for the bot. Whoever has it can post as the bot.',
    },
    {
      name: 'chat',
      label: 'Channel or group',
      type: 'text',
      placeholder: '@riversidehospice',
      description: 'Its public name; for a private one its number, such as -1001234567890.',
    },
    {
      name: 'service',
      label: 'Bot API address',
      type: 'url',
      usual: 'https://api.telegram.org',
      description: 'Only if your organisation runs a Bot API server of its own.',
    },
  ],
  help: {
    title: 'How to make a bot that may post',
    link: { url: 'https://t.me/BotFather', words: 'BotFather in Telegram' },
    steps: [
      'Open the chat with BotFather above and send it /newbot. Give the bot a name, and a user name that ends in “bot”.',
      'BotFather answers with a token such as 123456789:AAE4x… Copy it and paste it here.',
      'Open your channel in Telegram, then its name, Administrators, Add administrator, and look for the bot’s user name.',
      'Leave “Post messages” switched on. The bot needs nothing else.',
      'Write the channel’s name here. For a private channel, open it on web.telegram.org/a: its number stands after the # in the address.',
    ],
    note: 'The bot cannot read your other chats. You can take it out of the channel at any time, or have BotFather revoke the token. Here the token is stored encrypted and never shown again.',
  },
  removed: 'Its bot token is deleted here. Take the bot out of the channel in Telegram as well.',
  known: (config) => {
    const known = telegramConfig.safeParse(config).data;
    return {
      service: known?.service ?? '',
      chat: known ? (known.username ? `@${known.username}` : known.chatId) : '',
    };
  },
} as const satisfies ConnectKind;
