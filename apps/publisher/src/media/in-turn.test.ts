import { expect, it } from 'vitest';
import { inTurn } from './in-turn.ts';

const { signal } = new AbortController();

it('films are made one after the other, whatever becomes of each; who stops waiting holds nobody up', async () => {
  const steps: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = inTurn(signal, async () => {
    steps.push('one');
    await first.promise;
    throw new Error('It is damaged');
  });
  const stopped = new AbortController();
  const two = inTurn(stopped.signal, async () => void steps.push('two'));
  const three = inTurn(signal, async () => steps.push('three'));
  stopped.abort(new Error('Nobody wants it'));
  await expect(two).rejects.toThrow('Nobody wants it');
  expect(steps).toEqual(['one']);
  first.resolve();
  await expect(one).rejects.toThrow('It is damaged');
  await three;
  expect(steps).toEqual(['one', 'three']);
});
