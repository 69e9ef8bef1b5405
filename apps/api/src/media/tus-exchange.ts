import { ReadableStream } from 'node:stream/web';
import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import type { Request as Incoming } from 'express';
import type { Exchange } from '../serve.ts';

/** Bytes of a refused request that are read away, so that its client gets to see why; then the connection ends. */
const readAway = 64 * 1024 * 1024;

/** A request of Express as one of the web. Leaving its body early keeps the connection open. */
export function requestOf(request: Incoming): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && !name.startsWith('x-forwarded')) headers.set(name, value);
  const hasBody = request.method === 'POST' || request.method === 'PATCH';
  const body = hasBody ? ReadableStream.from(request.iterator({ destroyOnReturn: false })) : null;
  // The two kinds of stream that Node's types know are one.
  const init = { method: request.method, headers, body: body as unknown as BodyInit | null, duplex: 'half' };
  return new Request(`http://localhost${request.path}`, init);
}

/** Sends an answer of the web by Express. */
export async function answerWith(answer: Response, { response }: Exchange): Promise<void> {
  response.status(answer.status);
  for (const [name, value] of answer.headers) if (name !== 'content-length') response.set(name, value);
  const text = await answer.text();
  if (text) response.send(text);
  else response.end();
}

/** Lets what a client still sends go by, up to a bound. */
export function letGoBy(request: Incoming): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > readAway) request.destroy();
  });
  request.on('error', () => undefined);
}

const codes: Record<number, [ProblemCode, string]> = {
  404: ['not_found', 'There is no such upload of yours. Begin it again.'],
  409: ['conflict', 'Upload-Offset is not where this upload has got to. Ask for it with HEAD, and go on from there.'],
  410: ['gone', 'This upload was left for more than a day. Begin it again.'],
  413: ['too_large', 'These are more bytes than Upload-Length said. Begin it again, with the length that it has.'],
};

/**
 * The Problem to answer when a request of tus failed.
 * @param error what was thrown: a Problem of ours, or `{ status_code, body }` of the library
 */
export function problemOf(error: unknown, status: number): unknown {
  if (error instanceof Error) return error;
  const [code, words] = codes[status] ?? [];
  if (code && words) return new Problem(code, words);
  const said = isOfTus(error) ? error.body.trim() : '';
  if (status < 500 || status === 501)
    return new Problem('invalid_request', `This is no request of tus 1.0: ${said || 'see its headers'}.`);
  return new Problem(
    'unavailable',
    'The upload could not be taken at this moment. What arrived is kept; go on with it.',
    {
      cause: error,
    },
  );
}

function isOfTus(error: unknown): error is { body: string } {
  return typeof error === 'object' && error !== null && 'body' in error && typeof error.body === 'string';
}
