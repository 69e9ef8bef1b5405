import { kindOf, type StoryContent } from '@mobilise/contracts/kinds';
import { buildAsset } from '@mobilise/db/factories';
import { testDatabase } from '@mobilise/db/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildDesk } from '../post-testing.ts';
import { getRevision, listRevisions } from './revisions.ts';
import { saveItem } from './write.ts';

const { db } = await testDatabase();
const jobs = { send: () => Promise.resolve('sent') };

const saying = (text: string): StoryContent => ({
  leadImage: null,
  body: { type: 'doc', content: [{ type: 'paragraph', ...(text && { content: [{ type: 'text', text }] }) }] },
});

/** Saves texts by themselves, one a second, as the words of an item that begins with none; answers the texts of its history, the newest first. */
async function autosaved(texts: readonly string[]): Promise<string[]> {
  const { as, item } = await buildDesk(db);
  const scope = await as('editor');
  let version = 1;
  for (const [index, text] of ['', ...texts].entries()) {
    const now = new Date(scope.now.getTime() + index * 1000);
    const body = { title: '', summary: '', content: saying(text), version, autosave: index > 0 };
    ({ version } = await saveItem({ ...scope, now }, jobs, item.id, body));
  }
  const { data } = await listRevisions(scope, item.id, { limit: 50 });
  const history = data.slice(0, -1).map(async ({ number }) => {
    const { content } = await getRevision(scope, item.id, number);
    return kindOf('story').plainText(content as StoryContent);
  });
  return Promise.all(history);
}

const sixty = Array.from({ length: 60 }, (_, number) => `word-${number + 10}`);
const growing = sixty.map((_, index) => sixty.slice(0, index + 1).join(' '));

test('a text that is typed and then deleted word by word is in the history', async () => {
  const shrinking = [...growing.slice(0, -1).toReversed(), ''];
  expect(await autosaved([...growing, ...shrinking])).toEqual(['', sixty.join(' '), '']);
});

test('a text that is written anew word by word is in the history as it was', async () => {
  const anew = sixty.map((_, index) => sixty.map((word, place) => (place <= index ? `new-${word}` : word)).join(' '));
  const history = await autosaved([...growing, ...anew]);
  expect(history).toContain(sixty.join(' '));
  expect(history.length).toBeLessThan(7);
});

test('words that are said of a picture are in the history, too', async () => {
  const { as, item } = await buildDesk(db);
  const { id: assetId } = await buildAsset(db, { workspaceId: item.workspaceId });
  const scope = await as('editor');
  const save = (version: number, alt: string) =>
    saveItem(scope, jobs, item.id, {
      ...{ title: '', summary: '', version, autosave: true },
      content: { ...saying(''), leadImage: { assetId, alt } },
    });
  const { version } = await save(1, sixty.join(' '));
  await save(version, 'Short');
  const { content } = await getRevision(scope, item.id, 2);
  expect((content as StoryContent).leadImage?.alt).toBe(sixty.join(' '));
});

test('typing leaves one revision', async () => {
  const typed = sixty.flatMap((word, index) => {
    const before = sixty.slice(0, index);
    return [word.slice(0, 3), word].map((part) => [...before, part].join(' '));
  });
  expect(await autosaved(typed)).toEqual([sixty.join(' '), '']);
});

test('typing that is mended time and again leaves a few', async () => {
  const mended = sixty.flatMap((word, index) => {
    const before = sixty.slice(0, index);
    const tries = index % 6 === 5 ? [`${word}x`, word] : [word];
    return tries.map((part) => [...before, part].join(' '));
  });
  const history = await autosaved(mended);
  expect(history[0]).toBe(sixty.join(' '));
  expect(history.length).toBeLessThanOrEqual(4);
});

/** How many words of a text another lacks, where a longer word stands for each that it begins as; the longest find theirs first. */
function missing(text: readonly string[], saved: readonly string[]): number {
  const left = [...saved];
  return text
    .toSorted((a, b) => b.length - a.length)
    .filter((word) => left.splice(left.findIndex((longer) => longer.startsWith(word)) >>> 0, 1).length === 0).length;
}

/** Texts that edits make one of the other. `first`: a word to begin with; `put`: words for those cut, drawn from numbers. */
const writings = {
  'any words': { first: (place: number) => String(place + 10), put: (numbers: number[]) => numbers.map(String) },
  'one word for several that it begins as': {
    first: (place: number) => '7'.repeat((place % 4) + 1),
    put: (_: number[], step: number) => ['7'.repeat(5 + step)],
  },
};

test.each(Object.entries(writings))(
  'of each state that was saved by itself the history lacks a sentence at most: %s',
  async (_, { first, put }) => {
    const numbers = fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 4 });
    const edit = fc.record({ at: fc.nat(), cut: fc.nat(4), numbers });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 30, maxLength: 50 }), async (edits) => {
        let text = Array.from({ length: 40 }, (_, place) => first(place));
        const states = edits.map(
          ({ at, cut, numbers }, step) => (text = text.toSpliced(at % (text.length + 1), cut, ...put(numbers, step))),
        );
        const history = (await autosaved(states.map((words) => words.join(' ')))).map((saved) => saved.split(' '));
        for (const state of states)
          expect(Math.min(...history.map((saved) => missing(state, saved)))).toBeLessThanOrEqual(20);
      }),
      { numRuns: 4, seed: 7, endOnFailure: true },
    );
  },
);
