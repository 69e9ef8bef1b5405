import { type ChannelKindName, channelKindOf } from './channels.ts';

/** What of a post tells which part of a thread it is; a post that follows nothing has none. */
interface Numbered {
  channelKind: ChannelKindName;
  part?: number | null | undefined;
}

/** What a post that follows another in a thread is called: `Part 2`, `First comment`; null for every other post. */
export function partName({ channelKind, part }: Numbered): string | null {
  if (!part) return null;
  return channelKindOf(channelKind).thread?.noun === 'comment' ? 'First comment' : `Part ${part}`;
}

/** The channel or title of a post, and which part of its thread it is: `Our news (part 2)`. */
export function withPart(words: string, post: Numbered): string {
  const name = partName(post);
  return name ? `${words} (${name.toLowerCase()})` : words;
}
