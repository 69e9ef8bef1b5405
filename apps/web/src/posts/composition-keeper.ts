import { id } from '@mobilise/contracts/fields';
import { image } from '@mobilise/contracts/image';
import { z } from 'zod';
import type { Composition } from './composing.ts';

const kept = z.object({
  text: z.string(),
  proposed: z.string().default(''),
  offered: z.array(image).default([]),
  parts: z.record(
    id,
    z.object({
      isChosen: z.boolean(),
      own: z.string().nullable(),
      below: z.enum(['link', 'images', 'nothing']),
      images: z.array(image),
      thread: z.array(z.object({ text: z.string(), images: z.array(image) })).default([]),
    }),
  ),
  postIds: z.record(id, id).default({}),
});

const keyOf = (workspaceId: string, itemId: string) => `composing ${workspaceId} ${itemId}`;

/** What was being written for this item on this device, if anything. */
export function keptComposition(workspaceId: string, itemId: string): Composition | null {
  try {
    const parsed = kept.safeParse(JSON.parse(localStorage.getItem(keyOf(workspaceId, itemId)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps it against a closed tab; forgets it with `null`. */
export function keepComposition(workspaceId: string, itemId: string, composition: Composition | null): void {
  try {
    if (composition) localStorage.setItem(keyOf(workspaceId, itemId), JSON.stringify(composition));
    else localStorage.removeItem(keyOf(workspaceId, itemId));
  } catch {
    // Storage may be full or forbidden; the words hold while the page is open.
  }
}
