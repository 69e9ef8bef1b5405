import { emptyEpisode } from '@mobilise/contracts/recordings';
import { expect, test } from 'vitest';
import { previewOf } from './preview-item.ts';

const preview = (content: object, showId: string | null = 'show') =>
  previewOf(
    { kind: 'episode', title: 'The kettle' },
    { title: 'The kettle', summary: '', content: { ...emptyEpisode, ...content } },
    showId,
  );

test('the cover of its show stands for an episode that has none of its own', () => {
  const people = [{ name: 'Sam', role: 'guest', picture: { assetId: 'face', alt: 'Sam' } }];
  expect(preview({ people })).toMatchObject({ coverOf: 'show', leadId: 'face' });
  expect(preview({ artwork: { assetId: 'own', alt: '' } })).toMatchObject({ coverOf: null, leadId: 'own' });
  expect(previewOf({ kind: 'episode', title: 'The kettle' }, null, 'show')).toMatchObject({ coverOf: null });
});
