import { kinds } from '@mobilise/contracts/kinds';
import { expect, test } from 'vitest';
import { whatIsMissing } from './missing.ts';

const assetId = '0197f5a0-0000-7000-8000-000000000001';

test('an empty infographic leads to its artwork and its long description', () => {
  expect(whatIsMissing('infographic', kinds.infographic.empty).map(({ fieldId }) => fieldId)).toEqual([
    'artwork',
    'long-description',
  ]);
});
test('artwork without words leads to its alt text', () => {
  const content = { ...kinds.infographic.empty, artwork: { assetId, alt: '' }, longDescription: 'Everything it says.' };
  expect(whatIsMissing('infographic', content).map(({ fieldId }) => fieldId)).toEqual(['artwork-alt']);
});
test('a story leads to the first image without alt text', () => {
  const image = (alt: string, id = assetId) => ({ type: 'image' as const, attrs: { assetId: id, alt } });
  const other = assetId.replace('1', '2');
  const body = {
    type: 'doc' as const,
    content: [image('A boat'), { type: 'blockquote' as const, content: [image('', other)] }],
  };
  expect(whatIsMissing('story', { leadImage: { assetId, alt: ' ' }, body }).map(({ fieldId }) => fieldId)).toEqual([
    'lead-image-alt',
  ]);
  expect(whatIsMissing('story', { leadImage: null, body })).toEqual([
    { sentence: expect.any(String), fieldId: `alt-${other}`, isItself: false },
  ]);
});
test('what the item is made of is told from what helps people who cannot see or hear it', () => {
  const itself = (kind: 'infographic' | 'episode' | 'video') =>
    whatIsMissing(kind, kinds[kind].empty).map(({ isItself, fieldId }) => [fieldId, isItself]);
  expect([itself('infographic'), itself('episode'), itself('video')]).toEqual([
    [
      ['artwork', true],
      ['long-description', false],
    ],
    [
      ['audio', true],
      ['transcript', false],
    ],
    [
      ['video', true],
      ['captions', false],
    ],
  ]);
});
test('nothing is missing from a story without images', () => {
  expect(whatIsMissing('story', kinds.story.empty)).toEqual([]);
});
