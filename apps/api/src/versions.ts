import { Problem } from '@mobilise/contracts/problems';

/** What is there now. All of it but `what` is told in the problem's `extra`, so that a screen can offer a comparison. */
export interface Present {
  version: number;
  /** The number of an item's newest revision. */
  revision?: number;
  updatedBy?: string;
  updatedAt?: string;
}

/**
 * Throws Problem `stale_version` unless the caller saw the present version. Call it with the row locked.
 * @param what the noun, as in `this item`
 * @param isOwn whether the caller made the change, elsewhere
 */
export function sameVersionOrThrow(seen: number, present: Present, what: string, isOwn = false): void {
  if (seen === present.version) return;
  const who = isOwn ? 'In another window you' : (present.updatedBy ?? 'Somebody');
  throw new Problem(
    'stale_version',
    `${who} changed this ${what} since you opened it. Look at the present version, then make your change again.`,
    {
      extra: { ...present },
    },
  );
}
