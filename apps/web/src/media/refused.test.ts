import { expect, it } from 'vitest';
import { sayRefused } from './refused.ts';

const refused = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `${at}`,
    filename: `${at + 1}.jpg`,
    why: `Story ${at + 1} uses it.`,
  }));

it('names each upload that was not moved, with its reason', () => {
  expect(sayRefused(refused(1))).toBe('It was not moved.\n1.jpg: Story 1 uses it.');
  expect(sayRefused(refused(2))).toBe('2 were not moved.\n1.jpg: Story 1 uses it.\n2.jpg: Story 2 uses it.');
});

it('names the first of many, and says how many more there are', () => {
  const lines = sayRefused(refused(6)).split('\n');
  expect(lines).toHaveLength(6);
  expect(lines.slice(-2)).toEqual(['4.jpg: Story 4 uses it.', 'And 2 more.']);
});
