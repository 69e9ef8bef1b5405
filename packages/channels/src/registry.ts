import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { Adapter } from './adapter.ts';
import { tidOf } from './tid.ts';

/** Kinds reached over the network. The newsroom site is ours: publishing to it is a transaction, it has no adapter. */
export type RemoteKind = Exclude<ChannelKindName, 'newsroom'>;

type Config = Record<string, unknown>;

interface Entry {
  /** Loaded when first used: the client library of one channel costs 70 MB, and a process at rest should not pay it. */
  load: () => Promise<Adapter>;
  /** The idempotency handle of a post due at an RFC 3339 instant; same input, same handle. The post's id unless given. */
  handle?: (post: { postId: string; dueAt: string }) => string;
  /** The remote id of a post that a person found at an address; null when it is the address of no post there. */
  remoteId: (url: URL, config: Config) => string | null;
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

/** The remote id of a post of ours that a person found at an address; null when it is the address of no post there. */
export function remoteIdAt(kind: RemoteKind, url: string, config: Config): string | null {
  const address = URL.parse(url);
  return address && entries[kind].remoteId(address, config);
}
