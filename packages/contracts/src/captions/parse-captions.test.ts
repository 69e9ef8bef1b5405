import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Transcript, transcript } from '../captions.ts';
import { parseCaptions } from './parse-captions.ts';
import { toJson } from './write-captions.ts';

const hello = { start: 1000, end: 2500, text: 'Hello' };
const bye = { start: 3000, end: 4000, text: 'Goodbye' };

describe('WebVTT', () => {
  test('is read without its header, notes, styles, regions, settings and tags; the voice is the speaker', () => {
    const file = `WEBVTT - our clinic
Kind: captions
Language: en

STYLE
::cue { color: red; background: url(https://evil.test/x) }

REGION
id:fred width:40%

NOTE
00:00:00.000 --> 00:00:09.000
left out on purpose

intro
00:01.000 --> 00:02.500 align:start position:10%
<v.loud Ann Lee><c.yellow>Hello</c> <00:00:01.500><i>you &amp; me</i></v>
&lt;b&gt; is &#x66;at &unknown;

01:00:03.000 --> 01:00:04.000
Goodbye
`;
    expect(parseCaptions(file)).toEqual({
      cues: [
        { start: 1000, end: 2500, text: 'Hello you & me\n<b> is fat &unknown;', speaker: 'Ann Lee' },
        { start: 3_603_000, end: 3_604_000, text: 'Goodbye' },
      ],
      warnings: [],
    });
  });

  test('keeps the words of a second voice in its cue', () => {
    const file = 'WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann>Hello</v>\n<v Bob>Good morning</v>';
    expect(parseCaptions(file).cues).toEqual([{ ...hello, text: 'Hello\nBob: Good morning', speaker: 'Ann' }]);
  });

  test.each(['\n', '\r\n', '\r'])('may end its lines with %j, and begin with a byte order mark', (end) => {
    const file = ['\uFEFFWEBVTT', '', '00:01.000 --> 00:02.500', 'Hello', '', '00:03.000 --> 00:04.000', 'Goodbye'];
    expect(parseCaptions(file.join(end)).cues).toEqual([hello, bye]);
  });

  test('may begin with times at once, and with no header where it is said to be WebVTT', () => {
    expect(parseCaptions('WEBVTT\n00:01.000 --> 00:02.500\nHello').cues).toEqual([hello]);
    expect(parseCaptions('00:01.000 --> 00:02.500\nHello', { as: 'vtt' })).toEqual({
      cues: [hello],
      warnings: ['Line 1: a WebVTT file begins with WEBVTT. It was read all the same.'],
    });
  });
});

