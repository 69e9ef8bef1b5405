import { z } from 'zod';
import type { Connection } from './adapter.ts';
import { callService, type ReadError, withoutSecrets } from './service.ts';

/** A webhook whose address is all that is needed to post. */
export interface Webhook {
  url: URL;
  /** What no error may say. */
  secrets: readonly string[];
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

const credentials = z.object({ webhookUrl: z.string() });

/** The webhook of a connection, or of what was typed to connect one. */
export function openWebhook(given: Record<string, unknown>, way: Pick<Connection, 'fetch' | 'signal'>): Webhook {
  const url = new URL(credentials.parse(given).webhookUrl);
  return { url, secrets: secretsOf(url), fetch: way.fetch, signal: way.signal };
}

/** Characters from which a part of an address is taken for a secret by itself; all known ones are longer. */
const secretLength = 20;

/** The address behind its host, and the parts of it that give it away: longest first, so that none is left over. */
function secretsOf(url: URL): string[] {
  const parts = [...url.pathname.split('/'), ...url.searchParams.values(), ...url.search.split(/[?&=]/)];
  const telling = parts.filter((part) => part.length >= secretLength);
  const whole = [url.pathname + url.search, url.pathname, url.search].filter((part) => part.length > 1);
  return [...new Set([...whole, ...telling])].sort((a, b) => b.length - a.length);
}

/** Posts a body to a webhook; throws ServiceFailure. */
export function postTo(
  { url, secrets, fetch, signal }: Webhook,
  body: string,
  readError: ReadError,
  headers: Record<string, string> = {},
): Promise<Response> {
  return callService(
    { service: url.origin, fetch, signal, secrets },
    url.pathname + url.search,
    { method: 'POST', body, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } },
    readError,
  );
}

/** Longest answer that is repeated to a person, in characters. */
const longestQuote = 200;

/** What a webhook answered, fit to be shown. */
export function quoted(answer: string, { secrets }: Webhook): string {
  return withoutSecrets(answer.trim(), secrets).slice(0, longestQuote);
}
