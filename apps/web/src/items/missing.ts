import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { kindOf } from '@mobilise/contracts/kinds';
import { kindScreens } from './kind-screens.ts';

/** What an item still lacks for people who cannot see or hear it, each sentence with the id of the field that puts it right. */
export function whatIsMissing(kind: ItemKind, content: unknown): { sentence: string; fieldId: string | undefined }[] {
  const { missing } = kindOf(kind);
  const fields = kindScreens[kind].fields(content);
  return missing(content as never).map((sentence) => ({
    sentence,
    // The field whose filling makes the sentence go away; no wording is relied on.
    fieldId: fields.find(({ filled }) => !missing(filled as never).includes(sentence))?.id,
  }));
}
