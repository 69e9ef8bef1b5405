import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metrics } from '@mobilise/contracts/engagement';
import type { Problem } from '@mobilise/contracts/problems';
import { buildMember } from '@mobilise/db/factories';
import { apiKeys } from '@mobilise/db/schema/team';
import type { Settings } from '@mobilise/db/settings';
import { testDatabase } from '@mobilise/db/testing';
import express from 'express';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { hashSecret } from './authorise.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { channelRoutes } from './channels/routes.ts';
import type { Context } from './context.ts';
import { engagementRoutes } from './engagement/routes.ts';
import { buildDesk, publicUrl } from './post-testing.ts';
import { postRoutes } from './posts/routes.ts';
import { problemHandler } from './problem-handler.ts';

const { db, sql } = await testDatabase();
const app = express();
app.use(express.json());
const router = express.Router();
const context = { db, sql, settings: { publicUrl } as Settings } as Context;
for (const bindRoutes of [postRoutes, calendarRoutes, channelRoutes, engagementRoutes]) bindRoutes({ router, context });
app.use(router, problemHandler(pino({ level: 'silent' })));
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** A workspace with its address and a key of a role. */
async function open(role: 'owner' | 'editor' | 'viewer') {
  const desk = await buildDesk(db);
  const secret = crypto.randomUUID();
  await buildMember(db, { workspaceId: desk.workspace.id, role });
  await db.insert(apiKeys).values({
    id: crypto.randomUUID(),
    workspaceId: desk.workspace.id,
    name: 'Nightly',
    role,
    prefix: 'mob_',
    hash: hashSecret(secret),
  });
  const { port } = server.address() as AddressInfo;
  const send = (method: string, path: string, body?: unknown) =>
    fetch(`http://127.0.0.1:${port}/workspaces/${desk.workspace.id}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', connection: 'close' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { ...desk, send };
}

test('a program makes, schedules, moves, lists, cancels and removes a post', async () => {
  const { item, channel, send } = await open('owner');
  const json = async (method: string, path: string, body?: unknown) => {
    const response = await send(method, path, body);
    const answer = (await response.json()) as Record<string, unknown>;
    expect(response.ok, JSON.stringify(answer)).toBe(true);
    return answer;
  };
  const wallTime = '2100-03-01T09:00';
  const made = await json('POST', '/posts', { itemId: item.id, channelId: channel.id });
  const path = `/posts/${String(made['id'])}`;
  expect(await json('POST', `${path}/publish-now`, { version: 1 })).toMatchObject({
    state: 'scheduled',
    createdBy: null,
  });
  const year = new Date().getUTCFullYear() + 1;
  const moved = await json('POST', `${path}/schedule`, { version: 2, wallTime: `${year}-03-01T09:00` });
  expect(moved).toMatchObject({
    state: 'scheduled',
    wallTime: `${year}-03-01T09:00`,
    disambiguation: null,
    version: 3,
  });
  expect((await send('POST', `${path}/schedule`, { version: 3, wallTime })).status).toBe(400);
  const calendar = await json('GET', `/calendar?from=${year}-03-01&to=${year}-03-31`);
  expect(calendar).toMatchObject({ zone: 'Europe/London', data: [{ id: made['id'] }] });
  expect(await json('GET', '/posts?state=scheduled')).toMatchObject({ data: [{ id: made['id'] }], next: null });
  expect(await json('GET', '/channels')).toMatchObject({ data: [{ id: channel.id, scheduled: 1 }] });
  expect(await json('GET', `${path}/engagement`)).toEqual({ latest: [], series: [], nextReadingAt: null });
  expect(await json('GET', '/publisher')).toMatchObject({ running: false });
  await json('POST', `${path}/cancel`, { version: 3 });
  expect(await json('DELETE', path)).toEqual({ ok: true });
  expect((await send('GET', path)).status).toBe(404);
});

test('engagement is answered as JSON, and as a file that a browser saves', async () => {
  const { post, send } = await open('viewer');
  await post({ state: 'published', publishedAt: new Date('2026-11-10T09:00:00Z') });
  const period = 'from=2026-11-01&to=2026-11-30';
  expect(await (await send('GET', `/engagement?${period}`)).json()).toMatchObject({
    total: { posts: 1, readers: null },
  });
  const file = await send('GET', `/engagement.csv?${period}`);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe(
    'attachment; filename="engagement-2026-11-01-to-2026-11-30.csv"',
  );
  const lines = Buffer.from(await file.arrayBuffer())
    .toString()
    .split('\r\n');
  const columns = 8 + metrics.length;
  expect(lines.map((line) => line.split(',').length)).toEqual([columns, columns, 1]);
  const refused = await send('GET', '/engagement.csv?from=2026-11-30&to=2026-11-01');
  expect([refused.status, refused.headers.get('content-disposition')]).toEqual([400, null]);
});

test('a viewer changes nothing', async () => {
  const { item, channel, post, send } = await open('viewer');
  const { id } = await post();
  const tries: [string, string, object?][] = [
    ['POST', '/posts', { itemId: item.id, channelId: channel.id }],
    ['PATCH', `/posts/${id}`, { version: 1, useNewest: true }],
    ['POST', `/posts/${id}/schedule`, { version: 1, wallTime: '2027-01-01T09:00' }],
    ['POST', `/posts/${id}/cancel`, { version: 1 }],
    ['DELETE', `/posts/${id}`],
    ['PATCH', `/channels/${channel.id}`, { version: 1, paused: true }],
    ['DELETE', `/channels/${channel.id}`],
  ];
  for (const [method, path, body] of tries)
    expect((await send(method, path, body)).status, `${method} ${path}`).toBe(403);
});

test('a body that does not fit names its field', async () => {
  const { item, channel, send } = await open('editor');
  const fieldOf = async (schedule: object) => {
    const response = await send('POST', '/posts', { itemId: item.id, channelId: channel.id, schedule });
    const { code, fields } = (await response.json()) as Problem;
    return [response.status, code, fields?.[0]?.field];
  };
  expect(await fieldOf({ wallTime: 'tomorrow' })).toEqual([400, 'invalid_request', 'body.schedule.wallTime']);
  expect(await fieldOf({ wallTime: '2027-02-30T09:00' })).toEqual([400, 'invalid_request', 'body.schedule.wallTime']);
});
