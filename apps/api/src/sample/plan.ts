export const sampleZone = 'Europe/London';

/** When an item goes where. The state follows from the day, unless told. */
export interface SamplePost {
  item: string;
  channel: 'newsroom' | 'bluesky';
  /** Days from today. */
  day: number;
  /** The local time; a post of today may go out later. */
  time: string;
  state?: 'held' | 'failed' | 'draft';
}

export const samplePosts: SamplePost[] = [
  { item: 'come-to-the-open-garden', channel: 'newsroom', day: -47, time: '09:00' },
  { item: 'come-to-the-open-garden', channel: 'bluesky', day: -47, time: '09:15' },
  { item: 'a-dry-room-at-last', channel: 'newsroom', day: -39, time: '10:00' },
  { item: 'thank-you-from-the-riverside', channel: 'newsroom', day: -24, time: '09:00' },
  { item: 'thank-you-from-the-riverside', channel: 'bluesky', day: -24, time: '09:15' },
  { item: 'the-gardeners-of-ward-two', channel: 'newsroom', day: -19, time: '10:00' },
  { item: 'the-choir-that-needs-no-lungs', channel: 'newsroom', day: -16, time: '12:30' },
  { item: 'the-choir-that-needs-no-lungs', channel: 'bluesky', day: -16, time: '12:45' },
  { item: 'last-winters-flu-clinic-in-numbers', channel: 'newsroom', day: -12, time: '08:00' },
  { item: 'last-winters-flu-clinic-in-numbers', channel: 'bluesky', day: -12, time: '08:30' },
  { item: 'four-steps-to-support', channel: 'newsroom', day: -9, time: '09:00' },
  { item: 'four-steps-to-support', channel: 'bluesky', day: -9, time: '17:30' },
  { item: 'a-night-on-the-line', channel: 'newsroom', day: -7, time: '07:30' },
  { item: 'a-wednesday-at-the-carers-cafe', channel: 'newsroom', day: -6, time: '09:00' },
  { item: 'a-wednesday-at-the-carers-cafe', channel: 'bluesky', day: -6, time: '12:00' },
  { item: 'the-nurse-who-answers-at-three-in-the-morning', channel: 'newsroom', day: -3, time: '18:00' },
  {
    item: 'the-nurse-who-answers-at-three-in-the-morning',
    channel: 'bluesky',
    day: -3,
    time: '18:30',
    state: 'failed',
  },
  { item: 'flu-clinic-opens-on-saturday', channel: 'newsroom', day: -1, time: '09:00' },
  { item: 'come-when-you-can', channel: 'newsroom', day: 0, time: '09:00' },
  { item: 'flu-clinic-opens-on-saturday', channel: 'bluesky', day: 1, time: '09:00', state: 'held' },
  { item: 'is-your-home-warm-enough', channel: 'newsroom', day: 2, time: '08:00' },
  { item: 'is-your-home-warm-enough', channel: 'bluesky', day: 2, time: '08:30', state: 'held' },
  { item: 'a-free-visit-for-cold-homes', channel: 'newsroom', day: 4, time: '12:30' },
  { item: 'memory-cafe-moves-to-the-library', channel: 'newsroom', day: 8, time: '10:00' },
  { item: 'walk-with-us-on-sunday', channel: 'newsroom', day: 11, time: '16:00' },
  { item: 'walk-with-us-on-sunday', channel: 'bluesky', day: 11, time: '16:00', state: 'draft' },
];

/**
 * The wall time of a sample post in the sample's zone. What goes out today does so in an hour at the earliest, for whoever
 * wants to watch; early tomorrow, when today has no such time.
 */
export function plannedFor({ day, time }: SamplePost, now: Date): string {
  const local = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(sampleZone).toPlainDateTime();
  const date = local.toPlainDate().add({ days: day });
  const planned = `${date}T${time}`;
  if (day !== 0) return planned;
  const soon = local
    .add({ hours: 1 })
    .round({ smallestUnit: 'minute', roundingIncrement: 15, roundingMode: 'ceil' })
    .toString({ smallestUnit: 'minute' });
  if (!soon.startsWith(`${date}`)) return `${date.add({ days: 1 })}T08:00`;
  return soon > planned ? soon : planned;
}
