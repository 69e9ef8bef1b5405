import { isUtf8 } from 'node:buffer';
import { Problem } from '@mobilise/contracts/problems';
import express, { type RequestHandler } from 'express';

/** Reads a JSON body of at most so many bytes, and refuses any other kind. Problems: `too_large`, `invalid_request`, `media_type_unsupported`. */
export function jsonBody(limit: number): RequestHandler[] {
  return [express.json({ limit, strict: true, verify: refuseBroken }), refuseUnread];
}

/** What is no UTF-8 would be stored with U+FFFD in its place, unseen. */
function refuseBroken(_request: unknown, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8' || isUtf8(body)) return;
  throw new Error('The body is not UTF-8');
}

const refuseUnread: RequestHandler = (request, _response, next) => {
  const { 'content-length': length, 'content-type': type, 'transfer-encoding': encoding } = request.headers;
  const unread = request.body === undefined && (Number(length ?? 0) > 0 || encoding !== undefined);
  next(
    unread && type
      ? new Problem('media_type_unsupported', 'Send the body as JSON, with Content-Type: application/json.')
      : undefined,
  );
};
