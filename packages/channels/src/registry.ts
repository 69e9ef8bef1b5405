import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { Adapter } from './adapter.ts';
import { slugAt } from './slug-at.ts';
import { tidOf } from './tid.ts';

/** Kinds reached over the network. The newsroom site is ours: publishing to it is a transaction, it has no adapter. */
export type RemoteKind = Exclude<ChannelKindName, 'newsroom'>;

type Config = Record<string, unknown>;

interface Entry {
  /** Loaded when first used: the client library of one channel costs 70 MB, and a process at rest should not pay it. */
  load: () => Promise<Adapter>;
  /** The idempotency handle of a post due at an RFC 3339 instant; same input, same handle. The post's id unless given. */
  handle?: (post: { postId: string; dueAt: string }) => string;
  /**
   * The remote id of a post, or of the part of a thread, that a person found at an address; null when it is the address of no such
   * thing there.
   */
  remoteId: (url: URL, config: Config, isPart: boolean) => string | null;
  /** Whether the channel knows a post by our id, so that no address is needed to find it. */
  byOurId?: boolean;
}

const entries: Record<RemoteKind, Entry> = {
  bluesky: {
    load: async () => (await import('./bluesky.ts')).bluesky,
    handle: tidOf,
    remoteId: ({ pathname }, { did }) => {
      const [, rkey] = /^\/profile\/[^/]+\/post\/([\w.~:-]{1,512})\/?$/.exec(pathname) ?? [];
      return rkey && typeof did === 'string' ? `at://${did}/app.bsky.feed.post/${rkey}` : null;
    },
  },
  mastodon: {
    load: async () => (await import('./mastodon.ts')).mastodon,
    remoteId: ({ origin, pathname }, { server, handle }) => {
      const [, name, id] = /^(?:\/deck)?\/@([\w.-]+)\/([\w-]{1,64})\/?$/.exec(pathname) ?? [];
      const isOurs = origin === server && typeof handle === 'string' && handle.split('@')[0] === name;
      return isOurs && id ? id : null;
    },
  },
  linkedin: {
    load: async () => (await import('./linkedin.ts')).linkedin,
    // Addresses with `activity` name a post by a number that its interface does not know.
    remoteId: ({ hostname, pathname, searchParams }, _config, isPart) => {
      const [, kind, id] =
        /^\/feed\/update\/urn(?::|%3A)li(?::|%3A)(share|ugcPost)(?::|%3A)(\d+)\/?$/i.exec(pathname) ??
        /^\/posts\/.*-(share|ugcPost)-(\d+)-[\w-]+\/?$/.exec(pathname) ??
        [];
      if (!(/(?:^|\.)linkedin\.com$/.test(hostname) && kind && id)) return null;
      const post = `urn:li:${kind}:${id}`;
      if (!isPart) return post;
      // A comment that is taken for its post would be removed with it.
      const [, comment] = /,(\d+)\)$/.exec(searchParams.get('commentUrn') ?? '') ?? [];
      return comment ? `urn:li:comment:(${post},${comment})` : null;
    },
  },
  telegram: {
    load: async () => (await import('./telegram.ts')).telegram,
    remoteId: ({ hostname, pathname }, { chatId, username }) => {
      const [, place = '', message] = /^\/(?:s\/)?(c\/\d+|\w+)\/(\d+)\/?$/.exec(pathname) ?? [];
      const isHere = [`c/${chatId}`.replace('c/-100', 'c/'), `${username}`.toLowerCase()].includes(place.toLowerCase());
      return hostname === 't.me' && isHere ? `${chatId}/${message}` : null;
    },
  },
  // What these made can neither be found nor changed by its address.
  slack: { load: async () => (await import('./slack.ts')).slack, remoteId: () => null },
  teams: { load: async () => (await import('./teams.ts')).teams, remoteId: () => null },
  webhook: { load: async () => (await import('./webhook.ts')).webhook, remoteId: () => null, byOurId: true },
  wordpress: {
    load: async () => (await import('./wordpress.ts')).wordpress,
    remoteId: (url, { site }) => {
      const { pathname, searchParams } = url;
      const isOurs = typeof site === 'string' && URL.parse(site)?.host === url.host;
      const id = searchParams.get(pathname.endsWith('/wp-admin/post.php') ? 'post' : 'p');
      if (isOurs && id && /^[1-9]\d{0,18}$/.test(id)) return id;
      const slug = pathname.includes('/wp-admin/') ? null : slugAt(url, site);
      return slug && `slug:${slug}`;
    },
  },
  ghost: {
    load: async () => (await import('./ghost.ts')).ghost,
    remoteId: (url, { site }) => {
      const [, id] = /^#\/editor\/post\/([0-9a-f]{24})$/.exec(url.hash) ?? [];
      if (/\/ghost\/?$/.test(url.pathname)) return id ?? null;
      const slug = slugAt(url, site);
      return slug && `slug:${slug}`;
    },
  },
  // Letters are in other people's mailboxes.
  email: { load: async () => (await import('./email.ts')).email, remoteId: () => null },
};

/** Every kind that has an adapter. */
export const remoteKinds = Object.keys(entries) as RemoteKind[];

/** Whether a kind has an adapter. */
export function isRemote(kind: ChannelKindName): kind is RemoteKind {
  return Object.hasOwn(entries, kind);
}

/** The adapter of a remote kind. */
export function adapterFor(kind: RemoteKind): Promise<Adapter> {
  return entries[kind].load();
}

/** The idempotency handle of a post due at an RFC 3339 instant, without loading its adapter; same input, same handle. */
export function handleFor(kind: ChannelKindName, post: { postId: string; dueAt: string }): string {
  return (isRemote(kind) && entries[kind].handle?.(post)) || post.postId;
}

/**
 * The remote id of a post of ours that a person found, at an address where it has one; null when nothing there goes by that
 * address, or by none.
 */
export function remoteIdAt(
  kind: RemoteKind,
  url: string | null,
  config: Config,
  { postId, isPart = false }: { postId?: string; isPart?: boolean } = {},
): string | null {
  const { byOurId, remoteId } = entries[kind];
  if (byOurId) return postId ?? null;
  const address = url === null ? null : URL.parse(url);
  return address && remoteId(address, config, isPart);
}
