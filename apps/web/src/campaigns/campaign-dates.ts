import { sayWallTime } from '@mobilise/contracts/time';

const day = (date: string) =>
  sayWallTime(`${date}T00:00`, new Date().getFullYear()).split(',')[0]?.replace(/^\w+ /, '') ?? date;

/** When a campaign runs: `3 Nov to 9 Nov`, `from 3 Nov`, `until 9 Nov`, or `No dates`. */
export function sayDates(startsOn: string | null, endsOn: string | null): string {
  if (startsOn && endsOn) return startsOn === endsOn ? day(startsOn) : `${day(startsOn)} to ${day(endsOn)}`;
  if (startsOn) return `from ${day(startsOn)}`;
  return endsOn ? `until ${day(endsOn)}` : 'No dates';
}
