/** `paused`: nothing is made until it is resumed; `ended`: nothing is made any more. */
export const seriesStates = ['active', 'paused', 'ended'] as const;
export type SeriesState = (typeof seriesStates)[number];
