import { id, userId } from '@mobilise/contracts/fields';
import { z } from 'zod';

/** What is looked for in the library, how it is shown, and the upload that is open. */
export const mediaSearch = z.object({
  search: z.coerce.string().max(100).optional().catch(undefined),
  kind: z.enum(['image', 'audio', 'video']).optional().catch(undefined),
  person: userId.optional().catch(undefined),
  campaign: id.optional().catch(undefined),
  used: z.enum(['yes', 'no']).optional().catch(undefined),
  rights: z.enum(['ending', 'ended']).optional().catch(undefined),
  /** Small pictures unless told. */
  view: z.literal('list').optional().catch(undefined),
  bin: z.literal(true).optional().catch(undefined),
  asset: id.optional().catch(undefined),
});
export type MediaSearch = z.infer<typeof mediaSearch>;

/** Whether the screen shows the same; null: nothing is like it. */
export function isSameSearch(one: MediaSearch | null, other: MediaSearch): boolean {
  const names = Object.keys(mediaSearch.shape) as (keyof MediaSearch)[];
  return one !== null && names.every((name) => one[name] === other[name]);
}
