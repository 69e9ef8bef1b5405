import { kinds } from '@mobilise/contracts/kinds';
import { expect, test } from 'vitest';
import { endedIn } from './ended.ts';

const assetId = '0197f5a0-0000-7000-8000-000000000001';
const ended = { id: assetId, filename: 'ward.jpg', why: 'The consent of Ada has ended.', until: null, show: null };
const picture = { assetId, alt: 'A ward' };

test('an upload that may not be used any more counts until it is taken out of what is written', () => {
  const content = { ...kinds.story.empty, leadImage: picture };
  expect(endedIn('story', content, [ended])).toEqual([ended]);
  expect(endedIn('story', { ...content, leadImage: null }, [ended])).toEqual([]);
});
test('the cover of a show counts for an episode that has none of its own', () => {
  const cover = { ...ended, show: { id: assetId, title: 'Night shifts' } };
  const own = { assetId: assetId.replace('1', '2'), alt: 'A lamp' };
  expect(endedIn('episode', kinds.episode.empty, [cover])).toEqual([cover]);
  expect(endedIn('episode', { ...kinds.episode.empty, artwork: own }, [cover])).toEqual([]);
});
