import { id, localDate } from '@mobilise/contracts/fields';
import { itemKind } from '@mobilise/contracts/item-kinds';
import { postState } from '@mobilise/contracts/post-states';
import { z } from 'zod';

export const calendarViews = ['month', 'week', 'agenda'] as const;
const calendarView = z.enum(calendarViews);
export type CalendarView = (typeof calendarViews)[number];

/** What the address of the calendar says, so that it can be shared. What it says wrongly is left out. */
export const calendarSearch = z.object({
  /** Absent: the month, or the agenda on a phone. */
  view: calendarView.optional().catch(undefined),
  /** Any date of the shown month or week; absent: today. */
  date: localDate.optional().catch(undefined),
  channel: id.optional().catch(undefined),
  kind: itemKind.optional().catch(undefined),
  state: postState.optional().catch(undefined),
  campaign: id.optional().catch(undefined),
  person: z.string().min(1).max(64).optional().catch(undefined),
});
export type CalendarSearch = z.infer<typeof calendarSearch>;

export const filterNames = ['channel', 'kind', 'state', 'campaign', 'person'] as const;
export type FilterName = (typeof filterNames)[number];
export type CalendarFilters = Pick<CalendarSearch, FilterName>;

/** The filters that are set, for a query and its key. */
export function filtersOf(search: CalendarSearch): CalendarFilters {
  return Object.fromEntries(
    filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
  ) as CalendarFilters;
}

export function countFilters(search: CalendarSearch): number {
  return Object.keys(filtersOf(search)).length;
}

/** The address with some of it changed; `undefined` takes a part away, and so does what is true anyway. */
export function changeSearch(
  search: CalendarSearch,
  changes: Partial<CalendarSearch>,
  today: string,
): Partial<CalendarSearch> {
  const next = { ...search, ...changes };
  if (next.date === today) next.date = undefined;
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}
