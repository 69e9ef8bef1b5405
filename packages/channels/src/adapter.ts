import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { Metric } from '@mobilise/contracts/engagement';
import type { SignInClient } from '@mobilise/contracts/sign-in-kinds';
import type { Address } from './outgoing-fetch.ts';
import type { SignIn } from './sign-in.ts';

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
  /** The item itself, for channels that show it whole; null for those that show a post about it. */
  item: OutgoingItem | null;
  /** What an earlier try has made there so far, as `keep` stored it; null before the first phase. */
  progress: Record<string, unknown> | null;
  /** The remote id of the post on this channel that it answers. */
  replyTo?: string | null;
  /** A link shown as a card; null when there is none or the text holds it. */
  card: { url: string; title: string; description: string; image: OutgoingImage | null } | null;
}

/** An item as a site or a letter shows it. */
export interface OutgoingItem {
  title: string;
  summary: string;
  /** Its name in addresses, unique in the workspace and the same on every try. */
  slug: string;
  /** From a closed list of elements; an image's address is `asset:<id>`, to be replaced by where the channel has it. */
  html: string;
  text: string;
  /** Every image of `html`, and the one that stands for the item, by asset id. */
  images: Record<string, OutgoingImage>;
  leadImage: string | null;
  /** Its page on the newsroom site, where there is one. */
  url: string | null;
}

/** One letter of a list that is about to be sent, and is sent at most once by itself. */
export interface OutgoingLetter {
  id: number;
  address: string;
  /** What its Message-ID begins with; the same on every try, and nobody can guess another's. */
  name: string;
  unsubscribeUrl: string;
}

/** What became of one letter. */
export type LetterResult =
  | { state: 'accepted'; reply: string }
  /** For good; `bounced` when the address, and not the letter, was refused. */
  | { state: 'refused'; reply: string; bounced: boolean }
  /** Not now: it is tried again by itself. */
  | { state: 'later'; reply: string }
  /** Its bytes may have arrived. It is never sent again by itself. */
  | { state: 'unknown'; reply: string }
  /** Not one byte of it left. */
  | { state: 'unsent' };

/** The list of a post that is written to people one by one, as the publisher keeps it. */
export interface Mailing {
  /** Makes the list of those who are subscribed at this moment, unless it is there. */
  open: () => Promise<{ total: number; colour: string }>;
  /**
   * Commits that the next letter is about to leave, and gives it out to nobody else; null when there is none left now, or the
   * rest must wait (`interrupted`).
   */
  next: () => Promise<OutgoingLetter | null>;
  /** Writes what became of it. */
  settle: (letter: OutgoingLetter, result: LetterResult) => Promise<void>;
  /** Whether the rest must wait: the hold switch, a pause, or this process is about to end. */
  interrupted: () => boolean;
  /** How many letters of the list are in each state. */
  counts: () => Promise<{ total: number; accepted: number; refused: number; unknown: number; pending: number }>;
}

/** A connection to one channel: its public config, its opened credentials and the means to reach it. */
export interface Connection {
  config: Record<string, unknown>;
  credentials: Record<string, unknown>;
  /** The only way out: refuses private addresses unless a setting allows them, and honours the signal. */
  fetch: typeof globalThis.fetch;
  /** The same for protocols other than HTTP: the checked addresses of a host, to connect to and to no others. */
  lookup?: (host: string, signal: AbortSignal) => Promise<Address[]>;
  /** Only where letters are written, and only while a post is sent. */
  mailing?: Mailing;
  /** The bytes of an image in storage. */
  readImage: (sha256: string) => Promise<Uint8Array>;
  /** What this installation is registered as at the platform; null where it is not, or need not be. */
  client: SignInClient | null;
  /**
   * Renews the credentials, whoever else may be at it: `refresh` asks the platform, with the newest that are stored, and is not
   * called where somebody has renewed them meanwhile. Answers those to use, which are stored by then. Throws what `refresh`
   * throws, and an error in words for people when nobody could.
   */
  renew: (refresh: (present: Record<string, unknown>) => Promise<Renewal>) => Promise<Record<string, unknown>>;
  /** Keeps what was made so far (a draft's id) before the next phase begins; resolves when it is stored. Throws when the post is no longer ours to send. */
  keep: (progress: Record<string, unknown>) => Promise<void>;
  signal: AbortSignal;
}

/** What a platform gave in the place of credentials. Times are RFC 3339; null: no end is known. */
export interface Renewal {
  credentials: Record<string, unknown>;
  /** When they end unless they are renewed. */
  expiresAt: string | null;
  /** From then on only a person can keep the connection. */
  reconnectBy: string | null;
  /** Why the platform takes the means to renew no more; `credentials` are those without. */
  refusal?: Error;
}

