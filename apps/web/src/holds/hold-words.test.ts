import type { Hold } from '@mobilise/contracts/holds';
import { expect, test } from 'vitest';
import { sayEnded, sayEnding } from './ending-words.ts';
import { keeps, phaseOf, untilNextTurn } from './hold-phase.ts';
import { sayHold, sayPress, sayPressed } from './hold-words.ts';

const now = new Date('2026-11-30T09:05:00Z');
const zone = 'Europe/London';

function buildHold(overrides: Partial<Hold> = {}): Hold {
  return {
    id: 'hold',
    target: { kind: 'everything' },
    covers: 'everything',
    reason: 'A death',
    startsAt: '2026-11-30T09:00:00Z',
    endsAt: null,
    inForceAt: '2026-11-30T09:00:02Z',
    by: 'Grace Okafor',
    createdAt: '2026-11-30T09:00:00Z',
    held: 4,
    ahead: 12,
    keptByOthers: { held: 0, ahead: 0 },
    ...overrides,
  };
}
const ahead = buildHold({
  reason: 'Pre-election period',
  startsAt: '2026-12-01T00:00:00Z',
  endsAt: '2026-12-05T00:00:00Z',
  inForceAt: null,
  held: 0,
});

test('a hold in force says what, why, who, when and how much it kept', () => {
  expect(sayHold(buildHold(), zone, now)).toEqual({
    title: 'Everything is on hold: A death',
    by: 'Grace Okafor, Mon 30 Nov, 09:00',
    count: '4 posts kept',
  });
  expect(sayHold(buildHold({ endsAt: '2026-12-05T00:00:00Z', held: 0 }), zone, now)).toMatchObject({
    title: 'Everything is on hold until Sat 5 Dec, 00:00: A death',
    count: null,
  });
});

test('a channel, a campaign and a tag are named', () => {
  const titles = (['channel', 'campaign', 'tag'] as const).map((kind) => {
    const target = kind === 'tag' ? { kind, tag: 'flu' } : { kind, id: 'one' };
    return sayHold(buildHold({ target, covers: 'Flu' }), zone, now).title;
  });
  expect(titles).toEqual([
    'Flu is on hold: A death',
    'The campaign “Flu” is on hold: A death',
    'Everything tagged “Flu” is on hold: A death',
  ]);
});

test('one that lies ahead says from when to when, and how many posts are in that time', () => {
  expect(sayHold(ahead, zone, now)).toMatchObject({
    title: 'From Tue 1 Dec, 00:00 to Sat 5 Dec, 00:00 everything is on hold: Pre-election period',
    count: '12 posts in that time',
  });
  expect(sayPressed(ahead, zone, now)).toMatch(/^From Tue 1 Dec.*period\.$/);
  expect(sayEnding(ahead, now)).toMatch(/^It has not begun/);
});

test('until what was on its way has left it says so', () => {
  const stopping = buildHold({ inForceAt: null });
  expect(sayHold(stopping, zone, now).title).toBe('Stopping: what is on its way is still leaving');
  expect(sayPressed(stopping, zone, now)).toMatch(/still leaving/);
  expect(sayPressed(buildHold(), zone, now)).toBe('Everything is on hold. Nothing of it leaves any more.');
});

test('ending says how many posts wait, and that none goes out by itself', () => {
  expect(sayEnding(buildHold(), now)).toBe(
    '4 posts wait, and none goes out by itself: on the next page you send them, choose new times or spread them out. 12 posts still to come go out at their times.',
  );
  expect(sayEnding(buildHold({ held: 1, ahead: 0 }), now)).toMatch(/^1 post waits, and none.* spread it out\.$/);
  expect(sayEnding(buildHold({ held: 0, ahead: 1 }), now)).toBe(
    'It has kept nothing so far. 1 post still to come goes out at its time.',
  );
  expect([0, 1, 2].map((held) => sayEnded(buildHold({ held })))).toEqual([
    'The hold is ended. It kept nothing.',
    'The hold is ended. 1 post waits here.',
    'The hold is ended. 2 posts wait here.',
  ]);
});

test('ending says what other holds keep all the same', () => {
  const ending = (held: number, aheadOf: number, others: Hold['keptByOthers']) =>
    sayEnding(buildHold({ held, ahead: aheadOf, keptByOthers: others }), now);
  expect(ending(0, 207, { held: 0, ahead: 207 })).toBe(
    'It has kept nothing so far. 207 posts still to come are kept by another hold.',
  );
  expect(ending(4, 12, { held: 4, ahead: 11 })).toMatch(
    /Another hold covers all of them as well: they leave only once that is over, too\. Of 12 posts still to come, another hold keeps 11; one goes out at its time\.$/,
  );
  expect(ending(4, 12, { held: 1, ahead: 2 })).toMatch(
    /Another hold covers 1 of them as well: they .* another hold keeps 2; 10 go out at their times\.$/,
  );
  expect(ending(1, 1, { held: 1, ahead: 1 })).toMatch(
    /covers it as well: it leaves only .* 1 post still to come is kept by another hold\.$/,
  );
  expect(sayEnding({ ...ahead, keptByOthers: { held: 0, ahead: 12 } }, now)).toBe(
    'It has not begun. 12 posts still to come are kept by another hold.',
  );
  expect(sayEnded(buildHold({ held: 2, keptByOthers: { held: 2, ahead: 207 } }))).toBe(
    'The hold is ended. 2 posts wait here. Another hold still keeps 209 posts.',
  );
});

test('the button says what it does', () => {
  expect(sayPress('everything', null)).toBe('Hold everything now');
  expect(sayPress('tag', 'Tue 1 Dec, 00:00')).toBe('Hold this tag from Tue 1 Dec, 00:00');
  expect(sayPress('channel', '')).toBe('Hold this channel from …');
});

test('the next look is when one begins, comes into force or ends', () => {
  const at = now.getTime();
  expect(untilNextTurn([], at)).toBe(false);
  expect(untilNextTurn([buildHold()], at)).toBe(false);
  expect(untilNextTurn([buildHold({ endsAt: '2026-11-30T09:06:00Z' }), ahead], at)).toBe(60_250);
  expect(untilNextTurn([buildHold({ inForceAt: null })], at)).toBe(3000);
  expect(untilNextTurn([buildHold({ endsAt: '2027-11-30T09:06:00Z' })], at)).toBe(86_400_250);
  expect(phaseOf(ahead, Date.parse('2026-12-01T00:00:00Z'))).toBe('stopping');
});

test('a card tells whether a hold keeps it, but for tags', () => {
  const card = { channelId: 'bluesky', campaignId: 'winter' };
  const targets = [
    { kind: 'everything' },
    { kind: 'channel', id: 'bluesky' },
    { kind: 'channel', id: 'newsroom' },
    { kind: 'campaign', id: 'winter' },
    { kind: 'tag', tag: 'flu' },
  ] as const;
  expect(targets.map((target) => keeps({ target }, card))).toEqual([true, true, false, true, false]);
});
