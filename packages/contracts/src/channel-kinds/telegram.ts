import { z } from 'zod';
import { httpUrl } from '../fields.ts';
import { type ChannelKind, linkBelow } from './kind.ts';

export const telegramConfig = z.object({
  /** Of the Bot API: Telegram's own, or a server that a team runs. */
  service: httpUrl,
  /** The chat's number, which stays when its name changes; -100… for channels and supergroups. */
  chatId: z.string().regex(/^-?\d+$/),
  title: z.string(),
  /** Without its @; null for a private chat. */
  username: z.string().nullable(),
  /** The bot's number and name. */
  botId: z.number().int(),
  bot: z.string(),
});

export const telegram = {
  label: 'Telegram',
  safety: 'E',
  shows: 'post',
  limits: {
    text: { max: 4096, bytes: null, withImages: 1024 },
    images: { max: 10, bytes: 10_000_000, altGraphemes: null },
    source: 'core.telegram.org/bots/api: sendMessage, sendPhoto, sendMediaGroup',
    readOn: '2026-11-23',
  },
  grace: 15 * 60,
  metrics: [],
  linkCard: true,
  // The preview of a link may fail, and then nothing would lead there.
  withLink: linkBelow,
  // Telegram counts UTF-16 code units, as its message entities do.
  count: (text) => text.length,
  // “In a group, bots are not able to send more than 20 messages per minute” (core.telegram.org/bots/faq, read 2026-11-26).
  rate: { posts: 20, seconds: 60 },
  after: { edit: true, remove: true, reply: false },
  addressed: false,
  config: telegramConfig,
  address: (config) => {
    const { username, title } = telegramConfig.parse(config);
    return username ? `@${username}` : title;
  },
  account: (config) => telegramConfig.parse(config).chatId,
} as const satisfies ChannelKind;
