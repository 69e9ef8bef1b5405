import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chapters } from '../chapters.ts';
import type { Chapter } from './chapter.ts';
import { chapterProblems } from './chapter-problems.ts';
import { chaptersBehind, moveChapter, putChapter } from './edit-chapters.ts';
import { parseChapters } from './parse-chapters.ts';
import { toChaptersJson } from './write-chapters.ts';

const three: Chapter[] = [
  { start: 0, title: 'Welcome' },
  { start: 119_500, title: 'Vaccines', url: 'https://example.org/vaccines' },
  { start: 3_723_000, title: 'Credits', hidden: true },
];
const [welcome, vaccines, credits] = three as [Chapter, Chapter, Chapter];

const lists = fc
  .uniqueArray(
    fc.record({
      start: fc.nat(3_600_000),
      title: fc.oneof(fc.constantFrom('One', 'Two <b>', '"Three"'), fc.string({ minLength: 1, maxLength: 20 })),
      more: fc.constantFrom({}, { hidden: true }, { url: 'https://example.org/a?b=c&d' }),
    }),
    { selector: ({ start }) => start, minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ more, ...chapter }): Chapter => ({ ...chapter, ...more })).sort((a, b) => a.start - b.start),
  )
  .map((list) => chapters.safeParse(list).data)
  .filter((list) => list !== undefined);

describe('chapters', () => {
  test.each([
    ['in disorder', [vaccines, welcome]],
    ['two at once', [welcome, { ...vaccines, start: 0 }]],
    ['with no title', [{ start: 0, title: ' ' }]],
    ['with a title of two lines', [{ start: 0, title: 'a\nb' }]],
    ['with a script for an address', [{ ...welcome, url: 'javascript:alert(1)' }]],
    ['501', Array.from({ length: 501 }, (_, start) => ({ start, title: 'x' }))],
  ])('are refused %s', (_, list) => {
    expect(chapters.safeParse(list).success).toBe(false);
  });

  test('need not begin at 0', () => {
    expect(chapters.safeParse([vaccines]).success).toBe(true);
  });
});

describe('JSON of the podcast namespace', () => {
  test('is written in seconds, hidden ones out of the table of contents', () => {
    expect(JSON.parse(toChaptersJson(three, { title: 'Flu', podcastName: 'Our clinic' }))).toEqual({
      version: '1.2.0',
      title: 'Flu',
      podcastName: 'Our clinic',
      chapters: [
        { startTime: 0, title: 'Welcome' },
        { startTime: 119.5, title: 'Vaccines', url: 'https://example.org/vaccines' },
        { startTime: 3723, title: 'Credits', toc: false },
      ],
    });
  });

  test('read again is the same', () => {
    fc.assert(
      fc.property(lists, (list) => {
        expect(parseChapters(toChaptersJson(list))).toEqual({ chapters: list, warnings: [] });
      }),
    );
  });
});

describe('chapters are read', () => {
  test('from the JSON of Podlove', () => {
    const file = [
      { start: '00:00:00.000', title: 'Welcome', href: '', image: '' },
      { start: '00:01:59.500', title: 'Vaccines', href: 'https://example.org/vaccines' },
    ];
    expect(parseChapters(JSON.stringify(file))).toEqual({ chapters: [welcome, vaccines], warnings: [] });
    expect(parseChapters(JSON.stringify({ version: '1.2', chapters: file })).chapters).toEqual([welcome, vaccines]);
  });

  test('from lines, as YouTube and mp4chaps have them', () => {
    const lines = `In this episode:

0:00 Welcome
00:01:59.500 Vaccines <https://example.org/vaccines>
(1:02:03) - Credits
[1:10:00] 10 questions`;
    expect(parseChapters(lines)).toEqual({
      chapters: [
        welcome,
        vaccines,
        { start: 3_723_000, title: 'Credits' },
        { start: 4_200_000, title: '10 questions' },
      ],
      warnings: ['Line 1: this does not begin with a time and a title. It was left out.'],
    });
  });

  test('in order, one at a time, without those that have no title or no time', () => {
    const file = {
      chapters: [
        { startTime: 5, title: 'B' },
        { startTime: 1, title: 'A' },
        { startTime: 5, title: 'C' },
        { title: 'D' },
        7,
      ],
    };
    expect(parseChapters(JSON.stringify(file))).toEqual({
      chapters: [
        { start: 1000, title: 'A' },
        { start: 5000, title: 'B' },
      ],
      warnings: [
        'Chapter 4 and 1 more have no time or no title. Left out.',
        'Of chapters that start at the same time, the first was kept.',
      ],
    });
  });

  test('without an address that is none', () => {
    expect(parseChapters('[{"start":0,"title":"Welcome","href":"javascript:alert(1)"}]').chapters).toEqual([welcome]);
  });

  test.each([
    ['', 'There are no chapters in this. Write a line for each, such as 1:02:03 Vaccines.'],
    ['Hello', 'There are no chapters in this. Line 1: this does not begin with a time'],
    ['{"chapters": 1}', 'This JSON has no list of chapters.'],
    ['{"chapters": [', 'This JSON is damaged.'],
    ['x'.repeat(1_048_577), 'This file is larger than 1 MB. Leave some out.'],
    [
      Array.from({ length: 501 }, (_, at) => `${at} x`).join('\n'),
      'These are 501 chapters, more than 500. Leave some out.',
    ],
  ])('or refused: %#', (file, message) => {
    expect(() => parseChapters(file)).toThrow(message);
  });

  test('or refused, whatever the file', () => {
    const bits = fc.constantFrom(
      '0:00 ',
      '1:30',
      ' x',
      '\n',
      '[',
      '{',
      '"start":',
      '"title":"a"',
      ',',
      '}',
      ']',
      '9e99',
      '<',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 30 }), (parts) => {
        try {
          const { chapters: read } = parseChapters(parts.join(''));
          expect(chapters.parse(read)).toEqual(read);
        } catch (error) {
          expect(error).toMatchObject({ code: 'media_corrupt' });
        }
      }),
    );
  });
});

