import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, fakeServer } from './fake-server.ts';
import { type SiteCalls, siteCalls, stage } from './site-fake.ts';
import {
  type Call,
  type FakeUpload,
  type FakeWordPressPost,
  parsed,
  Refusal,
  type WordPressState,
  wordpressState,
} from './wordpress-fake-state.ts';

export const fakeAuthor = {
  userName: 'communications',
  name: 'Riverside communications',
  password: 'abcd EFGH 1234 ijkl',
};

/**
 * A WordPress in this process: no more of its REST API than the adapter uses, with the statuses, codes and words that
 * WordPress 6.5 was seen to answer. It is a fake: it has no themes, no plugins and no database. It says that it stands where it is
 * asked, so that a proxy before it stays in between.
 */
export interface WordPressFake
  extends ConformanceFake,
    SiteCalls,
    Pick<WordPressState, 'posts' | 'uploads' | 'writeOther' | 'publishAs' | 'keepBin'> {
  /** Approved comments by the post's id. */
  comments: Map<number, number>;
  /** The account may do only this from now on. */
  allow: (capabilities: string[]) => void;
  revoke: () => void;
}

interface Options {
  /** The path of the site: `/blog`. */
  folder?: string;
  /** Whether addresses are rewritten: else the REST API is reached through `?rest_route=`. */
  isPretty?: boolean;
  /** Whether its pages name the REST API in a Link header. */
  hasLink?: boolean;
}

const forbiddenStatus = { code: 'rest_forbidden_status', message: 'Status is forbidden.', data: { status: 401 } };
const forbidden = { params: { status: forbiddenStatus.message }, details: { status: forbiddenStatus } };

const author = ['edit_posts', 'publish_posts', 'upload_files', 'edit_published_posts', 'delete_published_posts'];

