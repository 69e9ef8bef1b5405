import { expect, it } from 'vitest';
import { sayPercent } from './percent.ts';

it('says a share in whole per cent, without a space', () => {
  expect([0, 0.29, 0.625, 1].map(sayPercent)).toEqual(['0%', '29%', '63%', '100%']);
});
it('says a hundred of nothing that is not whole', () => {
  expect(sayPercent(0.999)).toBe('99%');
});