describe('SRT', () => {
  test('is read with numbers, commas, HTML and positions', () => {
    const file =
      '1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color="red">Hello</font>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n<b>Good</b>bye\r\n';
    expect(parseCaptions(file)).toEqual({ cues: [hello, bye], warnings: [] });
  });

  test('is read without numbers, with points, without hours, without empty lines', () => {
    expect(parseCaptions('0:01.0 --> 0:02.5\nHello\n\n0:00:03 --> 0:00:04\nGoodbye').cues).toEqual([hello, bye]);
    expect(parseCaptions('1\n0:01 --> 0:02,5\nHello\n2\n0:03 --> 0:04\nGoodbye').cues).toEqual([hello, bye]);
  });

  test('keeps what is no tag', () => {
    const file = '1\n00:00:01,000 --> 00:00:02,500\nx < 5 and <3 > 2 &amp; {so}';
    expect(parseCaptions(file).cues[0]?.text).toBe('x < 5 and <3 > 2 &amp; {so}');
  });

  test('keeps cues that overlap, and says so', () => {
    const { cues, warnings } = parseCaptions('0:01 --> 0:04\nHello\n\n0:03 --> 0:05\nyou\n\n0:04 --> 0:06\nand me');
    expect(cues.map(({ text }) => text)).toEqual(['Hello', 'you', 'and me']);
    expect(warnings).toEqual([
      'The cue at 0:03 and 1 more: the one before has not ended when it starts. Both were kept: check their times.',
    ]);
    expect(parseCaptions('0:01 --> 0:03\nHello\n\n0:03 --> 0:05\nyou').warnings).toEqual([]);
  });

  const written = (head: string, ...texts: string[]) =>
    `${head}${texts.map((text, at) => `00:00:0${at},000 --> 00:00:0${at},900\n${text}\n`).join('\n')}`;
  const said = (file: string) => parseCaptions(file).cues.map(({ speaker, text }) => [speaker, text]);

  test.each([
    ['SRT', ''],
    ['WebVTT', 'WEBVTT\n\n'],
  ])('has speakers where most cues begin with a name, and says that it read them, as %s', (_, head) => {
    const file = written(head, 'Amira: We open at nine', 'as always', 'Dr Ben Li: Thank you');
    expect(parseCaptions(file)).toEqual({
      cues: [
        { start: 0, end: 900, text: 'We open at nine', speaker: 'Amira' },
        { start: 1000, end: 1900, text: 'as always' },
        { start: 2000, end: 2900, text: 'Thank you', speaker: 'Dr Ben Li' },
      ],
      warnings: ['What stands before a colon was read as who speaks: Amira, Dr Ben Li. Check that these are names.'],
    });
  });

  test('has speakers where few cues begin with a name that comes again, and takes no other words for one', () => {
    const rest = ['one', 'two', 'three', 'four'];
    expect(said(written('', 'Ann: Hello', 'Symptoms: fever', ...rest, 'Ann: Goodbye')).slice(0, 2)).toEqual([
      ['Ann', 'Hello'],
      [undefined, 'Symptoms: fever'],
    ]);
    for (const one of [['Ann: Hello'], ['10: ten', '11: eleven'], ['Ann: Hello', 'Symptoms: fever', ...rest]])
      expect(said(written('', ...one))).toEqual(one.map((text) => [undefined, text]));
  });

  test('as WebVTT has those speakers that its tags name, and no others', () => {
    expect(said(written('WEBVTT\n\n', '<v Ann>Hello', 'Note: this', 'Note: that'))).toEqual([
      ['Ann', 'Hello'],
      [undefined, 'Note: this'],
      [undefined, 'Note: that'],
    ]);
  });
});

describe('plain text', () => {
  test('is spread over the recording by the length of its paragraphs, and says that this is a guess', () => {
    expect(parseCaptions('aaaa\naaaaa\n\nbbbbb\n\n', { duration: 9000 })).toEqual({
      cues: [
        { start: 0, end: 6000, text: 'aaaa aaaaa' },
        { start: 6000, end: 9000, text: 'bbbbb' },
      ],
      warnings: ['Plain text tells no times: they are guessed. Listen and set them.'],
    });
  });

  test('has speakers where lines begin with a name', () => {
    const { cues, warnings } = parseCaptions('Ann Lee: Hello.\nHow are you?\nDr Bob: Well, thanks.');
    expect(cues.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['Ann Lee', 'Hello. How are you?'],
      ['Dr Bob', 'Well, thanks.'],
    ]);
    expect(warnings).toContain(
      'What stands before a colon was read as who speaks: Ann Lee, Dr Bob. Check that these are names.',
    );
  });

  test('parts its paragraphs where a line may begin with a name, and takes it for one where that is usual or comes again', () => {
    const lines = ['Ann: Hello.', 'So', 'it', 'goes', 'on.', 'Bob: Yes.', 'Ann: Bye.'];
    expect(parseCaptions(lines.join('\n')).cues.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['Ann', 'Hello. So it goes on.'],
      [undefined, 'Bob: Yes.'],
      ['Ann', 'Bye.'],
    ]);
  });

  test('takes no ordinary sentence for a name', () => {
    const text = 'There are three things to do: wash, wait, rest.\n\nhttps://example.org\n\nAt 10:30 we open.';
    expect(parseCaptions(text).cues.every(({ speaker }) => speaker === undefined)).toBe(true);
  });

  test('splits what is too long for a cue where sentences end', () => {
    const { cues } = parseCaptions('A sentence of words. '.repeat(100), { duration: 60_000 });
    expect(cues.every(({ text }) => text.endsWith('.') && text.length <= 1000)).toBe(true);
    expect(cues.at(-1)?.end).toBe(60_000);
  });
});

