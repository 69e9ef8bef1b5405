/** A length of time as people say it, in its largest unit: `8 s`, `12 min`, `3 h`, `2 days`. */
export function sayDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}

/** `in 12 min`, `8 s ago`. */
export function sayFrom(now: string, instant: string): string {
  const away = Date.parse(instant) - Date.parse(now);
  return away >= 0 ? `in ${sayDuration(away)}` : `${sayDuration(-away)} ago`;
}
