import { buildChannel } from '@mobilise/db/factories';
import { open, seal } from '@mobilise/db/secrets';
import { expect, it } from 'vitest';
import { channelsById, connectionTo } from './connection.ts';
import { testPublishing } from './testing.ts';

const { sql, db, publisher } = await testPublishing();

async function connected(credentials: Record<string, unknown>) {
  const worker = publisher();
  const { id } = await buildChannel(db, { kind: 'bluesky' });
  await sql`update channels set credentials = ${seal(credentials, worker.key, id)} where id = ${id}`;
  const load = async () => {
    const channel = (await channelsById(worker, [id])).get(id);
    if (!channel) throw new Error('The channel is gone');
    return channel;
  };
  const stored = async () => open((await load()).credentials ?? '', worker.key, id);
  return { worker, load, stored };
}
const signal = new AbortController().signal;
const renewal = (token: string) => async () => ({ credentials: { token }, expiresAt: null, reconnectBy: null });

it('opens the credentials of a channel and keeps renewed ones sealed', async () => {
  const { worker, load, stored } = await connected({ token: 'one' });
  const channel = await load();
  const connection = connectionTo(worker, channel, signal);
  expect(connection.credentials).toEqual({ token: 'one' });
  expect(await connection.renew(renewal('two'))).toEqual({ token: 'two' });
  expect(await stored()).toEqual({ token: 'two' });
  expect(connectionTo(worker, channel, signal).credentials).toEqual({ token: 'two' });
  expect((await load()).credentials).not.toContain('two');
});

it('asks the platform once, however many connections found the token ended', async () => {
  const { worker, load, stored } = await connected({ token: 'one' });
  const rows = await Promise.all([load(), load()]);
  const connections = [...rows, rows[0]].map((row) => connectionTo(worker, row ?? rows[1], signal));
  let asked = 0;
  const answers = await Promise.all(
    connections.map((connection) =>
      connection.renew(async (present) => {
        expect(present).toEqual({ token: 'one' });
        asked += 1;
        return renewal(`renewal ${asked}`)();
      }),
    ),
  );
  expect(asked).toBe(1);
  expect(answers).toEqual(answers.map(() => ({ token: 'renewal 1' })));
  expect(await stored()).toEqual({ token: 'renewal 1' });
});

it('gives every request the deadline, also when the adapter brings a signal of its own', async () => {
  const seen: AbortSignal[] = [];
  const worker = publisher({
    fetch: async (_input, init) => {
      if (init?.signal) seen.push(init.signal);
      return new Response();
    },
  });
  const [{ id }, ending] = [await buildChannel(db, { kind: 'bluesky' }), new AbortController()];
  const channel = (await channelsById(worker, [id])).get(id);
  if (!channel) throw new Error('The channel is gone');
  const { fetch } = connectionTo(worker, channel, ending.signal);
  await fetch('https://example.org');
  await fetch('https://example.org', { signal });
  ending.abort();
  expect(seen.map(({ aborted }) => aborted)).toEqual([true, true]);
});
