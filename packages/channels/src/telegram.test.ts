import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, sampleImage, samplePost } from './conformance-fake.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { remoteIdAt } from './registry.ts';
import { telegram } from './telegram.ts';
import { fakeToken, type TelegramFake, telegramFake } from './telegram-fake.ts';

conformance('Telegram', telegram, telegramFake);

let fake: TelegramFake;
let connection: Connection;
beforeEach(async () => {
  fake = await telegramFake();
  connection = await connectThrough(telegram, fake.url, fake);
  fake.calls.length = 0;
});
afterEach(() => fake.close());

const image = { alt: 'A poster', mime: 'image/png', width: 1, height: 1, sha256: 'a' };
const images = (count: number) => Array.from({ length: count }, () => image);
const postOf = (overrides: Partial<OutgoingPost>) => samplePost(telegram, { images: [], ...overrides });
const card = { url: 'https://riverside.example/flu?a=1&b=2', title: 'Flu clinic', description: '', image: null };

/** Publishes, and gives back where it is. */
async function published(overrides: Partial<OutgoingPost>): Promise<{ remoteId: string; remoteUrl: string | null }> {
  const outcome = await telegram.publish(postOf(overrides), connection);
  if (outcome.outcome !== 'published') throw new Error(outcome.message);
  return outcome;
}