/**
 * What became of a send. `remoteId` is the platform's name for the post, or ours where it gives none; `remoteUrl` its address
 * there, null where nobody tells it or it has none.
 */
export type Outcome =
  | { outcome: 'published'; remoteId: string; remoteUrl: string | null }
  /**
   * Definite: nothing public was made. It may be sent again, not before `retryAfter` seconds; with `limited` that holds for
   * everything on this channel. With `ours` the reason is here and tells nothing of the channel.
   */
  | {
      outcome: 'refused';
      message: string;
      advice: string;
      retryAfter: number | null;
      reconnect?: boolean;
      limited?: boolean;
      ours?: boolean;
    }
  /** Nothing is public yet, and the channel is at work (a video is processed, say): come again after so many seconds. */
  | { outcome: 'waiting'; message: string; seconds: number }
  /** Definite and final: sending the same again would be refused the same way. */
  | { outcome: 'failed'; message: string; advice: string; reconnect?: boolean }
  /** Nobody knows: time-out, reset, 5xx. */
  | { outcome: 'unknown'; message: string };

/** What a look at the channel said about a post whose outcome was unknown. */
export type Finding =
  | { found: 'published'; remoteId: string; remoteUrl: string | null }
  /** Certainly not there: it may be sent again. */
  | { found: 'absent' }
  /** The channel has something else under our handle: a person must look. */
  | { found: 'different'; message: string }
  /** The look itself failed; look again later. */
  | { found: 'unknown'; message: string };

/** What became of changing or removing a post that is out. */
export type Change =
  | { change: 'done'; remoteUrl?: string }
  /** It was gone already. */
  | { change: 'gone' }
  /**
   * Definite: nothing was changed. With `again` it may be taken later, not before `retryAfter` seconds; with `limited` that holds
   * for everything on this channel.
   */
  | {
      change: 'refused';
      message: string;
      advice: string;
      reconnect?: boolean;
      again?: boolean;
      retryAfter?: number | null;
      limited?: boolean;
    }
  /** Nobody knows; doing it again does no harm. */
  | { change: 'unknown'; message: string };

export type MetricReading =
  | { metric: Metric; status: 'ok'; value: number }
  | { metric: Metric; status: 'unavailable' | 'error'; message: string };

/** What connecting answered: who we are there. Never holds a credential in `config` or `address`. */
export interface Connected {
  config: Record<string, unknown>;
  credentials: Record<string, unknown>;
  /** What it accepts, where it says so itself. */
  limits?: Limits;
  /** As in a Renewal; left out where credentials do not end. */
  expiresAt?: string | null;
  reconnectBy?: string | null;
}

/** One kind of remote channel. One file implements it; `conformance.ts` is the suite each passes. */
export interface Adapter {
  kind: ChannelKindName;
  /** How people sign in at the platform, where a channel is connected so; `connect` then gets what they allowed (`grantedPage`). */
  signIn?: SignIn;
  /** Asks the platform for new credentials in the place of those of the connection; only where they end. For `renew`. */
  refresh?: (connection: Connection) => Promise<Renewal>;
  /** Checks what a person typed by using it; throws Problem `channel_refused` in the platform's own words. */
  connect: (
    typed: Record<string, unknown>,
    connection: Pick<Connection, 'fetch' | 'lookup' | 'signal'>,
  ) => Promise<Connected>;
  /** Whether the connection still works; `reconnect` when only a person can mend it. */
  check: (
    connection: Connection,
  ) => Promise<{ ok: true } | { ok: false; message: string; advice: string; reconnect: boolean }>;
  /** Sends once. Never retries by itself, never throws but for a programmer's error. */
  publish: (post: OutgoingPost, connection: Connection) => Promise<Outcome>;
  /** Finds out what became of a send that began at `since` (RFC 3339). Left out where nobody can: class E. */
  reconcile?: (post: OutgoingPost, connection: Connection, since: string) => Promise<Finding>;
  /** Makes what is out say what `post` says now; only where the kind's `after.edit` holds. Doing it twice does no harm. */
  edit?: (remoteId: string, post: OutgoingPost, connection: Connection) => Promise<Change>;
  /** Takes what is out away; only where the kind's `after.remove` holds. Doing it twice does no harm. */
  remove?: (remoteId: string, connection: Connection) => Promise<Change>;
  /** Present values by remote id; every id is answered, an unknown post with `unavailable`. */
  engagement: (remoteIds: string[], connection: Connection) => Promise<Map<string, MetricReading[]>>;
}
