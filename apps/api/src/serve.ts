import { pipeline } from 'node:stream/promises';
import { Problem } from '@mobilise/contracts/problems';
import type { Route, RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import { type SignedIn, scopeFor, sessionOf } from './authorise.ts';
import type { Context } from './context.ts';
import { isGoneAway } from './gone-away.ts';
import type { Scope } from './scope.ts';
import { unknownFields } from './unknown-fields.ts';

/** What a handler may need beyond its parsed request. */
export interface Exchange {
  request: Request;
  response: Response;
}

/** What a handler answers; a text file may come in pieces, made as fast as they are taken. */
type Answer<T extends Route> = RouteResponse<T> | (RouteResponse<T> extends string ? AsyncIterable<string> : never);

type Handler<T extends Route, S> = (
  scope: S,
  input: RouteRequest<T>,
  exchange: Exchange,
) => Promise<Answer<T>> | Answer<T>;

/** Where routes are bound: one router, and what the process has. */
export interface Api {
  router: Router;
  context: Context;
}

/** Binds a route of a workspace. The caller's session or key, membership and role are checked before anything else. */
export function serve<T extends Route>(api: Api, route: T, handler: Handler<T, Scope>): void {
  bind(api, route, async (request, response) => {
    const scope = await scopeFor(api.context, route.access, request);
    return handler(scope, parseRequest(route, request), { request, response });
  });
}

/** Binds a route for any signed-in person. */
export function serveSession<T extends Route>(api: Api, route: T, handler: Handler<T, SignedIn>): void {
  bind(api, route, async (request, response) => {
    const signedIn = await sessionOf(api.context, request);
    return handler(signedIn, parseRequest(route, request), { request, response });
  });
}

/** Binds a route that anybody may call. */
export function servePublic<T extends Route>(api: Api, route: T, handler: Handler<T, Context>): void {
  if (route.access !== 'public') throw new Error(`${route.method} ${route.path} is not public`);
  bind(api, route, (request, response) => handler(api.context, parseRequest(route, request), { request, response }));
}

function bind({ router }: Api, route: Route, answer: (request: Request, response: Response) => unknown): void {
  const method = route.method.toLowerCase() as 'get' | 'head' | 'options' | 'post' | 'put' | 'patch' | 'delete';
  router[method](route.path, async (request, response) => {
    const body = await answer(request, response);
    // A stream of events, and what a protocol of its own says, are written by their handlers.
    if (response.headersSent || route.transport === 'events' || route.transport === 'tus') return;
    if (route.transport === 'csv') {
      response.status(route.status).type('text/csv');
      if (typeof body === 'string') response.send(body);
      else await sendPieces(body as AsyncIterable<string>, response);
      return;
    }
    response.status(route.status).json(route.response.parse(body));
  });
}

async function sendPieces(pieces: AsyncIterable<string>, response: Response): Promise<void> {
  try {
    await pipeline(pieces, response);
  } catch (error) {
    // Whoever goes away in the middle is no fault.
    if (!isGoneAway(error)) throw error;
  }
}

function parseRequest<T extends Route>(route: T, request: Request): RouteRequest<T> {
  const problems: { field: string; message: string }[] = [];
  const parse = (name: 'params' | 'query' | 'body', value: unknown) => {
    const schema = route[name] as z.ZodType | undefined;
    const result = schema?.safeParse(value ?? {});
    // A route without a body knows no field of one.
    const unknown = name !== 'params' && result?.success !== false ? unknownFields(value, result?.data ?? {}) : [];
    for (const { path, message } of result?.error?.issues ?? unknown) {
      problems.push({ field: [name, ...path].join('.'), message });
    }
    return result?.data;
  };
  const parsed = {
    params: parse('params', request.params),
    query: parse('query', request.query),
    body: route.transport === 'file' || route.transport === 'tus' ? undefined : parse('body', request.body),
  };
  const [first] = problems;
  if (!first) return parsed as unknown as RouteRequest<T>;
  // An address that holds no valid id names nothing.
  if (problems.some(({ field }) => field.startsWith('params.')))
    throw new Problem('not_found', 'There is nothing at this address.', { fields: problems });
  throw new Problem('invalid_request', `${first.field}: ${first.message}`, { fields: problems });
}
