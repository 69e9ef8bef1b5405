import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeWords, sayFields, unknownWords } from './merge-words.ts';
import { same, type Words } from './words.ts';

const names = ['title', 'summary', 'body', 'people', 'chapters'] as const;
type Fields = Record<(typeof names)[number], string>;
const wordsOf = ({ title, summary, ...content }: Fields): Words => ({ title, summary, content });
const fieldsOf = ({ title, summary, content }: Words) => ({ title, summary, ...(content as object) }) as Fields;
const value = fc.constantFrom('a', 'b', 'c');
const text = fc.record({ title: value, summary: value, body: value, people: value, chapters: value });

test('a field that one side changed has its value; one that both changed to something else is asked, and nothing else is', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const merged = mergeWords([wordsOf(base)], wordsOf(mine), wordsOf(theirs));
      const [kept, taken] = [fieldsOf(merged.mine), fieldsOf(merged.theirs)];
      for (const name of names) {
        const isBoth = mine[name] !== base[name] && theirs[name] !== base[name] && mine[name] !== theirs[name];
        expect(merged.collide.includes(name)).toBe(isBoth);
        const only = theirs[name] === base[name] ? mine[name] : theirs[name];
        expect([kept[name], taken[name]]).toEqual(isBoth ? [mine[name], theirs[name]] : [only, only]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('who merges is of no matter', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const one = mergeWords([wordsOf(base)], wordsOf(mine), wordsOf(theirs));
      const other = mergeWords([wordsOf(base)], wordsOf(theirs), wordsOf(mine));
      expect([other.mine, other.theirs]).toEqual([one.theirs, one.mine]);
    }),
  );
});

test('of what was sent without an answer nothing is asked once more, and nothing taken back returns', () => {
  fc.assert(
    fc.property(text, text, text, text, (base, sent, mine, theirs) => {
      const merged = mergeWords([wordsOf(base), wordsOf(sent)], wordsOf(mine), wordsOf(theirs));
      for (const name of names) {
        const [kept, taken] = [fieldsOf(merged.mine)[name], fieldsOf(merged.theirs)[name]];
        if ([base[name], sent[name]].includes(theirs[name])) expect([kept, taken]).toEqual([mine[name], mine[name]]);
        else if (mine[name] !== base[name] || mine[name] !== sent[name])
          expect([kept, taken]).toEqual([mine[name], theirs[name]]);
        else expect([kept, taken]).toEqual([theirs[name], theirs[name]]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('where it is not known what words grew from, all that differs is asked', () => {
  fc.assert(
    fc.property(text, text, (mine, theirs) => {
      const { collide } = mergeWords([unknownWords(wordsOf(mine))], wordsOf(mine), wordsOf(theirs));
      expect([...collide].sort()).toEqual(names.filter((name) => mine[name] !== theirs[name]).sort());
    }),
  );
});

test('times belong to the recording as it is cut: a new cut by one and chapters by the other are asked', () => {
  const base = { audio: { assetId: 'a', trim: null }, chapters: [], transcript: null, notes: 'n' };
  const said = (content: object): Words => ({ title: 't', summary: '', content: { ...base, ...content } });
  const cut = said({ audio: { assetId: 'a', trim: { start: 9000, end: 60_000 } }, notes: 'mine' });
  const marked = said({ chapters: [{ start: 10_000, title: 'Tone' }] });
  const merged = mergeWords([said({})], cut, marked);
  expect(merged.collide).toEqual(['audio', 'chapters']);
  expect(merged.theirs).toEqual({ ...marked, content: { ...(marked.content as object), notes: 'mine' } });
  expect(mergeWords([said({})], said({ notes: 'mine' }), marked).collide).toEqual([]);
});

test('a poster and the frame that stands for it go together', () => {
  const said = (poster: string | null, posterAt: number | null): Words => ({
    ...{ title: 't', summary: '', content: { video: null, poster, posterAt } },
  });
  expect(mergeWords([said(null, null)], said('picture', null), said(null, 4000)).collide).toEqual([
    'poster',
    'posterAt',
  ]);
});

test('what nobody changed stays the very same, and spaces around a title are no change', () => {
  const body = { content: [{ type: 'paragraph' }] };
  const base: Words = { title: 'A', summary: '', content: { body, leadImage: null } };
  const mine = { ...base, title: ' A ' };
  const { mine: merged, collide } = mergeWords([base], mine, {
    ...base,
    title: 'B',
    content: { leadImage: null, body: { ...body } },
  });
  expect(collide).toEqual([]);
  expect(merged.title).toBe('B');
  expect((merged.content as { body: unknown }).body).toBe(body);
  expect(same(merged.content, base.content)).toBe(true);
});

test('fields are said in words', () => {
  expect(sayFields(['title', 'body', 'chapters'])).toBe('the title, the text and the chapters');
});
