import type { Problem } from '@mobilise/contracts/problems';
import { datesBetween } from '@mobilise/contracts/recurrence';
import { clockChangeOn, resolveWallTime } from '@mobilise/contracts/time';
import { resolveUnasked } from '@mobilise/contracts/unasked-time';
import { posts } from '@mobilise/db/schema/posts';
import { testDatabase } from '@mobilise/db/testing';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, refusal } from './post-testing.ts';
import { createPost } from './posts/create.ts';
import { schedulePost } from './posts/schedule.ts';
import { createSeries } from './posts/series-create.ts';

/*
 * What happens to planned times when clocks change: in London, New York and Sydney, forward and back, for one post and for a
 * series. Offsets and instants are written down by hand, from the rules of each country.
 */
const { db } = await testDatabase();

interface Change {
  zone: string;
  /** The local date on which clocks change, and the night's time that they skip or show twice. */
  date: string;
  time: string;
  /** Offsets from UTC before and after. */
  before: string;
  after: string;
}

const forward: (Change & { earlier: string; later: string })[] = [
  {
    zone: 'Europe/London',
    date: '2026-03-29',
    time: '01:30',
    before: '+00:00',
    after: '+01:00',
    earlier: '00:30',
    later: '02:30',
  },
  {
    zone: 'America/New_York',
    date: '2026-03-08',
    time: '02:30',
    before: '-05:00',
    after: '-04:00',
    earlier: '01:30',
    later: '03:30',
  },
  {
    zone: 'Australia/Sydney',
    date: '2026-10-04',
    time: '02:30',
    before: '+10:00',
    after: '+11:00',
    earlier: '01:30',
    later: '03:30',
  },
];
const back: (Change & { first: string; second: string })[] = [
  {
    zone: 'Europe/London',
    date: '2026-10-25',
    time: '01:30',
    before: '+01:00',
    after: '+00:00',
    first: '2026-10-25T00:30:00Z',
    second: '2026-10-25T01:30:00Z',
  },
  {
    zone: 'America/New_York',
    date: '2026-11-01',
    time: '01:30',
    before: '-04:00',
    after: '-05:00',
    first: '2026-11-01T05:30:00Z',
    second: '2026-11-01T06:30:00Z',
  },
  {
    zone: 'Australia/Sydney',
    date: '2026-04-05',
    time: '02:30',
    before: '+11:00',
    after: '+10:00',
    first: '2026-04-04T15:30:00Z',
    second: '2026-04-04T16:30:00Z',
  },
];
const both: Change[] = [...forward, ...back];

const plus = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString();
/** RFC 3339 by hand: the date, the time and the offset that then holds. */
const at = (date: string, time: string, offset: string) => new Date(`${date}T${time}:00${offset}`);

/** A desk ten days before a change, with a channel on which posts can recur. */
async function deskBefore({ zone, date }: Change) {
  const now = at(plus(date, -10), '12:00', '+00:00');
  const desk = await buildDesk(db, { zone, now, kind: 'bluesky' });
  return { ...desk, lead: await desk.as('lead') };
}
/** A draft, and what scheduling it for a time of the night comes to. */
async function draftBefore(change: Change) {
  const { lead, post } = await deskBefore(change);
  const { id } = await post({ state: 'draft', dueAt: null });
  const schedule = (time: string, disambiguation: 'earlier' | 'later' | null = null) =>
    schedulePost(lead, id, { version: 1, wallTime: `${change.date}T${time}`, disambiguation });
  return { id, schedule };
}
const dueOf = async (id: string) => (await db.select().from(posts).where(eq(posts.id, id)))[0]?.dueAt;

describe('the resolver', () => {
  test.each(both)('keeps 09:00 on the wall of $zone around $date', ({ zone, date, before, after }) => {
    const days = [-2, -1, 0, 1, 2].map((days) => plus(date, days));
    for (const day of days) {
      const { instant } = resolveWallTime(`${day}T09:00`, zone);
      expect(new Date(instant)).toEqual(at(day, '09:00', day < date ? before : after));
    }
    expect(days.filter((day) => clockChangeOn(day, zone))).toEqual([date]);
  });

  test.each(forward)('asks about $time on $date in $zone, and moves it by the jump where it cannot ask', (change) => {
    const { zone, date, time, later, after } = change;
    expect(() => resolveWallTime(`${date}T${time}`, zone)).toThrow(
      expect.objectContaining({ code: 'time_skipped' }) as Problem,
    );
    expect(resolveUnasked(`${date}T${time}`, zone)).toMatchObject({
      wallTime: `${date}T${later}`,
      trouble: 'skipped',
      instant: at(date, later, after).toISOString().replace('.000', ''),
    });
  });

  test.each(back)('asks about $time on $date in $zone, and takes the first where it cannot ask', (change) => {
    const { zone, date, time, first, second } = change;
    expect(() => resolveWallTime(`${date}T${time}`, zone)).toThrow(
      expect.objectContaining({ code: 'time_ambiguous' }) as Problem,
    );
    expect(resolveUnasked(`${date}T${time}`, zone)).toMatchObject({ trouble: 'twice', instant: first });
    expect(resolveUnasked(`${date}T${time}`, zone, 'later')).toMatchObject({ trouble: 'twice', instant: second });
  });
});

