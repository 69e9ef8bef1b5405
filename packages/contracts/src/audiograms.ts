import { z } from 'zod';
import { maxTime } from './captions/cue.ts';
import { id, nothing } from './fields.ts';
import { failureCodes } from './making-failures.ts';
import { progress, rendition } from './rendition.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

export const audiogramShapes = ['landscape', 'portrait', 'square'] as const;
export const audiogramShape = z.enum(audiogramShapes);
export type AudiogramShape = z.infer<typeof audiogramShape>;
/** Milliseconds: no platform that shows audiograms takes longer ones. */
export const longestAudiogram = 600_000;
/** Milliseconds: less has no loudness, and shows nothing. */
export const shortestAudiogram = 1000;

/** Milliseconds of a revision's audio, from where it was trimmed to. */
const moment = z.number().int().min(0).max(maxTime);

/** What is asked for: a part of an episode, as a film of a shape. */
export const audiogramPart = z
  .object({
    shape: audiogramShape,
    start: moment.describe('Milliseconds of the newest revision’s audio, from where it was trimmed to.'),
    end: moment,
    captions: z.boolean().default(true).describe('Whether what is said is drawn, where there is a transcript.'),
  })
  .refine(({ start, end }) => start < end, 'The end comes after the start')
  .refine(({ start, end }) => start >= end || end - start >= shortestAudiogram, 'An audiogram has at least 1 second')
  .refine(({ start, end }) => end - start <= longestAudiogram, 'An audiogram has at most 10 minutes');
export type AudiogramPart = z.output<typeof audiogramPart>;

/** `waiting` for its turn, `making`, `failed` for the reason in `failure`, else `ready`. */
export const audiogramStates = ['waiting', 'making', 'ready', 'failed'] as const;
export const audiogram = z
  .object({
    /** The number of the revision that it is made from. With the shape it names an audiogram: another of both takes its place. */
    revision: z.number().int(),
    shape: audiogramShape,
    start: moment,
    end: moment,
    captions: z.boolean(),
    state: z.enum(audiogramStates),
    /** While it is made, as far as that is known. */
    progress: progress.nullable(),
    failure: z.string().nullable(),
    failureCode: z.enum(failureCodes).nullable(),
    /** What is made of it: an earlier one, as long as another is not ready. */
    file: rendition.nullable(),
  })
  .meta({ id: 'Audiogram' });
export type Audiogram = z.infer<typeof audiogram>;

const itemParams = workspaceParams.extend({ item: id });
const all = z.object({ data: z.array(audiogram) });

export const listAudiograms = route({
  method: 'GET',
  path: '/workspaces/:workspace/items/:item/audiograms',
  access: 'items.read',
  summary: 'The audiograms of an episode, those of its newest revision first: what is made, under way, or failed',
  params: itemParams,
  response: all,
});
export const makeAudiogram = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/audiograms',
  access: 'items.write',
  status: 202,
  summary: 'Has a film made of a part of an episode, of its newest revision; one of the same shape is made anew',
  params: itemParams,
  body: audiogramPart,
  response: all,
});
const oneParams = itemParams.extend({ number: z.coerce.number().pipe(z.int32().min(1)), shape: audiogramShape });

export const stopAudiogram = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/audiograms/:number/:shape/cancel',
  access: 'items.write',
  summary: 'Stops the making of an audiogram; one that was made before stays',
  params: oneParams,
  response: nothing,
});
export const removeAudiogram = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/items/:item/audiograms/:number/:shape',
  access: 'items.write',
  summary: 'Removes an audiogram that is made or failed; where one is being made, also anew, that is stopped',
  params: oneParams,
  response: nothing,
});
