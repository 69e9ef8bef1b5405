import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What a request looks like on the wire. */
export interface RequestHead {
  method: string;
  path: string;
}

/** What befalls a request. `hangs`: no answer comes to an end, somebody has to give up waiting. */
export const faults = {
  'dropped before it arrived': { hangs: false },
  'dropped midway': { hangs: false },
  'accepted, the answer lost': { hangs: false },
  'accepted, the connection half-closed': { hangs: false },
  'accepted, the answer too late': { hangs: true },
  'accepted, the answer dripping in': { hangs: true },
  'swallowed without an answer': { hangs: true },
  '429 with Retry-After': { hangs: false },
  '500 before accepting': { hangs: false },
  '500 after accepting': { hangs: false },
  'accepted, the answer malformed': { hangs: false },
  'accepted, the answer too long': { hangs: false },
} as const;

export type Fault = keyof typeof faults;
export const faultNames = Object.keys(faults) as Fault[];

/** Stands before a server and breaks requests as it is told; `Request` is what one looks like there. */
export interface Breaker<Request> {
  /** Where to connect instead of the server. */
  port: number;
  /** The next request that matches meets the fault, once. The promise resolves when it has. */
  strike: (fault: Fault, matches: (request: Request) => boolean) => Promise<void>;
  close: () => Promise<void>;
}

export interface FaultProxy extends Breaker<RequestHead> {
  /** Where to connect instead of the server. */
  url: string;
}

interface Strike<Request> {
  fault: Fault;
  matches: (request: Request) => boolean;
  struck: () => void;
}

/** What one connection to a breaker has at hand. */
export interface Hands<Request> {
  /** Takes a socket into care: it is closed at the latest with the breaker. */
  open: <T extends Socket>(socket: T) => T;
  /** The fault that is meant for a request, taken out; whoever acts it out says `struck`. */
  strikeOn: (request: Request) => Strike<Request> | undefined;
}

/** Seconds the 429 asks to wait, unless told otherwise. */
export const retryAfterOfFault = 120;
export const tooLongBytes = 10 * 1024 * 1024;

/** A breaker on a random port of the loopback address; `serve` is called once a connection, `listen` makes the server. */
export async function breaker<Request>(
  serve: (client: Socket, hands: Hands<Request>) => Promise<void>,
  listen: (onClient: (client: Socket) => void) => Server = createServer,
): Promise<Breaker<Request>> {
  const sockets = new Set<Socket>();
  let strikes: Strike<Request>[] = [];
  const hands: Hands<Request> = {
    open: (socket) => {
      sockets.add(socket);
      // Broken connections are what this is for; both sides find out by themselves.
      return socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    },
    strikeOn: (request) => {
      const strike = strikes.find(({ matches }) => matches(request));
      strikes = strikes.filter((other) => other !== strike);
      return strike;
    },
  };
  const server = listen((client) => void serve(hands.open(client), hands));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    strike: (fault, matches) => new Promise<void>((struck) => void strikes.push({ fault, matches, struck })),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A TCP proxy before a server that answers one request per connection. */
export async function faultProxy(target: string, { retryAfter = retryAfterOfFault } = {}): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const proxy = await breaker<RequestHead>(async (client, { open, strikeOn }) => {
    const toServer = () => open(connect({ host: hostname, port: Number(port) }));
    const request = await readRequest(client);
    if (!request) return void client.destroy();
    const strike = strikeOn(request.head);
    if (!strike) return void client.end(await exchange(toServer(), request.bytes));
    await befall(strike.fault, client, request.bytes, { toServer, retryAfter });
    strike.struck();
  });
  return { ...proxy, url: `http://127.0.0.1:${proxy.port}` };
}

/** Acts out a fault; resolves when the server has done all that it will do. */
async function befall(
  fault: Fault,
  client: Socket,
  request: Buffer,
  { toServer, retryAfter }: { toServer: () => Socket; retryAfter: number },
): Promise<void> {
  switch (fault) {
    case 'dropped before it arrived':
      client.resetAndDestroy();
      return;
    case 'dropped midway': {
      const server = toServer();
      await new Promise((written) => server.write(request.subarray(0, Math.floor(request.length / 2)), written));
      server.destroy();
      client.resetAndDestroy();
      return;
    }
    case 'swallowed without an answer':
      return;
    case '429 with Retry-After':
      client.end(
        answer(429, `retry-after: ${retryAfter}`, '{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}'),
      );
      return;
    case '500 before accepting':
      client.end(answer(500, '', '{"error":"InternalServerError","message":"Internal Server Error"}'));
      return;
  }
  const response = await exchange(toServer(), request);
  switch (fault) {
    case 'accepted, the answer lost':
      client.resetAndDestroy();
      return;
    case 'accepted, the connection half-closed':
      client.end();
      return;
    case 'accepted, the answer too late':
      return;
    case 'accepted, the answer dripping in':
      drip(client, response);
      return;
    case '500 after accepting':
      client.end(answer(500, '', '{"error":"InternalServerError","message":"Internal Server Error"}'));
      return;
    case 'accepted, the answer malformed':
      client.end(answer(200, '', '{"uri":"at://'));
      return;
    case 'accepted, the answer too long':
      client.end(answer(200, '', `{"padding":"${'x'.repeat(tooLongBytes)}"}`));
      return;
  }
}

/** Reads one request; null when the client left before it was complete. */
async function readRequest(client: Socket): Promise<{ head: RequestHead; bytes: Buffer } | null> {
  let bytes: Buffer = Buffer.alloc(0);
  const complete = Promise.withResolvers<{ head: RequestHead; bytes: Buffer } | null>();
  client.on('close', () => complete.resolve(null));
  client.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    const text = bytes.subarray(0, end).toString('latin1');
    const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
    if (bytes.length < end + 4 + length) return;
    const [method = '', path = ''] = text.split(' ');
    complete.resolve({ head: { method, path }, bytes });
  });
  return complete.promise;
}

/** Sends a request and reads until the server closes, as it does after one answer. */
async function exchange(server: Socket, request: Buffer): Promise<Buffer> {
  server.write(request);
  const parts: Buffer[] = [];
  for await (const part of server as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** Without a length: only the end of the connection tells where the body ends. */
function answer(status: number, header: string, body: string): string {
  return `HTTP/1.1 ${status} Fault\r\ncontent-type: application/json\r\n${header && `${header}\r\n`}connection: close\r\n\r\n${body}`;
}

/** A byte every 20 ms: always alive, never done. */
export function drip(client: Socket, response: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (client.destroyed || at >= response.length) clearInterval(timer);
    else client.write(response.subarray(at, at + 1));
    at += 1;
  }, 20);
}
