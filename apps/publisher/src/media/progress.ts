import type { Progress } from '@mobilise/contracts/media';
import type { Publisher } from '../publisher.ts';

/** Milliseconds between two words on how far something is; a screen needs no more. */
const interval = 1000;

export interface Telling {
  /** Says what is being made, and the share of all of it that is done, 0 to 1. Never waits. */
  tell: (step: string, share: number) => void;
  /** Resolves when nothing more is being written. */
  end: () => Promise<void>;
}

/**
 * Writes progress at most once a second: the newest word wins, and what cannot be written is left out. `write` answers whether
 * it is still wanted; `unwanted` is called when it is not.
 */
export function telling(
  { log, monotonic }: Pick<Publisher, 'log' | 'monotonic'>,
  write: (progress: Progress) => Promise<boolean>,
  unwanted: () => void,
): Telling {
  let last = Number.NEGATIVE_INFINITY;
  let next: Progress | null = null;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  /** Writes the newest word, now or when a second is over: the last one before a long silence counts, too. */
  const later = () => {
    if (over || !next || writing || timer) return;
    const wait = last + interval - monotonic();
    if (wait <= 0) put(next);
    else
      timer = setTimeout(() => {
        timer = undefined;
        if (!over && next) put(next);
      }, wait);
  };
  const put = (progress: Progress) => {
    next = null;
    last = monotonic();
    writing = write(progress)
      .then((wanted) => {
        if (!wanted) unwanted();
      })
      .catch((error: unknown) => log.warn({ error }, 'Progress could not be written'))
      .finally(() => {
        writing = null;
        later();
      });
  };
  return {
    tell: (step, share) => {
      next = { step, share: Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000 };
      later();
    },
    end: async () => {
      over = true;
      clearTimeout(timer);
      await writing;
    },
  };
}
