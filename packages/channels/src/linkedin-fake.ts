import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.ts';
import { fakeComments } from './linkedin-fake-comments.ts';
import { type FakeImage, fakeImages } from './linkedin-fake-images.ts';
import { fakeClient, fakeSignIn } from './linkedin-fake-oauth.ts';
import { type FakeOrganization, fakeOrganizations } from './linkedin-fake-organizations.ts';
import { readLittleText } from './linkedin-text.ts';
import type { Grant } from './sign-in.ts';

export const fakeOrganization = 'urn:li:organization:2414183';

interface FakePost {
  id: string;
  author: string;
  commentary: string;
  createdAt: number;
  lastModifiedAt: number;
  content: Record<string, unknown> | undefined;
  isDeleted: boolean;
}

/**
 * A fake, not a LinkedIn: one member and their pages, as far as the adapter uses it, written after the documents on
 * learn.microsoft.com/linkedin (marketing/community-management: posts, images, organization access control, share statistics;
 * shared/authentication) in November 2026. It has what makes a real one hard: versions that end, a text format that drops what
 * follows a stray bracket, a refusal of the same words twice, images that take their time, and tokens that end.
 */
export interface LinkedInFake extends ConformanceFake {
  /** Its sign-in, and what can be done to it. */
  signIn: ReturnType<typeof fakeSignIn>;
  /** Tokens as a finished sign-in has them. */
  grant: () => Grant;
  posts: Map<string, FakePost>;
  images: Map<string, FakeImage>;
  comments: ReturnType<typeof fakeComments>;
  /** What the member looks after, by number, with their role. */
  organizations: Map<string, FakeOrganization>;
  figures: Map<string, Record<string, number>>;
  /** Method and path without query of every call, in order. */
  calls: string[];
  /** How many looks find the next images in processing. */
  processFor: (looks: number) => void;
  /** Every image from now on cannot be shown. */
  failProcessing: () => void;
  /** Something that was posted on the page by other means. */
  post: (overrides: Partial<FakePost>) => FakePost;
  /** The page’s list does not show what is made from now on. */
  hideNew: () => void;
  /** Answers what starts with a method and a path with an error from now on. */
  refuse: (start: string, answer: FakeAnswer) => void;
}

const versions = /^2025(?:12)$|^2026(?:0[1-9]|1[01])$/;

