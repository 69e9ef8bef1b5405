import { expect, test } from 'vitest';
import { compareWords, mergeTables } from './compare.ts';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const story = (title: string, ...texts: string[]) => ({
  title,
  summary: '',
  content: { leadImage: null, body: { type: 'doc', content: texts.map(paragraph) } },
});

test('title against title, paragraph against the paragraph it was', () => {
  const pairs = compareWords(
    'story',
    story('Flu clinic', 'It opens on Monday at nine.', 'Bring a friend.'),
    story('Jabs for all', 'It opens on Tuesday at nine.', 'Tea is served.', 'Bring a friend.'),
  );
  expect(pairs.map(({ before, after }) => [before?.text ?? null, after?.text ?? null])).toEqual([
    ['Flu clinic', 'Jabs for all'],
    ['It opens on Monday at nine.', 'It opens on Tuesday at nine.'],
    [null, 'Tea is served.'],
    ['Bring a friend.', 'Bring a friend.'],
  ]);
});
test('a link that leads elsewhere is a change', () => {
  const linked = (href: string) => ({
    title: 'A',
    summary: '',
    content: {
      leadImage: null,
      body: {
        type: 'doc',
        content: [
          { type: 'paragraph', content: [{ type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href } }] }] },
        ],
      },
    },
  });
  const [, pair] = compareWords('story', linked('https://a.org'), linked('https://b.org'));
  expect(pair?.before?.shape).not.toBe(pair?.after?.shape);
});
test('a column that was added keeps the others beside their own', () => {
  const before = {
    caption: '',
    columns: ['Ward', 'Beds'],
    rows: [
      ['A', '12'],
      ['B', '9'],
    ],
  };
  const after = {
    caption: '',
    columns: ['Ward', 'Staff', 'Beds'],
    rows: [
      ['A', '4', '12'],
      ['C', '1', '2'],
      ['B', '3', '9'],
    ],
  };
  expect(mergeTables(before, after)).toEqual({
    columns: [
      { before: 0, after: 0 },
      { before: null, after: 1 },
      { before: 1, after: 2 },
    ],
    rows: [
      { before: 0, after: 0 },
      { before: null, after: 1 },
      { before: 1, after: 2 },
    ],
  });
});

test('the order in which a database keeps keys is no change', () => {
  const one = { type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [{ type: 'bold' }] }] };
  const two = { content: [{ marks: [{ type: 'bold' }], text: 'a', type: 'text' }], type: 'paragraph' };
  const of = (node: object) => ({
    title: 'A',
    summary: '',
    content: { leadImage: null, body: { type: 'doc', content: [node] } },
  });
  expect(compareWords('story', of(one), of(two)).every(({ before, after }) => before?.shape === after?.shape)).toBe(
    true,
  );
});
