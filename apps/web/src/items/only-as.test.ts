import { Problem } from '@mobilise/contracts/problems';
import { expect, test, vi } from 'vitest';
import { onlyAs } from './only-as.ts';

test('after a session that ended, words are saved by the same person only', async () => {
  let present: string | null = 'amira';
  const session = (): string => {
    if (!present) throw new Problem('not_signed_in', 'Sign in.');
    return present;
  };
  const whoIsThere = vi.fn(async () => session());
  const saved: string[] = [];
  const save = onlyAs('amira', whoIsThere, async (words: string) => {
    saved.push(`${session()}: ${words}`);
  });
  await save('one');
  expect(whoIsThere).not.toHaveBeenCalled();
  present = null;
  await expect(save('two')).rejects.toMatchObject({ code: 'not_signed_in' });
  await expect(save('two')).rejects.toMatchObject({ code: 'not_signed_in' });
  present = 'ben';
  await expect(save('two')).rejects.toMatchObject({ code: 'not_signed_in' });
  present = 'amira';
  await save('two');
  expect(saved).toEqual(['amira: one', 'amira: two']);
});
