import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import type { Clip } from '@mobilise/contracts/recordings';

/** What an item plays: its uploads of sound or film, the main one first, and what is used of that. */
export interface Played {
  assetIds: readonly string[];
  trim: Clip['trim'];
}

export function playedBy(kind: ItemKind, content: unknown): Played | null {
  const words = content as ItemContent;
  const assetIds = kindOf(kind).recordings(words);
  const clip = 'audio' in words ? words.audio : 'video' in words ? words.video : null;
  return clip ? { assetIds, trim: clip.trim } : null;
}

/**
 * Milliseconds for which it plays: the part that is used, with intro and outro around it. `durations` are those of its uploads, in
 * their order; null while one is not known.
 */
export function lengthOf({ assetIds, trim }: Played, durations: readonly (number | null | undefined)[]): number | null {
  const known = durations.filter((one) => typeof one === 'number');
  if (known.length < assetIds.length) return null;
  const [whole = 0, ...around] = known;
  return around.reduce((sum, one) => sum + one, trim ? trim.end - trim.start : whole);
}
