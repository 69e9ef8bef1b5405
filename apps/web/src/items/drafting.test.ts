import fc from 'fast-check';
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
import { same, sameWords, type Words } from './words.ts';

const said = (title: string): Words => ({ title, summary: '', content: { body: title } });
const first: Stored = { version: 1, revision: 1, words: said('first'), by: 'Amira' };
const run = (draft: Draft, ...events: DraftEvent[]) => events.reduce(step, draft);
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
    expect([taken.words.title, taken.aside?.['title'], isDirty(taken)]).toEqual(['theirs', 'mine', false]);
    expect(step(taken, { type: 'bring-back', at: 0 }).words.title).toBe('mine');
    // And only they: what was saved of the rest since stays.
    const since = { version: 3, revision: 3, words: { ...theirs.words, summary: 'since' }, by: 'Ben' };
    const back = run(taken, { type: 'seen', stored: since, at: 1 }, { type: 'bring-back', at: 2 });
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
    expect([taken.words, taken.aside]).toEqual([{ title: 'theirs', ...both }, { title: 'mine' }]);
    // My text of the body is not on the server yet.
    expect(dueAt(taken)).toBe(11 + pause);
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
  const kept = { revision: 1, words: said('kept'), unsure: [], aside: null, at: 7 };
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
      kept: { ...kept, words: null, aside: { title: 'aside' } },
      from: null,
      at: 50,
    });
    expect([draft.words.title, draft.aside?.['title'], isDirty(draft)]).toEqual(['first', 'aside', false]);
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

/** A server that may lose requests or answers, refuse, and be written to by others. */
function server() {
  let newest = first;
  const revisions = [first];
  const save = (words: Words, by: string) => {
    newest = { version: newest.version + 1, revision: newest.revision + 1, words, by };
    revisions.push(newest);
    return newest;
  };
  return {
    save,
    get: () => newest,
    revision: (number: number) => revisions.find(({ revision }) => revision === number)?.words ?? null,
    has: (field: keyof Words, value: unknown) => revisions.some(({ words }) => same(words[field], value)),
    touch: () => (newest = { ...newest, version: newest.version + 1 }),
  };
}

const fields = ['title', 'summary', 'content'] as const;
const asideOf = ({ words, aside }: Draft): Partial<Words> => {
  const { body, ...rest } = aside ?? {};
  return body === undefined ? rest : { ...rest, content: { ...(words.content as object), body } };
};
const field = fc.constantFrom(...fields);
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('type' as const), field }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      fate: fc.constantFrom('arrives', 'arrives', 'answer-lost', 'request-lost', 'refused', 'signed-out'),
    }),
  },
  fc.record({ do: fc.constant('other-saves' as const), field }),
  fc.record({ do: fc.constant('closed-tab' as const), isKnown: fc.boolean() }),
  fc.record({
    do: fc.constantFrom('keep', 'other-assigns', 'live', 'retry', 'take-theirs', 'keep-mine', 'bring-back'),
  }),
);

test('no words are lost, whatever the order of typing, saving, failing and other people', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const there = server();
      let draft = startDraft(first);
      let at = 0;
      /** Each field as the person last typed it, and as others did. */
      const mine: Partial<Words> = {};
      const others: Partial<Words> = {};
      const written = (name: keyof Words, text: string) => said(text)[name] || text;
      const check = () => {
        for (const name of fields)
          if (
            name in mine &&
            !same(draft.words[name], mine[name]) &&
            !same(asideOf(draft)[name], mine[name]) &&
            !there.has(name, mine[name])
          )
            throw new Error(`lost ${name}: ${JSON.stringify(mine[name])}`);
      };
      const save = (fate: string) => {
        if (dueAt(draft) === null) return;
        draft = step(draft, { type: 'sent' });
        if (!draft.sending) return;
        const { words } = draft.sending;
        const isStale = draft.base.version !== there.get().version;
        const fail = (kind: 'away' | 'refused' | 'signed_out' | 'checking') =>
          (draft = step(draft, { type: 'failed', kind, message: '', at }));
        if (fate === 'request-lost') fail('away');
        else if (fate === 'signed-out') fail('signed_out');
        else if (fate === 'refused') fail('refused');
        else if (isStale) {
          if (fate === 'answer-lost') fail('away');
          else {
            fail('checking');
            draft = step(draft, { type: 'seen', stored: there.get(), at });
          }
        } else {
          const stored = there.save(words, 'me');
          if (fate === 'answer-lost') fail('away');
          else draft = step(draft, { type: 'acknowledged', stored, at });
        }
      };
      for (const [n, event] of happenings.entries()) {
        at += 1000;
        if (event.do === 'type') {
          const part = { [event.field]: written(event.field, `mine ${n}`) };
          Object.assign(mine, part);
          draft = step(draft, { type: 'typed', words: { ...draft.words, ...part }, at });
        } else if (event.do === 'save') save(event.fate);
        else if (event.do === 'other-saves') {
          const part = { [event.field]: written(event.field, `other ${n}`) };
          Object.assign(others, part);
          there.save({ ...there.get().words, ...part }, 'other');
        } else if (event.do === 'other-assigns') there.touch();
        else if (event.do === 'live') draft = step(draft, { type: 'seen', stored: there.get(), at });
        else if (event.do === 'keep' || event.do === 'retry') draft = step(draft, { type: event.do });
        else if (event.do === 'take-theirs' || event.do === 'keep-mine' || event.do === 'bring-back')
          draft = step(draft, { type: event.do, at });
        else if (event.do === 'closed-tab') {
          // What the store keeps on the device at every change, and the page opened again.
          const unsaved = isDirty(draft) || draft.theirs;
          const unsure = draft.sending ? [...draft.unsure, draft.sending.words] : draft.unsure;
          const kept = {
            revision: draft.base.revision,
            words: unsaved ? draft.words : null,
            unsure,
            aside: draft.aside,
            at,
          };
          const from = event.isKnown ? there.revision(kept.revision) : null;
          draft = step(startDraft(there.get()), { type: 'restored', kept, from, at });
        }
        check();
      }
      // Once the network is good and decisions are made, everything comes to rest on the server.
      for (let turn = 0; turn < 5; turn += 1) {
        draft = run(
          draft,
          { type: 'seen', stored: there.get(), at },
          { type: 'keep-mine', at },
          { type: 'keep' },
          { type: 'retry' },
        );
        save('arrives');
        check();
      }
      // And what nobody but others ever wrote is as they wrote it last, unless somebody chose between whole texts.
      const isWhole = happenings.some((one) => one.do === 'closed-tab' && !one.isKnown);
      for (const name of fields)
        if (!isWhole && name in others && !(name in mine)) expect(there.get().words[name]).toEqual(others[name]);
      expect(isDirty(draft)).toBe(false);
      expect(sameWords(draft.words, there.get().words)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
