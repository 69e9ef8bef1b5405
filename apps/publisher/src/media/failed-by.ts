import { MediaError } from '@mobilise/media-processing/errors';
import type { Failed } from './queue.ts';

/** What is put on record of an error: its own words where it is the file's doing, else `ours`. */
export function failedBy(error: unknown, ours: string): Failed {
  if (!(error instanceof MediaError)) return { failure: ours, failureCode: 'fault' };
  return { failure: error.detail, failureCode: error.code === 'media_timeout' ? 'timeout' : 'refused' };
}
