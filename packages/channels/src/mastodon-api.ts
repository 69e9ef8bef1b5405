import { mastodonConfig } from '@mobilise/contracts/channel-kinds/mastodon';
import { z } from 'zod';
import type { Connection, OutgoingImage } from './adapter.ts';
import { callService, type Reach, ServiceFailure } from './service.ts';

/** Statuses that a list answers at once at most (docs.joinmastodon.org/methods/accounts, read 2026-11-26). */
const longestList = 40;

const attachment = z.object({ id: z.string().min(1), url: z.string().nullish() });
const count = z.number().int().nonnegative().nullish().catch(undefined);
const made = z.object({ id: z.string().min(1), url: z.string().nullish() });
/** A status that was made or changed. */
export type Made = z.infer<typeof made>;
const status = made.extend({
  created_at: z.iso.datetime({ offset: true }),
  content: z.string(),
  in_reply_to_id: z.string().nullish(),
  edited_at: z.string().nullish(),
  media_attachments: z.array(attachment),
  replies_count: count,
  reblogs_count: count,
  favourites_count: count,
  quotes_count: count,
});
/** A status as far as we read one. */
export type Status = z.infer<typeof status>;

const self = z.object({ id: z.string().min(1), username: z.string().min(1) });
const statuses = z.array(status);
const source = z.object({ text: z.string() });

/** An account on one server, with the means to reach it. */
export interface Account {
  reach: Reach;
  accessToken: string;
  id: string;
  /** `riverside@mastodon.social` */
  handle: string;
}

/** What is stored sealed: a token that lasts until somebody revokes it. */
const credentialsOf = z.object({ accessToken: z.string() });
export type MastodonCredentials = z.infer<typeof credentialsOf>;

/** The account of a connection. */
export function openAccount({ config, credentials, fetch, signal }: Connection): Account {
  const { server, accountId, handle } = mastodonConfig.parse(config);
  const { accessToken } = credentialsOf.parse(credentials);
  return { reach: { service: server, fetch, signal, secrets: [accessToken] }, accessToken, id: accountId, handle };
}

/** What a call needs to know of an account. */
export type Caller = Pick<Account, 'reach' | 'accessToken'>;

/** One call as an account. Throws ServiceFailure. */
export function call(
  { reach, accessToken }: Caller,
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  return callService(reach, path, { ...init, headers: { ...headers, authorization: `Bearer ${accessToken}` } });
}

/** An answer as the documents have it; anything else is a ServiceFailure, and of a write nobody knows what became of it. */
export async function read<T>({ reach }: Caller, response: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  const message = `${new URL(reach.service).host} did not answer as a Mastodon server does`;
  throw new ServiceFailure(message, { status: null, sent: true });
}

/** Who the token is of. */
export async function verifyCredentials(caller: Caller): Promise<z.infer<typeof self>> {
  return read(caller, await call(caller, '/api/v1/accounts/verify_credentials'), self);
}

function json(method: 'POST' | 'PUT', body: unknown) {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** What a status is made of. */
export interface Words {
  status: string;
  /** ISO 639-1. */
  language: string;
  media_ids: string[];
  /** The status it answers. */
  in_reply_to_id?: string;
}

/** Makes a public status; within an hour the same key makes no second one. */
export async function createStatus(account: Account, words: Words, key: string): Promise<Made> {
  const { headers, ...init } = json('POST', { ...words, visibility: 'public' });
  const response = await call(account, '/api/v1/statuses', {
    ...init,
    headers: { ...headers, 'idempotency-key': key },
  });
  return read(account, response, made);
}

export async function updateStatus(
  account: Account,
  id: string,
  words: Words & { media_attributes: { id: string; description: string }[] },
): Promise<Made> {
  return read(account, await call(account, pathOf(id), json('PUT', words)), made);
}

/** Takes a status away, and its images at once: without the parameter they stay at their addresses for a day. */
export async function deleteStatus(account: Account, id: string): Promise<void> {
  await call(account, `${pathOf(id)}?delete_media=true`, { method: 'DELETE' });
}

export async function getStatus(account: Account, id: string): Promise<Status> {
  return read(account, await call(account, pathOf(id)), status);
}

/** The text of a status as it was written; null when there is no such status (or no such call on this server). */
export async function sourceOf(account: Account, id: string): Promise<string | null> {
  try {
    return (await read(account, await call(account, `${pathOf(id)}/source`), source)).text;
  } catch (error) {
    if (error instanceof ServiceFailure && error.status === 404) return null;
    throw error;
  }
}

/** The account's statuses, newest first, without boosts; `time` is the server's when it answered, in ms since 1970. */
export async function listStatuses(
  account: Account,
  before: string | undefined,
): Promise<{ page: Status[]; time: number }> {
  const query = new URLSearchParams({ exclude_reblogs: 'true', limit: String(longestList) });
  if (before) query.set('max_id', before);
  const response = await call(account, `/api/v1/accounts/${encodeURIComponent(account.id)}/statuses?${query}`);
  const time = Date.parse(response.headers.get('date') ?? '');
  return { page: await read(account, response, statuses), time: Number.isNaN(time) ? Date.now() : time };
}

/** An upload, and whether the server is still at work on it (202 or 206, and no address yet). */
export interface Upload {
  id: string;
  isReady: boolean;
}

/** Uploads an image with its alt text. Nobody sees it until a status shows it. */
export async function uploadImage(account: Account, image: OutgoingImage, bytes: Uint8Array): Promise<Upload> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)], { type: image.mime }), `image.${image.mime.split('/').at(-1)}`);
  form.set('description', image.alt);
  const response = await call(account, '/api/v2/media', { method: 'POST', body: form });
  const { id, url } = await read(account, response, attachment);
  return { id, isReady: response.status === 200 && Boolean(url) };
}

/**
 * How an upload is doing. ServiceFailure 404: a status shows it, or it waited for one for a day; 422: it could not be
 * processed.
 */
export async function getUpload(account: Account, id: string): Promise<Upload> {
  const response = await call(account, `/api/v1/media/${encodeURIComponent(id)}`);
  // The documents show no body while it is processed.
  if (response.status === 206) return { id, isReady: false };
  return { id, isReady: Boolean((await read(account, response, attachment)).url) };
}

function pathOf(id: string): string {
  return `/api/v1/statuses/${encodeURIComponent(id)}`;
}
