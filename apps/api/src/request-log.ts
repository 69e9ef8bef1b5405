import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';

declare module 'http' {
  interface IncomingMessage {
    /** Given to every API request, told in its problems and its log line. */
    id?: string;
  }
}

/** Tokens that open something to whoever has them: of invitations, and of links to confirm and to unsubscribe. */
const tokens = /(\/invitations\/|\/newsletters\/(?:confirm|unsubscribe)\/)[^/]+/;

/** The path of a request as a log may hold it: without its query and without a token. */
export function loggedPath({ baseUrl, path }: Request): string {
  return `${baseUrl}${path}`.replace(tokens, '$1…');
}

/** The id of the post that a path is about, for whoever follows one through all logs. */
export function postOf(path: string): { post?: string } {
  const [, post] = /\/posts\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/.exec(path) ?? [];
  return post ? { post } : {};
}

/** One line a request: method, path, status and milliseconds. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const path = loggedPath(request);
    response.on('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const { statusCode: status } = response;
      log.info({ requestId: request.id, method: request.method, path, ...postOf(path), status, ms }, 'request');
    });
    next();
  };
}
