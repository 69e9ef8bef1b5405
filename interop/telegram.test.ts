import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connection } from '../packages/channels/src/adapter.ts';
import { sampleImage, samplePost } from '../packages/channels/src/conformance-fake.ts';
import { guardedFetch } from '../packages/channels/src/outgoing-fetch.ts';
import { telegram } from '../packages/channels/src/telegram.ts';
import { freePort } from '../packages/db/src/embedded.ts';

// An emulator by somebody else (telegram-test-api): it knows text messages, and no chats, pictures or rights.

interface Emulator {
  start: () => Promise<void>;
  stop: () => Promise<unknown>;
  storage: { botMessages: { messageId: number; message: { chat_id: string; text: string } }[] };
}
const TelegramServer = createRequire(import.meta.url)('telegram-test-api') as new (config: object) => Emulator;

const token = '666:emulated-token';
let server: Emulator;
let service: string;

beforeAll(async () => {
  const port = await freePort();
  server = new TelegramServer({ port, host: '127.0.0.1' });
  await server.start();
  service = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  server.storage.botMessages.length = 0;
});
afterAll(() => server?.stop());

const way = () => ({ fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(10_000) });
const connection = (overrides: Partial<Connection> = {}): Connection => ({
  config: { service, chatId: '-1001234', title: 'Riverside', username: null, botId: 666, bot: 'TestNameBot' },
  credentials: { token },
  readImage: async () => sampleImage,
  client: null,
  renew: () => Promise.reject(new Error('A bot has no session')),
  keep: async () => undefined,
  ...way(),
  ...overrides,
});
const post = samplePost(telegram, { images: [] });

test('a post arrives as it is, and its address is what Telegram’s would be', async () => {
  const outcome = await telegram.publish(post, connection());
  const [stored] = server.storage.botMessages;
  expect(stored?.message).toMatchObject({ chat_id: '-1001234', text: post.text });
  expect(outcome).toEqual({
    outcome: 'published',
    remoteId: `-1001234/${stored?.messageId}`,
    remoteUrl: `https://t.me/c/1234/${stored?.messageId}`,
  });
});

test('sent again it is there twice: nothing tells Telegram that it is the same, so we never send again by ourselves', async () => {
  await telegram.publish(post, connection());
  await telegram.publish(post, connection());
  expect(server.storage.botMessages).toHaveLength(2);
  expect(telegram.reconcile).toBeUndefined();
});

test('a server that breaks leaves nobody knowing, and what it says does not show the token', async () => {
  // Pictures are beyond the emulator: it answers 500.
  const outcome = await telegram.publish(samplePost(telegram), connection());
  expect(outcome).toMatchObject({ outcome: 'unknown', message: expect.stringContaining('500') });
  expect(JSON.stringify(outcome)).not.toContain(token);
  expect(server.storage.botMessages).toEqual([]);
});

test('a server that has gone is a definite refusal', async () => {
  const config = { ...connection().config, service: `http://127.0.0.1:${await freePort()}` };
  expect(await telegram.publish(post, connection({ config }))).toMatchObject({ outcome: 'refused' });
});

test('connecting asks for the chat and its rights, which the emulator does not know', async () => {
  const typed = { service, token, chat: '@riverside' };
  await expect(telegram.connect(typed, way())).rejects.toMatchObject({ code: 'channel_refused' });
});
