import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.ts';
import { freeSlug, type SiteCalls, siteCalls, stage } from './site-fake.ts';

const key = { id: '6748592f4b9b7700010f6564', secret: 'b1b5b9c1d4e5f6a7'.repeat(4) };
export const fakeKey = `${key.id}:${key.secret}`;

export interface FakeGhostPost {
  id: string;
  uuid: string;
  slug: string;
  title: string;
  html: string;
  status: string;
  custom_excerpt: string | null;
  feature_image: string | null;
  feature_image_alt: string | null;
  canonical_url: string | null;
  updated_at: string;
}

/**
 * A Ghost in this process: no more of its Admin API than the adapter uses, with the statuses, names and words that Ghost 6.65
 * was seen to answer. It is a fake: HTML is kept as it comes, and nobody reads the pages. It says that it stands where it is
 * asked, so that a proxy before it stays in between.
 */
export interface GhostFake extends ConformanceFake, SiteCalls {
  posts: Map<string, FakeGhostPost>;
  images: { name: string; type: string; ref: string; url: string }[];
  /** Comments and replies by the post's id. */
  comments: Map<string, number>;
  /** Posts that a newsletter was asked for. */
  letters: string[];
  /** Somebody else writes a post. */
  writeOther: (post: Partial<FakeGhostPost>) => FakeGhostPost;
  /** Somebody saves a post in the editor between our next look and our write. */
  saveNext: (change: Partial<FakeGhostPost>) => void;
  allowComments: (whose: 'all' | 'off') => void;
  revoke: () => void;
}

/** The body of an error as Ghost writes it. */
export function ghostError(status: number, type: string, message: string, context: string | null = null): FakeAnswer {
  const error = { message, context, type, details: null, property: null, help: null, code: null, id: randomUUID() };
  return { status, body: { errors: [{ ...error, ghostErrorCode: null }] } };
}

class Refusal extends Error {
  readonly answer: FakeAnswer;
  constructor(...[status, type, message, context]: Parameters<typeof ghostError>) {
    super(message);
    this.answer = ghostError(status, type, message, context);
  }
}

