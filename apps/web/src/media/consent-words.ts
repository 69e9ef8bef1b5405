import type { Consent } from '@mobilise/contracts/consents';
import { sayDate } from '@mobilise/contracts/time';

export interface ConsentStanding {
  words: string;
  tone: 'done' | 'wait' | 'wrong';
}

/** How a consent stands on a local date. */
export function consentStanding(
  { until, withdrawn }: Pick<Consent, 'until' | 'withdrawn'>,
  today: string,
): ConsentStanding {
  if (withdrawn) return { words: 'Withdrawn', tone: 'wrong' };
  if (until && until < today) return { words: 'Ended', tone: 'wrong' };
  if (until && until <= Temporal.PlainDate.from(today).add({ days: 30 }).toString())
    return { words: `Ends ${sayDate(until)}`, tone: 'wait' };
  return { words: 'Holds', tone: 'done' };
}
