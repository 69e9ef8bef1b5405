import { type Html, html } from './html.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date as people say it: `Mon 30 Nov 2026`. A day alone (`2026-11-30`) has no zone to be read in. */
function sayDate(when: Date | string, zone = 'UTC'): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    });
  formats.set(zone, format);
  return format.format(typeof when === 'string' ? new Date(`${when}T00:00:00Z`) : when).replace(',', '');
}

/** A date that programs can read as well. */
export function dateHtml(when: Date, zone: string): Html {
  return html`<time datetime="${when.toISOString()}">${sayDate(when, zone)}</time>`;
}

/** The days of a campaign in words, or null when it has none. */
export function sayPeriod(startsOn: string | null, endsOn: string | null): string | null {
  if (startsOn && endsOn) return startsOn === endsOn ? sayDate(startsOn) : `${sayDate(startsOn)} to ${sayDate(endsOn)}`;
  if (startsOn) return `From ${sayDate(startsOn)}`;
  return endsOn ? `Until ${sayDate(endsOn)}` : null;
}

/** How long something is to be heard or seen, to the minute: `34 min`, `1 h 5 min`; `20 s` of what is shorter. Milliseconds. */
export function sayLength(duration: number): string {
  if (duration < 59_500) return `${Math.max(1, Math.round(duration / 1000))} s`;
  const minutes = Math.round(duration / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
