import { describe, expect, test } from 'vitest';
import {
  type Draft,
  type DraftEvent,
  dueAt,
  isDirty,
  longest,
  pause,
  type Stored,
  startDraft,
  step,
} from './drafting.ts';
import { sameWords, type Words } from './words.ts';

const said = (title: string): Words => ({ title, summary: '', content: { body: title } });
const first: Stored = { version: 1, revision: 1, words: said('first'), by: 'Amira' };
const run = (draft: Draft, ...events: DraftEvent[]) => events.reduce(step, draft);
const bringBack = (draft: Draft) =>
  run(draft, ...draft.aside.map((which) => ({ type: 'bring-back', which, at: 9 }) as const));
const typed = (title: string, at = 0): DraftEvent => ({ type: 'typed', words: said(title), at });

describe('when a save is due', () => {
  test('nothing is due while nothing was written', () => {
    expect(dueAt(startDraft(first))).toBeNull();
  });
  test('a save is due a pause after the last keystroke', () => {
    expect(dueAt(run(startDraft(first), typed('a', 1000), typed('ab', 2000)))).toBe(2000 + pause);
  });
  test('who never pauses is saved all the same', () => {
    const keys = Array.from({ length: 30 }, (_, n) => typed('a'.repeat(n + 1), 1000 + n * 1000));
    expect(dueAt(run(startDraft(first), ...keys))).toBe(1000 + longest);
  });
  test('a deliberate save is due at once, also of words that are saved already', () => {
    expect(dueAt(step(startDraft(first), { type: 'keep' }))).toBe(0);
  });
  test('nothing is due while a save is under way', () => {
    expect(dueAt(run(startDraft(first), typed('a'), { type: 'sent' }, typed('ab', 9)))).toBeNull();
  });
  test('a lost connection is tried again, each time later', () => {
    const away: DraftEvent = { type: 'failed', kind: 'away', message: '', at: 100 };
    const once = run(startDraft(first), typed('a'), { type: 'sent' }, away);
    const twice = run(once, { type: 'sent' }, away);
    expect([dueAt(once), dueAt(twice)]).toEqual([2100, 4100]);
  });
  test('a session that ended is asked for every half minute, and at once when somebody comes back', () => {
    const out = run(
      startDraft(first),
      typed('a'),
      { type: 'sent' },
      { type: 'failed', kind: 'signed_out', message: '', at: 100 },
    );
    expect(dueAt(out)).toBe(30_100);
    const back = step(out, { type: 'retry' });
    expect(dueAt(back)).toBeLessThan(100);
    // Until an answer comes it is said to be unsaved.
    expect(step(back, { type: 'sent' }).trouble?.kind).toBe('signed_out');
  });
  test('a refusal waits for other words', () => {
    const refused = run(
      startDraft(first),
      typed('a'),
      { type: 'sent' },
      { type: 'failed', kind: 'refused', message: 'no', at: 0 },
    );
    expect(dueAt(refused)).toBeNull();
    expect(dueAt(step(refused, typed('b', 50)))).toBe(Math.min(50 + pause, longest));
  });
});

