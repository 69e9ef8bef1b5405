import { maxSpeaker, tidySpeaker } from './cue.ts';

/** `Ann Lee: Hello`: up to five words without punctuation that ends or parts a sentence, the first with a capital or a digit, and not a number alone. */
const prefix =
  /^(?!\p{N}+:)([\p{Lu}\p{Lt}\p{Lo}\p{N}][^\s:.,;!?<>]{0,29}(?: [^\s:,;!?<>]{1,30}){0,4}):[^\S\n]+(?=[^\p{C}\p{Z}])/u;

export interface Said {
  speaker: string;
  text: string;
}

/** The name before a text and the text behind it; null where it begins with none. */
export function speakerBefore(text: string): Said | null {
  const found = prefix.exec(text.slice(0, 2 * maxSpeaker));
  const speaker = found?.[1] && tidySpeaker(found[1]);
  return found && speaker ? { speaker, text: text.slice(found[0].length) } : null;
}

/**
 * For each text of captions who says it and what, or null: a colon follows a name where two texts or more begin with that name, or
 * where at least half of them, and two, begin with one. Empty texts count for nothing.
 */
export function speakersOf(texts: readonly string[]): (Said | null)[] {
  const found = texts.map(speakerBefore);
  const times = new Map<string, number>();
  for (const said of found) if (said) times.set(said.speaker, (times.get(said.speaker) ?? 0) + 1);
  const begin = found.filter(Boolean).length;
  const isUsual = begin >= 2 && begin >= texts.filter(Boolean).length / 2;
  return found.map((said) => (said && (isUsual || (times.get(said.speaker) ?? 0) > 1) ? said : null));
}

/** What a person should look at, since a colon does not always follow a name. */
export function sayReadSpeakers(spoken: readonly (Said | null)[]): string[] {
  const all = [...new Set(spoken.flatMap((said) => said?.speaker ?? []))];
  if (all.length === 0) return [];
  const some = all.slice(0, 10).join(', ');
  const more = all.length > 10 ? ` and ${all.length - 10} more` : '';
  return [`What stands before a colon was read as who speaks: ${some}${more}. Check that these are names.`];
}
