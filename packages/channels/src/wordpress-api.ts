import { z } from 'zod';
import { callService, type Reach, ServiceFailure } from './service.ts';
import { readError } from './wordpress-outcome.ts';

/** A site as one of its accounts reaches it. */
export interface Site {
  /** Where its REST API begins. */
  root: string;
  reach: Reach;
  authorization: string;
}

/** What the public and the editors see of a post. */
const remotePost = z.object({ id: z.number().int(), slug: z.string(), status: z.string(), link: z.string() });
export type RemotePost = z.infer<typeof remotePost>;
const titledPost = remotePost.extend({ title: z.object({ raw: z.string() }) });
export type TitledPost = z.infer<typeof titledPost>;
const postFields = 'id,slug,status,link';

const media = z.object({ id: z.number().int(), slug: z.string(), alt_text: z.string(), source_url: z.string().min(1) });
export type Media = z.infer<typeof media>;
const mediaFields = 'id,slug,alt_text,source_url';

/** What a post is made of. Title and excerpt are HTML too. */
export interface Content {
  title: string;
  content: string;
  excerpt: string;
  /** The id of an upload; 0 for none. */
  featured_media: number;
}

/** Every state in which a post of ours may wait or be seen; one in the bin has lost its slug. */
const everyStatus = 'publish,draft,pending,private,future';

/** The account, and what it may do. WordPress gives an empty list for an account that may do nothing. */
export async function readMe(site: Site) {
  const me = z.object({ name: z.string(), capabilities: z.record(z.string(), z.unknown()).catch({}) });
  return (await ask(site, 'users/me', me, { query: { context: 'edit', _fields: 'name,capabilities' } })).data;
}

/** Posts of one name, as the account sees them. */
export async function findPosts(site: Site, slug: string, status = everyStatus): Promise<TitledPost[]> {
  const query = { slug, status, context: 'edit', per_page: '100', _fields: `${postFields},title` };
  return (await ask(site, 'posts', z.array(titledPost), { query })).data;
}

/** The number of a post; one that a person found is known by its name in the address. Null when nothing public has that name. */
export async function findId(site: Site, remoteId: string): Promise<number | null> {
  const [, slug] = /^slug:(.+)$/.exec(remoteId) ?? [];
  if (slug === undefined) return Number(remoteId);
  return (await findPosts(site, slug, 'publish'))[0]?.id ?? null;
}

/** A post by its id, in the bin or not. */
export async function readPost(site: Site, id: number): Promise<RemotePost> {
  return (await ask(site, `posts/${id}`, remotePost, { query: { context: 'edit', _fields: postFields } })).data;
}

/** Makes a draft. WordPress puts a number behind a slug that is taken. */
export async function createDraft(site: Site, slug: string, content: Content): Promise<RemotePost> {
  const query = { _fields: postFields };
  return (await ask(site, 'posts', remotePost, { method: 'POST', query, json: { ...content, slug, status: 'draft' } }))
    .data;
}

/**
 * Makes a post say this; with `status`, in one request. Without a date a post is published now: with one in the future it would
 * wait for it. Some hosts let POST through and not PUT.
 */
export async function updatePost(
  site: Site,
  id: number,
  change: Content & { status?: 'publish'; date?: null },
): Promise<RemotePost> {
  const query = { _fields: postFields };
  return (await ask(site, `posts/${id}`, remotePost, { method: 'POST', query, json: change })).data;
}

/** Puts a post into the bin, or deletes it for good. */
export async function deletePost(site: Site, id: number, forGood = false): Promise<void> {
  await ask(site, `posts/${id}`, z.looseObject({}), { method: 'DELETE', query: forGood ? { force: 'true' } : {} });
}

/** The uploads of these names; at most 100. */
export async function findMedia(site: Site, slugs: readonly string[]): Promise<Media[]> {
  const query = { slug: slugs.join(','), per_page: '100', _fields: mediaFields };
  return (await ask(site, 'media', z.array(media), { query })).data;
}

export async function uploadMedia(
  site: Site,
  file: { slug: string; name: string; mime: string; bytes: Uint8Array },
): Promise<Media> {
  const headers = { 'content-type': file.mime, 'content-disposition': `attachment; filename="${file.name}"` };
  const query = { slug: file.slug, _fields: mediaFields };
  return (await ask(site, 'media', media, { method: 'POST', query, headers, body: new Uint8Array(file.bytes) })).data;
}

export async function describeMedia(site: Site, id: number, alt: string): Promise<void> {
  await ask(site, `media/${id}`, media, { method: 'POST', query: { _fields: mediaFields }, json: { alt_text: alt } });
}

/** The published ones among these ids, and whether people may comment on them; at most 100. */
export async function readDiscussions(site: Site, ids: readonly number[]) {
  const discussion = z.object({ id: z.number().int(), comment_status: z.string() });
  const query = { include: ids.join(','), per_page: '100', _fields: 'id,comment_status' };
  return (await ask(site, 'posts', z.array(discussion), { query })).data;
}

/** How many comments the public sees below a post; null when the site does not say. */
export async function countComments(site: Site, id: number): Promise<number | null> {
  const query = { post: String(id), per_page: '1', _fields: 'id' };
  const { headers } = await ask(site, 'comments', z.array(z.unknown()), { query });
  const total = headers.get('x-wp-total')?.trim() ?? '';
  return /^\d+$/.test(total) ? Number(total) : null;
}

interface Asking {
  method?: 'GET' | 'POST' | 'DELETE';
  query?: Record<string, string>;
  json?: unknown;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
}

/** Throws ServiceFailure, for an answer that is not what WordPress answers too. */
async function ask<T>(
  { root, reach, authorization }: Site,
  path: string,
  answer: z.ZodType<T>,
  { method = 'GET', query = {}, json, headers = {}, body }: Asking,
): Promise<{ data: T; headers: Headers }> {
  const url = addressOf(root, path, query);
  const response = await callService(
    reach,
    url.href,
    {
      method,
      headers: { authorization, ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
    },
    readError,
  );
  const read = answer.safeParse(await response.json().catch(() => undefined));
  if (read.success) return { data: read.data, headers: response.headers };
  throw new ServiceFailure(`${url.host} gave an answer that is not WordPress’s`, {
    status: null,
    sent: true,
    cause: read.error,
  });
}

/** Sites without rewritten addresses have the route in the query. */
function addressOf(root: string, path: string, query: Record<string, string>): URL {
  const url = new URL(root);
  if (url.searchParams.has('rest_route')) url.searchParams.set('rest_route', `/wp/v2/${path}`);
  else url.pathname = `${url.pathname.replace(/\/+$/, '')}/wp/v2/${path}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
