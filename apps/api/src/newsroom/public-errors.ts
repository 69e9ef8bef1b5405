import { isConnectionError } from '@mobilise/db/connect';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { loggedPath } from '../request-log.ts';
import type { ErrorStatus } from './error-page.ts';

/** Answers every error on a public page with a page, which `show` sends. What nobody expected is logged, without what a link holds. */
export function publicErrors(
  log: Logger,
  show: (request: Request, response: Response, status: ErrorStatus) => unknown,
): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    // A form that the body parser refuses (http-errors tell by `expose` that it is the sender's fault).
    if (error instanceof Error && 'expose' in error && error.expose === true) return show(request, response, 400);
    // An address whose escapes cannot be read names nothing.
    if (error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400))
      return show(request, response, 404);
    const away = isConnectionError(error);
    log.error({ error, path: loggedPath(request) }, 'A public page could not be shown');
    if (away) response.set('Retry-After', '2');
    return show(request, response, away ? 503 : 500);
  };
}
