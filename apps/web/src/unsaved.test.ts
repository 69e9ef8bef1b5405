import { expect, test } from 'vitest';
import { afterSaving, changesOf, conflictsOf, goneOn, nothingUnsaved, type Unsaved, withChanges } from './unsaved.ts';

interface Words {
  alt: string;
  credit: string;
  tags: string[];
}
const now: Words = { alt: 'A harbour', credit: 'Ben', tags: ['sea'] };
const typed = (part: Partial<Words>, unsaved: Unsaved<Words> = nothingUnsaved, at = now) =>
  withChanges(unsaved, at, part);

test('what is typed is a change until it is as it was', () => {
  const unsaved = typed({ alt: 'A harbour at dusk', tags: ['sea', 'dusk'] });
  expect(changesOf(unsaved, now)).toEqual({ alt: 'A harbour at dusk', tags: ['sea', 'dusk'] });
  expect(typed({ alt: 'A harbour', tags: ['sea'] }, unsaved)).toEqual(nothingUnsaved);
});
test('what is typed while a save is under way is kept, and goes on from what was saved', () => {
  const sent = changesOf(typed({ alt: 'A harbour at dusk ', credit: 'Ada' }), now);
  const meanwhile = typed({ alt: 'A harbour at dusk, with boats' }, typed(sent));
  const saved = { ...now, alt: 'A harbour at dusk', credit: 'Ada' };
  const left = afterSaving(meanwhile, sent, saved);
  expect(changesOf(left, saved)).toEqual({ alt: 'A harbour at dusk, with boats' });
  expect(conflictsOf(left, saved)).toEqual([]);
});
test('a field that was begun while a save was under way is kept, too', () => {
  const sent = changesOf(typed({ alt: 'Boats' }), now);
  const saved = { ...now, alt: 'Boats' };
  const left = afterSaving(typed({ credit: 'Ada' }, typed(sent)), sent, saved);
  expect(changesOf(left, saved)).toEqual({ credit: 'Ada' });
  expect(conflictsOf(left, saved)).toEqual([]);
});
test('what somebody else saved in the same place is a conflict until a person has seen it; elsewhere it is none', () => {
  const unsaved = typed({ alt: 'Boats' });
  expect(conflictsOf(unsaved, { ...now, credit: 'Cleo' })).toEqual([]);
  expect(conflictsOf(unsaved, { ...now, alt: 'Boats' })).toEqual([]);
  const theirs = { ...now, alt: 'A pier' };
  expect(conflictsOf(unsaved, theirs)).toEqual(['alt']);
  // Typing on is no answer.
  expect(conflictsOf(typed({ alt: 'Boats at sea' }, unsaved, theirs), theirs)).toEqual(['alt']);
  expect(conflictsOf(goneOn(unsaved, theirs), theirs)).toEqual([]);
  expect(changesOf(goneOn(unsaved, theirs), theirs)).toEqual({ alt: 'Boats' });
});
