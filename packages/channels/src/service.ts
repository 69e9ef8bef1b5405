import { hostWords } from '@mobilise/contracts/failure-words';
import { Problem } from '@mobilise/contracts/problems';
import { z } from 'zod';
import { OutgoingError } from './outgoing-error.ts';

/**
 * Milliseconds one request to a service may take. The publisher's deadline for a whole send comes with the signal of the
 * connection; this one keeps a silent upload from using it up.
 */
const requestTimeout = 20_000;

/**
 * What a platform's answer says went wrong: its words, the name it has for the error where it names them, and the seconds it
 * asks to wait where it says so in the body. `body` is null when `text` is no JSON.
 */
export type ReadError = (
  body: unknown,
  text: string,
) => { error?: string | undefined; message?: string | undefined; retryAfter?: number | undefined };

const errorBody = z.object({
  error: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});
/** `{ "error": …, "message": … }`, as many have it. */
const plainError: ReadError = (body) => errorBody.catch({}).parse(body);

interface FailureFacts {
  /** The HTTP status; null when there was no usable answer. */
  status: number | null;
  /** The error's name in the protocol, such as `InvalidSwap`; empty when the answer had none. */
  error?: string;
  /** Whether the answer was one of the platform's own: it said in its own format what is wrong. */
  spoken?: boolean;
  /** False only when the request certainly never left. */
  sent: boolean;
  /** Seconds the service asks us to wait. */
  retryAfter?: number | null;
  cause?: unknown;
}

/** A request that did not succeed, in the service's own words. */
export class ServiceFailure extends Error {
  readonly status: number | null;
  readonly error: string;
  readonly sent: boolean;
  readonly spoken: boolean;
  readonly retryAfter: number | null;

  constructor(
    message: string,
    { status, error = '', sent, spoken = error !== '', retryAfter = null, cause }: FailureFacts,
  ) {
    super(message, { cause });
    this.name = 'ServiceFailure';
    this.status = status;
    this.error = error;
    this.sent = sent;
    this.spoken = spoken;
    this.retryAfter = retryAfter;
  }
}

/** The means to reach one service. */
export interface Reach {
  service: string;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** What no error may say: credentials that are part of the address (a bot's token, the path of a webhook). */
  secrets?: readonly string[];
}

/**
 * One request to a service, its answer read in full. `readError` finds the platform's words in a refusal. Throws ServiceFailure for everything but 2xx. Procedures do not follow
 * redirects: they would arrive as another method, or at somebody else.
 */
export async function callService(
  { service, fetch, signal, secrets = [] }: Reach,
  path: string,
  init: RequestInit,
  readError: ReadError = plainError,
): Promise<Response> {
  const url = new URL(path, service);
  let response: Response;
  let body: ArrayBuffer;
  try {
    response = await fetch(url, {
      ...init,
      redirect: init.method?.toUpperCase() === 'POST' ? 'manual' : 'follow',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeout)]),
    });
    body = await response.arrayBuffer();
  } catch (cause) {
    throw withoutAnswer(cause, url, secrets);
  }
  if (response.ok) return readAgain(response, body);
  const text = new TextDecoder().decode(body);
  throw refusal(response, readError(json(text), text), url, secrets);
}

/** The answer with its body in hand. A response made by hand knows no address; who follows redirects wants it. */
function readAgain({ status, headers, url }: Response, body: ArrayBuffer): Response {
  const again = new Response(body.byteLength > 0 ? body : null, { status, headers });
  return Object.defineProperty(again, 'url', { value: url });
}

function withoutAnswer(cause: unknown, url: URL, secrets: readonly string[]): ServiceFailure {
  const definite = cause instanceof Problem || (cause instanceof OutgoingError && !cause.sent);
  const words = withoutSecrets(cause instanceof Error ? cause.message : String(cause), secrets);
  return new ServiceFailure(
    cause instanceof OutgoingError || cause instanceof Problem ? words : hostWords.failed(url.host, words),
    {
      status: null,
      sent: !definite,
      // Logs tell causes too.
      cause: tells(cause, secrets) ? undefined : cause,
    },
  );
}

/** Words of others with every secret taken out. */
export function withoutSecrets(words: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => (secret ? left.replaceAll(secret, '…') : left), words);
}

function tells(error: unknown, secrets: readonly string[]): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const said = `${cause.message} ${cause.stack ?? ''}`;
    if (withoutSecrets(said, secrets) !== said) return true;
  }
  return false;
}

function refusal(
  response: Response,
  { error, message, retryAfter: told }: ReturnType<ReadError>,
  url: URL,
  secrets: readonly string[],
): ServiceFailure {
  const location = response.headers.get('location');
  const words =
    message ||
    error ||
    (location ? hostWords.moved(url.host, location) : hostWords.status(url.host, `${response.status}`));
  return new ServiceFailure(withoutSecrets(words, secrets), {
    status: response.status,
    ...(error && { error: withoutSecrets(error, secrets) }),
    spoken: Boolean(error || message),
    sent: true,
    retryAfter: told ?? retryAfter(response),
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * `retry-after` in seconds or as a date, else a reset header in seconds since 1970 or as a date, as seconds from now. Platforms
 * send the reset with every answer; it asks us to wait only with a 429.
 */
function retryAfter({ status, headers }: Response): number | null {
  const after = headers.get('retry-after')?.trim();
  const reset =
    status === 429 ? (headers.get('ratelimit-reset') ?? headers.get('x-ratelimit-reset'))?.trim() : undefined;
  const now = Date.now();
  if (after && /^\d+$/.test(after)) return Number(after);
  const until = after
    ? Date.parse(after)
    : reset && /^\d+$/.test(reset)
      ? Number(reset) * 1000
      : Date.parse(reset ?? '');
  return Number.isNaN(until) ? null : Math.max(1, Math.ceil((until - now) / 1000));
}

/** The ServiceFailure in an error or among its causes: the client library wraps what its transport throws. */
export function failureIn(error: unknown): ServiceFailure | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ServiceFailure) return cause;
  return null;
}

/** What an error says, in the service's own words where there are any. */
export function wordsOf(error: unknown): string {
  return failureIn(error)?.message ?? (error instanceof Error ? error.message : String(error));
}
