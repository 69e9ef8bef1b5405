import { z } from 'zod';
import { offset } from './captions.ts';
import { httpUrl, line } from './fields.ts';

/** The chapters of a recording, in order. `hidden` ones are kept out of tables of contents. */
export const chapters = z
  .array(z.object({ start: offset, title: line(200), url: httpUrl.optional(), hidden: z.boolean().optional() }))
  .max(500);
export type Chapter = z.infer<typeof chapters>[number];