/** Starts one on a random port of the loopback address. */
export async function wordpressFake({
  folder = '',
  isPretty = true,
  hasLink = true,
}: Options = {}): Promise<WordPressFake> {
  const { appeared, change, bin, upload, ...state } = wordpressState();
  const { posts, uploads } = state;
  const comments: WordPressFake['comments'] = new Map();
  const { note, ...seen } = siteCalls();
  let capabilities = author;
  let password: string | null = fakeAuthor.password;

  const shown = (origin: string, { id, slug, status, title, content, excerpt, ...rest }: FakeWordPressPost) => ({
    id,
    slug,
    status,
    link: `${origin}${folder}/${status === 'publish' ? `2026/11/${slug}/` : `?p=${id}`}`,
    title: { raw: title, rendered: title },
    content: { raw: content, rendered: content },
    excerpt: { raw: excerpt, rendered: `<p>${excerpt}</p>` },
    ...rest,
  });
  const shownUpload = (origin: string, { id, slug, file, alt_text }: FakeUpload) => ({
    id,
    slug,
    alt_text,
    source_url: `${origin}${folder}/wp-content/uploads/2026/11/${file}`,
  });

  const answer = (call: Call): FakeAnswer => {
    const { method, route, query, origin, may, request } = call;
    const [, noun = '', number] = /^([a-z/]+?)(?:\/(\d+))?$/.exec(route) ?? [];
    const id = Number(number);
    if (route === '') return { status: 200, body: index(origin) };
    if (route === 'users/me') {
      if (!call.isKnown) throw new Refusal(401, 'rest_not_logged_in', 'You are not currently logged in.');
      return {
        status: 200,
        body: { id: 2, name: fakeAuthor.name, capabilities: capabilities.length > 0 ? flags(capabilities) : [] },
      };
    }
    if (noun === 'posts' && number === undefined) {
      if (method === 'POST') {
        if (!may('edit_posts'))
          throw new Refusal(
            call.denied,
            'rest_cannot_create',
            'Sorry, you are not allowed to create posts as this user.',
          );
        return { status: 201, body: shown(origin, change(call)) };
      }
      if (query.has('status') && !may('edit_posts'))
        throw new Refusal(400, 'rest_invalid_param', 'Invalid parameter(s): status', forbidden);
      const states = (query.get('status') ?? 'publish').split(',');
      const found = [...posts.values()].filter(
        (post) =>
          states.includes(post.status) &&
          isNamed(query.get('slug'), post.slug) &&
          isNamed(query.get('include'), String(post.id)),
      );
      return list(found.map((post) => shown(origin, post)));
    }
    if (noun === 'posts') {
      const post = posts.get(id);
      if (!post) throw new Refusal(404, 'rest_post_invalid_id', 'Invalid post ID.');
      if (!may('edit_posts'))
        throw new Refusal(
          call.denied,
          method === 'GET' ? 'rest_forbidden_context' : 'rest_cannot_edit',
          'Sorry, you are not allowed to edit this post.',
        );
      if (method === 'GET') return { status: 200, body: shown(origin, post) };
      if (method === 'DELETE') return { status: 200, body: bin(post, query.get('force') === 'true') };
      return { status: 200, body: shown(origin, change(call, post)) };
    }
    if (noun === 'media' && number === undefined) {
      if (method === 'POST') return { status: 201, body: shownUpload(origin, upload(call)) };
      return list(
        [...uploads.values()]
          .filter(({ slug }) => isNamed(query.get('slug'), slug))
          .map((one) => shownUpload(origin, one)),
      );
    }
    if (noun === 'media') {
      const found = uploads.get(id);
      if (!found) throw new Refusal(404, 'rest_post_invalid_id', 'Invalid post ID.');
      // `sanitize_text_field`: no tags, no line breaks.
      found.alt_text = String(parsed(request).alt_text ?? found.alt_text)
        .replace(/<[^>]*>/g, '')
        .replace(/\s+/g, ' ')
        .trim();
      return { status: 200, body: shownUpload(origin, found) };
    }
    // Of a post that is not there it counts none, and says nothing else.
    if (noun === 'comments') return list([], comments.get(Number(query.get('post'))) ?? 0);
    throw new Refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.');
  };

  const index = (origin: string) => ({
    name: 'Riverside',
    home: `${origin}${folder}`,
    namespaces: ['oembed/1.0', 'wp/v2'],
    authentication: { 'application-passwords': { endpoints: {} } },
  });

  const server = await fakeServer((request) => {
    const url = new URL(request.path, `http://${request.headers.host}`);
    const { origin } = url;
    const root = isPretty ? `${origin}${folder}/wp-json/` : `${origin}${folder}/index.php?rest_route=/`;
    const link: Record<string, string> = hasLink ? { link: `<${root}>; rel="https://api.w.org/"` } : {};
    const route = routeOf(url, folder, isPretty);
    if (route === null) {
      const isPage = url.pathname === `${folder}/` || url.pathname === `${folder}/index.php`;
      return {
        status: isPage ? 200 : 404,
        body: '<!doctype html><title>Riverside</title>',
        headers: { 'content-type': 'text/html', ...link },
      };
    }
    const refusal = note(`${request.method} ${route}`);
    if (refusal) return refusal;
    const isKnown = password !== null && request.headers.authorization === basic(password);
    try {
      return answer({
        method: request.method,
        route,
        query: url.searchParams,
        origin,
        isKnown,
        denied: isKnown ? 403 : 401,
        may: (capability) => isKnown && capabilities.includes(capability),
        request,
      });
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      return { status: 500, body: { code: 'internal_server_error', message: String(error), data: { status: 500 } } };
    }
  });

  return {
    ...server,
    typed: (url) => ({
      site: `${url}${folder}`,
      userName: fakeAuthor.userName,
      applicationPassword: fakeAuthor.password,
    }),
    mention: '@nobody',
    preparing: [
      stage('looking for the draft', 'GET', /\/wp\/v2\/posts\?/),
      stage('looking for the pictures', 'GET', /\/wp\/v2\/media\?/),
      stage('uploading a picture', 'POST', /\/wp\/v2\/media\?/),
      stage('describing a picture', 'POST', /\/wp\/v2\/media\/\d/),
      stage('making the draft', 'POST', /\/wp\/v2\/posts\?/),
    ],
    write: stage('publishing', 'POST', /\/wp\/v2\/posts\/\d/),
    look: stage('looking', 'GET', /\/wp\/v2\/posts\/\d/),
    made: () => appeared.length,
    texts: () => appeared.map((id) => posts.get(id)?.content ?? ''),
    tamper: null,
    expireSession: null,
    ...state,
    ...seen,
    comments,
    allow: (wanted) => {
      capabilities = wanted;
    },
    revoke: () => {
      password = null;
    },
  };
}

/** The route of a request to the REST API; null for a page. A site answers to the query form always. */
function routeOf(url: URL, folder: string, isPretty: boolean): string | null {
  const asked = url.searchParams.get('rest_route');
  const prefix = `${folder}/wp-json`;
  const path = asked ?? (isPretty && url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : null);
  if (path === null || (asked !== null && !url.pathname.startsWith(`${folder}/`))) return null;
  return path.replace(/^\/wp\/v2\//, '').replace(/^\/|\/$/g, '');
}

/** A list with its length, and with `total` where it stands for more. */
function list(body: unknown[], total = body.length): FakeAnswer {
  return {
    status: 200,
    body,
    headers: { 'x-wp-total': String(total), 'x-wp-totalpages': String(Math.ceil(total / 100)) },
  };
}

function isNamed(wanted: string | null, value: string): boolean {
  return wanted === null || wanted.split(',').includes(value);
}

function flags(names: string[]): Record<string, boolean> {
  return Object.fromEntries(names.map((name) => [name, true]));
}

function basic(password: string): string {
  return `Basic ${Buffer.from(`${fakeAuthor.userName}:${password}`).toString('base64')}`;
}
