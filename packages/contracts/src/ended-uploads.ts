import { z } from 'zod';
import { id, localDate } from './fields.ts';

/** An upload that something carries and that may not be used any more, or not on the day for which that is planned. */
export const endedUpload = z.object({
  id,
  filename: z.string(),
  /** Which right or whose consent has ended, and when: sentences. */
  why: z.string(),
  /** The last date on which it may still be used; null where that has passed. */
  until: localDate.nullable(),
  /** The show whose cover it is, where it comes from there. */
  show: z.object({ id, title: z.string() }).nullable(),
});
export type EndedUpload = z.infer<typeof endedUpload>;
