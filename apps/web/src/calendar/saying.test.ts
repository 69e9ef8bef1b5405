import { expect, test } from 'vitest';
import { foldDays } from './folding.ts';
import { movable, nameEntry, sayClockChange, titleOf, troubleOf } from './saying.ts';
import { buildCard } from './testing.ts';

const entryOf = (...cards: Parameters<typeof foldDays>[0]) => {
  const entry = [...foldDays(cards, new Set()).values()][0]?.[0];
  if (!entry) throw new Error('nothing was folded');
  return entry;
};
const clinic = { itemId: 'clinic', title: 'Flu clinic opens on Saturday' };

test('a card is read with everything it shows', () => {
  const entry = entryOf(buildCard(clinic), buildCard({ ...clinic, channelKind: 'bluesky' }));
  expect(nameEntry(entry)).toBe(
    'Flu clinic opens on Saturday, story, newsroom and Bluesky, scheduled, Monday 30 November 09:00',
  );
});

test('channels that stand differently are named one by one', () => {
  const entry = entryOf(
    buildCard({ ...clinic, state: 'published' }),
    buildCard({ ...clinic, channelKind: 'bluesky', state: 'failed', failure: 'reconnect' }),
  );
  expect(nameEntry(entry)).toBe(
    'Flu clinic opens on Saturday, story, newsroom published and Bluesky not sent, Bluesky: Not sent: reconnect, Monday 30 November 09:00',
  );
});

test('of channels that are held, one for files that are being made is named apart', () => {
  const held = { ...clinic, state: 'held' } as const;
  const entry = entryOf(
    buildCard({ ...held, holdReason: 'files', files: 'making' }),
    buildCard({ ...held, channelKind: 'bluesky', holdReason: 'channel' }),
  );
  expect(nameEntry(entry)).toBe(
    'Flu clinic opens on Saturday, story, newsroom waits for its files and Bluesky held, Bluesky: Held: channel not ready, Monday 30 November 09:00',
  );
});

test('a part of a thread is told from what it goes on', () => {
  const second = buildCard({ ...clinic, channelKind: 'bluesky', part: 2, state: 'failed', failure: 'reconnect' });
  const comment = buildCard({ ...clinic, channelKind: 'linkedin', part: 2 });
  expect(nameEntry(entryOf(comment))).toBe(
    'Flu clinic opens on Saturday, story, LinkedIn (first comment), scheduled, Monday 30 November 09:00',
  );
  expect(titleOf([second])).toBe('Flu clinic opens on Saturday (part 2)');
  expect(titleOf([second, comment])).toBe('Flu clinic opens on Saturday');
  expect(troubleOf([second, comment])).toBe('Bluesky (part 2): Not sent: reconnect');
});

test('a card says in one line what is wrong', () => {
  expect(troubleOf([buildCard()])).toBeNull();
  expect(troubleOf([buildCard({ state: 'failed', failure: 'reconnect' })])).toBe('Not sent: reconnect');
  expect(troubleOf([buildCard({ state: 'failed', failure: 'Not sent: reconnect' })], { isStateSaid: true })).toBe(
    'Not sent: reconnect',
  );
  expect(troubleOf([buildCard({ state: 'held', holdReason: 'late' })])).toBe('Held: missed its time');
  const waiting = { state: 'held', holdReason: 'files' } as const;
  expect(troubleOf([buildCard({ ...waiting, files: 'failed' })])).toBe('Held: its audio or video was not made');
  const doomed = buildCard({ files: 'failed' });
  expect(troubleOf([buildCard(), doomed])).toBe('Newsroom site: Will be held: its audio or video was not made');
  expect(troubleOf([doomed], { isStateSaid: true })).toBe('its audio or video was not made');
  expect(nameEntry(entryOf(doomed))).toContain('newsroom, will be held, Will be held: its audio');
  expect(troubleOf([buildCard({ ...waiting, files: 'making' })])).toBe('Waits for its files');
  expect(troubleOf([buildCard({ ...waiting, files: 'late' })])).toBe('Held: missed its time');
  expect(troubleOf([buildCard({ state: 'held', holdReason: 'late' })], { isStateSaid: true })).toBe('missed its time');
  expect(troubleOf([buildCard({ state: 'needs_person' })])).toBe('Did it arrive? Look and tell us');
});

test('what has gone out cannot be moved, and goes with nothing that can', () => {
  const [out, held] = [buildCard({ state: 'published' }), buildCard({ state: 'held' })];
  expect(movable([out, held])).toEqual([held]);
});

test('clock changes are said as people say them', () => {
  expect(sayClockChange({ at: '02:00', minutes: -60 })).toBe('Clocks go back 02:00');
  expect(sayClockChange({ at: '01:00', minutes: 60 })).toBe('Clocks go forward 01:00');
});
