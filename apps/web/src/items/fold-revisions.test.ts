import { expect, test } from 'vitest';
import { foldRevisions } from './fold-revisions.ts';

const auto = (n: number, over = {}) => ({ n, origin: 'autosave' as const, approval: null, posts: 0, ...over });
const kept = (n: number) => ({ n, origin: null, approval: null, posts: 0 });

test('autosaves in a row are folded, kept versions stand for themselves', () => {
  expect(foldRevisions([auto(6), auto(5), kept(4), auto(3), kept(2)])).toEqual([
    [auto(6), auto(5)],
    kept(4),
    auto(3),
    kept(2),
  ]);
});
test('an autosave that was approved or posted is never hidden', () => {
  const posted = auto(2, { posts: 1 });
  const approved = auto(1, { approval: {} });
  expect(foldRevisions([auto(4), auto(3), posted, approved])).toEqual([[auto(4), auto(3)], posted, approved]);
});
