const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `3.4 MB`, as file managers count. */
export function sayBytes(bytes: number): string {
  const step = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** step;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: step > 0 && value < 10 ? 1 : 0 })} ${units[step]}`;
}

/** `3.1 of 100 GB`: both in the unit of the larger, unless nothing would be left of the smaller. */
export function sayRoom({ used, quota }: { used: number; quota: number }): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, quota)) / 10));
  const value = used / 1024 ** step;
  if (used > 0 && value < 0.05) return `${sayBytes(used)} of ${sayBytes(quota)}`;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 })} of ${sayBytes(quota)}`;
}
