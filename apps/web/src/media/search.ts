import { id } from '@mobilise/contracts/fields';
import { z } from 'zod';

/** What is looked for in the library, and the upload that is open. */
export const mediaSearch = z.object({
  search: z.coerce.string().max(100).optional().catch(undefined),
  asset: id.optional().catch(undefined),
});
export type MediaSearch = z.infer<typeof mediaSearch>;
