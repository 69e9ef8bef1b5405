import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cue, maxTime, tidySpeaker, tidyText } from './cue.ts';
import { parseCaptions } from './parse-captions.ts';
import { srtText, toHtml, toJson, toSrt, toText, toVtt } from './write-captions.ts';

const words = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'Hello',
        '\n',
        ' ',
        '&amp;',
        '&',
        '<b>',
        '</b>',
        '<',
        '>',
        '-->',
        '{\\an8}',
        '}',
        '42',
        'NOTE',
        'WEBVTT',
      ),
      fc.constantFrom('00:00:01,000 --> 00:00:02,000', 'Ann: ', 'x < 5', '"', 'é', '😀', 'مرحبا'),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => tidyText(parts.join('')))
  .filter(Boolean);
const names = fc.oneof(
  fc.constantFrom('Ann', 'Dr Bob', 'A & B', '<i>', 'x>y'),
  fc.string({ maxLength: 20 }).map((name) => tidySpeaker(name)),
);
const cue = fc
  .record({ start: fc.nat(maxTime - 1), length: fc.integer({ min: 1, max: 10_000 }), text: words, speaker: names })
  .map(({ start, length, text, speaker }): Cue => {
    const times = { start, end: Math.min(maxTime, start + length) };
    return speaker ? { ...times, text, speaker } : { ...times, text };
  });
const cues = fc.array(cue, { minLength: 1, maxLength: 8 }).map((list) => list.toSorted((a, b) => a.start - b.start));

const two: Cue[] = [
  { start: 0, end: 2760, text: 'Cats & <dogs>\nand "birds"', speaker: 'Ann' },
  { start: 3_723_400, end: 3_725_000, text: 'Goodbye' },
];

describe('WebVTT', () => {
  test('is written with voices and entities', () => {
    expect(toVtt(two)).toBe(`WEBVTT

00:00:00.000 --> 00:00:02.760
<v Ann>Cats &amp; &lt;dogs&gt;
and "birds"

01:02:03.400 --> 01:02:05.000
Goodbye
`);
  });

  test('has no arrow where a name ends with hyphens', () => {
    const list = [{ start: 0, end: 1, text: '00:00:01.000', speaker: 'Ann --' }];
    expect(parseCaptions(toVtt(list)).cues).toEqual(list);
  });

  test('says that no name stands before a colon where nobody is said to speak', () => {
    const list = ['Note: 1 < 2', 'Note: that'].map((text, at) => ({ start: at, end: at + 1, text }));
    expect(toVtt(list)).toContain('\nNote&#58; 1 &lt; 2\n');
    expect(parseCaptions(toVtt(list)).cues).toEqual(list);
    expect(toVtt(list.slice(1))).toContain('\nNote: that\n');
  });

  test('read again is the same', () => {
    fc.assert(
      fc.property(cues, (list) => {
        const unsaid = list.map(({ speaker: _, ...cue }) => cue);
        for (const one of [list, unsaid]) expect(parseCaptions(toVtt(one)).cues).toEqual(one);
      }),
    );
  });
});

describe('SRT', () => {
  test('is written with numbers, and a name where the speaker changes', () => {
    expect(toSrt([...two, { start: 3_726_000, end: 3_727_000, text: 'Me again', speaker: 'Ann' }])).toBe(`1
00:00:00,000 --> 00:00:02,760
Ann: Cats & ‹dogs>
and "birds"

2
01:02:03,400 --> 01:02:05,000
Goodbye

3
01:02:06,000 --> 01:02:07,000
Ann: Me again
`);
  });

  test('has one space behind what is read as a name again', () => {
    const said = ['Ann: Yes', 'Ann:\u00a0 No'].map((text, at) => ({ start: at, end: at + 1, text }));
    expect(parseCaptions(toSrt(said)).cues.map(({ speaker, text }) => `${speaker}: ${text}`)).toEqual([
      'Ann: Yes',
      'Ann: No',
    ]);
    expect(toSrt(said)).toContain('\nAnn: No\n');
  });

  /** SRT has neither speakers nor escapes: this is what it holds of cues. */
  const held = (list: readonly Cue[]) => {
    let last: string | undefined;
    return list.map(({ start, end, text, speaker }) => {
      const words = speaker && speaker !== last ? `${speaker}: ${text}` : text;
      last = speaker;
      return { start, end, text: tidyText(srtText(words)) };
    });
  };

  test('read again has the same times and words, with the names that it can hold', () => {
    fc.assert(
      fc.property(cues, (list) => {
        const again = parseCaptions(toSrt(list)).cues.map(({ speaker, text, ...times }) => ({
          ...times,
          text: speaker ? `${speaker}: ${text}` : text,
        }));
        expect(again).toEqual(held(list));
      }),
    );
  });
});

test('JSON is that of the podcast namespace, in seconds', () => {
  expect(JSON.parse(toJson(two))).toEqual({
    version: '1.0.0',
    segments: [
      { speaker: 'Ann', startTime: 0, endTime: 2.76, body: 'Cats & <dogs>\nand "birds"' },
      { startTime: 3723.4, endTime: 3725, body: 'Goodbye' },
    ],
  });
});

describe('for reading', () => {
  const talk: Cue[] = [
    { start: 0, end: 1000, text: 'One', speaker: 'Ann' },
    { start: 1100, end: 2000, text: 'two\nthree.', speaker: 'Ann' },
    { start: 2100, end: 3000, text: 'A < B?', speaker: 'B & C' },
    { start: 9900, end: 10_000, text: 'After a pause.', speaker: 'B & C' },
  ];

  test('HTML has a paragraph for what one person says at a stretch', () => {
    expect(toHtml(talk)).toBe(`<cite>Ann:</cite>
<time>0:00</time>
<p>One two three.</p>
<cite>B &amp; C:</cite>
<time>0:02</time>
<p>A &lt; B?</p>
<cite>B &amp; C:</cite>
<time>0:09</time>
<p>After a pause.</p>
`);
  });

  test('text has names and empty lines', () => {
    expect(toText(talk)).toBe('Ann: One two three.\n\nB & C: A < B?\n\nB & C: After a pause.\n');
  });

  test('a long speech is parted where sentences end', () => {
    const long = Array.from({ length: 40 }, (_, at) => ({
      start: at * 1000,
      end: at * 1000 + 999,
      text: `${'word '.repeat(9)}end.`,
    }));
    expect(toText(long).split('\n\n')).toHaveLength(4);
  });

  test('no word is lost', () => {
    const letters = (text: string) => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(cues, (list) => {
        const said = list.map(({ start, end, text }) => ({ start, end, text }));
        expect(letters(toText(said))).toBe(letters(said.map(({ text }) => text).join('')));
      }),
    );
  });
});
