import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type WebhookFake, webhookFake } from '../packages/channels/src/webhook-fake.ts';
import { buildItem, buildPost } from '../packages/db/src/factories.ts';
import { loadSharp } from '../packages/media-processing/src/sharp.ts';
import { ask, type Cluster, startCluster } from './cluster.ts';

// Two APIs and three publishers on one database and one store, as in deploy/compose.yaml.

const email = 'ada@riverside.example';
const password = 'teapot ferry lantern moss';
let cluster: Cluster;
let receiver: WebhookFake;
let cookie: string;
let workspace: string;
/** Below the workspace, by the proxy or by one API. */
const at = (path: string, base = cluster.url) => `${base}/api/v1/workspaces/${workspace}${path}`;
const api = (index: 0 | 1) => cluster.apis[index]?.url ?? '';

beforeAll(async () => {
  [cluster, receiver] = await Promise.all([startCluster(), webhookFake()]);
  const made = await ask('POST', `${cluster.url}/api/v1/setup`, {
    body: {
      token: new URL(cluster.setupUrl).searchParams.get('token'),
      ...{ name: 'Ada Reid', email, password },
      workspace: { name: 'Riverside Hospice', zone: 'Europe/London' },
    },
  });
  if (made.status !== 201) throw new Error(String(made.bytes));
  ({ cookie } = made);
  workspace = made.json.workspaceId;
}, 180_000);
afterAll(async () => {
  await cluster?.database.end();
  await cluster?.close();
  await receiver?.close();
});

test('a session made at one API holds at both, and one that ends at one has ended at both', async () => {
  const before = [...cluster.served];
  for (let turn = 0; turn < 4; turn += 1)
    expect(await ask('GET', `${cluster.url}/api/v1/me`, { cookie })).toMatchObject({ status: 200, json: { email } });
  expect(cluster.served.map((count, index) => count - (before[index] ?? 0))).toEqual([2, 2]);

  const second = await ask('POST', `${api(0)}/api/auth/sign-in/email`, { body: { email, password } });
  const me = (index: 0 | 1) => ask('GET', `${api(index)}/api/v1/me`, { cookie: second.cookie });
  expect((await me(1)).status).toBe(200);
  const leaving = { cookie: second.cookie, body: {}, headers: { origin: api(1) } };
  expect((await ask('POST', `${api(1)}/api/auth/sign-out`, leaving)).status).toBe(200);
  expect((await me(0)).status).toBe(401);
});

test('what is uploaded to one is drawn by some publisher and read from the other, whole and in parts', async () => {
  const sharp = await loadSharp();
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0f766e' } })
    .png()
    .toBuffer();
  const uploaded = await ask('POST', at('/assets?filename=garden.png', api(0)), {
    cookie,
    body: picture,
    headers: { 'content-type': 'image/png' },
  });
  expect(uploaded.status).toBe(201);
  const asset = await vi.waitFor(
    async () => {
      const { json } = await ask('GET', at(`/assets/${uploaded.json.id}`, api(1)), { cookie });
      expect(json.state).toBe('ready');
      return json;
    },
    { timeout: 30_000, interval: 200 },
  );
  const { url } = asset.renditions.find(({ format }: { format: string }) => format === 'jpeg');
  const whole = await Promise.all([ask('GET', `${api(0)}${url}`), ask('GET', `${api(1)}${url}`)]);
  expect(whole.map(({ status }) => status)).toEqual([200, 200]);
  expect(whole[0]?.bytes.equals(whole[1]?.bytes ?? Buffer.of())).toBe(true);
  const part = await ask('GET', `${api(1)}${url}`, { headers: { range: 'bytes=10-19' } });
  expect(part).toMatchObject({
    status: 206,
    headers: { 'content-range': `bytes 10-19/${whole[0]?.bytes.length}` },
    bytes: whole[0]?.bytes.subarray(10, 20),
  });
});

