import { Problem } from '@mobilise/contracts/problems';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from './adapter.ts';
import { bluesky } from './bluesky.ts';
import { type BlueskyFake, blueskyFake, fakeAccount } from './bluesky-fake.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { guardedFetch } from './outgoing-fetch.ts';

let fake: BlueskyFake;
let connection: Connection;
beforeEach(async () => {
  fake = await blueskyFake();
  connection = await connectThrough(bluesky, fake.url, fake);
});
afterEach(() => fake.close());

describe('the session', () => {
  const signIns = () => fake.calls.filter((call) => call === 'com.atproto.server.createSession').length;

  test('is signed in once for many posts, and renewed by its refresh token', async () => {
    for (const postId of ['a', 'b', 'c']) {
      fake.expireSession();
      expect((await bluesky.publish(samplePost(bluesky, { postId }), connection)).outcome).toBe('published');
    }
    expect(signIns()).toBe(1);
  });

  test('falls back to the app password when the refresh token is no longer known', async () => {
    fake.expireSession();
    connection.credentials = { ...connection.credentials, refreshJwt: 'revoked' };
    expect((await bluesky.publish(samplePost(bluesky), connection)).outcome).toBe('published');
    expect(signIns()).toBe(2);
  });

  test('a revoked app password asks a person to reconnect, when publishing and when checking', async () => {
    fake.revoke();
    const expected = { message: 'Invalid identifier or password', reconnect: true };
    expect(await bluesky.publish(samplePost(bluesky), connection)).toMatchObject({ outcome: 'refused', ...expected });
    expect(await bluesky.check(connection)).toMatchObject({ ok: false, ...expected });
  });

  test('renewed tokens that cannot be stored are not used', async () => {
    fake.expireSession();
    connection.renew = async (refresh) => {
      await refresh(connection.credentials);
      throw new Error('The renewed sign-in could not be stored');
    };
    expect(await bluesky.publish(samplePost(bluesky), connection)).toMatchObject({
      outcome: 'refused',
      message: 'The renewed sign-in could not be stored',
    });
    expect(fake.log()).toEqual([]);
  });

  test('a token about to expire is renewed before it is used', async () => {
    const claims = Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 10 })).toString('base64url');
    connection.credentials = { ...connection.credentials, accessJwt: `x.${claims}.x` };
    await bluesky.check(connection);
    expect(fake.calls.slice(1)).toEqual(['com.atproto.server.refreshSession', 'com.atproto.server.getSession']);
  });
});

describe('connecting', () => {
  const attempt = (typed: Record<string, unknown>, allowPrivate = true) =>
    bluesky
      .connect(
        { ...fake.typed(fake.url), ...typed },
        { fetch: guardedFetch({ allowPrivate }), signal: new AbortController().signal },
      )
      .catch((error: unknown) => error);

  test('keeps who we are in public and the secrets apart', async () => {
    expect(await attempt({ service: `${fake.url}/some/path`, identifier: `@${fakeAccount.handle}` })).toEqual({
      config: { service: fake.url, handle: fakeAccount.handle, did: fakeAccount.did },
      credentials: { appPassword: fakeAccount.password, accessJwt: expect.any(String), refreshJwt: expect.any(String) },
    });
  });

  test('says in the platform’s words that the password is wrong, at its field', async () => {
    const problem = await attempt({ appPassword: 'wrong' });
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      code: 'channel_refused',
      message: 'Invalid identifier or password',
      fields: [{ field: 'body.appPassword', message: 'Check the handle and paste the app password again.' }],
    });
  });

  test('says which address is wrong, at its field', async () => {
    expect(await attempt({ service: 'not an address' })).toMatchObject({
      code: 'channel_refused',
      fields: [{ field: 'body.service' }],
    });
    expect(await attempt({}, false)).toMatchObject({ code: 'address_refused', fields: [{ field: 'body.service' }] });
  });

  test('says that a server which does not speak the protocol is none', async () => {
    fake.refuse('com.atproto.server.createSession', 404, '', '');
    expect(await attempt({})).toMatchObject({
      code: 'channel_refused',
      fields: [{ field: 'body.service', message: 'Check the service’s address; it may not be a Bluesky server.' }],
    });
  });
});
