import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@mobilise/contracts/roles';
import { fillPath, type Route, type RouteInput, type RouteResponse } from '@mobilise/contracts/route';
import { members } from '@mobilise/db/schema/team';
import type { Settings } from '@mobilise/db/settings';
import { testDatabase } from '@mobilise/db/testing';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { startApi } from './start.ts';
import { setupToken } from './team/setup.ts';

export const password = 'correct horse battery';

/** One caller's way to the API: a session's cookie, or a key. */
export interface Caller {
  headers: Record<string, string>;
  userId: string | null;
}

/**
 * A whole API on a free port with a database of its own; ends with the test file. Nobody has set it up yet, unless
 * `setUp` is called, which makes the first owner.
 */
export async function testApi(overrides: Partial<Settings> = {}) {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-api-'));
  const settings: Settings = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: database.url,
    dataFolder: folder,
    secret: 'a secret that is only for tests, long enough',
    publicUrl: 'http://localhost',
    logLevel: 'silent',
    allowPrivateAddresses: true,
    trustProxy: false,
    metricsToken: undefined,
    signInClients: {},
    objectStore: undefined,
    ffmpeg: { ffmpegPath: undefined, ffprobePath: undefined },
    quota: 1024 ** 4,
    transcribeCommand: undefined,
    release: 'test',
    ...overrides,
  };
  const api = await startApi(settings, pino({ level: 'silent' }));
  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
  ) =>
    fetch(`${api.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  /** Calls a route; the raw response. */
  const request = <T extends Route>(route: T, input: Partial<RouteInput<T>>, caller?: Caller) => {
    const { params, query, body } = input as {
      params?: Record<string, unknown>;
      query?: Record<string, string>;
      body?: unknown;
    };
    const search = query ? `?${new URLSearchParams(query)}` : '';
    return send(route.method, `/api/v1${fillPath(route.path, params)}${search}`, {
      headers: caller?.headers ?? {},
      body,
    });
  };

  /** Calls a route that is expected to succeed; throws what it answered otherwise. */
  const call = async <T extends Route>(
    route: T,
    input: Partial<RouteInput<T>>,
    caller?: Caller,
  ): Promise<RouteResponse<T>> => {
    const response = await request(route, input, caller);
    if (!response.ok) throw new Error(`${route.method} ${route.path}: ${response.status} ${await response.text()}`);
    return (route.transport === 'csv' ? await response.text() : await response.json()) as RouteResponse<T>;
  };

  const cookies = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');

  /** Makes the first owner by the set-up link. */
  const setUp = async (email = 'olive@example.org') => {
    const response = await send('POST', '/api/v1/setup', {
      body: {
        token: setupToken(settings.secret),
        name: 'Olive Owner',
        email,
        password,
        workspace: { name: 'Riverside Hospice', zone: 'Europe/London' },
      },
    });
    if (!response.ok) throw new Error(await response.text());
    const { workspaceId } = (await response.json()) as { workspaceId: string };
    const cookie = cookies(response);
    const me = (await (await send('GET', '/api/v1/me', { headers: { cookie } })).json()) as { id: string };
    return { workspaceId, owner: { headers: { cookie }, userId: me.id } satisfies Caller };
  };

  /** Makes a signed-in member of a workspace. */
  const member = async (workspaceId: string, role: Role): Promise<Caller> => {
    const name = `${role} ${crypto.randomUUID().slice(0, 8)}`;
    const { headers, response } = await api.context.auth.api.signUpEmail({
      body: { name, email: `${name.replace(' ', '.')}@example.org`, password },
      returnHeaders: true,
    });
    await api.context.db.insert(members).values({ workspaceId, userId: response.user.id, role });
    const cookie = headers
      .getSetCookie()
      .map((value) => value.split(';')[0])
      .join('; ');
    return { headers: { cookie }, userId: response.user.id };
  };

  return { url: api.url, context: api.context, settings, send, request, call, setUp, member, cookies };
}
