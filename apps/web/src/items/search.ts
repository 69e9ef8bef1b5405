import { id, tag } from '@mobilise/contracts/fields';
import { itemKind } from '@mobilise/contracts/item-kinds';
import { z } from 'zod';

/** What the list of items may be narrowed to, as it stands in the address. */
export const itemFilters = z.object({
  kind: itemKind.optional().catch(undefined),
  campaign: id.optional().catch(undefined),
  show: id.optional().catch(undefined),
  tag: tag.optional().catch(undefined),
  search: z.coerce.string().max(100).optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
});
export type ItemFilters = z.infer<typeof itemFilters>;

const number = z.number().int().min(1).optional().catch(undefined);
/** A version of an item to look at, and one to compare it with. */
export const itemSearch = z.object({ revision: number, with: number });
export type ItemSearch = z.infer<typeof itemSearch>;
