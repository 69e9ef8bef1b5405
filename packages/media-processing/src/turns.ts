/**
 * Runs work in the order it comes, so many pieces of it at the same time in this process; the others wait, until their signal is
 * aborted: then its reason is thrown.
 * @param most pieces at the same time
 */
export function turns(most: number): <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let free = most;
  const waiting = new Set<() => void>();
  return async (work, signal) => {
    signal?.throwIfAborted();
    if (free > 0) free -= 1;
    else
      await new Promise<void>((resolve, reject) => {
        const begin = () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          waiting.delete(begin);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.add(begin);
      });
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next) {
        waiting.delete(next);
        next();
      } else free += 1;
    }
  };
}
