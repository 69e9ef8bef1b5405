import { z } from 'zod';
import { id } from './fields.ts';
import { progress } from './rendition.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** How the writing down of what is said in an upload stands; `none` where nobody asked, or somebody stopped it. */
export const transcriptionStates = ['none', 'waiting', 'writing', 'ready', 'failed'] as const;
export const transcription = z
  .object({
    state: z.enum(transcriptionStates),
    /** While it is written, as far as that is known. */
    progress: progress.nullable(),
    failure: z.string().nullable(),
    /** The words with their times, as WebVTT: those of an earlier time until others are ready. */
    url: z.string().nullable(),
  })
  .meta({ id: 'Transcription' });
export type Transcription = z.infer<typeof transcription>;

const params = workspaceParams.extend({ asset: id });
const path = '/workspaces/:workspace/assets/:asset/transcript';

export const getTranscription = route({
  method: 'GET',
  path,
  access: 'assets.read',
  summary: 'Whether what is said in a recording is being written down, or is',
  params,
  response: transcription,
});
export const transcribeAsset = route({
  method: 'POST',
  path,
  access: 'assets.write',
  status: 202,
  summary: 'Has what is said in a recording written down; it becomes a rendition of purpose `transcript`',
  params,
  response: transcription,
});
export const stopTranscription = route({
  method: 'DELETE',
  path,
  access: 'assets.write',
  summary: 'Stops the writing down of what is said in a recording',
  params,
  response: transcription,
});
