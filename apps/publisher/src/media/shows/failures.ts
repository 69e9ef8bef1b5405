import { OutgoingError } from '@mobilise/channels/outgoing-error';
import { Problem } from '@mobilise/contracts/problems';
import type { importParts } from '@mobilise/contracts/shows';
import { MediaError } from '@mobilise/media-processing/errors';
import { storable, wordsOf } from '../../words.ts';
import { cut } from './take-show.ts';

export type ImportPart = (typeof importParts)[number];

/** An episode, or a part of one, that could not be taken over; the `show_imports` table keeps a list of them. */
export interface Failure {
  episode: string;
  /** `lock`: the whole show, which its feed keeps to its owner. */
  part: ImportPart | 'lock';
  why: string;
  /** Of the last that is listed: how many more there are like it. */
  more?: number;
}

/** How many are listed with their reasons, of whole episodes and of parts each: more than anybody reads, and few enough to write every second. */
const most = 50;

/** What is said of a fault of ours; the log says which. */
const ourFault = 'There was a fault on our side, which the log of this installation tells. Try again.';

/** What an error says, where that was written for people: of a fault of ours no more than that there was one. */
export function sayError(error: unknown): string {
  const isForPeople = [MediaError, OutgoingError, Problem].some((kind) => error instanceof kind);
  if (isForPeople || typeof error === 'string') return wordsOf(error);
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL')
    return 'The address that the feed names for it is none.';
  return ourFault;
}

export function failureOf(episode: string, part: Failure['part'], error: unknown): Failure {
  return { episode: storable(cut(episode, 200)), part, why: sayError(error) };
}

/** Adds to a list what fits into it, and counts the rest. */
export function addFailure(failures: Failure[], failure: Failure): void {
  const alike = failures.filter(({ part }) => (part === 'episode') === (failure.part === 'episode'));
  const last = alike.at(-1);
  if (last && alike.length >= most) last.more = (last.more ?? 0) + 1;
  else failures.push(failure);
}
