import { expect, test } from 'vitest';
import { telegramTyped } from '../connecting/telegram.ts';
import { connectBody } from '../connecting.ts';

const secret = 'a secret of at least 24 characters';

test.each(['slack', 'teams', 'webhook'])('%s takes an address, and none that holds a password', (kind) => {
  const typed = { kind, name: 'News', place: '#news', signingSecret: secret };
  const isTaken = (webhookUrl: string) => connectBody.safeParse({ ...typed, webhookUrl }).success;
  expect(isTaken('https://hooks.example.org/services/T0/B0/x')).toBe(true);
  expect(isTaken('https://team:password@hooks.example.org/services')).toBe(false);
  expect(isTaken('hooks.example.org/services')).toBe(false);
});

test('a signing secret that could be guessed is not taken', () => {
  const typed = { kind: 'webhook', name: 'News', webhookUrl: 'https://intranet.example.org/hook' };
  expect(connectBody.safeParse({ ...typed, signingSecret: 'short' }).success).toBe(false);
});

test.each([
  ['@riversidehospice', '@riversidehospice'],
  [' riversidehospice ', '@riversidehospice'],
  ['https://t.me/riversidehospice', '@riversidehospice'],
  ['-1001234567890', '-1001234567890'],
  ['https://t.me/+AbCdEf', null],
  ['no name', null],
])('a Telegram chat written as “%s” is %s', (chat, known) => {
  expect(telegramTyped.safeParse({ token: '1:x', chat }).data?.chat ?? null).toBe(known);
});

test.each(['', '123456789', '123:abc/../def', '123:abc?x=1', 'https://api.telegram.org/bot123:abc'])(
  '“%s” is no bot token',
  (token) => {
    expect(telegramTyped.safeParse({ token, chat: '@riverside' }).success).toBe(false);
  },
);
