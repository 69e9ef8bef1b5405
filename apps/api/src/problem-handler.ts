import { Problem, toProblemDetails } from '@mobilise/contracts/problems';
import { isConnectionError } from '@mobilise/db/connect';
import { StorageError } from '@mobilise/media-processing/errors';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { loggedPath, postOf } from './request-log.ts';

/** Answers every error as RFC 9457 problem details. What nobody expected is logged whole and told briefly. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      const path = loggedPath(request);
      log.error({ error, requestId: request.id, method: request.method, path, ...postOf(path) }, problem.message);
    }
    // Too late to say it: whoever reads sees that the answer does not end.
    if (response.headersSent) return void response.destroy();
    if (problem.code === 'unavailable') response.setHeader('Retry-After', '2');
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...toProblemDetails(problem), requestId: request.id }));
  };
}

/** Answers an address of the API that names nothing. */
export const nothingHere: RequestHandler = (request, _response, next) => {
  next(
    new Problem(
      'not_found',
      `There is no ${request.method} ${request.baseUrl}${request.path}. The routes are listed in /api/openapi.json.`,
    ),
  );
};

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isConnectionError(error)) {
    return new Problem(
      'unavailable',
      'The database cannot be reached at this moment. Nothing was lost; try again in a few seconds.',
      { cause: error },
    );
  }
  if (error instanceof StorageError) {
    return new Problem(
      'unavailable',
      'The store of files does not work at this moment. Nothing was lost; try again in a minute.',
      { cause: error },
    );
  }
  return (
    fromBodyParser(error) ??
    fromDatabase(error) ??
    new Problem(
      'internal',
      'Something went wrong on our side. Try again; if it stays, tell whoever runs this installation.',
      { cause: error },
    )
  );
}

/** Express's body parser and router throw http-errors with a type. */
function fromBodyParser(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number' || error.status >= 500)
    return null;
  if (error.status === 404) return new Problem('not_found', 'There is nothing at this address.');
  const type = 'type' in error ? String(error.type) : '';
  if (type === 'entity.too.large')
    return new Problem('too_large', `The request body is larger than ${sizeOf(error)}.`, {
      fields: [{ field: 'body', message: 'Send less' }],
    });
  if (type === 'entity.parse.failed')
    return new Problem('invalid_request', 'The request body is not valid JSON.', {
      fields: [{ field: 'body', message: error.message }],
    });
  if (type === 'entity.verify.failed')
    return new Problem('invalid_request', 'The request body is not valid UTF-8, as JSON has to be.', {
      fields: [{ field: 'body', message: 'Write it in UTF-8' }],
    });
  if (error.status === 415)
    return new Problem('media_type_unsupported', `The request body cannot be read: ${error.message}.`);
  return new Problem('invalid_request', `The request cannot be read: ${error.message}.`);
}

function sizeOf(error: Error): string {
  const limit = 'limit' in error ? Number(error.limit) : 0;
  return limit < 1024 * 1024 ? `${Math.round(limit / 1024)} kB` : `${Math.round(limit / 1024 / 1024)} MB`;
}

/** What only the database can see: clashes of two requests that came at once, bytes that are no text. */
function fromDatabase(error: unknown): Problem | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? at.code : '';
    if (code === '23505')
      return new Problem('conflict', 'Somebody made the same thing at the same moment. Load the page again and look.', {
        cause: error,
      });
    if (code === '23503')
      return new Problem('conflict', 'Something this refers to was removed, or is still in use.', { cause: error });
    if (code === '40P01' || code === '40001' || code === '55P03')
      return new Problem('unavailable', 'Others were changing the same thing. Try again.', { cause: error });
    if (code === '22021' || code === '22P05')
      return new Problem('invalid_request', 'The request holds a null character, which cannot be stored. Remove it.', {
        cause: error,
      });
    if (code === '57014')
      return new Problem('unavailable', 'The database took too long. Try again, or ask for less at once.', {
        cause: error,
      });
  }
  return null;
}
