import { createHmac } from 'node:crypto';
import { getMe } from '@mobilise/contracts/team';
import { rateLimits } from '@mobilise/db/schema/auth';
import { expect, test } from 'vitest';
import { type Caller, password, testApi } from './testing.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const me = await api.call(getMe, {}, owner);

const ask = (path: string, body?: unknown, caller?: Pick<Caller, 'headers'>) =>
  api.send(body === undefined ? 'GET' : 'POST', `/api/auth${path}`, { body, headers: caller?.headers ?? {} });
const signIn = (email = me.email, word = password) => ask('/sign-in/email', { email, password: word });
const callerOf = (response: Response): Caller => ({ headers: { cookie: api.cookies(response) }, userId: null });

/** The code of an authenticator at this moment (RFC 6238: SHA-1, six digits, 30 seconds). */
function totp(uri: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const value = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}

test('a session cookie is for this site and for no script', async () => {
  const [cookie] = (await signIn()).headers.getSetCookie();
  expect(cookie).toMatch(/^mobilise\.session_token=/);
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Strict/);
});

test('whoever changes their password can end every other session with it', async () => {
  const person = await api.member(workspaceId, 'editor');
  const { email } = await api.call(getMe, {}, person);
  const other = callerOf(await signIn(email));
  await api.call(getMe, {}, other);
  const body = { currentPassword: password, newPassword: 'another correct horse', revokeOtherSessions: true };
  const changed = await ask('/change-password', body, other);
  expect(changed.status).toBe(200);
  expect((await api.request(getMe, {}, person)).status).toBe(401);
  expect((await api.request(getMe, {}, callerOf(changed))).status).toBe(200);
  expect((await signIn(email)).status).toBe(401);
});

test('with a second factor, the password alone opens nothing', async () => {
  const person = await api.member(workspaceId, 'editor');
  const { email } = await api.call(getMe, {}, person);
  const enabled = await ask('/two-factor/enable', { password }, person);
  const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
  const verified = await ask('/two-factor/verify-totp', { code: totp(totpURI) }, person);
  expect(verified.status).toBe(200);

  const half = await signIn(email);
  expect(await half.json()).toMatchObject({ twoFactorRedirect: true });
  expect((await api.request(getMe, {}, callerOf(half))).status).toBe(401);
  expect((await ask('/two-factor/verify-totp', { code: '000000' }, callerOf(half))).status).toBe(401);
  const whole = await ask('/two-factor/verify-backup-code', { code: backupCodes[0] }, callerOf(half));
  expect(await api.call(getMe, {}, callerOf(whole))).toMatchObject({ email, twoFactor: true });
  const again = await ask('/two-factor/verify-backup-code', { code: backupCodes[0] }, callerOf(await signIn(email)));
  expect(again.status).toBe(401);
});

test('a code of the second factor counts once, also of two at the same moment', async () => {
  // Five a minute are allowed, and others were here before.
  await api.context.db.delete(rateLimits);
  const person = await api.member(workspaceId, 'editor');
  const { email } = await api.call(getMe, {}, person);
  const enabled = await ask('/two-factor/enable', { password }, person);
  const { totpURI } = (await enabled.json()) as { totpURI: string };
  const first = totp(totpURI);
  expect((await ask('/two-factor/verify-totp', { code: first }, person)).status).toBe(200);
  const replayed = await ask('/two-factor/verify-totp', { code: first }, callerOf(await signIn(email)));
  expect([replayed.status, await replayed.json()]).toEqual([401, expect.objectContaining({ code: 'CODE_USED' })]);
  expect(replayed.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);

  // The next one is taken already now: clocks differ.
  const next = totp(totpURI, Date.now() + 30_000);
  const halves = [callerOf(await signIn(email)), callerOf(await signIn(email))];
  const answers = await Promise.all(
    halves.map((half) => ask('/two-factor/verify-totp', { code: next, trustDevice: true }, half)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
});

test('a code that is wrong is told to be wrong however often it is typed, and counts once when it is right', async () => {
  await api.context.db.delete(rateLimits);
  const person = await api.member(workspaceId, 'editor');
  const { email } = await api.call(getMe, {}, person);
  const { totpURI } = (await (await ask('/two-factor/enable', { password }, person)).json()) as { totpURI: string };
  expect((await ask('/two-factor/verify-totp', { code: totp(totpURI) }, person)).status).toBe(200);
  const half = callerOf(await signIn(email));
  const told = async (code: string) => {
    const answer = await ask('/two-factor/verify-totp', { code }, half);
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  // Of a clock that is ten minutes ahead.
  const wrong = totp(totpURI, Date.now() + 600_000);
  expect([await told(wrong), await told(wrong)]).toEqual([
    [401, 'INVALID_CODE'],
    [401, 'INVALID_CODE'],
  ]);
  // Of the half minute to come, which counts already.
  const right = totp(totpURI, Date.now() + 30_000);
  expect(await told(right)).toEqual([200, undefined]);
  const replayed = await ask('/two-factor/verify-totp', { code: right }, callerOf(await signIn(email)));
  expect(await replayed.json()).toMatchObject({ code: 'CODE_USED' });
});

test.each(['/sign-up/email', '/request-password-reset', '/delete-user', '/sign-in/social', '/link-social', '/nothing'])(
  'nothing answers at %s',
  async (path) => {
    expect(await (await ask(path, {}, owner)).json()).toMatchObject({ status: 404, code: 'not_found' });
  },
);

test('a body that is too large or no JSON is refused before it is read in full', async () => {
  const large = await signIn('x'.repeat(100_000));
  expect(await large.json()).toMatchObject({
    status: 413,
    code: 'too_large',
    detail: expect.stringContaining('16 kB'),
  });
  const form = await fetch(`${api.url}/api/auth/sign-in/email`, {
    method: 'POST',
    body: new URLSearchParams({ email: me.email, password }),
  });
  expect(await form.json()).toMatchObject({ status: 415, code: 'media_type_unsupported' });
});

test.each([
  ['nothing', ''],
  ['a page', 'n'.repeat(81)],
  ['a null character', 'Olive\0'],
])('nobody is called %s', async (_, name) => {
  expect((await ask('/update-user', { name }, owner)).status).toBe(400);
  expect(await api.call(getMe, {}, owner)).toMatchObject({ name: me.name });
});

test('what the database cannot store is the request’s mistake, told as a problem', async () => {
  const refused = await ask('/revoke-session', { token: 'a\0b' }, owner);
  expect(await refused.json()).toMatchObject({ status: 400, code: 'invalid_request' });
});
