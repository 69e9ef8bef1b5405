import * as team from '@mobilise/contracts/team';
import { expect, test } from 'vitest';
import { password, testApi } from '../testing.ts';
import { setupToken } from './setup.ts';

const api = await testApi();

test('a set-up link that would not be taken says so before anything is typed, a few times', async () => {
  const check = (token: string) => api.request(team.checkSetup, { body: { token } });
  const genuine = setupToken(api.settings.secret);
  expect((await check(genuine)).status).toBe(200);
  expect(await (await check(`${genuine}x`)).json()).toMatchObject({
    status: 410,
    detail: expect.stringContaining('start Mobilise again'),
  });
});

test('of many who use the set-up link at once one becomes the owner, and nobody waits for the others', async () => {
  const token = setupToken(api.settings.secret);
  const workspace = { name: 'Riverside Hospice', zone: 'Europe/London' };
  // More than the API has connections to the database.
  const people = Array.from({ length: 14 }, (_, index) => ({
    name: `Person ${index}`,
    email: `p${index}@example.org`,
  }));
  const began = performance.now();
  const answers = await Promise.all(
    people.map((person) => api.request(team.setup, { body: { token, password, workspace, ...person } })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.every(({ status }) => [201, 409, 410].includes(status))).toBe(true);
  expect(performance.now() - began).toBeLessThan(10_000);

  const check = () => api.request(team.checkSetup, { body: { token } });
  expect((await check()).status).toBe(410);
  const tries = await Promise.all(Array.from({ length: 30 }, check));
  expect(tries.map(({ status }) => status)).toContain(429);
});