describe('what is amiss', () => {
  test('is said with its first line, once for each kind', () => {
    const file = `WEBVTT

00:05.000 --> 00:04.000
Backwards

soon --> later
Lost

later --> soon
Lost

00:01.000 --> 00:02.500
Hell\uFFFDo

00:03.000 --> 00:04.000
<i></i>
`;
    expect(parseCaptions(file, { duration: 4500 })).toEqual({
      cues: [
        { ...hello, text: 'Hell\uFFFDo' },
        { start: 5000, end: 6000, text: 'Backwards' },
      ],
      warnings: [
        'Line 3: this cue ends before it starts. It lasts one second now: set its times.',
        'Line 6 and 1 more: these times cannot be read. Write them as 00:01:02.500 --> 00:01:05.000.',
        'Line 7 and 1 more: this text has no times before it. It was left out.',
        'Line 15: this cue says nothing. It was left out.',
        'Line 13: some letters could not be read. Save the file as UTF-8 and upload it again.',
        'The cues were not in the order of their times. They are now.',
        'Some cues start after the recording has ended. Check that the file belongs to it.',
      ],
    });
  });

  test.each([
    ['', undefined, 'There is no text in this file. Choose another.'],
    [
      'WEBVTT\n\nsoon --> later\nHello',
      undefined,
      'There are no captions in this WebVTT file. Line 3: these times cannot',
    ],
    ['WEBVTT', undefined, 'There are no captions in this WebVTT file. Line 1: there is nothing to read.'],
    ['Hello', 'srt', 'There are no captions in this SRT file. Line 1: this text has no times before it.'],
    ['x'.repeat(2_097_153), undefined, 'This file is larger than 2 MB. Split it, or choose another file.'],
    ['0:01 --> 0:02\na\n\n'.repeat(20_001), undefined, 'This file has 20001 cues, more than 20000.'],
    [`${'word '.repeat(220_000)}`, undefined, 'This file has more text than a recording of 6 hours.'],
    ['Hello', 'text', 'This file goes on for longer than 6 hours.'],
  ] as const)('refuses a file that cannot be read (case %#)', (file, as, message) => {
    expect(() => parseCaptions(file, { as, duration: 7 * 3_600_000 })).toThrow(message);
  });

  test('what is no text is refused, whatever it is named, and what is in another encoding only where little of it can be read', () => {
    const random = Array.from({ length: 3000 }, (_, at) => createHash('sha256').update(`${at}`).digest()[0] ?? 0);
    const sound = new TextDecoder().decode(new Uint8Array(random));
    for (const as of ['vtt', 'srt', 'json', 'text', undefined] as const)
      expect(() => parseCaptions(sound, { as })).toThrow('Much of this file is no text that can be read.');
    const utf16 = new TextDecoder().decode(Buffer.from('0:01 --> 0:02\nHello', 'utf16le'));
    expect(() => parseCaptions(utf16)).toThrow('save them as UTF-8');
    const latin = new TextDecoder().decode(Buffer.from('Café à la crème, déjà prêt', 'latin1'));
    expect(parseCaptions(latin).cues[0]?.text).toContain('la cr');
    expect(() => parseCaptions('… --- ***')).toThrow('There is no text in this file. Choose another.');
  });

  test('a time beyond six hours is none', () => {
    expect(() => parseCaptions('WEBVTT\n\n00:01.000 --> 99:00:00.000\nHello')).toThrow('Line 3: these times');
  });
});

