import { expect, test } from 'vitest';
import { sayRefused } from './refused-words.ts';

test.each([
  ['body.content.chapters.3.url', 'Use a web address', 'Chapter 4: Use a web address.'],
  ['body.content.transcript.cues.0.text', 'Say something.', 'Cue 1: Say something.'],
  [
    'body.content.leadImage.assetId',
    'There is no such upload. Upload it again',
    'The lead image: There is no such upload. Upload it again.',
  ],
  ['body.content.body.content.2.attrs.assetId', 'Choose a picture', 'Choose a picture.'],
  ['sources.1.title', 'Too long', 'Source 2: Too long.'],
  ['title', 'Too long', 'The title: Too long.'],
])('%s is named as the page does', (path, message, said) => {
  expect(sayRefused(path.split('.'), message)).toBe(said);
});
