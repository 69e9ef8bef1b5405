import { expect, test } from 'vitest';
import { turns } from './turns.ts';

test('no more than so many pieces of work run at once, in order, and one that fails gives its place up', async () => {
  const inTurn = turns(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, number) =>
      inTurn(async () => {
        begun.push(number);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (number % 2) throw new Error('It fails');
        return number;
      }),
    ),
  );
  expect([most, begun]).toEqual([2, [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
});

test('whoever gives up leaves the queue, and those behind get their turn', async () => {
  const inTurn = turns(1);
  const first = Promise.withResolvers<string>();
  const [leaving, staying] = [new AbortController(), new AbortController()];
  const begun: string[] = [];
  const work = (name: string, signal: AbortSignal) => inTurn(async () => begun.push(name), signal);
  const held = inTurn(() => first.promise);
  const waiting = [work('leaves', leaving.signal), work('stays', staying.signal)];
  leaving.abort(new Error('Nobody waits for it'));
  await expect(waiting[0]).rejects.toThrow('Nobody waits for it');
  await expect(work('came too late', leaving.signal)).rejects.toThrow('Nobody waits for it');
  first.resolve('done');
  expect([await held, await waiting[1], begun]).toEqual(['done', 1, ['stays']]);
  staying.abort();
  expect(await work('comes later', new AbortController().signal)).toBe(2);
});