describe('a transcript', () => {
  const parse = (cues: object[], language = 'en-gb') => transcript.safeParse({ language, cues });

  test('is tidied: its language spelt as BCP 47 does, its texts as cues hold them', () => {
    const given = [{ ...hello, text: ' Hello\r\n\r\n\u202Eyou\u0000 ', speaker: ' Ann  Lee ' }];
    const tidy: Transcript = { language: 'en-GB', cues: [{ ...hello, text: 'Hello\nyou', speaker: 'Ann Lee' }] };
    expect(parse(given).data).toEqual(tidy);
  });

  test.each([
    ['no language', [hello], 'not a language'],
    ['an end before its start', [{ ...hello, end: 1000 }]],
    ['disorder', [bye, hello]],
    ['an empty text', [{ ...hello, text: ' \n ' }]],
    ['half milliseconds', [{ ...hello, start: 0.5 }]],
    ['more than six hours', [{ ...hello, end: 6 * 3_600_000 + 1 }]],
    ['a long text', [{ ...hello, text: 'x'.repeat(1001) }]],
    ['a long name', [{ ...hello, speaker: 'x'.repeat(101) }]],
    ['too many cues', Array.from({ length: 20_001 }, () => hello)],
    ['too much text', Array.from({ length: 1_100 }, () => ({ ...hello, text: 'x'.repeat(1000) }))],
  ])('is refused with %s', (_, cues, language = 'en') => {
    expect(parse(cues, language).success).toBe(false);
  });
});

describe('a JSON transcript', () => {
  const said = (...segments: unknown[]) => JSON.stringify({ version: '1.0.0', segments });

  test('has its words as they are: what looks like a tag, an entity or the end of a block is none', () => {
    const body = 'if a <b and c> d &amp; e\n\nthen f --> g';
    const file = said(
      { speaker: 'Ann <Lee>', startTime: 1, endTime: 2.5, body },
      { startTime: 3, endTime: 3, body: 'Yes' },
    );
    expect(parseCaptions(file)).toEqual({
      cues: [
        { start: 1000, end: 2500, text: 'if a <b and c> d &amp; e\nthen f --> g', speaker: 'Ann <Lee>' },
        { start: 3000, end: 3001, text: 'Yes' },
      ],
      warnings: [],
    });
  });

  test('that was written here reads as it was', () => {
    const cues = [hello, { ...bye, speaker: 'Bob' }];
    expect(parseCaptions(`\uFEFF${toJson(cues)}`).cues).toEqual(cues);
  });

  test('says what of it cannot be read, and is refused where nothing can', () => {
    const good = { startTime: 1, endTime: 2.5, body: 'Hello' };
    const { cues, warnings } = parseCaptions(
      said(
        ...[good, null, { startTime: 'x', endTime: 2, body: 'a' }, { ...good, body: ' ' }],
        ...[
          { ...good, startTime: 3 },
          { ...good, startTime: true },
        ],
      ),
    );
    expect(cues).toEqual([hello]);
    expect(warnings).toEqual([
      'Segment 2 and 2 more: these times cannot be read. It was left out.',
      'Segment 4: it says nothing. It was left out.',
      'Segment 5: it ends before it starts. It was left out.',
    ]);
    for (const file of [
      said(),
      said({ ...good, startTime: -1 }),
      said({ ...good, startTime: null }),
      said({ ...good, startTime: '' }),
      '{"segments":1}',
    ])
      expect(() => parseCaptions(file)).toThrow(/no captions in this JSON file\. (Segment 1|It has no segments)/);
    expect(() => parseCaptions('{"segments":[')).toThrow(/This JSON file is damaged.*Export the transcript again/);
  });

  test('is not looked for in words that begin with a brace', () => {
    expect(parseCaptions('{ laughs } Hello').cues[0]?.text).toBe('{ laughs } Hello');
  });
});
