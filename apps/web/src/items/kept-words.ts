import { z } from 'zod';
import type { Kept } from './drafting.ts';

/*
 * Words on this device until the server has them: localStorage, because it is written before the keystroke ends and so
 * survives a crash. One record for each person, item and tab; a tab holds a lock while it lives, so that another tab
 * takes over only what nobody is writing any more.
 */
const words = z.object({ title: z.string(), summary: z.string(), content: z.unknown() });
const fields = z.record(z.string(), z.unknown());
const record = z.object({
  revision: z.number(),
  words: words.nullable(),
  unsure: z.array(words),
  aside: z.array(z.object({ mine: fields, instead: fields })).or(
    // Before, it was one set of fields or nothing, and before that the words whole.
    fields.nullable().transform((one) => {
      const { content, ...rest } = one ?? {};
      return one ? [{ mine: { ...(content as object | undefined), ...rest }, instead: {} }] : [];
    }),
  ),
  at: z.number(),
});

const tab = Math.random().toString(36).slice(2);
const prefix = (userId: string, itemId: string) => `words:${userId}:${itemId}:`;

// Held until the tab is gone. Where locks are missing (plain http on another machine) every record counts as left behind.
void navigator.locks?.request(`tab:${tab}`, () => new Promise<never>(() => {}));

/** Keeps words on this device; false when it has no room or forbids it. `instead` removes a record these words replace. */
export function keepWords(userId: string, itemId: string, kept: Kept, instead?: () => void): boolean {
  try {
    localStorage.setItem(prefix(userId, itemId) + tab, JSON.stringify(kept));
    instead?.();
    return true;
  } catch {
    return false;
  }
}

/** Forgets the words of this tab. */
export function forgetWords(userId: string, itemId: string): void {
  try {
    localStorage.removeItem(prefix(userId, itemId) + tab);
  } catch {
    // Where nothing could be kept there is nothing to forget.
  }
}

/** Words of this person for an item that no living tab is writing, the newest first; they stay until `drop` is called. */
export async function leftBehind(userId: string, itemId: string): Promise<(Kept & { drop: () => void })[]> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const living = new Set(held.map(({ name }) => name));
  const start = prefix(userId, itemId);
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(start))
      .filter((key) => key === start + tab || !living.has(`tab:${key.slice(start.length)}`))
      .flatMap((key) => {
        const kept = read(key);
        return kept ? [{ ...kept, drop: () => key !== start + tab && localStorage.removeItem(key) }] : [];
      })
      .sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

function read(key: string): Kept | null {
  try {
    const parsed = record.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
