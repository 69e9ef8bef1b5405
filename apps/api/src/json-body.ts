import { Problem } from '@mobilise/contracts/problems';
import express, { type RequestHandler } from 'express';

/** Reads a JSON body of at most so many bytes, and refuses any other kind. Problems: `too_large`, `invalid_request`, `media_type_unsupported`. */
export function jsonBody(limit: number): RequestHandler[] {
  return [express.json({ limit, strict: true }), refuseUnread];
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
