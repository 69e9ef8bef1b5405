import { same, type Words } from './words.ts';

/** Words as fields, each of which one person can change while another changes the next: title, summary, parts of the content. */
export type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = ({ title, summary, content }: Words): Fields => ({ ...(content as object), title, summary });
const wordsOf = ({ title, summary, ...content }: Fields): Words =>
  ({ title, summary, content }) as { title: string; summary: string; content: unknown };

/** Fields that say one thing together. */
const together = [
  ['poster', 'posterAt'],
  ['silent', 'captions'],
];
const recordings = ['audio', 'video'];
/** What counts in the time of the recording as it is cut: of another recording, or cut elsewhere, it would be somewhere else. */
const timed = [...recordings, 'chapters', 'transcript', 'captions', 'silent', 'poster', 'posterAt'];

export interface Merged {
  /** Both changes in one, with mine where they collide. */
  mine: Words;
  /** The same, with theirs where they collide. */
  theirs: Words;
  /** Names of the fields that both changed, each to something else: which of the two goes on is a person's to say. */
  collide: readonly string[];
}

/**
 * Two texts that were written at one time, in one: of each field the value of who changed it.
 * @param origins what mine grew from, and what was sent of it since without an answer: whichever of these the server had, others
 *   went on from it
 */
export function mergeWords(origins: readonly Words[], mine: Words, theirs: Words): Merged {
  const [roots, my, their] = [origins.map(fieldsOf), fieldsOf(mine), fieldsOf(theirs)];
  const names = [...new Set([...roots, my, their].flatMap(Object.keys))];
  const merged = { mine: { ...my }, theirs: { ...my }, collide: [] as string[] };
  for (const group of groupsOf(names, [...roots, my, their])) {
    const isSame = (a: Fields, b: Fields) => group.every((name) => sameField(name, a[name], b[name]));
    if (roots.some((root) => isSame(root, their)) || isSame(my, their)) continue;
    for (const name of group) merged.theirs[name] = their[name];
    if (roots.some((root) => !isSame(root, my)))
      merged.collide.push(...group.filter((name) => !sameField(name, my[name], their[name])));
    else for (const name of group) merged.mine[name] = their[name];
  }
  return { mine: wordsOf(merged.mine), theirs: wordsOf(merged.theirs), collide: merged.collide };
}

/** Some fields of words. */
export const fieldsIn = (words: Words, names: readonly string[]): Fields => {
  const fields = fieldsOf(words);
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
};

/** The fields that differ between two texts. */
export const changedFields = (before: Words, after: Words): string[] => {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return Object.keys({ ...old, ...now }).filter((name) => !sameField(name, old[name], now[name]));
};

/** Some fields, and those of these words that go together with any of them, whether the recording is cut anew or may be later. */
export const wholeGroups = (names: readonly string[], words: Words): string[] => {
  const isTimed = names.some((name) => timed.includes(name));
  return [...new Set([...names, ...(isTimed ? timed.filter((name) => name in fieldsOf(words)) : [])])];
};

/** Words with other values in some fields. */
export const withFields = (words: Words, fields: Fields): Words => wordsOf({ ...fieldsOf(words), ...fields });

/** What differs from any text: stands for words that mine grew from and nobody has any more. */
const unknown = '\0';

/** Words of which no field is known, so that every field that differs is asked about. */
export const unknownWords = (like: Words): Words =>
  wordsOf(Object.fromEntries(Object.keys(fieldsOf(like)).map((name) => [name, unknown])));

function groupsOf(names: readonly string[], all: readonly Fields[]): string[][] {
  const [first = {}, ...others] = all;
  const isCutAnew = recordings.some((name) => others.some((fields) => !same(first[name], fields[name])));
  const groups = (isCutAnew ? [timed] : together).map((group) => group.filter((name) => names.includes(name)));
  const grouped = new Set(groups.flat());
  return [...groups, ...names.filter((name) => !grouped.has(name)).map((name) => [name])];
}

/** The server trims titles. */
const sameField = (name: string, a: unknown, b: unknown) =>
  name === 'title' ? String(a).trim() === String(b).trim() : same(a, b);

const fieldNames: Record<string, string> = {
  title: 'title',
  summary: 'standfirst',
  body: 'text',
  leadImage: 'lead image',
  artwork: 'picture',
  longDescription: 'long description',
  data: 'data',
  sources: 'sources',
  audio: 'recording',
  video: 'film',
  intro: 'intro',
  outro: 'outro',
  notes: 'notes',
  season: 'season',
  number: 'number',
  type: 'kind of episode',
  explicit: 'mark “not for children”',
  people: 'people',
  chapters: 'chapters',
  transcript: 'transcript',
  poster: 'poster',
  posterAt: 'frame of the poster',
  description: 'description',
  silent: 'mark “nothing is spoken”',
  captions: 'captions',
  burnIn: 'setting of the captions',
};

/** `the title`, `the title and the notes`: fields in words. */
export const sayFields = (names: readonly string[]): string =>
  new Intl.ListFormat('en-GB').format(names.map((name) => `the ${fieldNames[name] ?? name}`));
