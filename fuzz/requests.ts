import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server whose address is in the files, and which nobody should ever call. */
export interface Listening {
  port: number;
  /** What was asked for: the first part of each is the number of the file. */
  requests: string[];
  close: () => void;
}

export async function listen(): Promise<Listening> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests[requests.length - 1] = request.url ?? '';
    response.end();
  });
  // A connection that asks for nothing counts as well.
  server.on('connection', () => void requests.push('a connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, requests, close: () => server.close() };
}
