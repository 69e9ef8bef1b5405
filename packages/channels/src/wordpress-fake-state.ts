import type { FakeAnswer, FakeRequest } from './fake-server.ts';
import { freeSlug } from './site-fake.ts';

export interface FakeWordPressPost {
  id: number;
  slug: string;
  status: string;
  title: string;
  content: string;
  excerpt: string;
  featured_media: number;
  comment_status: 'open' | 'closed';
  /** Whether somebody gave it a date in the future. */
  isAhead?: boolean;
}

export interface FakeUpload {
  id: number;
  slug: string;
  file: string;
  alt_text: string;
  mime: string;
  bytes: Buffer;
}

/** What WordPress says instead. */
export class Refusal extends Error {
  readonly answer: FakeAnswer;
  constructor(status: number, code: string, message: string, more: object = {}) {
    super(message);
    this.answer = { status, body: { code, message, data: { status, ...more } } };
  }
}

/** A request to the REST API. */
export interface Call {
  method: string;
  /** Behind `/wp/v2/`; empty for the root. */
  route: string;
  query: URLSearchParams;
  origin: string;
  isKnown: boolean;
  /** The status for what the account, or nobody, may not do. */
  denied: number;
  may: (capability: string) => boolean;
  request: FakeRequest;
}

/** What a fake site has, and how WordPress changes it. */
export interface WordPressState {
  posts: Map<number, FakeWordPressPost>;
  uploads: Map<number, FakeUpload>;
  /** The number of every post that became public, in order. */
  appeared: number[];
  /** Makes a post, or changes the one that is given. */
  change: (call: Call, post?: FakeWordPressPost) => FakeWordPressPost;
  bin: (post: FakeWordPressPost, forGood: boolean) => unknown;
  upload: (call: Call) => FakeUpload;
  /** Somebody else writes a post. */
  writeOther: (post: Partial<FakeWordPressPost>) => FakeWordPressPost;
  /** What becomes of a post that is to be published; a plugin that holds posts back makes it `pending`. */
  publishAs: (status: string) => void;
  /** Whether it has a bin. */
  keepBin: (has: boolean) => void;
}

export function wordpressState(): WordPressState {
  const posts: WordPressState['posts'] = new Map();
  const uploads: WordPressState['uploads'] = new Map();
  const appeared: number[] = [];
  let publishedAs = 'publish';
  let hasBin = true;
  let lastId = 4;

  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const store = (post: FakeWordPressPost): FakeWordPressPost => {
    if (post.status === 'publish' && posts.get(post.id)?.status !== 'publish') appeared.push(post.id);
    posts.set(post.id, post);
    return post;
  };

  const empty = () => {
    const id = nextId();
    const words = { title: '', content: '', excerpt: '' };
    return { ...words, id, slug: '', status: 'draft', featured_media: 0, comment_status: 'open' } as const;
  };

  const change: WordPressState['change'] = (call, post = empty()) => {
    const input = parsed(call.request);
    const wanted = input.status ?? post.status;
    if (wanted === 'publish' && !call.may('publish_posts'))
      throw new Refusal(403, 'rest_cannot_publish', 'Sorry, you are not allowed to publish posts in this post type.');
    const words = (name: 'title' | 'content' | 'excerpt') => String(input[name] ?? post[name]);
    if (!words('title') && !words('content') && !words('excerpt'))
      throw new Refusal(400, 'empty_content', 'Content, title, and excerpt are empty.');
    return store({
      ...post,
      status: wanted === 'publish' && post.status !== 'publish' ? published(post, input) : String(wanted),
      // As `wp_unique_post_slug` makes it.
      slug: freeSlug(posts, String(input.slug ?? post.slug), post.id),
      title: filtered(words('title')),
      content: words('content'),
      excerpt: filtered(words('excerpt')),
      featured_media: Number(input.featured_media ?? post.featured_media),
    });
  };

  /** A post with a date in the future waits for it, unless the date is taken away. */
  const published = (post: FakeWordPressPost, { date }: Record<string, unknown>) =>
    post.isAhead && date !== null ? 'future' : publishedAs;

  const bin: WordPressState['bin'] = (post, forGood) => {
    if (forGood) {
      posts.delete(post.id);
      return { deleted: true, previous: { id: post.id } };
    }
    if (!hasBin)
      throw new Refusal(
        501,
        'rest_trash_not_supported',
        "The post does not support trashing. Set 'force=true' to delete.",
      );
    if (post.status === 'trash') throw new Refusal(410, 'rest_already_trashed', 'The post has already been deleted.');
    return store({ ...post, status: 'trash', slug: `${post.slug}__trashed` });
  };

  const upload: WordPressState['upload'] = ({ may, query, request }) => {
    if (!may('upload_files'))
      throw new Refusal(400, 'rest_cannot_create', 'Sorry, you are not allowed to upload media on this site.');
    const [, file] = /filename="([^"]+)"/.exec(request.headers['content-disposition'] ?? '') ?? [];
    if (!file) throw new Refusal(400, 'rest_upload_no_content_disposition', 'No Content-Disposition supplied.');
    if (!/^image\/(?:png|jpeg|webp|gif)$/.test(request.headers['content-type'] ?? ''))
      throw new Refusal(500, 'rest_upload_sideload_error', 'Sorry, you are not allowed to upload this file type.');
    const slug = query.get('slug') ?? file.replace(/\.[^.]+$/, '');
    const made = {
      id: nextId(),
      slug,
      file,
      alt_text: '',
      mime: request.headers['content-type'] ?? '',
      bytes: request.body,
    };
    uploads.set(made.id, made);
    return made;
  };

  return {
    posts,
    uploads,
    appeared,
    change,
    bin,
    upload,
    writeOther: (post) => {
      const blank = empty();
      const made: FakeWordPressPost = { ...blank, title: 'Another', slug: `other-${blank.id}`, ...post };
      posts.set(made.id, made);
      return made;
    },
    publishAs: (status) => {
      publishedAs = status;
    },
    keepBin: (has) => {
      hasBin = has;
    },
  };
}

/** The JSON of a request's body. */
export function parsed(request: FakeRequest): Record<string, unknown> {
  return JSON.parse(request.body.toString()) as Record<string, unknown>;
}

/** `wp_filter_kses` for an account that may not write any HTML: no tags, entities for what looks like one. */
function filtered(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replace(/&(?!(?:#\d+|\w+);)/g, '&amp;')
    .replaceAll('<', '&lt;');
}
