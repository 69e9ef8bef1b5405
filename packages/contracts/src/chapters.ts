import { z } from 'zod';
import { maxTime } from './captions/cue.ts';
import { httpUrl, line } from './fields.ts';

/** The chapters of a recording, in order. `hidden` ones are kept out of tables of contents. */
export const chapters = z
  .array(z.object({ start: z.number().int().min(0).max(maxTime), title: line(200), url: httpUrl.optional(), hidden: z.boolean().optional() }))
  .max(500);
export type Chapter = z.infer<typeof chapters>[number];
