import { parseRule } from '@mobilise/contracts/recurrence';
import { sayRecurrence } from '@mobilise/contracts/saying-recurrence';
import type { Series } from '@mobilise/contracts/series';

/** `Every Tuesday at 09:00 until 30 June`. */
export function sayRhythm({ rule, time }: Pick<Series, 'rule' | 'time'>, thisYear: number): string {
  const recurrence = parseRule(rule);
  return recurrence ? sayRecurrence(recurrence, time, thisYear) : rule;
}

/** How a series stands, in a word for a badge. */
export function standingOf({
  state,
  next,
  coming,
  wordsApproved,
}: Pick<Series, 'state' | 'next' | 'coming' | 'wordsApproved'>): {
  label: string;
  tone: 'accent' | 'wait' | 'plain';
} {
  if (state === 'ended') return { label: 'Ended', tone: 'plain' };
  if (state === 'paused') return { label: 'Paused', tone: 'wait' };
  if (!wordsApproved) return { label: 'Waits for approval', tone: 'wait' };
  return next === null && coming === 0 ? { label: 'Over', tone: 'plain' } : { label: 'Goes on', tone: 'accent' };
}