/** Starts one on a random port of the loopback address. */
export async function linkedinFake(): Promise<LinkedInFake> {
  const signIn = fakeSignIn();
  const refusals = new Map<string, FakeAnswer>();
  const made: FakePost[] = [];
  const plan = { isHiding: false, hidden: new Set<string>() };
  let ids = 7_400_000_000_000_000_000n;
  const nextId = () => {
    ids += 1n;
    return String(ids);
  };
  const organizations = fakeOrganizations();
  const images = fakeImages(nextId, failure);
  const comments = fakeComments({
    hasPost: (urn) => fake.posts.get(urn)?.isDeleted === false,
    mayActFor: (urn) => fake.organizations.has(urn.split(':').at(-1) ?? ''),
    nextId,
    failure,
  });

  const post = (overrides: Partial<FakePost>): FakePost => {
    const at = Date.now();
    const one = {
      id: `urn:li:share:${nextId()}`,
      author: fakeOrganization,
      commentary: '',
      createdAt: at,
      lastModifiedAt: at,
      content: undefined,
      isDeleted: false,
      ...overrides,
    };
    fake.posts.set(one.id, one);
    return one;
  };

  const create = ({ body }: FakeRequest): FakeAnswer => {
    const input = JSON.parse(body.toString()) as {
      author: string;
      commentary: string;
      lifecycleState: string;
      visibility: string;
      content?: Record<string, unknown>;
    };
    const id = input.author.split(':').at(-1) ?? '';
    if (!fake.organizations.has(id))
      return failure(403, 'ACCESS_DENIED', 'Not enough permissions to access: posts.CREATE');
    if (input.lifecycleState !== 'PUBLISHED' || input.visibility !== 'PUBLIC')
      return failure(400, 'MISSING_FIELD', 'A public post was expected');
    if (readLittleText(input.commentary).length > 3000)
      return failure(400, 'FIELD_LENGTH_TOO_LONG', 'ShareCommentary text length exceeds the maximum allowed');
    const unready = images.unready(shownBy(input.content));
    if (unready) return failure(400, 'INVALID_CONTENT', `Image ${unready} is not available`);
    const twin = [...fake.posts.values()].find(
      (one) => !one.isDeleted && one.author === input.author && one.commentary === input.commentary,
    );
    if (twin)
      return {
        status: 422,
        body: {
          errorDetailType: 'com.linkedin.common.error.BadRequest',
          message: `com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of ${twin.id}`,
          errorDetails: {
            inputErrors: [{ description: 'Duplicate post is detected', input: {}, code: 'DUPLICATE_POST' }],
          },
          status: 422,
        },
      };
    const one = post({ author: input.author, commentary: input.commentary, content: input.content });
    made.push(one);
    if (plan.isHiding) plan.hidden.add(one.id);
    return { status: 201, headers: { 'x-restli-id': one.id } };
  };

  const answerRest = (request: FakeRequest, path: string, query: URLSearchParams): FakeAnswer => {
    const { method, headers } = request;
    const member = signIn.memberOf(headers.authorization);
    if (typeof member !== 'string') return member;
    const upload = /^\/dms-uploads\/(.+)$/.exec(path);
    if (upload && method === 'PUT') return images.upload(decodeURIComponent(upload[1] ?? ''), request.body);
    if (headers['x-restli-protocol-version'] !== '2.0.0')
      return failure(400, 'INVALID_PROTOCOL', 'X-Restli-Protocol-Version is missing');
    const version = headers['linkedin-version']?.toString() ?? '';
    if (!version)
      return failure(
        400,
        'VERSION_MISSING',
        'A version must be present. Please specify a version by adding the LinkedIn-Version header.',
      );
    if (!versions.test(version))
      return failure(426, 'NONEXISTENT_VERSION', `Requested version ${version}01 is not active`);
    const [, resource = '', key] = /^\/rest\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
    if (resource === 'socialActions') return comments.answer(request, key ?? '', query);
    const urn = key && decodeURIComponent(key);
    switch (`${method} ${resource}${urn ? '/' : ''}`) {
      case 'GET organizationAcls':
        return organizations.roles(member, query);
      case 'GET organizations':
        return organizations.named(query);
      case 'POST images':
        return images.begin(request);
      case 'GET images/':
        return images.look(urn ?? '');
      case 'POST posts':
        return create(request);
      case 'POST posts/': {
        if (headers['x-restli-method'] !== 'PARTIAL_UPDATE') return failure(400, 'BAD_METHOD', 'Unexpected method');
        const known = fake.posts.get(urn ?? '');
        if (!known || known.isDeleted) return failure(404, 'NOT_FOUND', 'Could not find entity');
        const { patch } = JSON.parse(request.body.toString()) as { patch: { $set: { commentary: string } } };
        Object.assign(known, { commentary: patch.$set.commentary, lastModifiedAt: Date.now() });
        return { status: 204 };
      }
      case 'GET posts/': {
        const known = fake.posts.get(urn ?? '');
        return known && !known.isDeleted
          ? { status: 200, body: known }
          : failure(404, 'NOT_FOUND', 'Could not find entity');
      }
      case 'DELETE posts/':
        Object.assign(fake.posts.get(urn ?? '') ?? {}, { isDeleted: true });
        return { status: 204 };
      case 'GET posts': {
        const [start, count] = [Number(query.get('start') ?? 0), Number(query.get('count') ?? 10)];
        const elements = [...fake.posts.values()]
          .filter((one) => !one.isDeleted && one.author === query.get('author') && !plan.hidden.has(one.id))
          .sort((one, other) => other.lastModifiedAt - one.lastModifiedAt);
        return {
          status: 200,
          body: { paging: { start, count, links: [] }, elements: elements.slice(start, start + count) },
        };
      }
      case 'GET organizationalEntityShareStatistics':
        return organizations.statistics(query);
      default:
        return failure(404, 'RESOURCE_NOT_FOUND', `No virtual resource found for ${path}`);
    }
  };

  const { url, close } = await fakeServer((request) => {
    const { pathname, searchParams: query } = new URL(request.path, 'http://fake');
    const said = `${request.method} ${pathname}`;
    fake.calls.push(said);
    for (const [start, answer] of refusals) if (said.startsWith(start)) return answer;
    if (said === 'GET /oauth/v2/authorization') return signIn.page(query);
    if (said === 'POST /oauth/v2/accessToken') return signIn.token(request);
    return answerRest(request, pathname, query);
  });

  const grant = (): Grant => {
    const told = signIn.grant();
    const after = (wait: unknown) => new Date(Date.now() + Number(wait) * 1000).toISOString();
    const refreshToken = told['refresh_token']?.toString() ?? null;
    return {
      accessToken: String(told['access_token']),
      refreshToken,
      expiresAt: after(told['expires_in']),
      refreshUntil: refreshToken && after(told['refresh_token_expires_in']),
      member: null,
    };
  };
  const isAt = (start: string, method: string) => (head: { method: string; path: string }) =>
    head.method === method && head.path.startsWith(start);

  const fake: LinkedInFake = {
    url,
    client: (origin) => ({ ...fakeClient, origin }),
    typed: (origin) => ({ page: fakeOrganization, grant: grant(), origin }),
    mention: '@[Riverside](urn:li:organization:1)',
    preparing: [
      { name: 'beginning an upload', matches: isAt('/rest/images?action=', 'POST') },
      { name: 'uploading an image', matches: isAt('/dms-uploads/', 'PUT') },
      { name: 'looking at an image', matches: isAt('/rest/images/', 'GET') },
      { name: 'renewing the token', matches: isAt('/oauth/v2/accessToken', 'POST'), expired: true },
    ],
    write: { name: 'writing', matches: ({ method, path }) => method === 'POST' && path === '/rest/posts' },
    look: { name: 'looking', matches: isAt('/rest/posts?', 'GET') },
    made: () => made.length,
    texts: () => made.map(({ commentary }) => commentary),
    tamper: null,
    expireSession: signIn.expire,
    close,
    signIn,
    grant,
    posts: new Map(),
    images: images.all,
    comments,
    organizations: organizations.all,
    figures: organizations.figures,
    calls: [],
    processFor: (looks) => Object.assign(images.plan, { looks }),
    failProcessing: () => Object.assign(images.plan, { hasFailed: true }),
    post,
    hideNew: () => Object.assign(plan, { isHiding: true }),
    refuse: (start, answer) => void refusals.set(start, answer),
  };
  return fake;
}