/** A PNG's first bytes with a width and a height. */
function pngOf(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(sampleImage);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('connecting', () => {
  const connect = (typed: object) =>
    telegram.connect(
      { ...fake.typed(fake.url), ...typed },
      { fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(5000) },
    );
  const problem = (field: string, message: string, advice: string) => ({
    code: 'channel_refused',
    message,
    fields: [{ field: `body.${field}`, message: expect.stringContaining(advice) }],
  });

  test('keeps the chat’s number, which stays when its name changes, and no token', async () => {
    expect(connection.config).toEqual({
      service: fake.url,
      chatId: '-1001234567890',
      title: 'Riverside Hospice',
      username: 'riversidehospice',
      botId: 123456789,
      bot: 'riverside_bot',
    });
    expect(connection.credentials).toEqual({ token: fakeToken });
  });

  test.each(['riversidehospice', 'https://t.me/riversidehospice', 't.me/riversidehospice', '-1001234567890'])(
    'knows the channel by %s',
    async (chat) => {
      expect((await connect({ chat })).config).toMatchObject({ chatId: '-1001234567890' });
    },
  );

  test('a token that was revoked, and one that never was, are the token’s fault', async () => {
    fake.revoke();
    await expect(connect({})).rejects.toMatchObject(problem('token', 'Unauthorized', 'BotFather'));
    await expect(connect({ token: '1:short' })).rejects.toMatchObject(problem('token', 'Not Found', 'BotFather'));
  });

  test('a server that speaks something else is the address’s fault', async () => {
    fake.refuse('getMe', 502, '');
    await expect(connect({})).rejects.toMatchObject(problem('service', expect.stringContaining('502'), 'Bot API'));
  });

  test('a chat that Telegram does not find is told in its words', async () => {
    await expect(connect({ chat: '@nobodyhere' })).rejects.toMatchObject(
      problem('chat', 'Bad Request: chat not found', 'Check the name'),
    );
  });

  test.each([
    ['channel', { status: 'administrator' }, 'The bot is an administrator without the right “Post messages”.'],
    ['channel', { status: 'member' }, 'The bot is not an administrator of the channel.'],
    ['channel', { status: 'left' }, 'The bot is not in the channel.'],
    ['supergroup', { status: 'kicked' }, 'The bot is not in the group.'],
    ['group', { status: 'restricted', can_send_messages: false }, 'The bot may not send messages in the group.'],
    ['group', { status: 'restricted', can_send_photos: false }, 'The bot may not send photos in the group.'],
    ['private', { status: 'member' }, 'This is a person, not a channel or a group.'],
  ] as const)('in a %s with the bot as %o: %s', async (type, bot, message) => {
    Object.assign(fake.chat, { type, bot });
    await expect(connect({})).rejects.toMatchObject(problem('chat', message, 'Make the bot an administrator'));
    expect(await telegram.check(connection)).toMatchObject({ ok: false, message, reconnect: true });
  });

  test('a group whose members may not write is told too', async () => {
    Object.assign(fake.chat, {
      type: 'supergroup',
      permissions: { can_send_messages: false },
      bot: { status: 'member' },
    });
    await expect(connect({})).rejects.toMatchObject(problem('chat', 'The bot may not send messages in the group.', ''));
    Object.assign(fake.chat, { permissions: { can_send_messages: true } });
    await expect(connect({})).resolves.toBeDefined();
  });
});

describe('the post', () => {
  test('without pictures is a message, its words as they are', async () => {
    const text = '*Flu* <b>clinic</b> & [more](x) _now_';
    expect(await published({ text })).toEqual({
      outcome: 'published',
      remoteId: '-1001234567890/17',
      remoteUrl: 'https://t.me/riversidehospice/17',
    });
    expect(fake.calls).toEqual(['sendMessage']);
    expect(fake.messages.get(17)).toEqual({ text, caption: null, photo: null, linkPreview: null });
  });

  test('has its link in the words and as the preview', async () => {
    await published({ text: 'Come by', card });
    expect(fake.messages.get(17)).toMatchObject({
      text: `Come by\n\n${card.url}`,
      linkPreview: { url: card.url },
    });
    await published({ text: '', card });
    expect(fake.messages.get(18)).toMatchObject({ text: card.url });
  });

  test('with one picture is a photo with a caption', async () => {
    await published({ text: 'Come by', images: images(1) });
    expect(fake.calls).toEqual(['sendPhoto']);
    expect(fake.messages.get(17)).toEqual({ text: null, caption: 'Come by', photo: sampleImage, linkPreview: null });
  });

  test('with several pictures is an album with the words on the first', async () => {
    expect(await published({ text: 'Come by', images: images(10) })).toMatchObject({
      remoteId: `-1001234567890/${Array.from({ length: 10 }, (_, index) => 17 + index).join(',')}`,
      remoteUrl: 'https://t.me/riversidehospice/17',
    });
    expect(fake.calls).toEqual(['sendMediaGroup']);
    expect([...fake.messages.values()].map(({ caption }) => caption)).toEqual(['Come by', ...Array(9).fill(null)]);
  });

  test('without words is a picture alone', async () => {
    await published({ text: '', images: images(1) });
    expect(fake.messages.get(17)).toMatchObject({ caption: null, photo: sampleImage });
  });

  test('in a private channel has an address for its members, in a plain group none', async () => {
    delete fake.chat.username;
    expect(await published({})).toMatchObject({ remoteUrl: 'https://t.me/c/1234567890/17' });
    fake.chat.id = -4242;
    connection.config = { ...connection.config, chatId: '-4242' };
    expect(await published({})).toMatchObject({ remoteId: '-4242/18', remoteUrl: null });
  });

  test.each([
    ['https://t.me/riversidehospice/17', '-1001234567890/17'],
    ['https://t.me/s/RiversideHospice/17/', '-1001234567890/17'],
    ['https://t.me/c/1234567890/17', '-1001234567890/17'],
    ['https://t.me/c/999/17', null],
    ['https://t.me/somebodyelse/17', null],
    ['https://t.me/riversidehospice', null],
    ['https://example.org/riversidehospice/17', null],
  ])('found at %s is known by %s', (url, id) => {
    expect(remoteIdAt('telegram', url, connection.config)).toBe(id);
  });
});

describe('refusals', () => {
  const outcomeOf = (overrides: Partial<OutgoingPost> = {}) => telegram.publish(postOf(overrides), connection);

  test('words that are too long are final, in Telegram’s words', async () => {
    expect(await outcomeOf({ text: 'x'.repeat(4097) })).toMatchObject({
      outcome: 'failed',
      message: 'Bad Request: message is too long',
    });
    expect(await outcomeOf({ text: 'x'.repeat(1025), images: images(1) })).toMatchObject({
      outcome: 'failed',
      message: 'Bad Request: message caption is too long',
    });
    expect((await outcomeOf({ text: 'x'.repeat(4096) })).outcome).toBe('published');
    expect((await outcomeOf({ text: 'x'.repeat(1024), images: images(2) })).outcome).toBe('published');
  });

  test.each([
    [21, 1],
    [6000, 4001],
  ])('a picture of %i × %i is final, and it is said what Telegram takes', async (width, height) => {
    connection.readImage = async () => pngOf(width, height);
    expect(await outcomeOf({ images: images(1) })).toMatchObject({
      outcome: 'failed',
      message: 'Bad Request: PHOTO_INVALID_DIMENSIONS',
      advice: expect.stringContaining('20 times'),
    });
  });

  test('a bot that was thrown out, or lost its right, needs a person', async () => {
    fake.chat.bot = { status: 'kicked' };
    expect(await outcomeOf()).toMatchObject({
      outcome: 'refused',
      message: 'Forbidden: bot was kicked from the channel chat',
      reconnect: true,
    });
    fake.chat.bot = { status: 'administrator', can_post_messages: false };
    expect(await outcomeOf()).toMatchObject({
      outcome: 'refused',
      message: 'Bad Request: need administrator rights in the channel chat',
      advice: expect.stringContaining('Post messages'),
      reconnect: true,
    });
  });

  test('a token that was revoked needs a person, for posts, changes and checks', async () => {
    const { remoteId } = await published({});
    fake.revoke();
    const refused = { message: 'Unauthorized', advice: expect.stringContaining('BotFather'), reconnect: true };
    expect(await outcomeOf()).toMatchObject({ outcome: 'refused', ...refused });
    expect(await telegram.check(connection)).toMatchObject({ ok: false, ...refused });
    expect(await telegram.edit?.(remoteId, postOf({}), connection)).toMatchObject({ change: 'refused', ...refused });
  });

  test('a token that Telegram has forgotten does not make posts look gone', async () => {
    const { remoteId } = await published({});
    connection.credentials = { token: '1:forgotten' };
    expect(await telegram.remove?.(remoteId, connection)).toMatchObject({ change: 'refused', message: 'Not Found' });
  });

  test('a limit says in the body how long to wait', async () => {
    fake.refuse('sendMessage', 429, 'Too Many Requests: retry after 35', { retry_after: 35 });
    expect(await outcomeOf()).toMatchObject({
      outcome: 'refused',
      message: 'Too Many Requests: retry after 35',
      retryAfter: 35,
      limited: true,
    });
  });

  test.each([500, 502, 504])('status %i leaves it unknown', async (status) => {
    fake.refuse('sendMessage', status, 'Bad Gateway');
    expect(await outcomeOf()).toEqual({ outcome: 'unknown', message: 'Bad Gateway' });
  });

  test('a group that became another one is to be connected anew', async () => {
    fake.refuse('sendMessage', 400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -100999,
    });
    expect(await outcomeOf()).toMatchObject({
      outcome: 'refused',
      advice: expect.stringContaining('new channel'),
      reconnect: true,
    });
  });
});

