/**
 * Runs work in the order it comes, so many pieces of it at the same time in this process; the others wait. Whoever waits leaves
 * when its signal is aborted, with its reason.
 * @param most pieces at the same time
 */
export function turns(most: number): <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  const turn = (signal?: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      waiting.splice(waiting.indexOf(begin), 1);
      reject(signal?.reason);
    };
    const begin = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    signal?.addEventListener('abort', leave, { once: true });
    waiting.push(begin);
    return promise;
  };
  return async (work, signal) => {
    signal?.throwIfAborted();
    if (free > 0) free -= 1;
    else await turn(signal);
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
