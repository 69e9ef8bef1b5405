import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { kindOf } from '@mobilise/contracts/kinds';
import { kindScreens } from './kind-screens.ts';

export interface Missing {
  sentence: string;
  /** The field that puts it right. */
  fieldId: string | undefined;
  /** It is what the item is made of, so that no note replaces it; else it is for people who cannot see or hear the item. */
  isItself: boolean;
}

/** What an item still lacks, the recording, film or artwork itself first. */
export function whatIsMissing(kind: ItemKind, content: unknown): Missing[] {
  const { missing, lacks } = kindOf(kind);
  const fields = kindScreens[kind].fields(content);
  return missing(content as never).map((sentence) => ({
    sentence,
    // The field whose filling makes the sentence go away; no wording is relied on.
    fieldId: fields.find(({ filled }) => !missing(filled as never).includes(sentence))?.id,
    isItself: sentence === lacks(content as never),
  }));
}