describe('changes', () => {
  test('of words reach the message, with its link', async () => {
    const { remoteId } = await published({ text: 'Monday' });
    const changed = postOf({ text: 'Tuesday', card });
    expect(await telegram.edit?.(remoteId, changed, connection)).toEqual({ change: 'done' });
    expect(fake.messages.get(17)).toMatchObject({ text: `Tuesday\n\n${card.url}`, linkPreview: { url: card.url } });
    expect(await telegram.edit?.(remoteId, changed, connection)).toEqual({ change: 'done' });
  });

  test('of an album reach the caption and every picture', async () => {
    const { remoteId } = await published({ text: 'Monday', images: images(2) });
    connection.readImage = async () => pngOf(2, 2);
    const changed = postOf({ text: 'Tuesday', images: images(2) });
    expect(await telegram.edit?.(remoteId, changed, connection)).toEqual({ change: 'done' });
    expect([...fake.messages.values()].map(({ caption, photo }) => [caption, photo?.readUInt32BE(16)])).toEqual([
      ['Tuesday', 2],
      [null, 2],
    ]);
  });

  test('that break off in the middle of an album are neither refused nor gone', async () => {
    const { remoteId } = await published({ images: images(2) });
    fake.messages.delete(18);
    expect(await telegram.edit?.(remoteId, postOf({ images: images(2) }), connection)).toEqual({
      change: 'unknown',
      message: 'Bad Request: message to edit not found',
    });
  });

  test('may give a message its one picture', async () => {
    const { remoteId } = await published({ text: 'Monday' });
    expect(await telegram.edit?.(remoteId, postOf({ text: 'Monday', images: images(1) }), connection)).toEqual({
      change: 'done',
    });
    expect(fake.messages.get(17)).toMatchObject({ caption: 'Monday', photo: sampleImage });
  });

  test('to another number of pictures are refused before anything is touched', async () => {
    const album = await published({ images: images(2) });
    const single = await published({ images: images(1) });
    fake.calls.length = 0;
    for (const [remoteId, count] of [
      [album.remoteId, 3],
      [album.remoteId, 0],
      [single.remoteId, 2],
    ] as const)
      expect((await telegram.edit?.(remoteId, postOf({ images: images(count) }), connection))?.change).toBe('refused');
    expect(fake.calls).toEqual([]);
  });

  test('that take a single picture away are refused in Telegram’s words', async () => {
    const { remoteId } = await published({ images: images(1) });
    expect(await telegram.edit?.(remoteId, postOf({}), connection)).toMatchObject({
      change: 'refused',
      message: 'Bad Request: there is no text in the message to edit',
    });
  });

  test('with a picture that cannot be read are refused', async () => {
    const { remoteId } = await published({ images: images(1) });
    connection.readImage = () => Promise.reject(new Error('gone'));
    expect((await telegram.edit?.(remoteId, postOf({ images: images(1) }), connection))?.change).toBe('refused');
  });

  test('of a post that somebody deleted there find it gone', async () => {
    const { remoteId } = await published({});
    fake.messages.clear();
    expect(await telegram.edit?.(remoteId, postOf({}), connection)).toEqual({ change: 'gone' });
    expect(await telegram.remove?.(remoteId, connection)).toEqual({ change: 'gone' });
  });

  test('a removed album leaves nothing', async () => {
    const { remoteId } = await published({ images: images(3) });
    expect(await telegram.remove?.(remoteId, connection)).toEqual({ change: 'done' });
    expect(fake.messages.size).toBe(0);
  });

  test('a post of more than two days stays, in Telegram’s words', async () => {
    const { remoteId } = await published({});
    fake.growOld();
    expect(await telegram.remove?.(remoteId, connection)).toMatchObject({
      change: 'refused',
      message: "Bad Request: message can't be deleted for everyone",
      advice: expect.stringContaining('48 hours'),
    });
    expect(fake.messages.size).toBe(1);
  });
});

test('figures are none, which is neither zero nor an error', async () => {
  expect(await telegram.engagement(['-1/2', '-1/3'], connection)).toEqual(
    new Map([
      ['-1/2', []],
      ['-1/3', []],
    ]),
  );
});
