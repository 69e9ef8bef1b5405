import { expect, test } from 'vitest';
import { contrast, inkOn } from './colours.ts';

test('contrast is as WCAG counts it', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#123456', '#123456')).toBe(1);
});

test('what is written on a team’s colour can be read, whatever the colour', () => {
  for (let value = 0; value < 0x1000000; value += 0x10307) {
    const ground = `#${value.toString(16).padStart(6, '0')}`;
    expect(contrast(ground, inkOn(ground))).toBeGreaterThan(4.58);
  }
  expect([inkOn('#ffff00'), inkOn('#000080')]).toEqual(['#000000', '#ffffff']);
});
