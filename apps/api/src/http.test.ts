import { routes } from '@mobilise/contracts/api';
import { listItems } from '@mobilise/contracts/items';
import { createItem } from '@mobilise/contracts/new-item';
import * as team from '@mobilise/contracts/team';
import { expect, test } from 'vitest';
import { password, testApi } from './testing.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const newItem = (body: unknown, headers: Record<string, string> = {}) =>
  api.send('POST', `/api/v1/workspaces/${workspaceId}/items`, { headers: { ...owner.headers, ...headers }, body });

test('a problem is RFC 9457 with a stable code and names every field that does not fit', async () => {
  const response = await newItem({ kind: 'story', title: '', summary: 7 });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await response.json()).toMatchObject({
    type: 'urn:mobilise:problem:invalid_request',
    status: 400,
    code: 'invalid_request',
    fields: expect.arrayContaining([
      expect.objectContaining({ field: 'body.title' }),
      expect.objectContaining({ field: 'body.summary' }),
    ]),
    requestId: expect.any(String),
  });
});

test.each([
  ['a body that is no JSON', '{"title": ', 400, 'invalid_request', {}],
  ['a body that says it is something else', 'title=x', 415, 'media_type_unsupported', { 'Content-Type': 'text/plain' }],
  ['a body over 5 MB', JSON.stringify({ title: 'x'.repeat(6_000_000) }), 413, 'too_large', {}],
  ['a body that is no UTF-8', Buffer.from('{"kind":"story","title":"Caf\xe9"}', 'latin1'), 400, 'invalid_request', {}],
  ['a body that is not an object', '"text"', 400, 'invalid_request', {}],
])('%s is refused', async (_, body, status, code, headers: Record<string, string>) => {
  const response = await fetch(`${api.url}/api/v1/workspaces/${workspaceId}/items`, {
    method: 'POST',
    headers: { ...owner.headers, 'Content-Type': 'application/json', ...headers },
    body,
  });
  expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({ status, code });
});

test('a connection stays open for longer than a proxy before us keeps one', async () => {
  const { headers } = await fetch(`${api.url}/health/live`);
  expect(headers.get('keep-alive')).toBe('timeout=75');
});

test('a query that does not fit names its field', async () => {
  const response = await api.request(
    listItems,
    { params: { workspace: workspaceId }, query: { limit: '1000' } as never },
    owner,
  );
  expect(await response.json()).toMatchObject({ status: 400, fields: [{ field: 'query.limit' }] });
});

test.each([
  ['GET', '/audit?cursor=WyJhYmMiXQ', 400, 'query.cursor'],
  ['GET', '/calendar?from=2026-11-01&to=2026-11-30&person=%00', 400, 'query.person'],
  ['DELETE', '/members/%00', 404, 'params.user'],
  ['GET', '/items/01890a5d-ac96-774b-bcce-b302099a8057/revisions/99999999999', 404, 'params.number'],
])('%s %s is refused before it reaches the database', async (method, path, status, field) => {
  const response = await api.send(method, `/api/v1/workspaces/${workspaceId}${path}`, { headers: owner.headers });
  expect(await response.json()).toMatchObject({ status, fields: [{ field }] });
});

test.each([
  ['a misspelt one', 'POST', '/items', { kind: 'story', title: 'A', tag: ['flu'] }, ['body.tag']],
  [
    'one within another, and in a list',
    'PATCH',
    '/channels/01890a5d-ac96-774b-bcce-b302099a8057/slots',
    { add: [{ weekday: 1, time: '09:00', zone: 'UTC' }], ['x'.repeat(500)]: 1 },
    ['body.add.0.zone', `body.${'x'.repeat(80)}`],
  ],
  [
    'one that only its sister knows',
    'POST',
    '/holds',
    { target: { kind: 'tag', tag: 'a', id: '' }, reason: 'A' },
    ['body.target.id'],
  ],
  [
    'one of a prototype',
    'POST',
    '/items',
    JSON.parse('{"kind":"story","title":"A","__proto__":{}}'),
    ['body.__proto__'],
  ],
  ['one of a query', 'GET', '/items?sarch=flu', undefined, ['query.sarch']],
  ['any, where a route wants none', 'DELETE', '/sample', { sure: true }, ['body.sure']],
])('a field that a route does not know is refused by its name: %s', async (_, method, path, body, fields) => {
  const response = await api.send(method, `/api/v1/workspaces/${workspaceId}${path.replace('/sample', '')}`, {
    headers: owner.headers,
    body,
  });
  const message = 'There is no such field';
  expect(await response.json()).toMatchObject({
    status: 400,
    code: 'invalid_request',
    detail: `${fields[0]}: ${message}`,
    fields: fields.map((field) => ({ field, message })),
  });
});

