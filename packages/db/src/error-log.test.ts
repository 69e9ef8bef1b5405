import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { errorForLog } from './error-log.ts';
import { testDatabase } from './testing.ts';

const { db } = await testDatabase();

test('a failed query is logged with its reason and without its parameters, however deep it is', async () => {
  const failed = await db.execute(sql`select ${'a token'} from nowhere`).catch((error: unknown) => error);
  const logged = errorForLog(new Error('Nobody could be signed in', { cause: failed }));
  expect(logged).toMatchObject({
    message: 'Nobody could be signed in',
    stack: expect.stringContaining('error-log.test.ts'),
    cause: { message: 'Failed query: select $1 from nowhere', cause: { code: '42P01' } },
  });
  expect(JSON.stringify(logged)).not.toContain('a token');
});

test('properties of an error, which may hold credentials, are left out', () => {
  const error = Object.assign(new Error('Refused'), { request: { headers: { authorization: 'Bearer x' } } });
  expect(JSON.stringify(errorForLog(error))).not.toContain('Bearer');
});

test('what is thrown without being an error, and an error that causes itself, can be logged', () => {
  expect(errorForLog('no')).toEqual({ type: 'string', message: 'no' });
  const ring = new Error('Round');
  ring.cause = ring;
  expect(JSON.stringify(errorForLog(ring)).length).toBeGreaterThan(0);
});
