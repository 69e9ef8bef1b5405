import type { importParts } from '@mobilise/contracts/shows';
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

export function failureOf(episode: string, part: Failure['part'], error: unknown): Failure {
  return { episode: storable(cut(episode, 200)), part, why: wordsOf(error) };
}

/** Adds to a list what fits into it, and counts the rest. */
export function addFailure(failures: Failure[], failure: Failure): void {
  const alike = failures.filter(({ part }) => (part === 'episode') === (failure.part === 'episode'));
  const last = alike.at(-1);
  if (last && alike.length >= most) last.more = (last.more ?? 0) + 1;
  else failures.push(failure);
}
