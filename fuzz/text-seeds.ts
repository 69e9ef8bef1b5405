import type { Seed } from './kinds.ts';

const vtt = `WEBVTT - our clinic

STYLE
::cue { color: red }

NOTE left out on purpose

intro
00:01.000 --> 00:02.500 align:start position:10%
<v.loud Ann Lee><c.yellow>Hello</c> <00:00:01.500><i>you &amp; me</i></v>

00:00:03.000 --> 00:00:04.000
- Goodbye
- See you &#x66; soon
`;

const srt = `1
00:00:01,000 --> 00:00:02,500
<font color="#ff0000">Ann: Hello</font>

2
00:00:03,000 --> 00:00:04,000 X1:40 X2:600
{\\an8}Goodbye, and
see you soon
`;

const plain = `ANN LEE: Good morning. Here is the news of our clinic.

BOB: The vaccines have come. (laughter)

[0:12] Ann Lee: See you next week.
`;

const json = JSON.stringify({
  version: '1.2.0',
  title: 'Vaccines',
  chapters: [
    { startTime: 0, title: 'Intro', url: 'https://example.org/a', img: 'https://example.org/a.png' },
    { startTime: 62.5, endTime: 90, title: 'Vaccines', toc: false },
    { startTime: 3600, title: 'Questions & answers' },
  ],
});

const podlove = JSON.stringify([
  { start: '00:00:00.000', title: 'Intro', href: 'https://example.org/' },
  { start: '00:01:59.000', title: 'Vaccines', image: '' },
]);

const lines = `0:00 Intro
(1:02) - Vaccines
00:01:59.000 Podlove <https://podlove.org/>
1:02:03 | Questions
`;

const caption = (name: string, type: string, text: string): Seed => ({
  ...{ kind: 'captions', name, type, bytes: Buffer.from(text) },
});
const chapter = (name: string, type: string, text: string): Seed => ({
  ...{ kind: 'chapters', name, type, bytes: Buffer.from(text) },
});

/** Captions and chapters in every form that is read. */
export const textSeeds: readonly Seed[] = [
  caption('vtt', 'text/vtt', vtt),
  caption('srt', 'application/x-subrip', srt),
  caption('transcript', 'text/plain', plain),
  chapter('chapters json', 'application/json', json),
  chapter('podlove json', 'application/json', podlove),
  chapter('chapter lines', 'text/plain', lines),
];