describe('when somebody else saves', () => {
  const theirs: Stored = { version: 2, revision: 2, words: said('theirs'), by: 'Ben' };
  test('without unsaved words the page shows theirs', () => {
    const draft = step(startDraft(first), { type: 'seen', stored: theirs, at: 0 });
    expect([draft.words.title, draft.epoch, draft.theirs]).toEqual(['theirs', 1, null]);
  });
  test('with unsaved words both wait for a decision', () => {
    const draft = run(startDraft(first), typed('mine'), { type: 'seen', stored: theirs, at: 0 });
    expect([draft.words.title, draft.theirs?.words.title, dueAt(draft)]).toEqual(['mine', 'theirs', null]);
  });
  test('taking theirs puts mine aside, and they can be brought back', () => {
    const taken = run(
      startDraft(first),
      typed('mine'),
      { type: 'seen', stored: theirs, at: 0 },
      { type: 'take-theirs', at: 0 },
    );
    expect([taken.words.title, taken.aside[0]?.mine['title'], isDirty(taken)]).toEqual(['theirs', 'mine', false]);
    expect(bringBack(taken).words.title).toBe('mine');
    // And only they: what was saved of the rest since stays.
    const since = { version: 3, revision: 3, words: { ...theirs.words, summary: 'since' }, by: 'Ben' };
    const back = bringBack(step(taken, { type: 'seen', stored: since, at: 1 }));
    expect(back.words).toEqual({ ...said('mine'), summary: 'since' });
  });
  test('keeping mine saves it on top of theirs as a kept version', () => {
    const kept = run(
      startDraft(first),
      typed('mine'),
      { type: 'seen', stored: theirs, at: 0 },
      { type: 'keep-mine', at: 0 },
      { type: 'sent' },
    );
    expect([kept.base.version, kept.sending?.words.title, kept.sending?.keep]).toEqual([2, 'mine', true]);
  });
  test('what they changed elsewhere comes in beside mine without asking, and is saved with mine', () => {
    const standfirst = { ...theirs, words: { ...first.words, summary: 'their standfirst' } };
    const mine = { type: 'typed', words: { ...first.words, title: 'my title' }, at: 9 } as const;
    const draft = run(startDraft(first), mine, { type: 'seen', stored: standfirst, at: 10 });
    expect(draft.words).toEqual({ ...first.words, title: 'my title', summary: 'their standfirst' });
    expect([draft.theirs, dueAt(draft), draft.refreshes, draft.epoch]).toEqual([null, 9 + pause, 1, 0]);
    expect(step(draft, { type: 'sent' }).sending?.words).toEqual(draft.words);
  });
  test('whatever is decided about a field of both, what one of them changed stays', () => {
    const stored = {
      ...theirs,
      words: { ...said('theirs'), summary: 'their standfirst', content: first.words.content },
    };
    const mine = { type: 'typed', words: said('mine'), at: 9 } as const;
    const asked = run(startDraft(first), mine, { type: 'seen', stored, at: 10 });
    const both = { summary: 'their standfirst', content: { body: 'mine' } };
    expect(step(asked, { type: 'keep-mine', at: 11 }).words).toEqual({ title: 'mine', ...both });
    const taken = step(asked, { type: 'take-theirs', at: 11 });
    expect([taken.words, taken.aside[0]?.mine]).toEqual([{ title: 'theirs', ...both }, { title: 'mine' }]);
    // My text of the body is not on the server yet.
    expect(dueAt(taken)).toBe(11 + pause);
  });
  test('a cut that was put aside comes back with the transcript that counts in it', () => {
    const episode = (content: object): Words => ({
      ...said('t'),
      content: { audio: { assetId: 'a', trim: null }, chapters: [], transcript: null, notes: '', ...content },
    });
    const saved = (version: number, words: Words): Stored => ({ version, revision: version, words, by: 'Ben' });
    const mine = episode({ audio: { assetId: 'a', trim: { start: 9000, end: 60_000 } } });
    const chapters = [{ start: 10_000, title: 'Tone' }];
    const taken = run(
      startDraft(saved(1, episode({}))),
      { type: 'typed', words: mine, at: 0 },
      { type: 'seen', stored: saved(2, episode({ chapters })), at: 1 },
      { type: 'take-theirs', at: 2 },
      // In the time of the recording as it is not cut.
      { type: 'seen', stored: saved(3, episode({ chapters, transcript: [{ start: 12_000 }], notes: 'since' })), at: 3 },
    );
    const back = bringBack(taken);
    // A deliberate save, so what stood there stays in the history.
    expect(step(back, { type: 'sent' }).sending?.keep).toBe(true);
    expect(back.words).toEqual({ ...mine, content: { ...(mine.content as object), notes: 'since' } });
  });
  test('chapters that were put aside come back beside a transcript of the same cut, and their cut with them', () => {
    const episode = (content: object): Words => ({
      ...said('t'),
      content: { audio: 'as it was', chapters: 'none', transcript: 'none', ...content },
    });
    const saved = (version: number, words: Words): Stored => ({ version, revision: version, words, by: 'Ben' });
    const taken = run(
      startDraft(saved(1, episode({}))),
      { type: 'typed', words: episode({ chapters: 'mine' }), at: 0 },
      { type: 'seen', stored: saved(2, episode({ chapters: 'theirs' })), at: 1 },
      { type: 'take-theirs', at: 2 },
    );
    const after = (words: Words) => bringBack(step(taken, { type: 'seen', stored: saved(3, words), at: 3 })).words;
    expect(after(episode({ chapters: 'theirs', transcript: 'theirs' }))).toEqual(
      episode({ chapters: 'mine', transcript: 'theirs' }),
    );
    expect(after(episode({ audio: 'cut', chapters: 'cut', transcript: 'cut' }))).toEqual(episode({ chapters: 'mine' }));
  });
  test('a change of assignee or approval is no conflict', () => {
    const draft = run(startDraft(first), typed('mine'), { type: 'seen', stored: { ...first, version: 5 }, at: 0 });
    expect([draft.theirs, draft.base.version, draft.words.title]).toEqual([null, 5, 'mine']);
  });
});

