import { expect, test } from 'vitest';
import { sayNextFree, withoutSlot } from './next-slots.ts';

const year = new Date().getFullYear();
const day = new Date(Date.UTC(year, 11, 1)).toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' });
const [site, sky, chat] = [
  { id: 'site', name: 'Newsroom' },
  { id: 'sky', name: 'Bluesky' },
  { id: 'chat', name: 'Slack' },
];
const slots = new Map([
  ['site', `${year}-12-01T09:00`],
  ['sky', null],
]);

test('one channel says when, several each with their name, those without slots nothing', () => {
  expect(sayNextFree([site], slots)).toBe(`Next free: ${day} 1 Dec, 09:00`);
  expect(sayNextFree([site, sky, chat], slots)).toBe(
    `Next free: Newsroom ${day} 1 Dec, 09:00; Bluesky all taken for a year`,
  );
  expect(sayNextFree([chat], slots)).toBeNull();
});

test('who cannot be queued on is named: without slots, and with all of them taken', () => {
  expect(withoutSlot([site, sky, chat], slots)).toEqual(['Bluesky', 'Slack']);
});
