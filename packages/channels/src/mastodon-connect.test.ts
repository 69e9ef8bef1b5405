import { afterEach, beforeEach, expect, test } from 'vitest';
import { mastodon } from './mastodon.ts';
import { type MastodonFake, mastodonFake } from './mastodon-fake.ts';
import { fakeAccount } from './mastodon-fake-state.ts';
import { guardedFetch } from './outgoing-fetch.ts';

let fake: MastodonFake;
beforeEach(async () => {
  fake = await mastodonFake();
});
afterEach(() => fake.close());

const connect = (typed: Record<string, unknown> = {}, allowPrivate = true) =>
  mastodon.connect(
    { ...fake.typed(`${fake.url}/`), ...typed },
    { fetch: guardedFetch({ allowPrivate }), signal: AbortSignal.timeout(5000) },
  );
const refused = (message: string, field: string, advice: string) => ({
  code: 'channel_refused',
  message,
  fields: [{ field: `body.${field}`, message: expect.stringContaining(advice) }],
});

test('tells who we are, and keeps the token apart from what is public', async () => {
  expect(await connect()).toMatchObject({
    config: { server: fake.url, accountId: fakeAccount.id, handle: 'riverside@mastodon.test' },
    credentials: { accessToken: fakeAccount.token },
  });
  const { config, limits } = await connect();
  expect(JSON.stringify({ config, limits })).not.toContain(fakeAccount.token);
});

test('takes the limits from the server', async () => {
  fake.instance = {
    domain: 'mastodon.test',
    configuration: {
      statuses: { max_characters: 5000, max_media_attachments: 6 },
      media_attachments: { image_size_limit: 1_000_000, description_limit: 420 },
    },
  };
  expect((await connect()).limits).toMatchObject({
    text: { max: 5000, bytes: null },
    images: { max: 6, bytes: 1_000_000, altGraphemes: 420 },
    source: `${new URL(fake.url).host}/api/v2/instance`,
    readOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
});

test('takes what every server has for what this one does not say, or says oddly', async () => {
  fake.instance = { configuration: { statuses: { max_characters: 5000, max_media_attachments: -1 } } };
  const { config, limits } = await connect();
  expect(limits).toMatchObject({
    text: { max: 5000 },
    images: { max: 4, bytes: 16_777_216, altGraphemes: 1500 },
  });
  expect(config).toMatchObject({ handle: `riverside@${new URL(fake.url).host}` });
});

test('connects to a server that is too old to say anything of itself', async () => {
  fake.instance = null;
  expect(await connect()).not.toHaveProperty('limits');
});

test('refuses a wrong token in the words of the server', async () => {
  await expect(connect({ accessToken: 'wrong' })).rejects.toMatchObject(
    refused('The access token is invalid', 'accessToken', 'Copy the access token again'),
  );
});

test.each([
  [['read', 'follow'], '“write”'],
  [['write', 'read:accounts'], '“read”'],
  [['profile'], '“read” and “write”'],
])('says now what a token with the scopes %j could not do later', async (scopes, missing) => {
  fake.scopes = [...scopes, 'read:accounts'];
  await expect(connect()).rejects.toMatchObject(
    refused(
      `This access token may not do what Mobilise needs: its application lacks ${missing}.`,
      'accessToken',
      `tick ${missing}`,
    ),
  );
});

test('takes scopes in parts, and believes a server that does not tell them', async () => {
  fake.scopes = ['read:accounts', 'read:statuses', 'write:statuses', 'write:media'];
  await connect();
  fake.scopes = undefined;
  await connect();
  fake.scopes = [];
  fake.refuse('GET /api/v1/apps/', 404, 'Not Found');
  fake.scopes = ['read'];
  await connect();
});

test('an address where no Mastodon answers is meant, not the token', async () => {
  fake.refuse('GET /api/v1/accounts/', 404, 'Not Found');
  await expect(connect()).rejects.toMatchObject(refused('Not Found', 'server', 'may not be a Mastodon server'));
});

test('an address inside the network is refused', async () => {
  await expect(connect({}, false)).rejects.toMatchObject({
    code: 'address_refused',
    fields: [{ field: 'body.server' }],
  });
  expect(fake.calls).toEqual([]);
});
