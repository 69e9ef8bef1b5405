import { tidySpeaker, tidyText } from './cue.ts';

/**
 * No expression here repeats what it repeats already, and each `<` or `{` is looked at only where something closes it, so that
 * a megabyte of `<` is read in one go. What no tag closes is text. Texts are tidied before, so that no tag appears when a
 * character that hides is taken from it.
 */
const vttTag = /<(?![\s=])[^>]*>/g;
/** SRT writes `<` for itself as well, so `x <3` is no tag there. */
const srtTag = /<(?![\s\d=])[^>]*>/g;
/** What Aegisub and others put before a text: `{\an8}`. */
const override = /\{\\[^}]*\}/g;
const reference = /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,5});/gi;
const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  lrm: '\u200E',
  rlm: '\u200F',
};

/**
 * What a WebVTT cue says: tags are gone, entities decoded. The first voice is the speaker; others stay in words, `Bob: Hello`. Its first
 * colon `isQuoted` where it is written as an entity, as `toVtt` does to say that no name stands before it.
 */
export function textOfVtt(payload: string): { text: string; speaker?: string; isQuoted?: boolean } {
  let speaker: string | undefined;
  let current: string | undefined;
  let isEmpty = true;
  const plain = replaceClosed(tidyText(payload), '>', vttTag, (tag, before) => {
    isEmpty &&= before.trim() === '';
    const name = voiceOf(tag);
    if (!name || name === current) return '';
    current = name;
    if (!isEmpty || speaker) return `\n${name}: `;
    speaker = tidySpeaker(decode(name));
    return '';
  });
  const text = tidyText(decode(plain));
  if (speaker) return { text, speaker };
  return decode(plain.split(':', 1)[0] ?? '').includes(':') ? { text, isQuoted: true } : { text };
}

/** What an SRT cue says. It knows no entities, so `&amp;` stays as it is. */
export function textOfSrt(payload: string): { text: string } {
  const gone = () => '';
  return { text: tidyText(replaceClosed(replaceClosed(tidyText(payload), '}', override, gone), '>', srtTag, gone)) };
}

/** Replaces up to the last closing character: beyond it a search for the end of a tag would start in vain at every `<`. */
function replaceClosed(
  text: string,
  closing: string,
  pattern: RegExp,
  replacement: (match: string, before: string) => string,
): string {
  const end = text.lastIndexOf(closing) + 1;
  let from = 0;
  const replaced = text.slice(0, end).replace(pattern, (match: string, at: number) => {
    const before = text.slice(from, at);
    from = at + match.length;
    return replacement(match, before);
  });
  return replaced + text.slice(end);
}

/** `Ann` of `<v.loud Ann>`, its entities as they are. A `<` in it is none of a name: it would make a tag of what follows. */
function voiceOf(tag: string): string | undefined {
  const space = tag.search(/\s/);
  if (space === -1 || !/^<v(?:\.|$)/.test(tag.slice(0, space))) return undefined;
  return tidySpeaker(tag.slice(space, -1).replaceAll('<', ''));
}

function decode(text: string): string {
  return text.replace(reference, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
  });
}
