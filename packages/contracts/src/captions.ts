import { z } from 'zod';
import {
  type Cue,
  maxCues,
  maxCueText,
  maxSpeaker,
  maxTime,
  maxTranscriptText,
  tidySpeaker,
  tidyText,
} from './captions/cue.ts';
import { line } from './fields.ts';

const time = z.number().int().min(0).max(maxTime).describe('Milliseconds from the start of the recording.');

const cue: z.ZodType<Cue> = z
  .object({
    start: time,
    end: time,
    text: z.string().max(maxCueText).overwrite(tidyText).min(1, 'Write what is said or heard'),
    speaker: line(maxSpeaker)
      .overwrite((name) => tidySpeaker(name) ?? '')
      .optional(),
  })
  .refine(({ start, end }) => end > start, 'A cue has to end after it starts');

/** A language as BCP 47 writes it, `en-gb` as `en-GB`. */
const language = z.string().max(35).overwrite(spellLanguage).min(1, 'Name a language as BCP 47 does, such as en-GB');

/** The captions or the transcript of a recording, in one language. */
export const transcript = z
  .object({ language, cues: z.array(cue).max(maxCues) })
  .refine(
    ({ cues }) => cues.every(({ start }, index) => start >= (cues[index - 1]?.start ?? 0)),
    'Put the cues in the order in which they start',
  )
  .refine(
    ({ cues }) => cues.reduce((sum, { text }) => sum + text.length, 0) <= maxTranscriptText,
    'This is more text than a recording of 6 hours has. Leave some out',
  )
  .meta({ id: 'Transcript' });
export type Transcript = z.infer<typeof transcript>;

/** Empty where it is no language tag. */
function spellLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? '';
  } catch {
    return '';
  }
}
