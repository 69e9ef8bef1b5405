import { z } from 'zod';
import { line, text } from './fields.ts';

/** Milliseconds from the start of a recording; the longest recording has six hours. */
export const offset = z.number().int().min(0).max(21_600_000);

export const cue = z
  .object({ start: offset, end: offset, text: text(1000).min(1), speaker: line(100).optional() })
  .refine(({ start, end }) => start < end, 'A caption ends after it starts');

/** What is said in a recording, with its times: captions of a video, transcript of an episode. */
export const transcript = z.object({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
  cues: z.array(cue).max(20_000),
});
export type Transcript = z.infer<typeof transcript>;
export type Cue = Transcript['cues'][number];
