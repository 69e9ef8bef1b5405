import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { hostWords } from '@mobilise/contracts/failure-words';
import { Problem } from '@mobilise/contracts/problems';
import { holdsKeys, isPublicAddress } from './addresses.ts';
import { OutgoingError } from './outgoing-error.ts';

/** Bytes of an answer that are read before it is given up. */
const defaultMaxBytes = 10_000_000;
/** Milliseconds a request may take, redirects and body included. */
const defaultTimeout = 30_000;
const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const withoutBody = new Set([204, 205, 304]);
/** Meant for one origin only. */
const credentialHeaders = ['authorization', 'cookie', 'proxy-authorization'];
const bodyHeaders = ['content-type', 'content-length', 'content-encoding', 'content-language'];

export interface Address {
  address: string;
  family: number;
}

export interface GuardedFetchOptions {
  /**
   * Lets requests reach private addresses and plain http, for development and a team's own servers: all of them, or those
   * whose host name the function accepts. Never by default.
   */
  allowPrivate: boolean | ((hostname: string) => boolean);
  /** Bytes; 10 MB unless given. */
  maxBytes?: number;
  /** Milliseconds for the whole request; 30 s unless given. A signal of the caller can only shorten it. */
  timeout?: number;
  /** Every address of a host name; the system's resolver unless given. */
  resolve?: (hostname: string) => Promise<Address[]>;
}

interface Sending {
  url: URL;
  method: string;
  headers: Headers;
  body: Uint8Array | null;
  signal: AbortSignal;
}

/**
 * The only way out of the servers: `fetch` for addresses that people typed or that other sites gave. It resolves the name
 * itself, checks every address and connects to those and no others, so a name that changes its answer gains nothing; each
 * redirect (5 at most) is checked again and loses its credentials on another origin.
 * The body has arrived in full when the promise resolves. Throws Problem `address_refused`, else OutgoingError.
 */
export function guardedFetch(options: GuardedFetchOptions): typeof globalThis.fetch {
  const { maxBytes = defaultMaxBytes, timeout = defaultTimeout } = options;
  return async (input, init) => {
    const request = new Request(input, init);
    const sending: Sending = {
      url: new URL(request.url),
      method: request.method,
      headers: new Headers(request.headers),
      body: request.body ? new Uint8Array(await request.arrayBuffer()) : null,
      signal: AbortSignal.any([init?.signal ?? request.signal, AbortSignal.timeout(timeout)]),
    };
    for (let hops = 0; ; hops += 1) {
      const response = await send(sending, await reachable(sending, options), maxBytes);
      const location = redirects.has(response.status) ? response.headers.get('location') : null;
      if (location === null || request.redirect === 'manual') return finish(response, sending.url, hops);
      if (request.redirect === 'error') throw new OutgoingError(hostWords.redirect(sending.url.host), { sent: true });
      if (hops === maxRedirects)
        throw new OutgoingError(hostWords.redirects(sending.url.host, `${maxRedirects}`), { sent: true });
      follow(sending, response.status, location);
    }
  };
}

/** The addresses a request may connect to. */
async function reachable({ url, signal }: Sending, options: GuardedFetchOptions): Promise<Address[]> {
  const host = hostOf(url);
  const allowPrivate = allowsPrivate(options, host);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    throw new Problem('address_refused', hostWords.notSecure(url.host || url.href));
  }
  return checkedAddresses(options, host, signal);
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

const allowsPrivate = ({ allowPrivate }: Pick<GuardedFetchOptions, 'allowPrivate'>, host: string): boolean =>
  typeof allowPrivate === 'function' ? allowPrivate(host) : allowPrivate;

/** The addresses of a host that may be connected to, for protocols other than HTTP. Throws Problem `address_refused`, else OutgoingError. */
export function guardedLookup(options: Pick<GuardedFetchOptions, 'allowPrivate' | 'resolve'>) {
  return (host: string, signal: AbortSignal): Promise<Address[]> => checkedAddresses(options, host, signal);
}

