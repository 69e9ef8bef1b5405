/** `65%` of a share, 0 to 1. A hundred is said of the whole alone. */
export function sayPercent(share: number): string {
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100}%`;
}
