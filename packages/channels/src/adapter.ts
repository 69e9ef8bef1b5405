import type { ChannelKindName, Limits } from '@mobilise/contracts/channels';
import type { Metric } from '@mobilise/contracts/engagement';

/** An image as the channel gets it: bytes made to its limits before anything is sent, the same on every try. */
export interface OutgoingImage {
  alt: string;
  mime: string;
  width: number;
  height: number;
  /** Content hash of the bytes in storage. */
  sha256: string;
}

/** What goes out, frozen before the first try. Everything an adapter needs; it reads nothing else. */
export interface OutgoingPost {
  postId: string;
  /** The idempotency handle, fixed when the post was scheduled. */
  handle: string;
  /** RFC 3339; the same on every try. */
  createdAt: string;
  text: string;
  language: string;
  images: OutgoingImage[];
  /** A link shown as a card; null when there is none or the text holds it. */
  card: { url: string; title: string; description: string; image: OutgoingImage | null } | null;
}

/** A connection to one channel: its public config, its opened credentials and the means to reach it. */
export interface Connection {
  config: Record<string, unknown>;
  credentials: Record<string, unknown>;
  /** The only way out: refuses private addresses unless a setting allows them, and honours the signal. */
  fetch: typeof globalThis.fetch;
  /** The bytes of an image in storage. */
  readImage: (sha256: string) => Promise<Uint8Array>;
  /** Keeps renewed credentials (a rotated refresh token, say); resolves when they are stored. */
  saveCredentials: (credentials: Record<string, unknown>) => Promise<void>;
  signal: AbortSignal;
}

/** What became of a send. `at` is the post's address on the platform. */
export type Outcome =
  | { outcome: 'published'; remoteId: string; remoteUrl: string }
  /** Definite: nothing was made. It may be sent again, not before `retryAfter` seconds. */
  | { outcome: 'refused'; message: string; advice: string; retryAfter: number | null; reconnect?: boolean }
  /** Definite and final: sending the same again would be refused the same way. */
  | { outcome: 'failed'; message: string; advice: string; reconnect?: boolean }
  /** Nobody knows: time-out, reset, 5xx. */
  | { outcome: 'unknown'; message: string };

/** What a look at the channel said about a post whose outcome was unknown. */
export type Finding =
  | { found: 'published'; remoteId: string; remoteUrl: string }
  /** Certainly not there: it may be sent again. */
  | { found: 'absent' }
  /** The channel has something else under our handle: a person must look. */
  | { found: 'different'; message: string }
  /** The look itself failed; look again later. */
  | { found: 'unknown'; message: string };

export type MetricReading =
  | { metric: Metric; status: 'ok'; value: number }
  | { metric: Metric; status: 'unavailable' | 'error'; message: string };

/** What connecting answered: who we are there. Never holds a credential in `config` or `address`. */
export interface Connected {
  config: Record<string, unknown>;
  credentials: Record<string, unknown>;
  /** What the public sees of it: a handle, a site's address. */
  address: string;
}

/** One kind of remote channel. One file implements it; `conformance.ts` is the suite each passes. */
export interface Adapter {
  kind: ChannelKindName;
  /** The handle of a post due at an instant: the same input gives the same handle. */
  handle: (post: { postId: string; dueAt: string }) => string;
  /** Checks what a person typed by using it; throws Problem `channel_refused` in the platform's own words. */
  connect: (typed: Record<string, unknown>, connection: Pick<Connection, 'fetch' | 'signal'>) => Promise<Connected>;
  /** Whether the connection still works; `reconnect` when only a person can mend it. */
  check: (
    connection: Connection,
  ) => Promise<{ ok: true } | { ok: false; message: string; advice: string; reconnect: boolean }>;
  /** The channel's own limits where it tells them at run time. */
  limits?: (connection: Connection) => Promise<Limits>;
  /** Sends once. Never retries by itself, never throws but for a programmer's error. */
  publish: (post: OutgoingPost, connection: Connection) => Promise<Outcome>;
  /** Finds out what became of a send. */
  reconcile: (post: OutgoingPost, connection: Connection) => Promise<Finding>;
  /** Present values by remote id; every id is answered, an unknown post with `unavailable`. */
  engagement: (remoteIds: string[], connection: Connection) => Promise<Map<string, MetricReading[]>>;
}