describe('one post', () => {
  test.each(forward)('for $time on $date in $zone, which does not exist, is asked about', async (change) => {
    const { id, schedule } = await draftBefore(change);
    for (const which of [null, 'earlier', 'later'] as const) {
      const problem = await refusal(schedule(change.time, which), 'time_skipped');
      expect(problem.extra).toEqual({
        earlier: `${change.date}T${change.earlier}`,
        later: `${change.date}T${change.later}`,
      });
    }
    expect(await schedule(change.later)).toMatchObject({ state: 'scheduled', disambiguation: null });
    expect(await dueOf(id)).toEqual(at(change.date, change.later, change.after));
  });

  test.each(back)(
    'for $time on $date in $zone, which comes twice, is asked about and goes out at either',
    async (change) => {
      for (const [which, instant] of [
        ['earlier', change.first],
        ['later', change.second],
      ] as const) {
        const { id, schedule } = await draftBefore(change);
        const problem = await refusal(schedule(change.time), 'time_ambiguous');
        expect(problem.extra).toEqual({ earlier: change.first, later: change.second });
        expect(await schedule(change.time, which)).toMatchObject({ disambiguation: which });
        expect(await dueOf(id)).toEqual(new Date(instant));
      }
    },
  );

  test.each(both)('that is made for 09:00 after the night of $date in $zone goes out at 09:00', async (change) => {
    const { lead, item, channel } = await deskBefore(change);
    const { id } = await createPost(lead, 'https://news.example.org', {
      itemId: item.id,
      channelId: channel.id,
      schedule: { wallTime: `${change.date}T09:00`, disambiguation: null },
    });
    expect(await dueOf(id)).toEqual(at(change.date, '09:00', change.after));
  });
});

describe('a series', () => {
  const daily = async (change: Change, time: string, twice: 'earlier' | 'later' = 'earlier') => {
    const { lead, item, channel } = await deskBefore(change);
    const { id } = await createSeries(lead, {
      itemId: item.id,
      channelId: channel.id,
      variants: [{ text: 'Every day', images: [], link: null }],
      rule: 'FREQ=DAILY;COUNT=20',
      startsOn: plus(change.date, -9),
      time,
      twice,
    });
    return db.select().from(posts).where(eq(posts.seriesId, id)).orderBy(asc(posts.occurrence));
  };
  const dates = ({ date }: Change) =>
    datesBetween({ every: 'day', interval: 1, end: null }, plus(date, -9), plus(date, -9), plus(date, 10));

  test.each(both)('at 09:00 keeps 09:00 on the wall of $zone over $date, one post a date', async (change) => {
    const made = await daily(change, '09:00');
    expect(made.map(({ occurrence }) => occurrence)).toEqual(dates(change));
    for (const { occurrence, wallTime, dueAt, disambiguation } of made) {
      const date = occurrence ?? '';
      expect({ wallTime, disambiguation }).toEqual({ wallTime: `${date}T09:00`, disambiguation: null });
      expect(dueAt).toEqual(at(date, '09:00', date < change.date ? change.before : change.after));
    }
  });

  test.each(forward)('at $time, which $date in $zone skips, has its post that day all the same', async (change) => {
    const made = await daily(change, change.time);
    expect(made.map(({ occurrence }) => occurrence)).toEqual(dates(change));
    for (const { occurrence, wallTime, dueAt } of made) {
      const date = occurrence ?? '';
      const shown = date === change.date ? change.later : change.time;
      expect(wallTime).toBe(`${date}T${shown}`);
      expect(dueAt).toEqual(at(date, shown, date < change.date ? change.before : change.after));
    }
  });

  test.each(back)(
    'at $time, which $date in $zone shows twice, goes out once, at the one that was meant',
    async (change) => {
      for (const [which, instant] of [
        ['earlier', change.first],
        ['later', change.second],
      ] as const) {
        const made = await daily(change, change.time, which);
        expect(made.map(({ occurrence }) => occurrence)).toEqual(dates(change));
        for (const { occurrence, wallTime, dueAt, disambiguation } of made) {
          const date = occurrence ?? '';
          const isNight = date === change.date;
          expect({ wallTime, disambiguation }).toEqual({
            wallTime: `${date}T${change.time}`,
            disambiguation: isNight ? which : null,
          });
          const offset = date < change.date ? change.before : change.after;
          expect(dueAt).toEqual(isNight ? new Date(instant) : at(date, change.time, offset));
        }
      }
    },
  );
});
