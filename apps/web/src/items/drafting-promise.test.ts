import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Draft, type DraftEvent, dueAt, isDirty, merged, type Stored, startDraft, step } from './drafting.ts';
import { same, sameWords, type Words } from './words.ts';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = ({ title, summary, content }: Words): Fields => ({ ...(content as object), title, summary });
const withFields = (words: Words, fields: Fields): Words => {
  const { title, summary, ...content } = { ...fieldsOf(words), ...fields };
  return { title: String(title), summary: String(summary), content };
};

const run = (draft: Draft, ...events: DraftEvent[]) => events.reduce(step, draft);

/** What counts in the time of the recording says which recording that is. */
const timed = ['chapters', 'transcript', 'poster', 'posterAt', 'captions', 'silent'];
const cutOf = (value: unknown) => String(value).split(': ')[0];
/** What is written at once: a cut moves all that counts in its time. */
const writings: Record<string, readonly string[]> = {
  title: ['title'],
  summary: ['summary'],
  body: ['body'],
  audio: timed,
  chapters: ['chapters'],
  transcript: ['transcript'],
  poster: ['poster', 'posterAt'],
  captions: ['captions', 'silent'],
};
const isTimed = (name: string) => name === 'audio' || timed.includes(name);

/** The fields that somebody writes who sees these words. */
function written(words: Words, writing: string, text: string): Fields {
  const now = fieldsOf(words);
  const names = (writings[writing] ?? []).filter((name) => writing !== 'audio' || now[name] !== '');
  const cut = writing === 'audio' ? text : String(now['audio']);
  const fields = Object.fromEntries(names.map((name) => [name, isTimed(name) ? `${cut}: ${text}` : text]));
  return writing === 'audio' ? { ...fields, audio: text } : fields;
}

/** Whether what goes together is together. */
const isWhole = (fields: Fields) =>
  timed.every((name) => fields[name] === '' || cutOf(fields[name]) === fields['audio']) &&
  fields['poster'] === fields['posterAt'] &&
  fields['captions'] === fields['silent'];

const nothingTimed = Object.fromEntries(timed.map((name) => [name, '']));
const words: Words = { title: 'first', summary: '', content: { body: 'first', audio: 'first', ...nothingTimed } };
const first: Stored = { version: 1, revision: 1, words, by: 'Amira' };

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
    has: (field: string, value: unknown) => revisions.some(({ words }) => same(fieldsOf(words)[field], value)),
    touch: () => (newest = { ...newest, version: newest.version + 1 }),
  };
}

const field = fc.constantFrom(...Object.keys(writings));
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
  fc.record({ do: fc.constantFrom('keep', 'other-assigns', 'live', 'retry', 'take-theirs', 'keep-mine') }),
  fc.record({ do: fc.constant('bring-back' as const), which: fc.nat(2) }),
);

test('no words are lost and nothing is torn that goes together, whatever the order of typing, saving, failing and other people', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (happenings) => {
      const there = server();
      let draft = startDraft(first);
      let at = 0;
      /** Each field as the person last typed it, and as others did. */
      let mine: Fields = {};
      let others: Fields = {};
      const check = () => {
        for (const [name, value] of Object.entries(mine))
          if (
            fieldsOf(draft.words)[name] !== value &&
            !draft.aside.some((aside) => aside.mine[name] === value) &&
            !there.has(name, value)
          )
            throw new Error(`lost ${name}: ${JSON.stringify(value)}`);
        const choices = draft.theirs && merged(draft, draft.theirs);
        for (const shown of [draft.words, there.get().words, choices?.mine, choices?.theirs])
          if (shown && !isWhole(fieldsOf(shown))) throw new Error(`torn: ${JSON.stringify(shown)}`);
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
          const part = written(draft.words, event.field, `mine ${n}`);
          mine = { ...mine, ...part };
          draft = step(draft, { type: 'typed', words: withFields(draft.words, part), at });
        } else if (event.do === 'save') save(event.fate);
        else if (event.do === 'other-saves') {
          const part = written(there.get().words, event.field, `other ${n}`);
          others = { ...others, ...part };
          there.save(withFields(there.get().words, part), 'other');
        } else if (event.do === 'other-assigns') there.touch();
        else if (event.do === 'live') draft = step(draft, { type: 'seen', stored: there.get(), at });
        else if (event.do === 'keep' || event.do === 'retry') draft = step(draft, { type: event.do });
        else if (event.do === 'take-theirs' || event.do === 'keep-mine') draft = step(draft, { type: event.do, at });
        else if (event.do === 'bring-back') {
          const which = draft.aside[event.which];
          if (which) draft = step(draft, { type: 'bring-back', which, at });
        } else if (event.do === 'closed-tab') {
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
      const isAskedWhole = happenings.some((one) => one.do === 'closed-tab' && !one.isKnown);
      const isCut = 'audio' in others || 'audio' in mine;
      const isMine = (name: string) => (isCut && isTimed(name) ? Object.keys(mine).some(isTimed) : name in mine);
      for (const [name, value] of Object.entries(others))
        if (!isAskedWhole && !isMine(name)) expect(fieldsOf(there.get().words)[name]).toBe(value);
      expect(isDirty(draft)).toBe(false);
      expect(sameWords(draft.words, there.get().words)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