test('who watches at one API hears of what is changed at the other', async () => {
  const watching = new AbortController();
  const stream = await fetch(at('/changes', api(0)), { headers: { cookie }, signal: watching.signal });
  const heard = (async () => {
    let said = '';
    for await (const chunk of stream.body ?? []) {
      said += Buffer.from(chunk);
      if (said.includes('"noun":"campaigns"')) return said;
    }
    return said;
  })();
  const made = await ask('POST', at('/campaigns', api(1)), { cookie, body: { name: 'Winter', colour: '#0f766e' } });
  expect(made.status).toBe(201);
  expect(await heard).toContain(made.json.id);
  watching.abort();
});

test('three publishers send each post once, also when one of them is stopped in the middle', async () => {
  const { db, sql } = cluster.database;
  const connected = await ask('POST', at('/channels'), {
    cookie,
    body: { kind: 'webhook', name: 'Intranet', ...receiver.typed(receiver.url) },
  });
  expect(connected.status).toBe(201);
  const { json } = await ask('GET', at('/channels'), { cookie });
  const channels = (json.data as { id: string; kind: string }[]).map(({ id }) => id);
  const item = await buildItem(db, { workspaceId: workspace, approved: true });
  const begin = Date.now() + 2500;
  // A few at a time for some seconds, so that the publishers race for many instants.
  await Promise.all(
    Array.from({ length: 160 }, (_, index) => {
      const dueAt = new Date(begin + Math.floor(index / 4) * 100);
      const channelId = channels[index % channels.length] ?? '';
      return buildPost(db, { workspaceId: workspace, itemId: item.id, channelId, dueAt });
    }),
  );
  await sql`select pg_notify('posts_due', '')`;
  const states = () => sql<{ state: string; count: number }[]>`
    select state, count(*)::int from posts where workspace_id = ${workspace} group by state`;
  await vi.waitFor(async () => expect(receiver.received.length).toBeGreaterThan(20), { timeout: 20_000 });
  const [stopped] = cluster.publishers;
  expect(await stopped?.stop()).toBe(0);
  await vi.waitFor(async () => expect([...(await states())]).toEqual([{ state: 'published', count: 160 }]), {
    timeout: 30_000,
    interval: 200,
  });

  const sent = receiver.received.filter(({ message }) => message['event'] === 'post.published');
  expect(new Set(sent.map(({ message }) => message['id'])).size).toBe(80);
  expect(sent).toHaveLength(80);
  const [tries] = await sql<{ tries: number; posts: number; workers: number }[]>`
    select count(*)::int as tries, count(distinct post_id)::int as posts, count(distinct worker)::int as workers from attempts`;
  expect(tries).toMatchObject({ tries: 160, posts: 160 });
  expect(tries?.workers).toBeGreaterThan(1);

  const told = await ask('GET', at('/publishing'), { cookie });
  const live = (told.json.publishers as { lives: boolean; skew: number }[]).filter(({ lives }) => lives);
  expect(live).toHaveLength(2);
  expect(live.every(({ skew }) => Math.abs(skew) < 2000)).toBe(true);
  const headers = { authorization: 'Bearer only for the one who watches' };
  const figures = await Promise.all(cluster.apis.map(({ url }) => ask('GET', `${url}/metrics`, { headers })));
  for (const { bytes } of figures) expect(String(bytes)).toContain('mobilise_publishers 2\n');
});

test('tries at signing in are counted for both APIs together', async () => {
  const statuses: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const body = { email, password: `wrong ${turn} and long enough` };
    statuses.push((await ask('POST', `${api(turn % 2 === 0 ? 0 : 1)}/api/auth/sign-in/email`, { body })).status);
  }
  expect(statuses.slice(0, 8)).toEqual(Array(8).fill(401));
  expect(statuses.slice(-2)).toEqual([429, 429]);
});

test('one API that is stopped finishes, and the other serves on', async () => {
  const [first] = cluster.apis;
  expect(await first?.stop()).toBe(0);
  expect((await ask('GET', `${api(1)}/health/ready`)).status).toBe(200);
  expect((await ask('GET', `${api(1)}/api/v1/me`, { cookie })).status).toBe(200);
});
