import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a fake platform gets it. */
export interface FakeRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What it answers; a body that is no string is sent as JSON. */
export interface FakeAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A server on a random port of the loopback address that answers one request per connection, as the fault proxy needs it. */
export async function fakeServer(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const read = await readRequest(request);
    if (!read) return;
    const { status, body = '', headers } = await answer(read);
    const isText = typeof body === 'string';
    response
      .writeHead(status, {
        'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
        connection: 'close',
        ...headers,
      })
      .end(isText ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Null when the client left before it was complete. */
async function readRequest(request: IncomingMessage): Promise<FakeRequest | null> {
  const parts = await Array.fromAsync(request as AsyncIterable<Buffer>).catch(() => null);
  if (!parts) return null;
  const body = Buffer.concat(parts);
  return { method: request.method ?? '', path: request.url ?? '/', headers: request.headers, body };
}
