import { expect, test } from 'vitest';
import { coveredBy, hiddenBy } from './in-view.ts';

const list = { top: 100, bottom: 400 };

test('a list is scrolled no further than brings a row into view', () => {
  expect(hiddenBy(list, { top: 150, bottom: 200 })).toBe(0);
  expect(hiddenBy(list, { top: 80, bottom: 130 })).toBe(-20);
  expect(hiddenBy(list, { top: 380, bottom: 430 })).toBe(30);
  // Of one that is higher than the list its beginning is seen.
  expect(hiddenBy(list, { top: 150, bottom: 600 })).toBe(50);
});

test('what lies below something that sticks is brought out from under it, and what is clear of it stays', () => {
  expect(coveredBy(list, { top: 350, bottom: 380 })).toBe(50);
  expect(coveredBy(list, { top: 380, bottom: 500 })).toBe(20);
  expect(coveredBy(list, { top: 400, bottom: 430 })).toBe(0);
  expect(coveredBy(list, { top: 20, bottom: 60 })).toBe(0);
});
