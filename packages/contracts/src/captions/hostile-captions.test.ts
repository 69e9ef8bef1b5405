import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transcript } from '../captions.ts';
import { parseCaptions } from './parse-captions.ts';
import { toHtml, toVtt } from './write-captions.ts';

/** Pieces of which hostile files are made. */
const bits = fc.constantFrom(
  ...[
    '<',
    '>',
    '</',
    '<v ',
    '<script>',
    'alert(1)',
    '</script>',
    '<style>',
    '<img src=x onerror=alert(1)>',
    '<!--',
    '-->',
  ],
  ...['<<b>script>', '&lt;', '&gt;', '&#60;', '&#x3c;script&#x3e;', '&amp;', '&', '{\\an8', '{\\', '}', '"', '\0'],
  ...['\n', '\n\n', '\r', 'WEBVTT', 'STYLE', 'NOTE', '::cue{}', '1', 'Ann: ', 'x', ' ', '\u202E', '\uD800', '\uFEFF'],
  ...['\n\n00:01.000 --> 00:02.000\n', '\n00:00:03,000 --> 00:00:01,000\n', '00:01.000 --> 99:00:00.000'],
);
const files = fc.array(bits, { maxLength: 60 }).map((parts) => parts.join(''));
const formats = fc.constantFrom('vtt', 'srt', 'text', undefined);

/** What is read, or null where the file is refused, as a Problem. */
function read(file: string, as?: 'vtt' | 'srt' | 'text') {
  try {
    return parseCaptions(file, { as });
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:media_corrupt|too_large)$/) });
    return null;
  }
}

describe('whatever the file', () => {
  test('what is read is a transcript as it is, with no more letters than the file', () => {
    fc.assert(
      fc.property(files, formats, (file, as) => {
        const cues = read(file, as)?.cues ?? [];
        expect(transcript.parse({ language: 'en', cues }).cues).toEqual(cues);
        const letters = cues.reduce((sum, { text, speaker = '' }) => sum + text.length + speaker.length, 0);
        expect(letters).toBeLessThanOrEqual(file.length);
      }),
    );
  });

  test('HTML of it has no tags but our own, and WebVTT none but the voice', () => {
    fc.assert(
      fc.property(files, formats, (file, as) => {
        const cues = read(file, as)?.cues ?? [];
        expect(toHtml(cues).replace(/<\/?(?:cite|time|p)>/g, '')).not.toMatch(/[<>]/);
        const vtt = toVtt(cues)
          .replace(/^<v [^<>]*>/gm, '')
          .replace(/^\d\d:[\d:.]+ --> [\d:.]+$/gm, '');
        expect(vtt).not.toMatch(/[<>]/);
      }),
    );
  });

  test('no tag of a timed file is left in its words, unless it was written with entities', () => {
    fc.assert(
      fc.property(files, fc.constantFrom('vtt', 'srt'), (file, as) => {
        const cues = read(file.replaceAll('&', ''), as as 'vtt' | 'srt')?.cues ?? [];
        for (const { text, speaker = '' } of cues) expect(text + speaker).not.toMatch(/<[a-z/!][^>]*>/i);
      }),
      {
        examples: [
          ['00:01.000 --> 00:02.000\nHello<v <<b>script>', 'vtt'],
          ['00:01.000 --> 00:02.000\n<\uFEFF<<b>script>', 'vtt'],
          ['00:01.000 --> 00:02.000\n<\u202E1{\\an8}<b>script>', 'srt'],
        ],
      },
    );
  });

  test('styles say nothing', () => {
    const styles = 'STYLE\n::cue { background: url(https://evil.test/) }\n</style><script>alert(1)</script>\n\n';
    const { cues } = parseCaptions(`WEBVTT\n\n${styles}00:01.000 --> 00:02.000\nHello`);
    expect(cues).toEqual([{ start: 1000, end: 2000, text: 'Hello' }]);
  });
});

describe('a megabyte of', () => {
  const starts = {
    vtt: 'WEBVTT\n\n00:01.000 --> 00:02.000\n',
    srt: '1\n00:00:01,000 --> 00:00:02,000\n',
    text: 'Ann: ',
  };
  const kinds = ['<', '>', '-->', '<v ', '<v a>', '{\\', '&', '&#', ' ', ': ', 'A: ', '. '];
  const lines = ['-->\n', '\n', 'a\n', 'A: b\n', '1\n', 'NOTE\n\n', '0:01 --> 0:02\n'];

  test.each([...kinds, ...lines])('%j is read or refused, in every format', (bit) => {
    // A fifth of it is enough for lines to show what is not linear.
    const many = bit.repeat((bit.includes('\n') ? 200_000 : 1_000_000) / bit.length);
    for (const as of ['vtt', 'srt', 'text'] as const) {
      const cues = read(starts[as] + many, as)?.cues ?? [];
      const letters = cues.reduce((sum, { text }) => sum + text.length, 0);
      expect(letters).toBeLessThanOrEqual(starts[as].length + many.length);
    }
  });
});

test('no regular expression here repeats without end what repeats already', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'));
  expect(sources).toContain('cue-text.ts');
  for (const name of sources) {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8');
    expect(source.match(/[+*}]\)(?:[+*]|\{\d+,\})/g), name).toBeNull();
  }
});
