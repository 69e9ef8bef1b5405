import { fromProblemDetails, Problem, problemDetails } from '@mobilise/contracts/problems';
import { fillPath, type Route, type RouteInput, type RouteResponse } from '@mobilise/contracts/route';

type Input<T extends Route> = RouteInput<T> & { signal?: AbortSignal | undefined };
/** The input may be left out when a route needs none. */
type Rest<T extends Route> = Record<never, never> extends RouteInput<T> ? [input?: Input<T>] : [input: Input<T>];

/** Milliseconds within which the same again is the second press of a double click. */
const doubleClick = 500;
const asked = new Map<string, Promise<unknown>>();

/**
 * Calls a route of the API and answers its parsed response. Throws `Problem` for everything expected: the API's own, with
 * `unavailable` when it cannot be reached at all. An aborted call throws the signal's reason. What makes something is asked
 * for once by a double click: both presses get the one answer.
 */
export function call<T extends Route>(route: T, ...[input]: Rest<T>): Promise<RouteResponse<T>> {
  if (route.method !== 'POST') return send(route, input);
  const key = addressOf(route, input) + JSON.stringify(input?.body);
  const known = asked.get(key);
  if (known) return known as Promise<RouteResponse<T>>;
  const asking = send(route, input);
  asked.set(key, asking);
  const forget = () => asked.delete(key);
  asking.then(() => setTimeout(forget, doubleClick), forget);
  return asking;
}

async function send<T extends Route>(route: T, input: Input<T> | undefined): Promise<RouteResponse<T>> {
  const body: unknown = input?.body;
  const response = await fetch(addressOf(route, input), {
    method: route.method,
    headers: { Accept: 'application/json', ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(input?.signal && { signal: input.signal }),
  }).catch((error: unknown) => {
    if (input?.signal?.aborted) throw error;
    throw unreachable(error);
  });
  const answer: unknown =
    route.transport === 'csv' && response.ok ? await response.text() : await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(answer, response.status);
  const parsed = route.response.safeParse(answer);
  if (!parsed.success) {
    throw new Problem(
      'internal',
      'The server answered something this page does not understand. Reload the page; it may be older than the server.',
      {
        cause: parsed.error,
      },
    );
  }
  return parsed.data as RouteResponse<T>;
}

/** The address of a route: for links (a CSV file), uploads and the live stream. */
export function addressOf(route: Route, input?: { params?: unknown; query?: unknown }): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((input?.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const path = `/api/v1${fillPath(route.path, (input?.params ?? {}) as Record<string, unknown>)}`;
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The Problem that an answer other than 2xx describes, whoever gave it: a proxy between us knows no problem details. */
export function problemFrom(answer: unknown, status: number): Problem {
  const details = problemDetails.safeParse(answer);
  if (details.success) return fromProblemDetails(details.data);
  if (status === 502 || status === 503 || status === 504) return unreachable(undefined);
  return new Problem(
    'internal',
    `The server answered with an error (${status}) and no explanation. Try again; if it stays, tell whoever runs this installation.`,
  );
}

/** Nothing came back: offline, or the server is away. */
export function unreachable(cause: unknown): Problem {
  const offline = typeof navigator !== 'undefined' && !navigator.onLine;
  return new Problem(
    'unavailable',
    offline
      ? 'You are offline. Try again when you are connected.'
      : 'Mobilise cannot be reached at this moment. Try again in a minute.',
    { cause },
  );
}
