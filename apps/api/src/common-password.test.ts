import { acceptInvitation, getMe, invite } from '@mobilise/contracts/team';
import { expect, test } from 'vitest';
import { commonPassword } from './common-password.ts';
import { password, testApi } from './testing.ts';

const guessed = [
  'password1234',
  'Password2026!',
  'P@ssw0rd1234',
  'passwordpassword',
  'my password!!',
  '123456789012',
  '210987654321',
  'aaaaaaaaaaaaaa',
  'abcabcabcabc',
  'qwertyuiop123',
  'QwertyQwerty',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  'zaq12wsxcde3',
  'abcdefghijkl',
  'administrator',
  'letmein-please',
  'Liverpool-1985',
  'iloveyou-2024!',
  'Summer-2026-Summer',
];

test.each(guessed)('%s is one of the first that are guessed', (password) => {
  expect(commonPassword(password)).toContain('one of the first that are guessed');
});

test.each([
  'correct horse battery staple',
  'correct horse battery',
  'another correct horse',
  'teapot ferry lantern moss',
  'harbour candle willow nine',
  'summer rain on my bicycle',
  '8f3kq9zt2mva',
  '🦊🐻🐼🦁🐸🐙',
])('%s is left alone', (password) => {
  expect(commonPassword(password)).toBeNull();
});

test('long ones are looked at in no time', () => {
  const before = process.cpuUsage();
  for (const unit of ['a', 'ab', 'qwe', 'passwor', '1q2w', 'x9']) commonPassword(unit.repeat(128).slice(0, 128));
  // By the work that it took: on a busy machine the clock says little.
  expect(process.cpuUsage(before).user).toBeLessThan(200_000);
});

const api = await testApi();

test('set-up, an invitation and a change of password refuse it, and say why', async () => {
  const { workspaceId, owner } = await api.setUp();
  const { link } = await api.call(
    invite,
    { params: { workspace: workspaceId }, body: { email: 'ed@example.org', role: 'editor' } },
    owner,
  );
  const token = link.split('/').at(-1) ?? '';
  const join = (chosen: string) =>
    api.request(acceptInvitation, { params: { token }, body: { name: 'Ed', password: chosen } });
  const refused = await join('Password1234');
  expect(await refused.json()).toMatchObject({
    status: 400,
    code: 'invalid_request',
    fields: [{ field: 'body.password', message: expect.stringContaining('guessed') }],
  });

  const change = (newPassword: string) =>
    api.send('POST', '/api/auth/change-password', {
      headers: owner.headers,
      body: { currentPassword: password, newPassword },
    });
  const answer = await change('password1234');
  expect([answer.status, await answer.json()]).toEqual([
    400,
    expect.objectContaining({ code: 'PASSWORD_COMMON', message: expect.stringContaining('guessed') }),
  ]);
  // Nothing came of either: the old password and the link are as they were.
  expect((await change('another correct horse')).status).toBe(200);
  expect((await join(password)).status).toBe(201);
  expect((await api.request(getMe, {}, owner)).status).toBe(200);
});
