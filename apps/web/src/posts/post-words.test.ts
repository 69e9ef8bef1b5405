import { hostWords, noAnswerWithin, ourWords } from '@mobilise/contracts/failure-words';
import { postStates } from '@mobilise/contracts/post-states';
import { expect, test } from 'vitest';
import {
  adviceFor,
  isStuck,
  sayAttempt,
  sayDuration,
  sayEdited,
  sayFollowing,
  sayPlan,
  sayState,
  sayTextFor,
  sayWayOut,
} from './post-words.ts';

const post = {
  state: 'scheduled' as const,
  holdReason: null,
  files: null,
  hold: null,
  wallTime: '2026-11-30T09:00',
  publishedAt: null,
  zone: 'Europe/London',
};

test('every state has a sentence, and those with a time say it', () => {
  for (const state of postStates) expect(sayState({ ...post, state })).toMatch(/\.$/);
  expect(sayState(post)).toMatch(/^Goes out Mon 30 Nov.*09:00\.$/);
  expect(sayState({ ...post, state: 'held', holdReason: 'late' })).toContain('Choose a new time');
  expect(sayState({ ...post, files: 'failed' })).toMatch(
    /^Planned for Mon 30 Nov.*09:00, but it will be held then\. Its audio or video was not made\. See why at its item/,
  );
  const hold = { reason: 'A death', by: 'Grace Okafor' };
  expect(sayState({ ...post, state: 'held', holdReason: 'switch', hold })).toMatch(
    /^Grace Okafor pressed the hold switch: A death\. When/,
  );
  expect(sayState({ ...post, state: 'published', publishedAt: '2026-11-30T09:00:02Z' })).toMatch(
    /^Published Mon 30 Nov/,
  );
});

test('a post that carries what has ended says what helps: another time only where the end is ahead', () => {
  const ended = { id: 'a', filename: 'ward.jpg', why: 'The right to use it ended.', until: null, show: null };
  const held = { ...post, state: 'held' as const, holdReason: 'consent' as const };
  expect(sayState({ ...held, ended: [ended] })).toContain('it carries what may not be used any more');
  expect(sayState({ ...held, ended: [] })).toContain('Give it a time');
  const later = { ...ended, until: '2026-12-01' };
  expect([[ended, later], [later], []].map((all) => isStuck({ ended: all }))).toEqual([true, false, false]);
  expect(sayWayOut({ ended: [ended, later] })).toMatch(/^No other time helps: take it out/);
  expect(sayWayOut({ ended: [later] })).toMatch(/^Give it a time until 1 December 2026/);
  expect(sayWayOut({ ended: [{ ...ended, show: { id: 's', title: 'Night shifts' } }] })).toContain('another cover');
});

test('only of what is still out it is said that it was changed there', () => {
  const changed = { ...post, editedAt: '2026-11-30T22:37:00Z' };
  const said = postStates.filter((state) => sayEdited({ ...changed, state }) !== null);
  expect(said).toEqual(['published']);
  expect(sayEdited({ ...changed, state: 'published' })).toMatch(/^What is out was last changed .*22:37\.$/);
  expect(sayEdited({ ...changed, state: 'published', editedAt: null })).toBeNull();
});

test('what is out, was out or is cancelled needs no advice', () => {
  const silent = postStates.filter((state) => adviceFor({ state, advice: 'Send it again.' }) === null);
  expect(silent).toEqual(['published', 'removed', 'cancelled']);
});

test('the plan is told where the state does not tell it, once, with the zone of a reader elsewhere', () => {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = { ...post, zone, disambiguation: null };
  const out = (wallTime: string) => Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone).toInstant().toString();
  expect(sayPlan(here)).toBeNull();
  expect(sayPlan({ ...here, state: 'draft', wallTime: null })).toBeNull();
  expect(sayPlan({ ...here, state: 'failed' })).toMatch(/^Planned for Mon 30 Nov.*09:00\.$/);
  const published = { ...here, state: 'published' as const };
  expect(sayPlan({ ...published, publishedAt: out('2026-11-30T09:00:40') })).toBeNull();
  expect(sayPlan({ ...published, publishedAt: out('2026-11-30T09:04') })).toMatch(/^Planned for Mon 30 Nov.*09:00\.$/);
  const elsewhere = zone === 'Pacific/Chatham' ? 'Asia/Tokyo' : 'Pacific/Chatham';
  expect(sayPlan({ ...here, zone: elsewhere })).toBe(`Times of ${elsewhere}.`);
  expect(sayPlan({ ...here, disambiguation: 'later' })).toBe('The clocks go back that day: it is the second 09:00.');
});

test('a try says what came of it, with the platform’s own words', () => {
  const attempt = {
    number: 1,
    startedAt: '2026-11-30T09:00:00Z',
    finishedAt: null,
    outcome: null,
    message: null,
    advice: null,
  };
  expect(sayAttempt(attempt)).toBe('Under way.');
  expect(sayAttempt({ ...attempt, outcome: 'refused', message: 'Too long' })).toBe(
    'The channel refused it. It said: “Too long”',
  );
  // Where the channel said nothing we speak, and put no words into its mouth.
  const ofHosts = Object.values(hostWords).map((say) =>
    say('news.example.org:3000', 'certificate (expired)\nby a day'),
  );
  for (const message of [...Object.values(ourWords), noAnswerWithin(20_000), ...ofHosts])
    expect(sayAttempt({ ...attempt, outcome: 'unknown', message })).toBe(
      `No answer came: it may have arrived. ${message}`,
    );
  const like = 'The database did not answer in time';
  expect(sayAttempt({ ...attempt, outcome: 'refused', message: like })).toContain(`It said: “${like}”`);
});

test('durations are said in the unit that fits', () => {
  expect(sayDuration('2026-11-30T09:00:00.000Z', '2026-11-30T09:00:00.120Z')).toBe('120 ms');
  expect(sayDuration('2026-11-30T09:00:00Z', '2026-11-30T09:00:02.500Z')).toBe('2.5 s');
  expect(sayDuration('2026-11-30T09:00:00Z', '2026-11-30T09:03:00Z')).toBe('3 min');
});

test('a text says for which channel it is, also where a team has two of a kind', () => {
  expect(sayTextFor('mastodon', 'Our mastodon')).toBe('Text for Our mastodon');
  expect(sayTextFor('mastodon', 'Carers')).toBe('Text for Carers (Mastodon)');
  expect(sayTextFor('bluesky', 'Carers')).toBe('Text for Carers (Bluesky)');
});

test('what follows a post is said in the words of its channel', () => {
  const thread = [{ text: 'And then', images: [] }];
  const content = { text: 'First', images: [], link: null };
  expect(sayFollowing('bluesky', content)).toBeNull();
  expect(sayFollowing('bluesky', { ...content, thread })).toBe('Followed by one part');
  expect(sayFollowing('mastodon', { ...content, thread: [...thread, ...thread] })).toBe('Followed by 2 parts');
  expect(sayFollowing('linkedin', { ...content, thread })).toBe('Followed by a first comment');
});