describe('an editor', () => {
  test('puts a chapter where its time is, and no two at once', () => {
    const flu = { start: 60_000, title: 'Flu', url: 'https://example.org/flu' };
    expect(putChapter(three, flu)).toEqual([welcome, flu, vaccines, credits]);
    expect(putChapter(three, { ...flu, start: 0 })[1]).toEqual({ ...flu, start: 1 });
  });

  test('behind an intro start later by its length, but for the one that begins with the recording: the intro is of it', () => {
    const chapters = [
      { start: 0, title: 'Welcome' },
      { start: 9000, title: 'Vaccines' },
    ];
    expect(chaptersBehind(5000, chapters)).toEqual([
      { start: 0, title: 'Welcome' },
      { start: 14_000, title: 'Vaccines' },
    ]);
  });

  test('moves one between its neighbours and within the recording', () => {
    expect(moveChapter(three, 1, 60_000)[1]).toEqual({ ...vaccines, start: 60_000 });
    expect(moveChapter(three, 1, -5)[1]?.start).toBe(1);
    expect(moveChapter(three, 1, 9_999_999)[1]?.start).toBe(3_722_999);
    expect(moveChapter(three, 2, 9_999_999, 4_000_000)[2]?.start).toBe(3_999_999);
  });

  test('always leaves chapters', () => {
    const index = fc.integer({ min: -1, max: 9 });
    const time = fc.integer({ min: -1000, max: 4_000_000 });
    const edits = fc.oneof(
      fc.nat(4_000_000).map((start) => (list: readonly Chapter[]) => putChapter(list, { start, title: 'New' })),
      fc.tuple(index, time).map(
        ([at, to]) =>
          (list: readonly Chapter[]) =>
            moveChapter(list, at, to),
      ),
    );
    fc.assert(
      fc.property(lists, fc.array(edits, { maxLength: 10 }), (list, done) => {
        let now: readonly Chapter[] = list;
        for (const edit of done) {
          now = edit(now);
          expect(chapters.parse(now)).toEqual(now);
        }
      }),
    );
  });
});

test('what players would do badly with is said', () => {
  const good = [welcome, { start: 60_000, title: 'Flu' }, vaccines, credits];
  expect(chapterProblems(good, 4_000_000)).toEqual([]);
  expect(chapterProblems([])).toEqual([]);
  expect(
    chapterProblems(
      [
        { start: 5000, title: 'A' },
        { start: 9000, title: 'A' },
        { start: 9000, title: 'In no list', hidden: true },
      ],
      9000,
    ),
  ).toEqual([
    { index: 1, problem: 'It starts after the recording has ended, at 0:09. Move or remove it.' },
    { index: 2, problem: 'It starts after the recording has ended, at 0:09. Move or remove it.' },
    { index: 0, problem: 'Nothing starts at 0:00. YouTube shows no chapters then.' },
    { index: null, problem: 'YouTube shows chapters when there are 3 or more.' },
    { index: 0, problem: 'It lasts less than 10 seconds. YouTube shows no chapters then.' },
    { index: 1, problem: 'Another chapter is called “A”, too.' },
  ]);
});
