import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A page as it was made: what it is of, and its bytes. */
export interface Page {
  /** Whose changes make it old; null for a page about every workspace. */
  workspaceId: string | null;
  /** The post whose views it counts towards. */
  postId?: string;
  /** Whether it plays something, and runs the script for that. */
  plays?: boolean;
  /** Where readers are sent, who follow that, for good; others read the page. */
  movedTo?: string;
  type: string;
  body: string;
}

export type Encoding = 'identity' | 'gzip' | 'br';

/** A page ready to send. */
export interface CachedPage extends Omit<Page, 'body'> {
  /** Of the bytes: the name they have in entity tags. */
  hash: string;
  /** When these bytes were first made here. */
  since: Date;
  bytes: Record<Encoding, Buffer | undefined> & { identity: Buffer };
}

interface Entry {
  page: CachedPage;
  /** By the monotonic clock, in milliseconds. */
  madeAt: number;
}

export interface PageCacheOptions {
  /** Milliseconds after which a page is made again even if nobody said that it changed. */
  maxAge: number;
  /** Bytes held, compressed forms included. */
  maxBytes: number;
  /** Whether a failure to make a page may be covered by the one before. */
  mayCover: (error: unknown) => boolean;
  clock?: () => number;
}

/** Rendered pages by address, least recently used out first. */
export type PageCache = ReturnType<typeof createPageCache>;

export function createPageCache({ maxAge, maxBytes, mayCover, clock = () => performance.now() }: PageCacheOptions) {
  const entries = new Map<string, Entry>();
  const making = new Map<string, Promise<CachedPage | null>>();
  let held = 0;
  /** Raised by every drop, so that what was read before it is not kept after it. */
  let generation = 0;

  const remove = (key: string) => {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    held -= sizeOf(entry.page);
  };
  const keep = (key: string, page: CachedPage) => {
    remove(key);
    entries.set(key, { page, madeAt: clock() });
    held += sizeOf(page);
    trim();
  };
  const trim = () => {
    for (const key of entries.keys()) {
      if (held <= maxBytes) return;
      remove(key);
    }
  };

  const make = async (key: string, render: () => Promise<Page | null>): Promise<CachedPage | null> => {
    const before = entries.get(key)?.page;
    const started = generation;
    try {
      const page = await render();
      if (!page) {
        if (started === generation) remove(key);
        return null;
      }
      const made = toCached(page, before);
      if (started === generation) keep(key, made);
      return made;
    } catch (error) {
      // The page was right seconds ago, which is better than none while the database restarts.
      if (before && started === generation && mayCover(error)) return before;
      throw error;
    }
  };

  return {
    /** The page at hand, or made once for all who ask at the same time. Null when there is no such page. */
    get: async (key: string, render: () => Promise<Page | null>): Promise<CachedPage | null> => {
      const entry = entries.get(key);
      if (entry && clock() - entry.madeAt <= maxAge) {
        entries.delete(key);
        entries.set(key, entry);
        return entry.page;
      }
      const underWay =
        making.get(key) ?? make(key, render).finally(() => making.get(key) === underWay && making.delete(key));
      making.set(key, underWay);
      return underWay;
    },

    /** The page's bytes in an encoding, compressed once. */
    encoded: async (page: CachedPage, encoding: Encoding): Promise<Buffer> => {
      const ready = page.bytes[encoding];
      if (ready) return ready;
      const bytes =
        encoding === 'br'
          ? await brotli(page.bytes.identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
          : await zip(page.bytes.identity);
      const current = [...entries.values()].some((entry) => entry.page === page);
      if (current && !page.bytes[encoding]) held += bytes.length;
      page.bytes[encoding] = bytes;
      trim();
      return bytes;
    },

    /** Forgets a workspace's pages, or all of them; pages under way are made again by whoever asks next. */
    drop: (workspaceId: string | null): void => {
      generation += 1;
      making.clear();
      for (const [key, { page }] of entries) {
        if (workspaceId === null || page.workspaceId === workspaceId || page.workspaceId === null) remove(key);
      }
    },

    /** Bytes held now. */
    size: () => held,
  };
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip) as (bytes: Buffer) => Promise<Buffer>;

/** The same bytes keep their date and their compressed forms. */
function toCached({ body, ...page }: Page, before: CachedPage | undefined): CachedPage {
  const identity = Buffer.from(body);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  if (before?.hash === hash) return { ...page, hash, since: before.since, bytes: before.bytes };
  return { ...page, hash, since: new Date(), bytes: { identity, gzip: undefined, br: undefined } };
}

function sizeOf({ bytes }: CachedPage): number {
  return bytes.identity.length + (bytes.gzip?.length ?? 0) + (bytes.br?.length ?? 0);
}
