import { expect, test } from 'vitest';
import { emptyEpisode, emptyVideo } from './recordings.ts';
import { wholeWords } from './whole-item.ts';

const about = (text: string) => ({
  type: 'doc' as const,
  content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }],
});
const cues = [{ start: 0, end: 1000, text: 'What is said' }];
const url = 'https://news.example.org/news/a/night?a=1&b=2';

test('a recording goes out as what is written about it, with a link to where it is played', () => {
  const episode = { ...emptyEpisode, notes: about('With Samira.'), transcript: { language: 'en', cues } };
  expect(wholeWords('episode', episode, () => '', url)).toEqual({
    html: '<p>With Samira.</p>\n<p><a href="https://news.example.org/news/a/night?a=1&#38;b=2" rel="noopener">Listen to the episode</a></p>',
    text: `With Samira.\n\nListen to the episode: ${url}`,
  });
  expect(wholeWords('video', { ...emptyVideo, description: about('A walk.') }, () => '', url).text).toBe(
    `A walk.\n\nWatch the video: ${url}`,
  );
  expect(wholeWords('episode', episode, () => '', null)).toEqual({ html: '<p>With Samira.</p>', text: 'With Samira.' });
});

test('what plays nothing goes out as it is', () => {
  const story = { leadImage: null, body: about('Words') };
  expect(wholeWords('story', story, () => '', url)).toEqual({ html: '<p>Words</p>', text: 'Words' });
});
