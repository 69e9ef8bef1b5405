import { mastodon, withoutServers } from '@mobilise/contracts/channel-kinds/mastodon';
import type { OutgoingPost } from './adapter.ts';

/** The words of a post as they go out: the server makes the card of a link that it finds in them. */
export function wordsOfPost({ text, card }: OutgoingPost): string {
  return card ? mastodon.withLink(text, card.url) : text;
}

/** Whether two texts say the same, however the server spaced and composed them, or shortened mentions. */
export function saysTheSame(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(text: string): string {
  return withoutServers(text.normalize('NFC')).replace(/\s+/gu, ' ').trim();
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words in a status's HTML. */
export function wordsInHtml(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex?: string, decimal?: string, name?: string) => {
      if (name) return named[name.toLowerCase()] ?? all;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    });
}
