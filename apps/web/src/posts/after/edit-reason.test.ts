import { expect, test } from 'vitest';
import { whyNoEdit } from './edit-reason.ts';

const edit = { approved: 3, shown: 3, hasOwnWords: false, isSame: true, bringsNote: false };

test('an edit that cannot be made says why', () => {
  expect(whyNoEdit({ ...edit, approved: null })).toMatch(/approved first/);
  expect(whyNoEdit(edit)).toMatch(/nothing to edit/);
  expect(whyNoEdit({ ...edit, hasOwnWords: true })).toBe('Write what it is to say then.');
});

test('another revision, other words or a note can be brought', () => {
  expect(whyNoEdit({ ...edit, approved: 4 })).toBeNull();
  expect(whyNoEdit({ ...edit, hasOwnWords: true, isSame: false })).toBeNull();
  expect(whyNoEdit({ ...edit, bringsNote: true })).toBeNull();
});
