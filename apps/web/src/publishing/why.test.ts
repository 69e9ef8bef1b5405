import { holdReasons, postStates } from '@mobilise/contracts/post-states';
import type { WatchedPost } from '@mobilise/contracts/publishing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sayDuration, sayFrom } from './durations.ts';
import { whyNotOut } from './why.ts';

const now = '2026-11-26T09:00:00+00:00';
const facts = { now, publishersLive: true, zone: 'Europe/London' };
const post: WatchedPost = {
  id: '0198c5a0-0000-7000-8000-000000000001',
  itemId: '0198c5a0-0000-7000-8000-000000000002',
  title: 'Flu clinic',
  kind: 'story',
  channelId: '0198c5a0-0000-7000-8000-000000000003',
  channelKind: 'bluesky',
  channelName: 'Riverside on Bluesky',
  channelState: 'ready',
  channelRest: null,
  part: null,
  state: 'scheduled',
  holdReason: null,
  files: null,
  hold: null,
  approved: true,
  dueAt: '2026-11-26T08:59:30+00:00',
  sendAt: '2026-11-26T08:59:30+00:00',
  publishedAt: null,
  remoteUrl: null,
  failure: null,
  advice: null,
  attempts: 0,
  lastAttempt: null,
  claimedBy: null,
  leaseUntil: null,
};
const why = (changes: Partial<WatchedPost>, more = {}) => whyNotOut({ ...post, ...changes }, { ...facts, ...more });
const refused = {
  number: 2,
  startedAt: '2026-11-26T08:59:31+00:00',
  finishedAt: '2026-11-26T08:59:32+00:00',
  outcome: 'refused' as const,
  message: 'Upstream is busy',
  advice: null,
};

describe('why a post is not out', () => {
  test.each<[string, Partial<WatchedPost>, object, string]>([
    ['nobody sends', {}, { publishersLive: false }, 'It was due Thu 26 Nov, 08:59, but no publisher runs'],
    [
      'its files',
      { state: 'held', holdReason: 'files', files: 'making' },
      {},
      'It waits for its audio or video, which is being made.',
    ],
    [
      'files that come too late',
      { state: 'held', holdReason: 'files', files: 'late' },
      {},
      'Its time passed by more than its grace while its audio or video was being made, so it does not go on by itself.',
    ],
    [
      'files that failed',
      { state: 'held', holdReason: 'files', files: 'failed' },
      {},
      'Its audio or video was not made.',
    ],
    [
      'files that failed before its time',
      { sendAt: '2026-11-26T11:00:00+00:00', files: 'failed' },
      {},
      'in 2 h. But its audio or video was not made, so it will be held.',
    ],
    ['a consent', { state: 'held', holdReason: 'consent' }, {}, 'Somebody shown in it withdrew their consent'],
    ['its approval', { state: 'held', holdReason: 'approval' }, {}, 'Waits for approval'],
    ['a hold', { hold: { reason: 'A death', by: 'Grace' } }, {}, 'but Grace pressed the hold switch: A death.'],
    [
      'a hold to come',
      { sendAt: '2026-11-26T11:00:00+00:00', hold: { reason: 'A death', by: 'Grace' } },
      {},
      'It is planned for Thu 26 Nov, 11:00, and will be held then: Grace pressed the hold switch: A death.',
    ],
    ['a broken channel', { channelState: 'needs_reconnect' }, {}, 'but Riverside on Bluesky has to be reconnected'],
    ['no approval', { approved: false }, {}, 'but nobody has approved'],
    [
      'a rest',
      { channelRest: { until: '2026-11-26T09:02:00+00:00', why: 'asked' } },
      {},
      'but Riverside on Bluesky asked for a rest. It goes on in 2 min.',
    ],
    ['others first', {}, {}, 'It has been due for 30 s. Nothing keeps it'],
    ['just due', { sendAt: now }, {}, 'Its time has just come'],
    [
      'a refusal that is tried again',
      { lastAttempt: refused, sendAt: '2026-11-26T09:01:00+00:00' },
      {},
      'did not take it at try 2: “Upstream is busy” It is tried again Thu 26 Nov, 09:01, in 1 min.',
    ],
    ['later', { sendAt: '2026-11-26T11:00:00+00:00' }, {}, 'It goes out Thu 26 Nov, 11:00, in 2 h.'],
    [
      'later, with something ahead',
      { sendAt: '2026-11-26T11:00:00+00:00', channelState: 'paused' },
      {},
      'in 2 h. But an owner has paused Riverside on Bluesky.',
    ],
    [
      'a channel’s refusal',
      { state: 'failed', failure: 'Record too long', advice: 'Shorten it.' },
      {},
      'Riverside on Bluesky refused it. It said: “Record too long” Shorten it.',
    ],
    [
      'a publisher that stopped',
      { state: 'sending', leaseUntil: '2026-11-26T08:59:00+00:00', lastAttempt: { ...refused, outcome: null } },
      {},
      'The publisher that was sending it has stopped.',
    ],
    [
      'being sent',
      {
        state: 'sending',
        leaseUntil: '2026-11-26T09:00:50+00:00',
        claimedBy: 'ward-1',
        lastAttempt: { ...refused, outcome: null },
      },
      {},
      'Publisher ward-1 is sending it to Riverside on Bluesky: try 2, begun 29 s ago.',
    ],
    ['being out', { state: 'published', publishedAt: now }, {}, 'It is out, since Thu 26 Nov, 09:00.'],
  ])('%s is said', (_, changes, more, words) => {
    expect(why(changes, more).sentence).toContain(words);
  });

  test('every post has one sentence of its own, and only what is published is said to be out', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const instants = fc.constantFrom('2026-11-26T08:00:00+00:00', now, '2026-11-26T09:30:00+00:00');
    const posts = fc.record({
      state: fc.constantFrom(...postStates),
      holdReason: maybe(fc.constantFrom(...holdReasons)),
      hold: maybe(fc.constant({ reason: 'A death', by: 'Grace' })),
      channelState: fc.constantFrom('ready', 'needs_reconnect', 'failing', 'paused'),
      channelRest: maybe(fc.record({ until: instants, why: fc.constantFrom('asked', 'pace', 'circuit') })),
      approved: fc.boolean(),
      sendAt: maybe(instants),
      publishedAt: maybe(instants),
      leaseUntil: maybe(instants),
      claimedBy: maybe(fc.constant('ward-1')),
      lastAttempt: maybe(fc.constantFrom(refused, { ...refused, outcome: null })),
      failure: maybe(fc.constant('No')),
    }) as fc.Arbitrary<Partial<WatchedPost>>;
    fc.assert(
      fc.property(posts, fc.boolean(), (changes, publishersLive) => {
        const { sentence } = why(changes, { publishersLive });
        expect(sentence).toMatch(/^[A-Z].*[.”]$/);
        expect(sentence).not.toMatch(/undefined|null|NaN/);
        expect(sentence.startsWith('It is out')).toBe(changes.state === 'published');
      }),
    );
  });
});

test('lengths of time are said in their largest unit', () => {
  expect([0, 8400, 59_400, 61_000, 3_599_000, 7_200_000, 172_800_000].map(sayDuration)).toEqual([
    '0 s',
    '8 s',
    '59 s',
    '1 min',
    '1 h',
    '2 h',
    '2 days',
  ]);
  expect(sayFrom(now, '2026-11-26T08:59:52+00:00')).toBe('8 s ago');
});

test('a post that a consent holds leads to its page, which says whose', () => {
  expect(whyNotOut({ ...post, state: 'held', holdReason: 'consent' }, facts).next?.at).toBe('post');
});
