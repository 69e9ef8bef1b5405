import { changedFields, type Fields, fieldsIn, mergeWords, wholeGroups, withFields } from './merge-words.ts';
import type { Words } from './words.ts';

/** Fields put aside. */
export interface Aside {
  mine: Fields;
  /** What stood in their place then, with all that goes together with them; what differs from it later was written since. */
  instead: Fields;
}

/** What of mine does not go on where other words do: nothing or one. */
export function putAside(mine: Words, instead: Words): Aside[] {
  const names = changedFields(mine, instead);
  if (names.length === 0) return [];
  return [{ mine: fieldsIn(mine, names), instead: fieldsIn(instead, wholeGroups(names, instead)) }];
}

/**
 * Words with what was put aside. What was written of other fields since stays, but for what counts in the time of another cut
 * than mine: all of that is as it was with mine.
 */
export const broughtBack = (words: Words, { mine, instead }: Aside): Words =>
  mergeWords([withFields(words, instead)], withFields(words, { ...instead, ...mine }), words).mine;

/** Names of the fields that would change if what was put aside were brought back now. */
export const comingBack = (words: Words, aside: Aside): string[] => changedFields(words, broughtBack(words, aside));
