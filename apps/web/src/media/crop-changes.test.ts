import { expect, test } from 'vitest';
import { changesOf, conflictsOf, nothingUnsaved, withChanges } from '../unsaved.ts';
import { type CropParts, partsOf, withParts } from './crop-changes.ts';

const crop = { x: 0, y: 0, width: 0.5, height: 1 };
const saved = { focalPoint: null, crops: { square: crop } };

test('a shape that is not set by hand any more is left out of what is saved', () => {
  expect(withParts(saved, { square: null, landscape: crop })).toEqual({ focalPoint: null, crops: { landscape: crop } });
  expect(withParts({ ...saved, focalPoint: { x: 0.5, y: 0.5 } }, { focalPoint: null })).toEqual(saved);
});
test('what somebody else set meanwhile of another shape stays, and of the same shape is a conflict', () => {
  const other = { ...crop, x: 0.5 };
  const mine = withChanges<CropParts>(nothingUnsaved, partsOf(saved), { square: other });
  const theirs = { ...saved, crops: { ...saved.crops, landscape: crop } };
  expect(conflictsOf(mine, partsOf(theirs))).toEqual([]);
  expect(withParts(theirs, changesOf(mine, partsOf(theirs))).crops).toEqual({ square: other, landscape: crop });
  const same = { ...saved, crops: { square: { ...crop, width: 0.4 } } };
  expect(conflictsOf(mine, partsOf(same))).toEqual(['square']);
});
