import { contrast } from '@mobilise/contracts/colours';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paletteOf, readable, surfaces } from './colour.ts';

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('whatever colour a team chooses, everything written in it or on it can be read', () => {
  fc.assert(
    fc.property(colours, (colour) => {
      const { band, onBand, accent, dark } = paletteOf(colour);
      for (const background of [surfaces.light.paper, surfaces.light.tint])
        expect(contrast(accent, background)).toBeGreaterThanOrEqual(4.5);
      for (const background of [surfaces.dark.paper, surfaces.dark.tint])
        expect(contrast(dark.accent, background)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onBand, band)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark.onBand, dark.band)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('a colour that reads well stays as it is', () => {
  expect(paletteOf('#0f766e')).toMatchObject({ band: '#0f766e', onBand: '#ffffff', accent: '#0f766e' });
  expect(readable('#0f766e', '#ffffff')).toBe('#0f766e');
});

test('a bright colour keeps its band, with dark writing on it', () => {
  expect(paletteOf('#ffd400')).toMatchObject({ band: '#ffd400', onBand: surfaces.light.ink });
});
