import type { Item } from '@mobilise/contracts/items';
import { expect, test } from 'vitest';
import { filesFirst, filesFirstOf, sayGoesOut, sayGoing, sayWhenOut } from './files-first.ts';

const item = (kind: Item['kind'], state: Item['files']['state']) =>
  ({ kind, files: { state } }) as Pick<Item, 'kind' | 'files'>;

test('what has recordings waits for their files, also for those that an approval is still to ask for', () => {
  expect((['none', 'wanted', 'ready', 'failed'] as const).map((state) => filesFirst(item('episode', state)))).toEqual([
    'making',
    'making',
    null,
    'failed',
  ]);
  expect(filesFirst(item('story', 'none'))).toBeNull();
  expect((['making', 'late', 'failed', null] as const).map((files) => filesFirstOf({ files }))).toEqual([
    'making',
    'making',
    'failed',
    null,
  ]);
});

test('nothing is said to go out at once that waits for its files', () => {
  expect(sayGoesOut(null, 'Bluesky', 'It stays.')).toBe('It goes out to Bluesky at once. It stays.');
  expect(sayGoesOut('making', 'Bluesky', 'It stays.')).toMatch(
    /^It goes out to Bluesky as soon as its files are ready: .* It stays\.$/,
  );
  expect(sayGoesOut('failed', 'Bluesky', 'It stays.')).toMatch(/^It is held .* upload another file\.$/);
  expect([null, 'making' as const, 'failed' as const].map(sayWhenOut)).toEqual([
    'now',
    'when its files are ready',
    'now',
  ]);
  expect(sayGoing('making', 'Bluesky')).toBe('goes out to Bluesky as soon as its files are ready.');
  expect(sayGoing(null)).toBe('is on its way.');
});
