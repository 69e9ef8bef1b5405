import { z } from 'zod';
import { isNoPost, readError } from './ghost-outcome.ts';
import { type AdminKey, tokenOf } from './ghost-token.ts';
import { callService, failureIn, type Reach, ServiceFailure } from './service.ts';

/** The version of the API that this was written for. */
const acceptVersion = 'v6.0';

/** A site as one of its integrations reaches it. */
export interface Site {
  /** Where its Admin API begins. */
  api: string;
  reach: Reach;
  key: AdminKey;
}

const remotePost = z.object({
  id: z.string().regex(/^[0-9a-f]{24}$/),
  slug: z.string(),
  title: z.string(),
  status: z.string(),
  url: z.string(),
  /** What a change has to name, so that nobody writes over what they have not seen. */
  updated_at: z.string(),
});
export type RemotePost = z.infer<typeof remotePost>;
const onePost = z.object({ posts: z.tuple([remotePost]) });

/** What a post is made of; null leaves a field empty. */
export interface Content {
  title: string;
  html: string;
  custom_excerpt: string | null;
  feature_image: string | null;
  feature_image_alt: string | null;
  canonical_url: string | null;
}

/** Where the Admin API of a site begins, and where visitors find the site. Needs no key. Throws ServiceFailure. */
export async function discover(reach: Reach): Promise<{ api: string; site: string }> {
  const place = new URL('ghost/api/admin/site/', reach.service);
  const response = await callService(reach, place.href, { headers: { 'accept-version': acceptVersion } }, readError);
  const answer = z.object({ site: z.object({ url: z.url({ protocol: /^https?$/ }), version: z.string() }) });
  const read = answer.safeParse(await response.json().catch(() => null));
  // The API may stand on another host than the site, and the site leads there.
  if (read.success) return { api: new URL('..', response.url).href, site: read.data.site.url };
  throw notGhosts(place, read.error);
}

/** Uses the key. */
export async function tryKey(site: Site): Promise<void> {
  const answer = z.object({ posts: z.array(z.looseObject({ id: z.string() })) });
  await ask(site, 'posts/', answer, { query: { limit: '1', fields: 'id' } });
}

/** The post of a name. Throws ServiceFailure, NotFoundError when there is none. */
export async function findPost(site: Site, slug: string): Promise<RemotePost> {
  return one(await ask(site, `posts/slug/${encodeURIComponent(slug)}/`, onePost));
}

export async function readPost(site: Site, id: string): Promise<RemotePost> {
  return one(await ask(site, `posts/${encodeURIComponent(id)}/`, onePost));
}

/** A post by its id; one that a person found is known by its name in the address. */
export function findByRemoteId(site: Site, remoteId: string): Promise<RemotePost> {
  return remoteId.startsWith('slug:') ? findPost(site, remoteId.slice('slug:'.length)) : readPost(site, remoteId);
}

/** What a request for a post answers; null where the site has no such post. */
export async function orNone(asked: Promise<RemotePost>): Promise<RemotePost | null> {
  try {
    return await asked;
  } catch (error) {
    const failure = failureIn(error);
    if (failure && isNoPost(failure)) return null;
    throw error;
  }
}

/** Makes a draft. Ghost puts a number behind a slug that is taken. */
export async function createDraft(site: Site, slug: string, content: Content): Promise<RemotePost> {
  const json = { posts: [{ ...content, slug, status: 'draft' }] };
  return one(await ask(site, 'posts/', onePost, { method: 'POST', query: { source: 'html' }, json }));
}

/** Makes a post say this, unless somebody has changed it since it was read. Names no newsletter, so none is sent. */
export async function updatePost(
  site: Site,
  { id, updated_at }: RemotePost,
  change: Content & { status?: 'published' },
): Promise<RemotePost> {
  const json = { posts: [{ ...change, updated_at }] };
  const path = `posts/${encodeURIComponent(id)}/`;
  return one(await ask(site, path, onePost, { method: 'PUT', query: { source: 'html' }, json }));
}

export async function deletePost(site: Site, id: string): Promise<void> {
  await ask(site, `posts/${encodeURIComponent(id)}/`, null, { method: 'DELETE' });
}

/** Puts a picture on the site; answers its address there. Each upload makes another file. */
export async function uploadImage(
  site: Site,
  { name, mime, bytes }: { name: string; mime: string; bytes: Uint8Array },
): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)], { type: mime }), name);
  form.set('purpose', 'image');
  form.set('ref', name);
  const answer = z.object({ images: z.tuple([z.object({ url: z.url() })]) });
  return (await ask(site, 'images/upload/', answer, { method: 'POST', form })).images[0].url;
}

function one({ posts }: z.infer<typeof onePost>): RemotePost {
  return posts[0];
}

/** The published ones among these ids; at most 100. */
export async function findShown(site: Site, ids: readonly string[]): Promise<string[]> {
  const query = { filter: `id:[${ids.join(',')}]+status:published`, fields: 'id', limit: '100' };
  const answer = z.object({ posts: z.array(z.object({ id: z.string() })) });
  return (await ask(site, 'posts/', answer, { query })).posts.map(({ id }) => id);
}

/** Whether anybody can comment on the site's posts. */
export async function hasComments(site: Site): Promise<boolean> {
  const answer = z.object({ settings: z.array(z.object({ key: z.string(), value: z.unknown() })) });
  const { settings } = await ask(site, 'settings/', answer);
  return settings.some(({ key, value }) => key === 'comments_enabled' && value !== 'off');
}

/** How many comments and replies the public sees below each post: what the site tells its own themes, without a key. */
export async function countComments(site: Site, home: string, ids: readonly string[]): Promise<Record<string, number>> {
  const url = new URL('members/api/comments/counts/', home.endsWith('/') ? home : `${home}/`);
  url.searchParams.set('ids', ids.join(','));
  const response = await callService(site.reach, url.href, {}, readError);
  const read = z.record(z.string(), z.number().int().min(0)).safeParse(await response.json().catch(() => null));
  if (read.success) return read.data;
  throw notGhosts(url, read.error);
}

interface Asking {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  query?: Record<string, string>;
  json?: unknown;
  form?: FormData;
}

async function ask(site: Site, path: string, answer: null, asking?: Asking): Promise<null>;
async function ask<T>(site: Site, path: string, answer: z.ZodType<T>, asking?: Asking): Promise<T>;
/** Throws ServiceFailure, for an answer that is not what Ghost answers too. */
async function ask<T>(
  { api, reach, key }: Site,
  path: string,
  answer: z.ZodType<T> | null,
  { method = 'GET', query = {}, json, form }: Asking = {},
): Promise<T | null> {
  const url = new URL(path, api);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await callService(
    reach,
    url.href,
    {
      method,
      headers: {
        authorization: `Ghost ${tokenOf(key)}`,
        'accept-version': acceptVersion,
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      body: json === undefined ? (form ?? null) : JSON.stringify(json),
    },
    readError,
  );
  if (!answer) return null;
  const read = answer.safeParse(await response.json().catch(() => null));
  if (read.success) return read.data;
  throw notGhosts(url, read.error);
}

function notGhosts({ host }: URL, cause: unknown): ServiceFailure {
  return new ServiceFailure(`${host} gave an answer that is not Ghost’s`, { status: null, sent: true, cause });
}
