import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { bluesky } from '../packages/channels/src/bluesky.ts';
import { type Fault, type FaultProxy, faultProxy } from '../packages/channels/src/faults.ts';
import { guardedFetch } from '../packages/channels/src/outgoing-fetch.ts';
import { handleFor } from '../packages/channels/src/registry.ts';
import { type Connection, connect } from '../packages/db/src/connect.ts';
import { buildChannel, buildItem, buildPost, buildWorkspace } from '../packages/db/src/factories.ts';
import { seal, sealingKey } from '../packages/db/src/secrets.ts';
import { checkout } from '../packages/db/src/settings.ts';
import { startTestServer, type TestServer } from '../packages/db/src/testing.ts';
import { type Pds, startPds } from './pds.ts';

// A real publisher, a real PostgreSQL and a real Bluesky server; the publisher is killed between the send and the commit.

const secret = 'a secret of the interoperability tests alone';
const data = mkdtempSync(join(tmpdir(), 'mobilise-interop-'));
const running = new Set<ChildProcess>();
let server: TestServer;
let database: Connection;
let url: string;
let pds: Pds;
let proxy: FaultProxy;

beforeAll(async () => {
  [server, pds] = await Promise.all([startTestServer({ durable: true }), startPds()]);
  ({ url } = await server.createDatabase());
  database = connect(url);
  proxy = await faultProxy(pds.url);
});
afterEach(async () => {
  await Promise.all([...running].map((child) => kill(child)));
});
afterAll(async () => {
  await database.end();
  await proxy.close();
  await pds.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

test('killed between the send and the commit, the post is on the server once, and published', {
  timeout: 200_000,
}, async () => {
  const { post, killed } = await killedWhile('accepted, the answer too late');
  expect(await copies(post.handle)).toBe(1);
  expect(await stateOf(post.id)).toBe('sending');

  const since = performance.now();
  startPublisher();
  await vi.waitFor(async () => expect(await stateOf(post.id)).toBe('published'), { timeout: 150_000, interval: 500 });
  console.log(
    `Taken over ${((performance.now() - since) / 1000).toFixed(0)} s after publisher ${killed} was killed (lease 60 s + quiet period 20 s).`,
  );
  expect(await copies(post.handle)).toBe(1);
});

test('killed before the server had it, the post is sent by the next publisher, once', {
  timeout: 100_000,
}, async () => {
  const { post } = await killedWhile('swallowed without an answer');
  expect(await copies(post.handle)).toBe(0);

  // As if the lease and the quiet period had passed; the test before waits for them.
  await database.sql`update posts set lease_until = now() - interval '1 hour' where id = ${post.id}`;
  startPublisher();
  await vi.waitFor(async () => expect(await stateOf(post.id)).toBe('published'), { timeout: 80_000, interval: 250 });
  expect(await copies(post.handle)).toBe(1);
});

/** Schedules a post for now, starts a publisher, and kills it at the moment the fault is in place. */
async function killedWhile(fault: Fault) {
  const { db } = database;
  const workspace = await buildWorkspace(db);
  const id = crypto.randomUUID();
  const { config, credentials } = await bluesky.connect(
    { service: proxy.url, identifier: pds.handle, appPassword: pds.password },
    { fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(20_000) },
  );
  const channel = await buildChannel(db, {
    id,
    workspaceId: workspace.id,
    kind: 'bluesky',
    config,
    credentials: seal(credentials, sealingKey(secret), id),
  });
  const item = await buildItem(db, { workspaceId: workspace.id, approved: true });
  const dueAt = new Date();
  const handle = handleFor('bluesky', { postId: item.id, dueAt: dueAt.toISOString() });
  const post = await buildPost(db, {
    workspaceId: workspace.id,
    itemId: item.id,
    channelId: channel.id,
    state: 'scheduled',
    dueAt,
    sendAt: dueAt,
    handle,
    content: { text: `The flu clinic opens on Saturday (${fault})`, images: [], link: null },
  });
  const inPlace = proxy.strike(fault, ({ path }) => path.startsWith('/xrpc/com.atproto.repo.putRecord'));
  const publisher = startPublisher();
  await inPlace;
  const killed = publisher.pid;
  await kill(publisher);
  return { post: { ...post, handle }, killed };
}

function startPublisher(): ChildProcess {
  const child = spawn(process.execPath, ['apps/publisher/src/main.ts'], {
    cwd: checkout,
    env: {
      ...process.env,
      DATABASE_URL: url,
      MOBILISE_DATA: data,
      MOBILISE_SECRET: secret,
      MOBILISE_ALLOW_PRIVATE_ADDRESSES: 'true',
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  });
  running.add(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function stateOf(id: string): Promise<string> {
  const [row] = await database.sql<{ state: string }[]>`select state from posts where id = ${id}`;
  return row?.state ?? 'missing';
}

async function copies(handle: string): Promise<number> {
  return (await pds.records()).filter(({ uri }) => uri.endsWith(`/${handle}`)).length;
}
