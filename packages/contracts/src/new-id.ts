import { v7 } from 'uuid';

/**
 * A new id: a UUID of version 7, because lists go by id. Of the ids that one process makes, each is higher than those
 * before it, also within a millisecond, which Node's own `randomUUIDv7` does not promise. `at`, in milliseconds, is for
 * an id as a device with another clock makes it; such ids are in no order among themselves.
 */
export function newId(at?: number): string {
  return at === undefined ? v7() : v7({ msecs: at });
}
