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

it('opens the credentials of a channel and keeps renewed ones sealed', async () => {
  const { worker, load, stored } = await connected({ token: 'one' });
  const channel = await load();
  const connection = connectionTo(worker, channel, signal);
  expect(connection.credentials).toEqual({ token: 'one' });
  await connection.saveCredentials({ token: 'two' });
  expect(await stored()).toEqual({ token: 'two' });
  expect(connectionTo(worker, channel, signal).credentials).toEqual({ token: 'two' });
  expect((await load()).credentials).not.toContain('two');
});

it('never writes an old token over one that was stored in the meantime', async () => {
  const { worker, load, stored } = await connected({ token: 'one' });
  const [first, second] = [await load(), await load()];
  await Promise.all([
    connectionTo(worker, first, signal).saveCredentials({ token: 'from the first' }),
    connectionTo(worker, second, signal).saveCredentials({ token: 'from the second' }),
  ]);
  const winner = await stored();
  expect(connectionTo(worker, first, signal).credentials).toEqual(winner);
  expect(connectionTo(worker, second, signal).credentials).toEqual(winner);
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
