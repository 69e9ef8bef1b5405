import { z } from 'zod';

const count = z.number().int().positive();

/** What a channel accepts. Dated data: where it was read and when; a platform that tells its limits is asked. */
export const limits = z.object({
  /** `max` in the channel's own counting; `bytes` where it limits those too. Null: as long as you like. */
  text: z
    .object({
      max: count,
      bytes: count.nullable(),
      /** The most where the words stand below images, if that is fewer. */
      withImages: count.optional(),
    })
    .nullable(),
  /** `altGraphemes` null: it takes no alt text. Null: none beside words, and any number in an item shown whole. */
  images: z.object({ max: count, bytes: count, altGraphemes: count.nullable() }).nullable(),
  source: z.string(),
  readOn: z.iso.date(),
});
export type Limits = z.infer<typeof limits>;

/**
 * How safely a post can be sent again after an unknown outcome. A: the channel recognises the same post;
 * B: within a window; C: it can be looked up; D: in two phases; E: a person must look.
 */
export type SafetyClass = 'A' | 'B' | 'C' | 'D' | 'E';

/** What may follow a post on a channel by itself, each answering the one before. */
export interface ThreadKind {
  /** What people call one of them: a part of a thread, or a comment below the post. */
  noun: 'part' | 'comment';
  /** How many may follow. */
  most: number;
  /** Where one takes something else than a post does. */
  limits?: Pick<Limits, 'text' | 'images'>;
}

/** What one kind of channel is: everything about it that is no conversation with the platform. */
export interface ChannelKind {
  label: string;
  safety: SafetyClass;
  /** `post`: words made for it, with images or a link; `item`: the item itself, whole. */
  shows: 'post' | 'item';
  limits: Limits;
  /** Seconds a post may be late before it is held instead. */
  grace: number;
  metrics: readonly string[];
  /** Whether a link is shown as a card below the text, instead of images. */
  linkCard: boolean;
  /**
   * The words with a link behind them, where the platform makes its card of a link in the words; left out where the card is a
   * thing of its own. Pure.
   */
  withLink?: (text: string, link: string) => string;
  /** Characters as the channel counts them; graphemes unless given. */
  count?: (text: string) => number;
  /** Posts the channel takes in so many seconds, shared by all publishers; null where nobody counts. */
  rate: { posts: number; seconds: number } | null;
  /** Set where the platform refuses words that it has already, and for how many days it compares; nobody else does. */
  refusesRepeats?: { days: number; source: string; readOn: string };
  /** Seconds before its credentials end at which they are renewed; left out where they do not end, or renew themselves in use. */
  renewAhead?: number;
  /**
   * What can be done to a post that is out: change it, or its words alone, take it away, answer it with another. `final`: nobody
   * can take it away, not even by hand.
   */
  after: { edit: boolean; wordsOnly?: boolean; remove: boolean; reply: boolean; final?: boolean };
  /** Left out where nothing follows a post by itself. */
  thread?: ThreadKind;
  /** Whether every post has an address that anybody can open; else some have none, or none that is told. */
  addressed: boolean;
  /** Public facts of a connection. Never a secret. */
  config: z.ZodType<Record<string, unknown>>;
  /** What the public sees of a connection: a site's address, an account's handle. */
  address: (config: Record<string, unknown>, publicUrl: string) => string;
  /** Who the connection is there: two channels of one account would show its public everything twice. Null: any number may be. */
  account: (config: Record<string, unknown>) => string | null;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader counts as characters. */
export function countGraphemes(value: string): number {
  let count = 0;
  for (const _ of segmenter.segment(value)) count += 1;
  return count;
}

/** A link in a line of its own below the words. */
export function linkBelow(text: string, link: string): string {
  return text.trim() ? `${text}\n\n${link}` : link;
}

/** The most characters that limits allow a post with these images: often fewer below images than alone. */
export function mostText({ max, withImages = max }: NonNullable<Limits['text']>, images: readonly unknown[]): number {
  return images.length > 0 ? Math.min(max, withImages) : max;
}
