import { createPost } from '@mobilise/contracts/posts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from './new-id.ts';

const { id } = createPost.body.shape;

test('ids are those the server takes, differ, and stand in the order of their making', () => {
  const moment = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  fc.assert(
    fc.property(moment, (at) => {
      const [first, second, later] = [newId(at), newId(at), newId(at + 1)];
      expect(id.parse(first)).toBe(first);
      expect(first).not.toBe(second);
      expect(first < later && second < later).toBe(true);
    }),
  );
});
