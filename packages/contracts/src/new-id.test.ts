import { expect, test } from 'vitest';
import { newId } from './new-id.ts';
import { createPost } from './posts.ts';

test('ids are those that routes take, and stand in the order of their making', () => {
  const ids = Array.from({ length: 10_000 }, () => newId());
  for (const id of ids) expect(createPost.body.shape.id.parse(id)).toBe(id);
  expect(ids).toEqual([...new Set(ids)].sort());
});
