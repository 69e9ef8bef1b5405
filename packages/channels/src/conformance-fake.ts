import { createHash } from 'node:crypto';
import type { SignInClient } from '@mobilise/contracts/sign-in-kinds';
import type { Adapter, Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import type { RequestHead } from './faults.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { handleFor } from './registry.ts';

/** A request that a send is made of. */
export interface Stage {
  name: string;
  matches: (head: RequestHead) => boolean;
  /** Whether it happens only when the session has expired. */
  expired?: boolean;
}

/** A platform in this process, faithful in what it documents. It answers one request per connection. */
export interface ConformanceFake {
  url: string;
  /** What we are registered as there, at an address; only where people sign in at the platform. */
  client?: (url: string) => SignInClient;
  /** What a person types to connect to it at an address. */
  typed: (url: string) => Record<string, unknown>;
  /** Whom `sample` mentions, in the platform's spelling. */
  mention: string;
  /** Requests before the one that makes the post. */
  preparing: Stage[];
  /** The request that makes the post. */
  write: Stage;
  /** The request that looks whether it is there; null where nobody can look (class E). */
  look: Stage | null;
  /** How many posts the public has seen appear: a double counts twice. */
  made: () => number;
  /** What each of them said, in the order in which they appeared. */
  texts: () => string[];
  /** Which posts others answer, by their remote ids; left out where there are no replies. */
  replies?: () => string[];
  /** Set where what is sent answers this post, by its remote id: then it has words and nothing else. */
  answered?: string;
  /** What the platform holds in the place of the post becomes something that we did not write; null where nothing has a place. */
  tamper: ((handle: string) => void) | null;
  /** The session of the connection ends and can be renewed; null where credentials do not expire. */
  expireSession: (() => void) | null;
  close: () => Promise<void>;
}

/** A small file with a PNG's first bytes; no adapter decodes images. */
export const sampleImage = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

const sampleOutgoing: OutgoingImage = {
  alt: 'A nurse holds a syringe',
  mime: 'image/png',
  width: 1200,
  height: 675,
  sha256: createHash('sha256').update(sampleImage).digest('hex'),
};

/** A post with a link, a tag, a mention and an image, of an item with an image. */
export function samplePost(
  adapter: Adapter,
  overrides: Partial<OutgoingPost> & { mention?: string } = {},
): OutgoingPost {
  const { mention = '@nobody.invalid', ...rest } = overrides;
  const postId = rest.postId ?? '0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234';
  return {
    postId,
    handle: handleFor(adapter.kind, { postId, dueAt: '2026-11-30T09:00:00Z' }),
    createdAt: '2026-11-30T09:00:00.000Z',
    text: `Flu clinic 💉 with ${mention}, all week: https://riverside.example/flu #FluClinic`,
    language: 'en-GB',
    images: [sampleOutgoing],
    card: null,
    item: {
      title: 'Flu clinic opens on Saturday',
      summary: 'No appointment needed.',
      slug: `flu-clinic-${postId.slice(-12)}`,
      html: '<p>Come between <strong>nine and four</strong>.</p><figure><img src="asset:nurse" alt="A nurse holds a syringe"></figure>',
      text: 'Come between nine and four.',
      images: { nurse: sampleOutgoing },
      leadImage: 'nurse',
      url: 'https://news.riverside.example/news/riverside/flu-clinic',
    },
    progress: null,
    ...rest,
  };
}

/** A connection to a fake at an address, its credentials kept as the servers keep them. */
export async function connectThrough(
  adapter: Adapter,
  url: string,
  { typed, client, lookup }: Pick<ConformanceFake, 'typed' | 'client'> & Pick<Connection, 'lookup'>,
): Promise<Connection> {
  const fetch = guardedFetch({ allowPrivate: true });
  const { signal } = new AbortController();
  const { config, credentials } = await adapter.connect(typed(url), { fetch, signal, ...(lookup && { lookup }) });
  const connection: Connection = {
    config,
    credentials,
    fetch,
    ...(lookup && { lookup }),
    signal,
    readImage: () => Promise.resolve(sampleImage),
    keep: async () => undefined,
    client: client?.(url) ?? null,
    renew: async (refresh) => {
      const { credentials: renewed, refusal } = await refresh(connection.credentials);
      connection.credentials = renewed;
      if (refusal) throw refusal;
      return renewed;
    },
  };
  return connection;
}
