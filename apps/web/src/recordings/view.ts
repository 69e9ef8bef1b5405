/** The part of a recording that is seen, in milliseconds of its file. */
export interface View {
  start: number;
  end: number;
}

/** Shortest part that is seen, in milliseconds: a word fills it. */
const closest = 2000;

export const whole = (duration: number): View => ({ start: 0, end: Math.max(1, duration) });

/** The view held within a recording. */
function within({ start, end }: View, duration: number): View {
  const width = Math.min(Math.max(end - start, Math.min(closest, duration)), duration);
  const from = Math.min(Math.max(0, start), duration - width);
  return { start: from, end: from + width };
}

/** Closer (`factor` above 1) or farther (below), with `around` staying where it is in the window. */
export function zoom(view: View, duration: number, factor: number, around: number): View {
  const width = Math.min(duration, Math.max(Math.min(closest, duration), (view.end - view.start) / factor));
  const share = shareOf(view, Math.min(Math.max(around, view.start), view.end));
  const start = Math.min(Math.max(around, view.start), view.end) - share * width;
  return within({ start, end: start + width }, duration);
}

/** The view moved so that it begins at `start`. */
export const moved = (view: View, duration: number, start: number): View =>
  within({ start, end: start + view.end - view.start }, duration);

/** The view turned on like a page when `time` has left it; otherwise the same view. */
export function followed(view: View, duration: number, time: number): View {
  if (time >= view.start && time <= view.end) return view;
  return moved(view, duration, time - (view.end - view.start) * 0.05);
}

/** Where a time stands in the view: 0 at its left edge, 1 at its right. */
export const shareOf = ({ start, end }: View, time: number) => (end > start ? (time - start) / (end - start) : 0);
export const timeAt = ({ start, end }: View, share: number) => start + share * (end - start);

const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];

/** Times to write below the view, round ones, at most so many. */
export function ticksOf({ start, end }: View, most: number): number[] {
  const step = steps.find((one) => (end - start) / one <= most) ?? 3_600_000;
  const first = Math.ceil(start / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((end - first) / step) + 1) }, (_, index) => first + index * step);
}
