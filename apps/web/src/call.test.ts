import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listItems } from '@mobilise/contracts/items';
import { Problem, toProblemDetails } from '@mobilise/contracts/problems';
import { createWorkspace, getMe } from '@mobilise/contracts/team';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addressOf, call } from './call.ts';

const workspace = '0190aaaa-0000-7000-8000-000000000001';
const person = { id: 'u1', name: 'Amira Khan', email: 'amira@riverside.example', twoFactor: false, workspaces: [] };

interface Seen {
  method: string | undefined;
  url: string | undefined;
  type: string | undefined;
  body: string;
}
let server: Server;
let seen: Seen[];
let answer: { status: number; body: string };

beforeEach(async () => {
  seen = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen.push({ method: request.method, url: request.url, type: request.headers['content-type'], body });
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}`;
  // A page's addresses are relative to its site; here is the site.
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => real(base + path, init));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a call answers what the contract says, parsed', async () => {
  answer = { status: 200, body: JSON.stringify(person) };
  expect(await call(getMe)).toEqual(person);
  expect(seen).toEqual([{ method: 'GET', url: '/api/v1/me', type: undefined, body: '' }]);
});

test('a body goes out as JSON', async () => {
  answer = { status: 400, body: '{}' };
  const body = { name: 'Riverside Hospice', zone: 'Europe/London' };
  await call(createWorkspace, { body }).catch(() => undefined);
  expect(seen).toEqual([
    { method: 'POST', url: '/api/v1/workspaces', type: 'application/json', body: JSON.stringify(body) },
  ]);
});

test('a double click asks once; the same again later, after a refusal, or with other words asks again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const made = { id: workspace, name: 'x', slug: 'x', zone: 'UTC', colour: '#0f766e', sample: false, version: 1 };
  answer = { status: 201, body: JSON.stringify(made) };
  const make = (name: string) =>
    call(createWorkspace, { body: { name, zone: 'Europe/London' } }).catch((error: unknown) => error);
  const [first, second] = await Promise.all([make('Riverside'), make('Riverside')]);
  expect(second).toBe(first);
  expect(first).toEqual(made);
  await make('Harbour');
  expect(seen).toHaveLength(2);
  vi.advanceTimersByTime(500);
  answer = { status: 400, body: '{}' };
  await make('Riverside');
  await make('Riverside');
  expect(seen).toHaveLength(4);
  vi.useRealTimers();
});

test('an address carries its parameters and leaves out what is not set', () => {
  expect(addressOf(listItems, { params: { workspace }, query: { search: 'flu & cold', kind: undefined } })).toBe(
    `/api/v1/workspaces/${workspace}/items?search=flu+%26+cold`,
  );
});

test('a problem of the API is thrown again, with its fields', async () => {
  const problem = new Problem('invalid_request', 'body.name: Write something here', {
    fields: [{ field: 'body.name', message: 'Write something here' }],
  });
  answer = { status: 400, body: JSON.stringify(toProblemDetails(problem)) };
  await expect(call(getMe)).rejects.toMatchObject({
    code: 'invalid_request',
    message: problem.message,
    fields: problem.fields,
  });
});

test('an answer of another shape is a problem, not a crash later on', async () => {
  answer = { status: 200, body: JSON.stringify({ ...person, name: 5 }) };
  await expect(call(getMe)).rejects.toMatchObject({ code: 'internal' });
});

test('a proxy that cannot reach the server is told as unavailable', async () => {
  answer = { status: 502, body: '<html>Bad gateway</html>' };
  await expect(call(getMe)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a server that is not there is told as unavailable', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const refused = await call(getMe).catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: 'Problem', code: 'unavailable' });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});

test('a call that is given up throws the reason and no problem', async () => {
  answer = { status: 200, body: JSON.stringify(person) };
  const reason = new Error('The screen was left');
  await expect(call(getMe, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
