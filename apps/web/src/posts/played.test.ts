import { emptyEpisode, emptyVideo } from '@mobilise/contracts/recordings';
import { expect, test } from 'vitest';
import { lengthOf, playedBy } from './played.ts';

test('an episode is as long as what is used of its recording, with intro and outro around it', () => {
  const audio = { assetId: 'talk', trim: null };
  const episode = { ...emptyEpisode, audio, intro: { assetId: 'intro' }, outro: { assetId: 'outro' } };
  const played = playedBy('episode', episode);
  expect(played).toEqual({ assetIds: ['talk', 'intro', 'outro'], trim: null });
  expect(played && lengthOf(played, [90_000, 4000, 3000])).toBe(97_000);
  expect(played && lengthOf({ ...played, trim: { start: 10_000, end: 40_000 } }, [90_000, 4000, 3000])).toBe(37_000);
  expect(played && lengthOf(played, [90_000, undefined, 3000])).toBeNull();
});

test('what plays nothing has no length', () => {
  expect(playedBy('episode', { ...emptyEpisode, intro: { assetId: 'intro' } })).toBeNull();
  expect(playedBy('video', emptyVideo)).toBeNull();
});
