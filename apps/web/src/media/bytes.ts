const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `3.4 MB`, as file managers count. */
export function sayBytes(bytes: number): string {
  const step = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** step;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: step > 0 && value < 10 ? 1 : 0 })} ${units[step]}`;
}

/** `54 MB of 100 GB`: each as it is said best, so that the first does not seem to shrink as it grows. */
export const sayRoom = ({ used, quota }: { used: number; quota: number }): string =>
  `${sayBytes(used)} of ${sayBytes(quota)}`;