function failure(status: number, code: string, message: string): FakeAnswer {
  return { status, body: { status, code, message } };
}

function shownBy(content: Record<string, unknown> | undefined): string[] {
  const { media, multiImage, article } = (content ?? {}) as {
    media?: { id: string };
    multiImage?: { images: { id: string }[] };
    article?: { thumbnail?: string };
  };
  return [media?.id, ...(multiImage?.images.map(({ id }) => id) ?? []), article?.thumbnail].filter(
    (urn) => urn !== undefined,
  );
}

/** The same, where a comment below a post of the page stands for the post of the suite: sent, lost, looked for and found. */
export async function linkedinCommentFake(): Promise<LinkedInFake> {
  const fake = await linkedinFake();
  const { id } = fake.post({ commentary: 'Flu clinic on Saturday' });
  const path = `/rest/socialActions/${encodeURIComponent(id)}/comments`;
  return Object.assign(fake, {
    answered: id,
    preparing: fake.preparing.filter(({ expired }) => expired),
    write: { name: 'commenting', matches: (head) => head.method === 'POST' && head.path === path },
    look: { name: 'looking', matches: (head) => head.method === 'GET' && head.path.startsWith(path) },
    made: () => fake.comments.made.length,
    texts: () => fake.comments.made.map(({ message }) => message.text),
    replies: () => fake.comments.made.map(({ object }) => object),
  } satisfies Partial<LinkedInFake>);
}
