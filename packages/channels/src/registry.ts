import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { Adapter } from './adapter.ts';
import { tidOf } from './tid.ts';

/** Kinds reached over the network. The newsroom site is ours: publishing to it is a transaction, it has no adapter. */
export type RemoteKind = Exclude<ChannelKindName, 'newsroom'>;

/** Loaded when first used: the client library of one channel costs 70 MB, and a process at rest should not pay it. */
const load: Record<RemoteKind, () => Promise<Adapter>> = {
  bluesky: async () => (await import('./bluesky.ts')).bluesky,
};

const handles: Record<ChannelKindName, (post: { postId: string; dueAt: string }) => string> = {
  newsroom: ({ postId }) => postId,
  bluesky: tidOf,
};

type Config = Record<string, unknown>;

const remoteIds: Record<RemoteKind, (url: URL, config: Config) => string | null> = {
  bluesky: ({ pathname }, { did }) => {
    const [, rkey] = /^\/profile\/[^/]+\/post\/([\w.~:-]{1,512})\/?$/.exec(pathname) ?? [];
    return rkey && typeof did === 'string' ? `at://${did}/app.bsky.feed.post/${rkey}` : null;
  },
};

/** Every kind that has an adapter. */
export const remoteKinds = Object.keys(load) as RemoteKind[];

/** Whether a kind has an adapter. */
export function isRemote(kind: ChannelKindName): kind is RemoteKind {
  return Object.hasOwn(load, kind);
}

/** The adapter of a remote kind. */
export function adapterFor(kind: RemoteKind): Promise<Adapter> {
  return load[kind]();
}

/** The idempotency handle of a post due at an RFC 3339 instant, without loading its adapter; same input, same handle. */
export function handleFor(kind: ChannelKindName, post: { postId: string; dueAt: string }): string {
  return handles[kind](post);
}

/** The remote id of a post of ours that a person found at an address; null when it is the address of no post there. */
export function remoteIdAt(kind: RemoteKind, url: string, config: Config): string | null {
  const address = URL.parse(url);
  return address && remoteIds[kind](address, config);
}
