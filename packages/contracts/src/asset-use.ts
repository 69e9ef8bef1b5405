import { z } from 'zod';
import { id, instant } from './fields.ts';
import { awaitedFiles } from './post-states.ts';

/** An item that uses an upload, with the posts of it that carry the upload. */
export const assetUse = z.object({
  itemId: id,
  title: z.string(),
  kind: z.string(),
  /** Whether the newest revision uses it, or only earlier ones. */
  newest: z.boolean(),
  posts: z.array(
    z.object({
      id,
      channel: z.string(),
      state: z.string(),
      files: awaitedFiles,
      at: instant.nullable(),
      url: z.string().nullable(),
    }),
  ),
});
export type AssetUse = z.infer<typeof assetUse>;