/** Literal addresses are checked too: connecting to one asks no resolver. */
async function checkedAddresses(
  options: Pick<GuardedFetchOptions, 'allowPrivate' | 'resolve'>,
  host: string,
  signal: AbortSignal,
): Promise<Address[]> {
  const literal = isIP(host);
  const addresses = literal
    ? [{ address: host, family: literal }]
    : await resolveWithin(signal, host, options.resolve ?? resolveAll);
  if (addresses.length === 0) throw new OutgoingError(hostWords.noAddress(host), { sent: false, code: 'ENOTFOUND' });
  allowedOrThrow(options, host, addresses);
  return addresses;
}

function allowedOrThrow(
  options: Pick<GuardedFetchOptions, 'allowPrivate'>,
  host: string,
  addresses: readonly Pick<Address, 'address'>[],
): void {
  const mayBeAsked = allowsPrivate(options, host) ? (address: string) => !holdsKeys(address) : isPublicAddress;
  if (addresses.every(({ address }) => mayBeAsked(address))) return;
  throw new Problem('address_refused', hostWords.private(host));
}

/**
 * For an address that is fetched later: Problem `address_refused` where its host is itself an IP address, or `localhost`, that may not be
 * connected to. Other names are looked up, and checked, when it is fetched.
 */
export function literalOrThrow(options: Pick<GuardedFetchOptions, 'allowPrivate'>, url: string): void {
  const host = hostOf(new URL(url));
  const address = /^(.+\.)?localhost\.?$/.test(host) ? '127.0.0.1' : host;
  if (isIP(address)) allowedOrThrow(options, host, [{ address }]);
}

function resolveAll(hostname: string): Promise<Address[]> {
  return lookup(hostname, { all: true });
}

async function resolveWithin(
  signal: AbortSignal,
  host: string,
  resolve: (hostname: string) => Promise<Address[]>,
): Promise<Address[]> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([resolve(host), aborted.promise]);
  } catch (cause) {
    throw OutgoingError.from(cause, host, false);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** A large file on its way: leaving `body` early ends the connection. */
export interface Download {
  type: string | null;
  body: AsyncIterable<Uint8Array>;
}

/** Milliseconds in which a download has to go on, and to end: half a gigabyte comes in an hour where a second brings 150 kB. */
const idle = 60_000;
const longest = 3_600_000;

/**
 * The way out for files too large for memory, with the same checks and bounds as `guardedFetch`; what names plain http is asked for
 * over https. An answer has to begin within `timeout`, at each redirect anew. `signal` ends it, its body included. Throws as
 * `guardedFetch`, and OutgoingError for an answer that is no file.
 */
export function guardedDownload(options: Omit<GuardedFetchOptions, 'maxBytes'>) {
  return async (address: string, maxBytes: number, signal: AbortSignal): Promise<Download> => {
    const sending: Sending = {
      url: secured(address, options),
      method: 'GET',
      headers: new Headers(),
      body: null,
      signal: AbortSignal.any([signal, AbortSignal.timeout(longest)]),
    };
    for (let hops = 0; ; hops += 1) {
      const message = await headOf(sending, options);
      message.setTimeout(idle, () =>
        message.destroy(new OutgoingError(hostWords.late(sending.url.host), { sent: true })),
      );
      const status = message.statusCode ?? 0;
      if (status === 200) {
        const body = bounded(message, sending.url, maxBytes);
        return { type: message.headers['content-type'] ?? null, body };
      }
      message.destroy();
      const location = redirects.has(status) ? message.headers.location : undefined;
      if (!location) throw new OutgoingError(`${sending.url.host} answered ${status}.`, { sent: true });
      if (hops === maxRedirects)
        throw new OutgoingError(hostWords.redirects(sending.url.host, `${maxRedirects}`), { sent: true });
      follow(sending, status, location);
      sending.url = secured(sending.url.href, options);
    }
  };
}

/** The answer to a request once it begins. */
async function headOf(sending: Sending, options: Omit<GuardedFetchOptions, 'maxBytes'>): Promise<IncomingMessage> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('', 'TimeoutError')), options.timeout ?? defaultTimeout);
  try {
    const asking = { ...sending, signal: AbortSignal.any([sending.signal, late.signal]) };
    return (await open(asking, await reachable(asking, options))).message;
  } finally {
    clearTimeout(timer);
  }
}

