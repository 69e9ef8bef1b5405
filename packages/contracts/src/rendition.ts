import { z } from 'zod';

// Apart from media.ts, so that lists of items do not load what requests about uploads are checked by.

/** A file made from an upload. */
export const rendition = z.object({
  purpose: z.string(),
  format: z.string(),
  /** Pixels; 0 where there is nothing to see. */
  width: z.number().int(),
  height: z.number().int(),
  /** Milliseconds, of sound and film. */
  duration: z.number().int().nullable(),
  bytes: z.number(),
  url: z.string(),
});

/** What is being made at this moment, in words, and the share of all of it that is done, 0 to 1. */
export const progress = z.object({ step: z.string(), share: z.number().min(0).max(1) });