/** Starts one on a random port of the loopback address; `folder` is the path of the site, such as `/blog`. */
export async function ghostFake({ folder = '' }: { folder?: string } = {}): Promise<GhostFake> {
  const posts: GhostFake['posts'] = new Map();
  const images: GhostFake['images'] = [];
  const comments: GhostFake['comments'] = new Map();
  const letters: string[] = [];
  const appeared: string[] = [];
  const { note, ...seen } = siteCalls();
  let isRevoked = false;
  let comment = 'all';
  let saving: Partial<FakeGhostPost> | null = null;
  // A second a save: what Ghost keeps of a time.
  let clock = Date.parse('2026-11-26T09:00:00.000Z');
  const now = () => {
    clock += 1000;
    return new Date(clock).toISOString();
  };

  const store = (post: FakeGhostPost): FakeGhostPost => {
    if (post.status === 'published' && posts.get(post.id)?.status !== 'published') appeared.push(post.id);
    const stored = { ...post, updated_at: now() };
    posts.set(post.id, stored);
    return stored;
  };
  const blank = (): FakeGhostPost => ({
    id: randomBytes(12).toString('hex'),
    uuid: randomUUID(),
    slug: 'untitled',
    title: '(Untitled)',
    html: '',
    status: 'draft',
    custom_excerpt: null,
    feature_image: null,
    feature_image_alt: null,
    canonical_url: null,
    updated_at: '',
  });
  const answered = (site: string, status: number, { html: _, ...post }: FakeGhostPost): FakeAnswer => ({
    status,
    body: {
      posts: [{ ...post, url: post.status === 'published' ? `${site}${post.slug}/` : `${site}p/${post.uuid}/` }],
    },
  });
  const change = (request: FakeRequest, query: URLSearchParams, post: FakeGhostPost, verb: string): FakeGhostPost => {
    const { posts: given } = JSON.parse(request.body.toString()) as { posts: Partial<FakeGhostPost>[] };
    const { updated_at, html, ...input } = given[0] ?? {};
    for (const [name, max] of [
      ['title', 255],
      ['custom_excerpt', 300],
      ['feature_image_alt', 191],
    ] as const)
      if ((input[name]?.length ?? 0) > max)
        throw new Refusal(
          422,
          'ValidationError',
          `Validation error, cannot ${verb} post.`,
          `Validation failed for ${name}.`,
        );
    if (verb === 'edit' && !updated_at)
      throw new Refusal(422, 'ValidationError', 'Validation error, cannot edit post.', 'Validation failed for 0.');
    const collision = 'Saving failed! Someone else is editing this post.';
    if (verb === 'edit' && updated_at !== post.updated_at)
      throw new Refusal(409, 'UpdateCollisionError', collision, collision);
    if (query.has('newsletter')) letters.push(post.id);
    const slug = freeSlug(posts, input.slug ?? post.slug, post.id);
    return store({ ...post, ...input, slug, ...(html && query.get('source') === 'html' && { html }) });
  };

  const answer = (
    method: string,
    route: string,
    query: URLSearchParams,
    site: string,
    request: FakeRequest,
  ): FakeAnswer => {
    if (route === 'site/') return { status: 200, body: { site: { title: 'Riverside', url: site, version: '6.65' } } };
    authorise(request, isRevoked);
    if (route === 'settings/')
      return { status: 200, body: { settings: [{ key: 'comments_enabled', value: comment }] } };
    if (route === 'images/upload/' && method === 'POST')
      return { status: 201, body: { images: [upload(request, site)] } };
    if (route === 'posts/' && method === 'POST') return answered(site, 201, change(request, query, blank(), 'save'));
    if (route === 'posts/') {
      const [, ids] = /^id:\[([^\]]*)\]\+status:published$/.exec(query.get('filter') ?? '') ?? [];
      const found = [...posts.values()].filter(
        ({ id, status }) => ids === undefined || (status === 'published' && ids.split(',').includes(id)),
      );
      return { status: 200, body: { posts: found.slice(0, Number(query.get('limit'))).map(({ id }) => ({ id })) } };
    }
    const verb = method === 'GET' ? 'read' : method === 'PUT' ? 'edit' : 'delete';
    const [, slug, id = ''] = /^posts\/(?:slug\/([^/]+)|([^/]+))\/$/.exec(route) ?? [];
    const post = slug === undefined ? posts.get(id) : [...posts.values()].find((one) => one.slug === slug);
    if (!slug && !/^[0-9a-f]{24}$/.test(id))
      throw new Refusal(
        422,
        'ValidationError',
        `Validation error, cannot ${verb} post.`,
        'Validation (matches) failed for id.',
      );
    if (!post)
      throw new Refusal(404, 'NotFoundError', `Resource not found error, cannot ${verb} post.`, 'Post not found.');
    if (method === 'DELETE') {
      posts.delete(post.id);
      return { status: 204 };
    }
    if (method === 'GET') return answered(site, 200, post);
    const saved = saving ? store({ ...post, ...saving }) : post;
    saving = null;
    return answered(site, 200, change(request, query, saved, 'edit'));
  };

  const upload = (request: FakeRequest, site: string) => {
    const text = request.body.toString('latin1');
    const part = (name: string) =>
      new RegExp(`name="${name}"[^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n([^\\r]*)`).exec(text)?.[1] ?? '';
    const [, name = '', type = ''] = /name="file"; filename="([^"]+)"\r\nContent-Type: ([^\r]+)/i.exec(text) ?? [];
    if (!/^image\/(?:png|jpeg|webp|gif)$/.test(type))
      throw new Refusal(415, 'UnsupportedMediaTypeError', 'Please select a valid image.');
    // Each upload is a file of its own: a number goes behind a name that is taken.
    const same = images.filter((image) => image.name === name).length;
    const stored = same === 0 ? name : name.replace(/(\.[^.]+)$/, `-${same}$1`);
    const made = { name, type, ref: part('ref'), url: `${site}content/images/2026/11/${stored}` };
    images.push(made);
    return { url: made.url, ref: made.ref };
  };

  const server = await fakeServer((request) => {
    const url = new URL(request.path, `http://${request.headers.host}`);
    const site = `${url.origin}${folder}/`;
    const [before, route] = url.pathname.split('/ghost/api/admin/');
    if (url.pathname === `${folder}/members/api/comments/counts/`) {
      const ids = url.searchParams.get('ids')?.split(',') ?? [];
      return { status: 200, body: Object.fromEntries(ids.map((id) => [id, comments.get(id) ?? 0])) };
    }
    if (before !== folder || route === undefined)
      return { status: 404, body: '<!doctype html><title>404</title>', headers: { 'content-type': 'text/html' } };
    const refusal = note(`${request.method} ${route}`);
    if (refusal) return refusal;
    try {
      return answer(request.method, route, url.searchParams, site, request);
    } catch (error) {
      return error instanceof Refusal ? error.answer : ghostError(500, 'InternalServerError', String(error));
    }
  });

  return {
    ...server,
    typed: (url) => ({ site: `${url}${folder}`, adminApiKey: fakeKey }),
    mention: '@nobody',
    preparing: [
      stage('looking for the draft', 'GET', /\/posts\/slug\//),
      stage('uploading a picture', 'POST', /\/images\/upload\//),
      stage('making the draft', 'POST', /\/posts\/\?/),
    ],
    write: stage('publishing', 'PUT', /\/posts\//),
    look: stage('looking', 'GET', /\/posts\/[0-9a-f]{24}\//),
    made: () => appeared.length,
    texts: () => appeared.map((id) => posts.get(id)?.html ?? ''),
    tamper: null,
    expireSession: null,
    posts,
    images,
    ...seen,
    comments,
    letters,
    writeOther: (post) => store({ ...blank(), ...post }),
    saveNext: (next) => {
      saving = next;
    },
    allowComments: (whose) => {
      comment = whose;
    },
    revoke: () => {
      isRevoked = true;
    },
  };
}

/** Checks a token as Ghost does: the key it names, its signature, its age of five minutes at most and its audience. */
function authorise({ headers }: FakeRequest, isRevoked: boolean): void {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  if (scheme !== 'Ghost' || !token) throw new Refusal(403, 'NoPermissionError', 'Authorization failed');
  const [head = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const { kid, alg } = read(head);
  const { iat, exp, aud } = read(claims);
  if (isRevoked || kid !== key.id) throw new Refusal(401, 'UnauthorizedError', 'Unknown Admin API Key');
  const invalid = (why: string) => new Refusal(401, 'UnauthorizedError', `Invalid token: ${why}`);
  const wanted = createHmac('sha256', Buffer.from(key.secret, 'hex')).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (alg !== 'HS256' || given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw invalid('invalid signature');
  const seconds = Date.now() / 1000;
  if (typeof exp !== 'number' || exp <= seconds) throw invalid('jwt expired');
  if (typeof iat !== 'number' || seconds - iat > 300) throw invalid('maxAge exceeded');
  if (typeof aud !== 'string' || !/\/?admin\/?$/.test(aud))
    throw invalid('jwt audience invalid. expected: /\\/?admin\\/?$/');
}
