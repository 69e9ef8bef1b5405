/** A time within a recording, milliseconds from its start, as people read and type it: `1:02:03.4`, `0:00`. */
export function sayTimecode(ms: number): string {
  const { hours, minutes, seconds, rest } = partsOf(ms);
  const clock = hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
  return clock + fraction(rest);
}

/**
 * What somebody typed as a time within a recording, in milliseconds: `90`, `1:30`, `01:30.5`, `1:02:03,4`. Null when it is none:
 * minutes and seconds stop at 59 wherever something greater stands before them.
 */
export function parseTimecode(typed: string): number | null {
  const found = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
  if (!found) return null;
  const [, hours, minutes, seconds = '0', decimals = ''] = found;
  if (minutes !== undefined && (Number(seconds) > 59 || seconds.length > 2)) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  return whole * 1000 + Number(decimals.padEnd(3, '0'));
}

/** A time within a recording as a screen reader should say it: `1 minute 30 seconds`. */
export function spokenTimecode(ms: number): string {
  const { hours, minutes, seconds, rest } = partsOf(ms);
  const said = [
    hours > 0 && count(`${hours}`, 'hour'),
    minutes > 0 && count(`${minutes}`, 'minute'),
    seconds + rest > 0 && count(`${seconds}${fraction(rest)}`, 'second'),
  ].filter((part) => part !== false);
  return said.join(' ') || '0 seconds';
}

function partsOf(ms: number) {
  const whole = Math.max(0, Math.round(ms));
  const seconds = Math.floor(whole / 1000);
  return {
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    /** Milliseconds. */
    rest: whole % 1000,
  };
}

const pad = (number: number) => String(number).padStart(2, '0');
const fraction = (ms: number) => (ms === 0 ? '' : `.${String(ms).padStart(3, '0').replace(/0+$/, '')}`);
const count = (number: string, noun: string) => `${number} ${noun}${number === '1' ? '' : 's'}`;