test('a hostile body is told of twenty fields', async () => {
  const body = Object.fromEntries(Array.from({ length: 5000 }, (_, number) => [`field${number}`, 1]));
  const response = await newItem({ kind: 'story', title: 'A', ...body });
  expect(((await response.json()) as { fields: unknown[] }).fields).toHaveLength(20);
});

test('an address of the API that names nothing says where the routes are', async () => {
  const response = await api.send('GET', '/api/v1/nothing', { headers: owner.headers });
  expect(await response.json()).toMatchObject({ status: 404, detail: expect.stringContaining('/api/openapi.json') });
});

test.each([
  ['another site, says the browser', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a sibling of our site', { 'Sec-Fetch-Site': 'same-site' }],
  ['an origin that is not this host', { Origin: 'https://evil.example' }],
  ['an opaque origin', { Origin: 'null' }],
])('a change asked for by %s is refused', async (_, headers: Record<string, string>) => {
  const response = await newItem({ kind: 'story', title: 'Forged' }, headers);
  expect(await response.json()).toMatchObject({ status: 403, code: 'cross_site' });
  const signIn = await api.send('POST', '/api/auth/sign-in/email', {
    headers,
    body: { email: 'olive@example.org', password },
  });
  expect(signIn.status).toBe(403);
});

test('a change asked for by our own page is done', async () => {
  const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: api.url };
  expect((await newItem({ kind: 'story', title: 'Ours' }, headers)).status).toBe(201);
});

test('signing up without an invitation is not possible', async () => {
  const response = await api.send('POST', '/api/auth/sign-up/email', {
    body: { name: 'Eve', email: 'eve@example.org', password },
  });
  expect(response.status).toBe(404);
});

test('sign-in is limited, whatever address the client claims', async () => {
  const tries = Array.from({ length: 12 }, (_, number) =>
    api.send('POST', '/api/auth/sign-in/email', {
      headers: { 'X-Forwarded-For': `203.0.113.${number}`, 'X-Mobilise-Client': `203.0.113.${number}` },
      body: { email: 'olive@example.org', password: `wrong ${number} and long enough` },
    }),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(statuses).toContain(429);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
});

test('the set-up link works once', async () => {
  await expect(api.setUp('second@example.org')).rejects.toThrow('gone');
});

test.each([
  ['GET', '/assets/gone.js'],
  ['POST', '/'],
  ['DELETE', '/calendar'],
])('%s %s names nothing of the desk', async (method, path) => {
  const response = await api.send(method, path);
  expect(await response.json()).toMatchObject({ status: 404, code: 'not_found' });
});

test('the OpenAPI document holds every route', async () => {
  const response = await api.send('GET', '/api/openapi.json');
  const { openapi, paths } = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  expect(openapi).toBe('3.1.0');
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(ids.sort()).toEqual(Object.keys(routes).sort());
});

test('the OpenAPI document says that bodies are closed, and answers too', async () => {
  const text = await (await api.send('GET', '/api/openapi.json')).text();
  const open: string[] = [];
  const look = (schema: unknown, at: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties, additionalProperties } = schema as Record<string, unknown>;
    if (typeof properties === 'object' && additionalProperties !== false) open.push(at);
    for (const [name, inner] of Object.entries(schema)) look(inner, `${at}/${name}`);
  };
  look(JSON.parse(text), '');
  expect(open).toEqual([]);
});

test('the OpenAPI document refers only to schemas it has, and says none of them over and over', async () => {
  const text = await (await api.send('GET', '/api/openapi.json')).text();
  const { schemas } = (JSON.parse(text) as { components: { schemas: Record<string, unknown> } }).components;
  const named = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
  expect(named).toContain('#/components/schemas/Post');
  expect(named.filter((ref) => !Object.hasOwn(schemas, ref?.replace('#/components/schemas/', '') ?? ''))).toEqual([]);
  expect(text.length).toBeLessThan(430_000);
});

test('a change by one member reaches another who watches', async () => {
  const response = await api.request(team.watchChanges, { params: { workspace: workspaceId } }, owner);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await api.call(
    createItem,
    { params: { workspace: workspaceId }, body: { kind: 'story', title: 'Seen at once' } },
    owner,
  );
  let heard = '';
  while (!heard.includes('"items"')) heard += (await reader?.read())?.value ?? '';
  expect(heard).toContain('"noun":"items"');
  await reader?.cancel();
});

test('pages of the desk allow no inline script and no framing', async () => {
  const response = await api.send('GET', '/sign-in', { headers: { Accept: 'text/html' } });
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
});
