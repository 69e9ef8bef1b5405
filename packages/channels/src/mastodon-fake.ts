import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.ts';
import { type FakeMedia, type FakeStatus, fakeAccount, fakeFriend, fakeState, Refusal } from './mastodon-fake-state.ts';

/**
 * A fake, not a Mastodon: one account on a server, as far as the adapter uses one, written after the documents
 * (docs.joinmastodon.org) and the public source of Mastodon 4.6 in November 2026. It has what makes a real one hard: a key
 * is kept for an hour and only after its status is committed, a repeat meanwhile answers 503, an upload belongs to one
 * status and is forgotten after a day, and the clock is the server's own.
 */
export interface MastodonFake extends ConformanceFake {
  statuses: Map<string, FakeStatus>;
  media: Map<string, FakeMedia>;
  /** Method and path without query of every call, in order. */
  calls: string[];
  /** The Idempotency-Key of every status that was asked for, in order. */
  keys: (string | null)[];
  /** What the token may do. */
  scopes: string[] | undefined;
  /** What it says of itself; null on a server before 4.0. */
  instance: Record<string, unknown> | null;
  /** Requests left until the rate limit is reset. */
  requestsLeft: number;
  /** How many looks find the next uploads in processing. */
  processFor: (looks: number) => void;
  /** How far the server's clock is ahead of ours from now on. */
  setAhead: (milliseconds: number) => void;
  /** The next status is committed, and then the request fails before its key is kept. */
  failAfterCommit: () => void;
  /** Statuses are made only when the function it answers is called; their keys are locked until then. */
  hold: () => () => void;
  /** Something the account posts by other means. */
  post: (status: Partial<FakeStatus>) => FakeStatus;
  /** The token is revoked. */
  revoke: () => void;
  /** Answers what starts with a method and a path with an error from now on. */
  refuse: (start: string, status: number, error: string, headers?: Record<string, string>) => void;
}

interface Call {
  query: URLSearchParams;
  request: FakeRequest;
  /** What the path has in place of `:id`. */
  id: string;
}

