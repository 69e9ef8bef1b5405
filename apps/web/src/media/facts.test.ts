import type { Asset } from '@mobilise/contracts/media';
import { expect, test } from 'vitest';
import { factsOf } from './facts.tsx';
import { buildAsset } from './testing.ts';

const upload = (over: Partial<Asset>) =>
  buildAsset({ width: null, height: null, bytes: 2048, mime: 'image/png', ...over });

test('a picture says its pixels and nothing of sound', () => {
  expect(factsOf(upload({ width: 900, height: 1200, facts: { frames: 1 } }))).toEqual([
    ['Size', '900 × 1200 pixels, 2 kB'],
    ['Type', 'image/png'],
  ]);
});
test('what was made here says of what, and how long that may be used', () => {
  const madeFrom = [
    { id: 'cover', filename: 'cover.jpg', rightsUntil: null },
    { id: 'talk', filename: 'talk.wav', rightsUntil: '2026-12-31' },
  ];
  expect(factsOf(upload({ madeFrom }))).toContainEqual([
    'Made from',
    'cover.jpg, talk.wav (may be used until 31 December 2026)',
  ]);
});
test('a recording says how long, how loud and in how many channels', () => {
  const facts = { codec: 'pcm_s16le', channels: 2, sampleRate: 44_100, loudness: -23.04, truePeak: -0.5 };
  expect(factsOf(upload({ mime: 'audio/wav', duration: 61_000, facts }))).toEqual([
    ['Length', '1:01'],
    ['Size', '2 kB'],
    ['Type', 'audio/wav, pcm_s16le'],
    ['Sound', 'Stereo, 44.1 kHz'],
    ['Loudness', '−23 LUFS, peaks at −0.5 dBTP'],
  ]);
});
test('a film without sound says so', () => {
  expect(factsOf(upload({ duration: 1000, facts: { sound: false, fps: 25 } }))).toContainEqual(['Sound', 'None']);
});
