import { signInKinds } from '@mobilise/contracts/sign-in-kinds';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LinkedInFake, linkedinFake } from './linkedin-fake.ts';
import { fakeClient } from './linkedin-fake-oauth.ts';
import { linkedinSignIn } from './linkedin-sign-in.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { adapterFor, remoteKinds } from './registry.ts';
import { ServiceFailure } from './service.ts';
import { beginSignIn, finishSignIn, type Grant, refreshGrant, renewalOf, withKeptRefresh } from './sign-in.ts';

const redirectAddress = 'https://news.example/oauth/callback';
const way = { fetch: guardedFetch({ allowPrivate: true }), signal: new AbortController().signal };
const withPkce = { ...linkedinSignIn, pkce: true };

let fake: LinkedInFake;
beforeEach(async () => {
  fake = await linkedinFake();
});
afterEach(() => fake.close());

const client = () => ({ ...fakeClient, origin: fake.url });
/** The code that the platform sends somebody back with who allows it. */
async function allowed(address: string): Promise<string> {
  const page = await (await fetch(address)).text();
  const back = /href="([^"]+)">Allow/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  return new URL(back).searchParams.get('code') ?? '';
}
const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

test('the kinds with a sign-in are those that the settings know', async () => {
  const kinds = [];
  for (const kind of remoteKinds) if ((await adapterFor(kind)).signIn) kinds.push(kind);
  expect(kinds).toEqual(Object.keys(signInKinds));
});

describe('signing in', () => {
  test('sends people to the platform with a state that nobody can guess, and brings tokens back', async () => {
    const { address, state, verifier } = await beginSignIn(linkedinSignIn, client(), redirectAddress);
    expect(Object.fromEntries(new URL(address).searchParams)).toEqual({
      response_type: 'code',
      client_id: fakeClient.id,
      redirect_uri: redirectAddress,
      scope: linkedinSignIn.scopes.join(' '),
      state,
    });
    expect(state.length).toBeGreaterThanOrEqual(40);
    const grant = await finishSignIn(
      linkedinSignIn,
      client(),
      { code: await allowed(address), state, verifier, redirectAddress },
      way,
    );
    expect(grant).toMatchObject({ accessToken: expect.any(String), refreshToken: expect.any(String) });
    const days = (until: string | null) => Math.round((Date.parse(until ?? '') - Date.now()) / 86_400_000);
    expect([days(grant.expiresAt), days(grant.refreshUntil)]).toEqual([60, 365]);
  });

  test('proves by its verifier that it is the one that began, where the platform checks that', async () => {
    const { address, state, verifier } = await beginSignIn(withPkce, client(), redirectAddress);
    const { searchParams } = new URL(address);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('code_challenge')).not.toBe(verifier);
    const finish = async (given: string | null) =>
      finishSignIn(withPkce, client(), { code: await allowed(address), state, verifier: given, redirectAddress }, way);
    expect(await failure(finish('another verifier, which is as long as one has to be'))).toMatchObject({
      status: 400,
      message: expect.stringContaining('code verifier does not match'),
    });
    expect(await finish(verifier)).toMatchObject({ accessToken: expect.any(String) });
  });

  test('uses a code once, and tells neither it nor the secret', async () => {
    const { address, state, verifier } = await beginSignIn(linkedinSignIn, client(), redirectAddress);
    const code = await allowed(address);
    const finish = () => finishSignIn(linkedinSignIn, client(), { code, state, verifier, redirectAddress }, way);
    await finish();
    expect(await failure(finish())).toBeInstanceOf(ServiceFailure);
    fake.refuse('POST /oauth/v2/accessToken', {
      status: 400,
      body: { error: 'invalid_request', error_description: `bad ${code} of ${fakeClient.secret}` },
    });
    expect(await failure(finish())).toMatchObject({ message: 'bad … of …' });
  });

  test.each([[{ access_token: '' }], [{}], [[]], ['no JSON']])(
    'an answer that holds no token (%j) is none',
    async (body) => {
      fake.refuse('POST /oauth/v2/accessToken', { status: 200, body });
      const given = { code: 'x', state: 'y', verifier: null, redirectAddress };
      expect(await failure(finishSignIn(linkedinSignIn, client(), given, way))).toMatchObject({
        name: 'ServiceFailure',
        message: expect.stringContaining('no token'),
      });
    },
  );
});

describe('a renewal', () => {
  const renew = (grant: Grant) => refreshGrant(linkedinSignIn, grant, client(), way);

  test('keeps the refresh token and its end where it gets no other', async () => {
    const present = fake.grant();
    fake.signIn.oauth.givesRefreshTokens = false;
    const { credentials, reconnectBy, refusal } = await renew(present);
    expect(credentials).toMatchObject({ refreshToken: present.refreshToken, refreshUntil: present.refreshUntil });
    expect(credentials['accessToken']).not.toBe(present.accessToken);
    expect([reconnectBy, refusal]).toEqual([present.refreshUntil, undefined]);
  });

  test('takes the new refresh token of a platform that gives each once', async () => {
    fake.signIn.oauth.rotates = true;
    const present = fake.grant();
    const { credentials } = await renew(present);
    expect(credentials['refreshToken']).not.toBe(present.refreshToken);
    expect((await renew(credentials as Grant)).refusal).toBeUndefined();
    expect((await renew(present)).refusal).toMatchObject({ status: 401 });
  });

  test('that is refused leaves the token that still counts, until its end', async () => {
    const present = fake.grant();
    fake.signIn.revoke();
    expect(await renew(present)).toEqual({
      credentials: { ...present, refreshToken: null, refreshUntil: null },
      expiresAt: present.expiresAt,
      reconnectBy: present.expiresAt,
      refusal: expect.objectContaining({ message: expect.stringContaining('expired or revoked') }),
    });
  });

  test('that nobody answered changes nothing', async () => {
    fake.signIn.oauth.fails = { status: 503, body: 'down' };
    expect(await failure(renew(fake.grant()))).toMatchObject({ name: 'ServiceFailure', status: 503 });
  });
});

test('signing in again keeps the refresh token of the same person, and of nobody else', () => {
  const present: Grant = { ...fake.grant(), member: 'urn:li:person:olive' };
  const fresh: Grant = { ...fake.grant(), refreshToken: null, refreshUntil: null, member: 'urn:li:person:olive' };
  expect(withKeptRefresh(fresh, present)).toEqual({
    ...fresh,
    refreshToken: present.refreshToken,
    refreshUntil: present.refreshUntil,
  });
  expect(withKeptRefresh({ ...fresh, member: 'urn:li:person:grace' }, present).refreshToken).toBeNull();
  expect(renewalOf(fresh).reconnectBy).toBe(fresh.expiresAt);
});
