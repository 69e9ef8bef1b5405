import { Problem } from '@mobilise/contracts/problems';
import { startOfDate } from '@mobilise/contracts/time';
import { workspaces } from '@mobilise/db/schema/team';
import { eq } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

/** Days from the first to the last. */
const longest = 366;

/** Local dates of a zone, and the instants at which each begins. */
export interface Period {
  zone: string;
  dates: string[];
  /** Instants as milliseconds: of each date's beginning, and last that of the date after. */
  bounds: number[];
}

/** A period and the one of the same length before it. Problem `invalid_request` for one too long or reversed. */
export async function readPeriod(
  scope: Scope,
  { from, to }: { from: string; to: string },
): Promise<{ present: Period; before: Period }> {
  const first = Temporal.PlainDate.from(from);
  const span = first.until(Temporal.PlainDate.from(to)).days;
  const message =
    span < 0
      ? 'End on or after the first day'
      : span > longest
        ? `End at most ${longest} days after the first day`
        : null;
  if (message)
    throw new Problem('invalid_request', `query.to: ${message}.`, { fields: [{ field: 'query.to', message }] });
  const [workspace] = await scope.db
    .select({ zone: workspaces.zone })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId));
  const zone = workspace?.zone ?? 'UTC';
  const days = span + 1;
  return { present: periodOf(first, days, zone), before: periodOf(first.subtract({ days }), days, zone) };
}

function periodOf(first: Temporal.PlainDate, days: number, zone: string): Period {
  const dates = Array.from({ length: days + 1 }, (_, day) => first.add({ days: day }).toString());
  // Days are 23 or 25 hours long where the clocks change, so each is resolved by itself.
  const bounds = dates.map((date) => Date.parse(startOfDate(date, zone)));
  return { zone, dates: dates.slice(0, days), bounds };
}

/** The place in `dates` of an instant that is within the period. */
export function dayOf({ bounds }: Period, instant: string): number {
  const at = Date.parse(instant);
  let low = 0;
  let high = bounds.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}
