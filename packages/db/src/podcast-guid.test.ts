import { expect, test } from 'vitest';
import { podcastGuid } from './podcast-guid.ts';

test('a podcast:guid is that of the specification’s own example, whatever the scheme and the slashes at the end', () => {
  for (const address of ['podnews.net/rss', 'https://podnews.net/rss', 'http://podnews.net/rss//'])
    expect(podcastGuid(address)).toBe('9b024349-ccf0-5f69-a609-6b82873eab3c');
  expect(podcastGuid('https://podnews.net/rss2')).not.toBe(podcastGuid('https://podnews.net/rss'));
});
