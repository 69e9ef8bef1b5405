import type { Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { expect, test } from 'vitest';
import { buildCard } from '../calendar/testing.ts';
import { sayNotBack, sayTakenOff, type TakenOff, wayBack } from './putting-back.ts';

const card = buildCard({ title: 'The garden', wallTime: '2030-10-27T01:30', dueAt: '2030-10-27T01:30:00Z' });
const before = new Date('2030-10-26T12:00:00Z');

/** What was taken off; the newest revision of its item is 2. */
const off = (changes: Partial<TakenOff['card']> = {}, revision = 2): TakenOff => ({
  card: { ...card, ...changes },
  queued: false,
  draft: { revision: { number: revision }, newestRevision: 2 } as Post,
});

test('a post goes back to its wall time, of two to the one it was meant for, until that is over', () => {
  expect(wayBack(off(), true, before)).toEqual({ wallTime: '2030-10-27T01:30', disambiguation: 'later' });
  const summer = { wallTime: '2030-07-01T09:00', dueAt: '2030-07-01T08:00:00Z' };
  expect(wayBack(off(summer), true, new Date('2030-07-01T08:00:59Z'))).toMatchObject({ disambiguation: null });
  expect(wayBack(off(summer), true, new Date('2030-07-01T08:01:00Z'))).toBeNull();
  expect(wayBack(off({ wallTime: null, dueAt: null }), true, before)).toBeNull();
});

test('undo approves nothing, frees nothing that waited for an approval, and takes no slot of the queue', () => {
  for (const mayApprove of [true, false]) {
    expect(wayBack(off({ state: 'held', holdReason: 'approval' }), mayApprove, before)).toBeNull();
    expect(wayBack({ ...off(), queued: true }, mayApprove, before)).toBeNull();
  }
  // Put back by somebody who may not approve it, it waits for an approval as it did.
  expect(wayBack(off({}, 1), true, before)).toBeNull();
  expect(wayBack(off({}, 1), false, before)).not.toBeNull();
});

test('the notice says what was done, where only some could be, and to what time it goes back', () => {
  const news = off({ channelKind: 'bluesky' });
  const on = `“The garden” is off the calendar on Bluesky, and a draft again.`;
  expect(sayTakenOff([news], { of: 2, isUndone: true })).toBe(`${on} Undo puts it back on Sun 27 Oct 2030, 01:30.`);
  expect(sayTakenOff([off()], { of: 1, isUndone: false })).toBe(
    '“The garden” is off the calendar, and a draft again. It was planned for Sun 27 Oct 2030, 01:30.',
  );
});

test('what is refused names the time that it does not go back to, and why', () => {
  const when = { wallTime: '2030-10-27T01:30', disambiguation: null };
  const past = new Problem('time_past', 'That has passed. Choose a later time, or publish it now.');
  expect(sayNotBack(card, when, past)).toBe(`“The garden” was not put back on Sun 27 Oct 2030, 01:30. ${past.message}`);
  expect(sayNotBack(card, when, new Problem('stale_version', 'Stale.'))).toMatch(/It was changed meanwhile/);
});