function secured(address: string, { allowPrivate }: Pick<GuardedFetchOptions, 'allowPrivate'>): URL {
  const url = new URL(address);
  if (allowPrivate === false && url.protocol === 'http:') url.protocol = 'https:';
  return url;
}

async function send(sending: Sending, addresses: Address[], maxBytes: number): Promise<Response> {
  const { url, signal } = sending;
  const { message, request } = await open(sending, addresses);
  try {
    return toResponse(message, await readBody(message, url, maxBytes));
  } catch (cause) {
    request.destroy();
    throw OutgoingError.from(signal.aborted ? signal.reason : cause, url.hostname, true);
  }
}

/** Sends a request; answers the head of what comes back, whose body has yet to be read. */
async function open({ url, method, headers, body, signal }: Sending, addresses: Address[]) {
  let sent = false;
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method,
    headers: { ...Object.fromEntries(headers), 'accept-encoding': 'identity', ...lengthOf(method, body) },
    // One connection per request: a pooled one may be closed under a request, and nobody could say whether it arrived.
    agent: false,
    signal,
    lookup: (_host, { all }, answer) => {
      const [first] = addresses;
      if (all || !first) answer(null, addresses);
      else answer(null, first.address, first.family);
    },
  });
  request.once('socket', (socket) =>
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      sent = true;
    }),
  );
  try {
    const answered = new Promise<IncomingMessage>((resolve, reject) =>
      request.once('response', resolve).on('error', reject),
    );
    request.end(body ?? undefined);
    return { request, message: await answered };
  } catch (cause) {
    request.destroy();
    throw OutgoingError.from(signal.aborted ? signal.reason : cause, url.hostname, sent);
  }
}

function lengthOf(method: string, body: Uint8Array | null): { 'content-length'?: number } {
  return method === 'GET' || method === 'HEAD' ? {} : { 'content-length': body?.length ?? 0 };
}

async function readBody(message: IncomingMessage, url: URL, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of bounded(message, url, maxBytes)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

async function* bounded(message: IncomingMessage, url: URL, maxBytes: number): AsyncGenerator<Uint8Array> {
  const tooLong = () => new OutgoingError(hostWords.tooLong(url.hostname, `${maxBytes}`), { sent: true });
  if (Number(message.headers['content-length']) > maxBytes && message.statusCode !== 304) throw tooLong();
  let length = 0;
  for await (const part of message as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxBytes) throw tooLong();
    yield part;
  }
}

function toResponse(message: IncomingMessage, body: Uint8Array<ArrayBuffer>): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '');
  }
  const status = message.statusCode ?? 0;
  return new Response(withoutBody.has(status) ? null : body, {
    status,
    statusText: message.statusMessage ?? '',
    headers,
  });
}

function follow(sending: Sending, status: number, location: string): void {
  const next = URL.parse(location, sending.url);
  if (!next) throw new OutgoingError(hostWords.nowhere(sending.url.host), { sent: true });
  next.username = '';
  next.password = '';
  if (next.origin !== sending.url.origin) for (const name of credentialHeaders) sending.headers.delete(name);
  const { method } = sending;
  if ((status === 303 && method !== 'GET' && method !== 'HEAD') || (status < 303 && method === 'POST')) {
    sending.method = 'GET';
    sending.body = null;
    for (const name of bodyHeaders) sending.headers.delete(name);
  }
  sending.url = next;
}

/** A response made by hand knows no address; callers of `fetch` read it. */
function finish(response: Response, url: URL, hops: number): Response {
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: hops > 0 } });
}
