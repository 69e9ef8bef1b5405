import { emptyEpisode, emptyVideo } from '@mobilise/contracts/recordings';
import { expect, test } from 'vitest';
import { compareWords } from './compare/compare.ts';
import { episodeParts } from './episode/episode-parts.ts';
import { whatIsMissing } from './missing.ts';
import { videoParts } from './video/video-parts.ts';

const assetId = '0197f5a0-0000-7000-8000-000000000001';
const cue = (start: number, text: string) => ({ start, end: start + 1000, text });
const told = {
  ...emptyEpisode,
  audio: { assetId, trim: { start: 4000, end: 64_000 } },
  chapters: [{ start: 61_000, title: 'Three in the morning' }],
  people: [{ name: 'Amira Khan', role: 'host' }],
  transcript: { language: 'en-GB', cues: [cue(0, 'Come in'), cue(2000, 'Thank you')] },
};

test('an empty episode leads to its audio and its transcript, an empty video to its film and its captions', () => {
  expect(whatIsMissing('episode', emptyEpisode).map(({ fieldId }) => fieldId)).toEqual(['audio', 'transcript']);
  expect(whatIsMissing('video', emptyVideo).map(({ fieldId }) => fieldId)).toEqual(['video', 'captions']);
});
test('nothing is missing from an episode that can be heard and read, nor from a video in which nothing is spoken', () => {
  expect(whatIsMissing('episode', told)).toEqual([]);
  expect(whatIsMissing('video', { ...emptyVideo, video: { assetId, trim: null }, silent: true })).toEqual([]);
});
test('pictures without words lead to the first of them', () => {
  expect(whatIsMissing('episode', { ...told, artwork: { assetId, alt: '' } })[0]?.fieldId).toBe('episode-cover-alt');
  const people = [{ name: 'Sam', role: 'guest', picture: { assetId, alt: '' } }];
  expect(whatIsMissing('episode', { ...told, people })[0]?.fieldId).toBe('people');
  const film = { ...emptyVideo, video: { assetId, trim: null }, silent: true, poster: { assetId, alt: ' ' } };
  expect(whatIsMissing('video', film)[0]?.fieldId).toBe('video-poster-alt');
});
test('of a transcript, the cue that changed is found, and the cut of a recording', () => {
  const words = (content: unknown) => ({ title: 'The night shift', summary: '', content });
  const later = {
    ...told,
    audio: { assetId, trim: null },
    transcript: { language: 'en-GB', cues: [cue(0, 'Come in, do'), cue(2000, 'Thank you')] },
  };
  const changed = compareWords('episode', words(told), words(later)).filter(
    ({ before, after }) => before?.shape !== after?.shape,
  );
  expect(changed.map(({ before, after }) => [before?.text, after?.text])).toEqual([
    ['From 0:04 to 1:04', 'Whole'],
    ['0:00 to 0:01\nCome in', '0:00 to 0:01\nCome in, do'],
  ]);
});
test('a cue that was added is the one that is said to be, however short the cues are', () => {
  const first = { ...cue(0, 'We open the doors at nine.'), speaker: 'Amira' };
  const second = { ...cue(1000, 'And the tea is on.'), speaker: 'Sam' };
  const compared = (before: object[], after: object[]) => {
    const words = (cues: object[]) => ({
      title: 'A',
      summary: '',
      content: { ...told, transcript: { language: 'en-GB', cues } },
    });
    return compareWords('episode', words(before), words(after))
      .filter(({ before: was, after: is }) => was?.shape !== is?.shape)
      .map(({ before: was, after: is }) => [was?.text ?? null, is?.text ?? null]);
  };
  const [one, two] = ['0:00 to 0:01\nAmira: We open the doors at nine.', '0:01 to 0:02\nSam: And the tea is on.'];
  expect(compared([first], [first, second])).toEqual([[null, two]]);
  expect(compared([second], [first, second])).toEqual([[null, one]]);
  expect(compared([first, second], [second])).toEqual([[one, null]]);
  expect(compared([first], [second])).toEqual([
    [one, null],
    [null, two],
  ]);
});
test('parts say everything that a revision holds', () => {
  expect(
    episodeParts({ ...told, season: 2, number: 5, explicit: true }).map(({ label, text }) => `${label}: ${text}`),
  ).toEqual([
    'Audio: From 0:04 to 1:04',
    'In the show: Episode, season 2, number 5, not for children',
    'Person: Amira Khan, host',
    'Chapter: 1:01 Three in the morning',
    'Language: en-GB',
    'Cue: 0:00 to 0:01\nCome in',
    'Cue: 0:02 to 0:03\nThank you',
  ]);
  expect(videoParts({ ...emptyVideo, silent: true }).map(({ text }) => text)).toEqual(['Nothing is spoken']);
});