test('words that were sent without an answer are recognised as our own', () => {
  const lost = run(
    startDraft(first),
    typed('mine'),
    { type: 'sent' },
    { type: 'failed', kind: 'away', message: '', at: 0 },
    typed('mine, longer'),
  );
  const draft = step(lost, { type: 'seen', stored: { version: 2, revision: 2, words: said('mine'), by: 'me' }, at: 0 });
  expect([draft.theirs, draft.base.version, draft.words.title]).toEqual([null, 2, 'mine, longer']);
});

test('what was sent without an answer, and taken back since, is not brought back by who went on from it', () => {
  const lost = run(
    startDraft(first),
    typed('mine'),
    { type: 'sent' },
    { type: 'failed', kind: 'away', message: '', at: 0 },
    typed('first'),
  );
  const words = { ...said('mine'), summary: 'theirs' };
  const draft = step(lost, { type: 'seen', stored: { version: 3, revision: 3, words, by: 'Ben' }, at: 0 });
  expect([draft.theirs, draft.words]).toEqual([null, { ...said('first'), summary: 'theirs' }]);
});

describe('words found on this device', () => {
  const kept = { revision: 1, words: said('kept'), unsure: [], aside: [], at: 7 };
  test('come back by themselves and are saved', () => {
    const draft = step(startDraft(first), { type: 'restored', kept, from: null, at: 50 });
    expect([draft.words.title, draft.restoredFrom, dueAt(draft)]).toEqual(['kept', 7, 50 + pause]);
  });
  test('wait for a decision when somebody else has saved since', () => {
    const draft = step(startDraft({ ...first, revision: 3, version: 3 }), {
      type: 'restored',
      kept,
      from: null,
      at: 50,
    });
    expect([draft.words.title, draft.theirs?.words.title]).toEqual(['kept', 'first']);
  });
  test('go on beside what somebody else changed elsewhere, where it is known what they grew from', () => {
    const words = { ...first.words, summary: 'theirs' };
    const there = startDraft({ version: 3, revision: 3, words, by: 'Ben' });
    const mine = { ...kept, words: { ...first.words, title: 'kept' } };
    const draft = step(there, { type: 'restored', kept: mine, from: first.words, at: 50 });
    expect([draft.words, draft.theirs]).toEqual([{ ...words, title: 'kept' }, null]);
    expect(step(there, { type: 'restored', kept: mine, from: null, at: 50 }).theirs?.words).toEqual(words);
  });
  test('and left without a decision are asked about again at the next visit', () => {
    const newest = { ...first, revision: 3, version: 3, words: said('theirs') };
    const left = step(startDraft(newest), { type: 'restored', kept, from: null, at: 50 });
    const again = step(startDraft(newest), {
      type: 'restored',
      kept: { ...kept, revision: left.base.revision, words: left.words },
      from: null,
      at: 60,
    });
    expect([again.theirs?.words.title, dueAt(again)]).toEqual(['theirs', null]);
    // Also where the page hears of their revision once more meanwhile.
    const heard = step(left, { type: 'seen', stored: newest, at: 55 });
    expect([heard.theirs?.words.title, heard.base.revision]).toEqual(['theirs', 1]);
  });
  test('that were put aside stay aside', () => {
    const draft = step(startDraft(first), {
      type: 'restored',
      kept: { ...kept, words: null, aside: [{ mine: { title: 'aside' }, instead: { title: 'first' } }] },
      from: null,
      at: 50,
    });
    expect([draft.words.title, draft.aside[0]?.mine['title'], isDirty(draft)]).toEqual(['first', 'aside', false]);
  });
});

test('two texts are the same whatever the order of their keys and the spaces around the title', () => {
  expect(
    sameWords(
      { title: ' A ', summary: '', content: { a: 1, b: [1, { c: 2 }] } },
      { title: 'A', summary: '', content: { b: [1, { c: 2 }], a: 1, d: undefined } },
    ),
  ).toBe(true);
  expect(sameWords(said('A'), said('B'))).toBe(false);
});
