import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { RenewalFailed, type Renewed, renewOnce } from './credentials.ts';
import { buildChannel } from './factories.ts';
import { channels } from './schema/channels.ts';
import { open, seal, sealingKey } from './secrets.ts';
import { testDatabase } from './testing.ts';

const { db, sql } = await testDatabase({ max: 8 });
const key = sealingKey('a secret that is only for tests, long enough');

async function connected(token = 'one') {
  const { id } = await buildChannel(db, { kind: 'bluesky' });
  const credentials = seal({ token }, key, id);
  await db.update(channels).set({ credentials }).where(eq(channels.id, id));
  const read = async () => {
    const [row] = await db.select().from(channels).where(eq(channels.id, id));
    if (!row) throw new Error('The channel is gone');
    return { ...row, token: open(row.credentials ?? '', key, id)['token'] };
  };
  return { known: { id, credentials }, read };
}

const to = (token: string, more: Partial<Renewed> = {}): Renewed => ({
  credentials: { token },
  expiresAt: '2027-01-25T09:00:00.000Z',
  reconnectBy: '2027-11-26T09:00:00.000Z',
  ...more,
});

describe('credentials are renewed once', () => {
  test('when five want it at once, and all get what one stored', async () => {
    const { known, read } = await connected();
    let asked = 0;
    const refresh = async () => {
      asked += 1;
      return to(`renewal ${asked}`);
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => renewOnce(db, key, known, refresh)));
    expect(asked).toBe(1);
    expect(new Set(answers.map(({ credentials }) => credentials['token']))).toEqual(new Set(['renewal 1']));
    expect(await read()).toMatchObject({
      token: 'renewal 1',
      credentialsExpireAt: new Date('2027-01-25T09:00:00Z'),
      reconnectBy: new Date('2027-11-26T09:00:00Z'),
      renewingUntil: null,
    });
  });

  test('also when it fails: those who waited do not ask again', async () => {
    const { known, read } = await connected();
    let asked = 0;
    const refresh = async (): Promise<Renewed> => {
      asked += 1;
      await held.promise;
      throw new Error('The platform is down');
    };
    const held = Promise.withResolvers<void>();
    const answers = Array.from({ length: 3 }, () => renewOnce(db, key, known, refresh).catch((error: Error) => error));
    // All three are at it when the one that asks learns that it failed.
    await expect
      .poll(async () =>
        Number(
          (await sql`select count(*) from channels where id = ${known.id} and renewing_until is not null`)[0]?.[
            'count'
          ],
        ),
      )
      .toBe(1);
    await expect.poll(() => asked).toBe(1);
    held.resolve();
    const messages = (await Promise.all(answers)).map((error) => (error instanceof Error ? error.message : 'renewed'));
    expect(messages.filter((message) => message === 'The platform is down').length).toBe(asked);
    expect(messages).not.toContain('renewed');
    expect(await read()).toMatchObject({ token: 'one', renewingUntil: null });
  });

  test('by somebody else, where one died at it and its time is over', async () => {
    const { known, read } = await connected();
    await sql`update channels set renewing_until = clock_timestamp() - interval '1 second' where id = ${known.id}`;
    await renewOnce(db, key, known, async () => to('two'));
    expect((await read()).token).toBe('two');
  });

  test('not at all by who knows older credentials than are stored', async () => {
    const { known } = await connected();
    await renewOnce(db, key, known, async () => to('two'));
    const late = await renewOnce(db, key, known, () => Promise.reject(new Error('Nobody should ask')));
    expect(late.credentials).toEqual({ token: 'two' });
  });
});

test('a reconnect meanwhile wins, and its credentials are what is answered', async () => {
  const { known, read } = await connected();
  const newest = seal({ token: 'reconnected' }, key, known.id);
  const answer = await renewOnce(db, key, known, async () => {
    await db.update(channels).set({ credentials: newest }).where(eq(channels.id, known.id));
    return to('renewed');
  });
  expect(answer).toEqual({ sealed: newest, credentials: { token: 'reconnected' } });
  expect(await read()).toMatchObject({ token: 'reconnected', renewingUntil: null });
});

test('a refusal takes the means to renew away, and is thrown', async () => {
  const { known, read } = await connected();
  const refusal = new Error('The refresh token is revoked');
  const renewing = renewOnce(db, key, known, async () =>
    to('without', { reconnectBy: '2026-12-01T09:00:00.000Z', refusal }),
  );
  await expect(renewing).rejects.toBe(refusal);
  expect(await read()).toMatchObject({
    token: 'without',
    reconnectBy: new Date('2026-12-01T09:00:00Z'),
    renewingUntil: null,
  });
});

test('what cannot be stored is not used, and it says what that may mean', async () => {
  const { known, read } = await connected();
  await sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no space left'; end $$;
    create trigger refuse before update of credentials on channels for each row when (old.credentials is distinct from new.credentials) execute function refuse();`);
  const error = await renewOnce(db, key, known, async () => to('lost')).catch((error: unknown) => error);
  await sql.unsafe('drop trigger refuse on channels; drop function refuse();');
  expect(error).toBeInstanceOf(RenewalFailed);
  expect(error).toMatchObject({ message: expect.stringContaining('could not be stored') });
  expect((await read()).token).toBe('one');
});
