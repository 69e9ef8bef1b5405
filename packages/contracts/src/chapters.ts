import { z } from 'zod';
import { maxTime } from './captions/cue.ts';
import { type Chapter, maxChapters, maxTitle, tidyTitle } from './chapters/chapter.ts';
import { httpUrl, line } from './fields.ts';

export const chapter: z.ZodType<Chapter> = z.object({
  start: z.number().int().min(0).max(maxTime).describe('Milliseconds from the start of the recording.'),
  title: line(maxTitle).overwrite(tidyTitle),
  url: httpUrl.optional(),
  hidden: z.boolean().optional().describe('True where no list shows it.'),
});

/** The chapters of a recording, in order, each with a start of its own; the first need not start at 0. */
export const chapters = z
  .array(chapter)
  .max(maxChapters)
  .refine(
    (list) => list.every(({ start }, index) => index === 0 || start > (list[index - 1]?.start ?? 0)),
    'Put the chapters in the order in which they start, no two at once',
  )
  .meta({ id: 'Chapters' });
