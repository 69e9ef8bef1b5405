/** Where something lies up and down the window, in CSS pixels. */
export interface Extent {
  top: number;
  bottom: number;
}

/** How far a list is to be scrolled down so that a row is in view, in pixels; negative where it is to go up. */
export function hiddenBy(list: Extent, row: Extent): number {
  if (row.top < list.top) return row.top - list.top;
  return Math.max(0, Math.min(row.bottom - list.bottom, row.top - list.top));
}

/** How much of something lies below what sticks over it, in pixels from the top; 0 where it is clear of it. */
export function coveredBy(stuck: Extent, { top, bottom }: Extent): number {
  return bottom > stuck.top && top >= stuck.top && top < stuck.bottom ? stuck.bottom - top : 0;
}
