import { expect, test } from 'vitest';
import { captionProblems } from './caption-problems.ts';

const good = [
  { start: 0, end: 2000, text: 'The clinic opens at nine.' },
  { start: 2083, end: 4000, text: 'Bring your letter with you.' },
  { start: 4501, end: 6000, text: 'Nothing else.' },
];

test('good captions have no problems', () => {
  expect(captionProblems(good)).toEqual([]);
});

test.each([
  [
    { start: 1500, end: 4000, text: 'Too early' },
    'It starts 0.5 seconds before the one before has ended. Two at once cannot be read.',
  ],
  [
    { start: 2300, end: 4000, text: 'Flickers' },
    'It follows after 0.3 seconds, so the screen flickers. Let the one before last until this starts.',
  ],
  [
    { start: 2000, end: 2500, text: 'Gone' },
    'It is there for 0.5 seconds only. Give it 0.7 seconds at least, or merge it with the next.',
  ],
  [
    { start: 2000, end: 3000, text: 'Nobody can read this in one' },
    'It asks for 27 characters a second, and people read 20. Give it more time, or fewer words.',
  ],
  [
    { start: 2000, end: 9000, text: 'word '.repeat(20).trim() },
    'It does not fit in 2 lines of 42 characters. Split it.',
  ],
  [{ start: 2000, end: 9000, text: 'One\nTwo' }, null],
])('the second: %j', (cue, problem) => {
  expect(captionProblems([{ start: 0, end: 2000, text: 'First' }, cue])).toEqual(
    problem ? [{ index: 1, problem }] : [],
  );
});

test('a cue that lasts over two others is before both of them', () => {
  const cues = [
    { start: 0, end: 9000, text: 'Long' },
    { start: 1000, end: 2000, text: 'In it' },
    { start: 3000, end: 4000, text: 'Also' },
  ];
  expect(captionProblems(cues).map(({ index }) => index)).toEqual([1, 2]);
});
