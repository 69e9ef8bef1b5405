import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';

declare module 'http' {
  interface IncomingMessage {
    /** Given to every API request, told in its problems and its log line. */
    id?: string;
  }
}

/** The path of a request as a log may hold it: without its query and without an invitation's token. */
export function loggedPath({ baseUrl, path }: Request): string {
  return `${baseUrl}${path}`.replace(/(\/invitations\/)[^/]+/, '$1…');
}

/** One line a request: method, path, status and milliseconds. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const path = loggedPath(request);
    response.on('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      log.info({ requestId: request.id, method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    next();
  };
}
