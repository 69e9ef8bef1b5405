import type { z } from 'zod';
import type { Action } from './roles.ts';

export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call a route: a row of the role table, any signed-in person (`session`), or anybody (`public`).
 * Routes with an action carry `:workspace` in their path and are scoped to it.
 */
export type Access = Action | 'session' | 'public';

/** One route of the API as a value. Express binds it with `serve`, the web app calls it with `call`. */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** Path below `/api/v1`, with `:name` parameters. */
  path: `/${string}`;
  access: Access;
  /** One line for the OpenAPI document. */
  summary: string;
  params: P;
  query: Q;
  body: B;
  response: R;
  /** 200 unless told. */
  status: 200 | 201 | 202;
  /**
   * `json`; `file` streams the request body unparsed (an upload); `tus` speaks the protocol of resumable uploads; `csv` answers a
   * text file; `events` a stream of server-sent events.
   */
  transport: 'json' | 'file' | 'tus' | 'csv' | 'events';
}

type None = z.ZodUndefined;

interface Definition {
  method: Method;
  path: `/${string}`;
  access: Access;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
  status?: 200 | 201 | 202;
  transport?: Route['transport'];
}

type Part<D, K extends 'params' | 'query' | 'body'> = D extends Record<K, infer S extends z.ZodType> ? S : None;

/** Defines a route; what is left out is not sent. */
export function route<const D extends Definition>(
  definition: D,
): Route<Part<D, 'params'>, Part<D, 'query'>, Part<D, 'body'>, D['response']> {
  return {
    status: 200,
    transport: 'json',
    params: undefined,
    query: undefined,
    body: undefined,
    ...definition,
  } as unknown as Route<Part<D, 'params'>, Part<D, 'query'>, Part<D, 'body'>, D['response']>;
}

type InputPart<K extends string, S extends z.ZodType> = S extends None
  ? { [key in K]?: undefined }
  : { [key in K]: z.input<S> };
type OutputPart<K extends string, S extends z.ZodType> = S extends None
  ? { [key in K]: undefined }
  : { [key in K]: z.output<S> };

/** What a caller passes to `call`. */
export type RouteInput<T extends Route> = InputPart<'params', T['params']> &
  InputPart<'query', T['query']> &
  InputPart<'body', T['body']>;
/** What a handler receives, parsed. */
export type RouteRequest<T extends Route> = OutputPart<'params', T['params']> &
  OutputPart<'query', T['query']> &
  OutputPart<'body', T['body']>;
export type RouteResponse<T extends Route> = z.output<T['response']>;

/** The path with its parameters filled in. */
export function fillPath(path: string, params: Record<string, unknown> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
}
