import { z } from 'zod';
import { httpUrl } from '../fields.ts';
import { type ChannelKind, countGraphemes } from './kind.ts';

export const mastodonConfig = z.object({
  server: httpUrl,
  accountId: z.string(),
  /** `riverside@mastodon.social` */
  handle: z.string(),
});

/** What a link counts, however long it is (`characters_reserved_per_url` of the servers, StatusLengthValidator of Mastodon 4.6). */
const linkCharacters = 23;
/** A link with its scheme and a domain that has a dot, without the punctuation behind it, as Mastodon's servers find them. */
const link =
  /(?<![\p{L}\p{N}@＠$#＃])https?:\/\/(?:[\p{L}\p{N}_][\p{L}\p{N}_-]*\.)+[\p{L}\p{N}-]*\p{L}(?::\d+)?(?:\/(?:[^\s?<>"]*[\p{L}\p{N}=_#/+-])?)?(?:\?[^\s<>"]*[\p{L}\p{N}=_&#/-])?/giu;
/** Account::MENTION_RE of Mastodon 4.6, of accounts elsewhere. */
const mention =
  /(?<![=/\p{L}\p{M}\p{Nd}\p{Pc}])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\p{L}\p{M}\p{Nd}\p{Pc}]+(?:[.-]+[\p{L}\p{M}\p{Nd}\p{Pc}]+)*/giu;

/** A text whose mentions of accounts elsewhere have lost their servers, as Mastodon counts and shows them. */
export function withoutServers(text: string): string {
  return text.replace(mention, '@$1');
}

export const mastodon = {
  label: 'Mastodon',
  safety: 'B',
  shows: 'post',
  limits: {
    text: { max: 500, bytes: null },
    images: { max: 4, bytes: 16_777_216, altGraphemes: 1500 },
    source: 'docs.joinmastodon.org, methods/instance; each server tells its own',
    readOn: '2026-11-26',
  },
  grace: 15 * 60,
  metrics: ['likes', 'reposts', 'replies', 'quotes'],
  linkCard: true,
  // Links first: what looks like a mention inside one is none.
  count: (text) => countGraphemes(withoutServers(text.replace(link, 'x'.repeat(linkCharacters)))),
  withLink: (text, url) => (text.trim() ? `${text}\n\n${url}` : url),
  // RateLimiter of Mastodon 4.6, family `statuses`, which is stricter than the 300 requests in 5 minutes of its documents.
  rate: { posts: 300, seconds: 3 * 3600 },
  after: { edit: true, remove: true, reply: true },
  thread: { noun: 'part', most: 24 },
  addressed: true,
  config: mastodonConfig,
  address: (config) => `@${mastodonConfig.parse(config).handle}`,
  account: (config) => mastodonConfig.parse(config).handle.toLowerCase(),
} as const satisfies ChannelKind;