/** Starts one on a random port of the loopback address. */
export async function mastodonFake(): Promise<MastodonFake> {
  const state = fakeState();
  const refusals = new Map<string, Refusal>();
  const resetAt = new Date(Date.now() + 300_000).toISOString().replace('Z', '000Z');
  let token: string | null = fakeAccount.token;

  /** By method and path, with the scope that each takes. */
  const routes: [route: string, scope: string, handler: (call: Call) => FakeAnswer | Promise<FakeAnswer>][] = [
    ['GET /api/v1/accounts/verify_credentials', 'read:accounts', () => ok({ ...fakeAccount, token: undefined })],
    ['GET /api/v1/apps/verify_credentials', '', () => ok({ name: 'Mobilise', scopes: fake.scopes })],
    ['GET /api/v2/instance', '', () => (fake.instance ? ok(fake.instance) : nowhere())],
    ['POST /api/v2/media', 'write:media', async ({ request }) => ok(state.upload(await formOf(request)), 202)],
    [
      'GET /api/v1/media/:id',
      'write:media',
      ({ id }) => {
        const body = state.look(id);
        // The documents show no body with 206.
        return body ? ok(body) : { status: 206 };
      },
    ],
    [
      'POST /api/v1/statuses',
      'write:statuses',
      async ({ request }) => {
        const key = request.headers['idempotency-key']?.toString() ?? null;
        fake.keys.push(key);
        return ok(await state.create(request.body, key));
      },
    ],
    [
      'GET /api/v1/statuses/:id/source',
      'read:statuses',
      ({ id }) => ok({ id, text: state.statusOf(id).text, spoiler_text: '' }),
    ],
    ['GET /api/v1/statuses/:id', 'read:statuses', ({ id }) => ok(state.show(state.statusOf(id)))],
    ['PUT /api/v1/statuses/:id', 'write:statuses', ({ id, request }) => ok(state.update(id, request.body))],
    [
      'DELETE /api/v1/statuses/:id',
      'write:statuses',
      ({ id, query }) => ok(state.remove(id, query.get('delete_media') === 'true')),
    ],
    [
      'GET /api/v1/accounts/:id/statuses',
      'read:statuses',
      ({ id, query }) => {
        if (id !== fakeAccount.id) return nowhere();
        const isWithoutReblogs = query.get('exclude_reblogs') === 'true';
        return ok(state.list(query.get('max_id'), isWithoutReblogs, Number(query.get('limit') ?? 20)));
      },
    ],
  ];

  const answer = async (request: FakeRequest): Promise<FakeAnswer> => {
    const { pathname, searchParams: query } = new URL(request.path, 'http://fake');
    const said = `${request.method} ${pathname}`;
    fake.calls.push(said);
    if (fake.requestsLeft <= 0) throw new Refusal(429, 'Too many requests');
    fake.requestsLeft -= 1;
    for (const [start, refusal] of refusals) if (said.startsWith(start)) throw refusal;
    if (request.headers.authorization !== `Bearer ${token}`) throw new Refusal(401, 'The access token is invalid');
    for (const [route, scope, handler] of routes) {
      const [whole, id = ''] = new RegExp(`^${route.replace(':id', '([^/]+)')}$`).exec(said) ?? [];
      if (!whole) continue;
      const scopes = fake.scopes ?? ['read', 'write'];
      if (scope && !scopes.includes(scope) && !scopes.includes(scope.split(':')[0] ?? ''))
        throw new Refusal(403, 'This action is outside the authorized scopes');
      return handler({ query, request, id: decodeURIComponent(id) });
    }
    return nowhere();
  };

  const { url, close } = await fakeServer(async (request) => {
    const { status, body, headers } = await answer(request).catch(refused);
    const limits = {
      'x-ratelimit-limit': '300',
      'x-ratelimit-remaining': String(fake.requestsLeft),
      'x-ratelimit-reset': resetAt,
    };
    return { status, body, headers: { date: new Date(state.now()).toUTCString(), ...limits, ...headers } };
  });

  const fake: MastodonFake = {
    url,
    typed: (at) => ({ server: at, accessToken: fakeAccount.token }),
    mention: `@${fakeFriend}`,
    preparing: [
      { name: 'uploading an image', matches: ({ method, path }) => method === 'POST' && path === '/api/v2/media' },
      { name: 'looking at an upload', matches: ({ path }) => path.startsWith('/api/v1/media/') },
    ],
    write: { name: 'writing', matches: ({ method, path }) => method === 'POST' && path === '/api/v1/statuses' },
    look: { name: 'looking', matches: ({ path }) => /^\/api\/v1\/accounts\/\d+\/statuses/.test(path) },
    made: () => state.made.length,
    replies: () => [...state.statuses.values()].flatMap(({ inReplyTo }) => inReplyTo ?? []),
    texts: () => [...state.made],
    tamper: null,
    expireSession: null,
    statuses: state.statuses,
    media: state.media,
    calls: [],
    keys: [],
    scopes: ['read', 'write'],
    instance: {
      domain: fakeAccount.domain,
      version: '4.6.3',
      configuration: {
        statuses: { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 },
        media_attachments: { description_limit: 1500, image_matrix_limit: 33_177_600, image_size_limit: 16_777_216 },
      },
    },
    requestsLeft: 300,
    processFor: (looks) => Object.assign(state.plan, { looksAtProcessing: looks }),
    setAhead: (milliseconds) => Object.assign(state.plan, { ahead: milliseconds }),
    failAfterCommit: () => Object.assign(state.plan, { failsAfterCommit: true }),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      Object.assign(state.plan, { held: promise });
      return resolve;
    },
    post: state.post,
    revoke: () => {
      token = null;
    },
    refuse: (start, status, error, headers) => void refusals.set(start, new Refusal(status, error, headers)),
    close,
  };
  return fake;
}

function ok(body: unknown, status = 200): FakeAnswer {
  return { status, body };
}

function nowhere(): FakeAnswer {
  return { status: 404, body: { error: 'Not Found' } };
}

function refused(error: unknown): FakeAnswer {
  if (error instanceof Refusal) return { status: error.status, body: { error: error.message }, headers: error.headers };
  return { status: 500, body: { error: String(error) } };
}

async function formOf({ body, headers }: FakeRequest): Promise<{ bytes: Buffer; mime: string; description: string }> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) throw new Refusal(422, "Validation failed: File can't be blank");
  const description = form.get('description')?.toString() ?? '';
  return { bytes: Buffer.from(await file.arrayBuffer()), mime: file.type, description };
}
