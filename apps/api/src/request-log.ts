import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

declare module 'http' {
  interface IncomingMessage {
    /** Given to every API request, told in its problems and its log line. */
    id?: string;
  }
}

/** One line a request: method, path without its query (a token may be in it), status and milliseconds. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const path = `${request.baseUrl}${request.path}`.replace(/(\/invitations\/)[^/]+/, '$1…');
    response.on('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      log.info({ requestId: request.id, method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    next();
  };
}
