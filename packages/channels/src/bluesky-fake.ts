import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countGraphemes } from '@mobilise/contracts/channel-kinds/kind';
import { z } from 'zod';
import { canonical, cidOf, linksIn } from './bluesky-fake-cid.ts';
import type { ConformanceFake } from './conformance-fake.ts';

export const fakeAccount = {
  did: 'did:plc:riversidehospice234567ab',
  handle: 'riverside.test',
  password: 'abcd-efgh-ijkl-mnop',
};
export const fakeFriend = { did: 'did:plc:carersuk234567abcdefghij', handle: 'carers.test' };

export interface FakePost {
  cid: string;
  value: Record<string, unknown>;
}

/** A PDS with one account, as far as the adapter uses one. Errors have the names, statuses and words of a real one. */
export interface BlueskyFake extends ConformanceFake {
  records: Map<string, FakePost>;
  blobs: Map<string, { bytes: Buffer; mimeType: string }>;
  /** The key of every record that was made, in order. */
  log: () => string[];
  /** When each record was made, in milliseconds since 1970, by its key. */
  arrivals: () => ReadonlyMap<string, number>;
  /** Methods called, in order. */
  calls: string[];
  expireSession: () => void;
  /** Nobody is known by the friend's handle from now on. */
  forgetFriend: () => void;
  /** The app password and every session are revoked. */
  revoke: () => void;
  /** Answers a method with an error from now on. */
  refuse: (method: string, status: number, error: string, message: string, headers?: Record<string, string>) => void;
  /** Figures of a post as the app view gives them; null removes the post from it. */
  figures: Map<string, Record<string, number> | null>;
}

class XrpcRefusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly headers: Record<string, string>;

  constructor(status: number, error: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

const putInput = z.object({
  repo: z.string(),
  collection: z.string(),
  rkey: z.string(),
  record: z.looseObject({ text: z.string(), createdAt: z.iso.datetime({ offset: true }) }),
  swapRecord: z.string().nullish(),
});

const answering = z.object({
  reply: z.object({ parent: z.object({ uri: z.string(), cid: z.string().min(1) }) }).optional(),
});

interface Call {
  query: URLSearchParams;
  body: Buffer;
  token: string | undefined;
  contentType: string;
}

/** Starts one on a random port of the loopback address. */
export async function blueskyFake(): Promise<BlueskyFake> {
  const records: BlueskyFake['records'] = new Map();
  const blobs: BlueskyFake['blobs'] = new Map();
  const figures: BlueskyFake['figures'] = new Map();
  const calls: string[] = [];
  const log: string[] = [];
  const arrivals = new Map<string, number>();
  const refusals = new Map<string, XrpcRefusal>();
  const handles = new Map([fakeAccount, fakeFriend].map(({ handle, did }) => [handle, did]));
  const access = new Set<string>();
  const refresh = new Set<string>();
  let password: string | null = fakeAccount.password;

  const uriOf = (rkey: string) => `at://${fakeAccount.did}/app.bsky.feed.post/${rkey}`;
  const newSession = () => {
    const session = { accessJwt: jwt(7200), refreshJwt: jwt(7_776_000) };
    access.add(session.accessJwt);
    refresh.add(session.refreshJwt);
    return { ...session, did: fakeAccount.did, handle: fakeAccount.handle, active: true };
  };
  const authorise = ({ token }: Call) => {
    if (!token) throw new XrpcRefusal(401, 'AuthMissing', 'Authentication Required');
    if (!access.has(token)) throw new XrpcRefusal(400, 'ExpiredToken', 'Token has expired');
  };

  const methods: Record<string, (call: Call) => unknown> = {
    'com.atproto.server.createSession': ({ body }) => {
      const typed = z.object({ identifier: z.string(), password: z.string() }).parse(JSON.parse(body.toString()));
      const known = [fakeAccount.did, fakeAccount.handle].includes(typed.identifier.toLowerCase());
      if (!known || typed.password !== password)
        throw new XrpcRefusal(401, 'AuthenticationRequired', 'Invalid identifier or password');
      return newSession();
    },
    'com.atproto.server.refreshSession': ({ token }) => {
      if (!token || !refresh.delete(token)) throw new XrpcRefusal(400, 'ExpiredToken', 'Token has been revoked');
      return newSession();
    },
    'com.atproto.server.getSession': (call) => {
      authorise(call);
      return { did: fakeAccount.did, handle: fakeAccount.handle, active: true };
    },
    'com.atproto.identity.resolveHandle': ({ query }) => {
      const did = handles.get(query.get('handle') ?? '');
      if (!did) throw new XrpcRefusal(400, 'InvalidRequest', 'Unable to resolve handle');
      return { did };
    },
    'com.atproto.repo.uploadBlob': (call) => {
      authorise(call);
      const link = cidOf(0x55, call.body);
      blobs.set(link, { bytes: call.body, mimeType: call.contentType });
      return { blob: { $type: 'blob', ref: { $link: link }, mimeType: call.contentType, size: call.body.length } };
    },
    'com.atproto.repo.putRecord': (call) => {
      authorise(call);
      const input = putInput.safeParse(JSON.parse(call.body.toString()));
      if (!input.success) throw new XrpcRefusal(400, 'InvalidRequest', z.prettifyError(input.error));
      const { repo, rkey, record, swapRecord } = input.data;
      if (repo !== fakeAccount.did) throw new XrpcRefusal(401, 'AuthenticationRequired', 'Authentication Required');
      if (countGraphemes(record.text) > 300) {
        throw new XrpcRefusal(
          400,
          'InvalidRequest',
          'Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes',
        );
      }
      for (const link of linksIn(record))
        if (!blobs.has(link)) throw new XrpcRefusal(400, 'BlobNotFound', `Could not find blob: ${link}`);
      const cid = cidOf(0x71, canonical(record));
      const current = records.get(rkey);
      // Writing what is there already changes nothing, so the swap is not even looked at.
      if (current?.cid !== cid) {
        if (swapRecord === null && current) throw new XrpcRefusal(400, 'InvalidSwap', `Record was at ${current.cid}`);
        records.set(rkey, { cid, value: record });
        log.push(rkey);
        arrivals.set(rkey, Date.now());
      }
      return { uri: uriOf(rkey), cid, validationStatus: 'valid' };
    },
    'com.atproto.repo.deleteRecord': (call) => {
      authorise(call);
      records.delete(z.object({ rkey: z.string() }).parse(JSON.parse(call.body.toString())).rkey);
      return {};
    },
    'com.atproto.repo.getRecord': ({ query }) => {
      const rkey = query.get('rkey') ?? '';
      const record = records.get(rkey);
      if (!record) throw new XrpcRefusal(400, 'RecordNotFound', `Could not locate record: ${uriOf(rkey)}`);
      return { uri: uriOf(rkey), ...record };
    },
    'app.bsky.feed.getPosts': (call) => {
      authorise(call);
      const uris = call.query.getAll('uris');
      if (uris.length > 25)
        throw new XrpcRefusal(
          400,
          'InvalidRequest',
          'Error: Params must have the property "uris" with at most 25 elements',
        );
      const author = { did: fakeAccount.did, handle: fakeAccount.handle };
      const posts = [...records].map(([rkey, { cid, value }]) => ({
        uri: uriOf(rkey),
        cid,
        record: value,
        author,
        indexedAt: '2026-11-30T09:00:01.000Z',
      }));
      return {
        posts: posts
          .filter(({ uri }) => uris.includes(uri) && figures.get(uri) !== null)
          .map((post) => ({ ...post, ...figures.get(post.uri) })),
      };
    },
  };

  const answer = async (
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown; headers?: Record<string, string> }> => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = url.pathname.replace('/xrpc/', '');
    try {
      const call: Call = {
        query: url.searchParams,
        body: Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)),
        token: request.headers.authorization?.replace('Bearer ', ''),
        contentType: request.headers['content-type'] ?? '',
      };
      calls.push(method);
      const refusal = refusals.get(method);
      if (refusal) throw refusal;
      const handler = methods[method];
      if (!handler) throw new XrpcRefusal(501, 'MethodNotImplemented', 'Method Not Implemented');
      return { status: 200, body: handler(call) };
    } catch (error) {
      if (!(error instanceof XrpcRefusal))
        return { status: 500, body: { error: 'InternalServerError', message: String(error) } };
      return { status: error.status, body: { error: error.error, message: error.message }, headers: error.headers };
    }
  };

  const server = createServer(async (request, response) => {
    const { status, body, headers } = await answer(request);
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', connection: 'close', ...headers })
      .end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stage = (name: string, method: string, expired = false) => ({
    name,
    expired,
    matches: ({ path }: { path: string }) => path.startsWith(`/xrpc/${method}`),
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    typed: (url) => ({ service: url, identifier: fakeAccount.handle, appPassword: fakeAccount.password }),
    mention: `@${fakeFriend.handle}`,
    preparing: [
      stage('renewing the session', 'com.atproto.server.refreshSession', true),
      stage('resolving a mention', 'com.atproto.identity.resolveHandle'),
      stage('uploading an image', 'com.atproto.repo.uploadBlob'),
    ],
    write: stage('writing', 'com.atproto.repo.putRecord'),
    look: stage('looking', 'com.atproto.repo.getRecord'),
    made: () => log.length,
    replies: () =>
      log.flatMap((rkey) => {
        const { reply } = answering.parse(records.get(rkey)?.value);
        return reply ? [reply.parent.uri] : [];
      }),
    texts: () => log.map((rkey) => String(records.get(rkey)?.value['text'])),
    log: () => [...log],
    arrivals: () => arrivals,
    records,
    blobs,
    calls,
    figures,
    tamper: (rkey) =>
      void records.set(rkey, {
        cid: cidOf(0x71, 'tampered'),
        value: { text: 'Something else', createdAt: '2026-01-01T00:00:00.000Z' },
      }),
    expireSession: () => access.clear(),
    forgetFriend: () => void handles.delete(fakeFriend.handle),
    revoke: () => {
      access.clear();
      refresh.clear();
      password = null;
    },
    refuse: (method, status, error, message, headers) =>
      void refusals.set(method, new XrpcRefusal(status, error, message, headers)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Signed by nobody; a client may only read when it expires. */
function jwt(seconds: number): string {
  const claims = { exp: Math.floor(Date.now() / 1000) + seconds, jti: randomUUID() };
  return ['{"alg":"none"}', JSON.stringify(claims), 'unsigned']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}
