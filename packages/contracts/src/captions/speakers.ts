import { maxSpeaker, tidySpeaker } from './cue.ts';

/** `Ann Lee: Hello`: up to five words without punctuation that ends or parts a sentence, the first with a capital or a digit. */
const prefix = /^([\p{Lu}\p{Lt}\p{Lo}\p{N}][^\s:.,;!?<>]{0,29}(?: [^\s:,;!?<>]{1,30}){0,4}):[^\S\n]+(?=\S)/u;

/** The name before a text and the text behind it; null where it begins with none. */
export function speakerBefore(text: string): { speaker: string; text: string } | null {
  const found = prefix.exec(text.slice(0, 2 * maxSpeaker));
  const speaker = found?.[1] && tidySpeaker(found[1]);
  return found && speaker ? { speaker, text: text.slice(found[0].length) } : null;
}

/** What a person should look at, since a colon does not always follow a name. */
export function sayReadSpeakers(names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  if (all.length === 0) return [];
  const some = all.slice(0, 10).join(', ');
  const more = all.length > 10 ? ` and ${all.length - 10} more` : '';
  return [`What stands before a colon was read as who speaks: ${some}${more}. Check that these are names.`];
}
