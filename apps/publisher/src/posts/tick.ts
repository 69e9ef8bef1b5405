import { isRemote } from '@mobilise/channels/registry';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { Publisher } from '../publisher.ts';
import { prepareAhead } from './prepare.ts';
import type { Sending } from './send-due.ts';

/** Seconds ahead in which a timer is set; longer than the time between ticks. */
const horizon = 15;
/** Seconds ahead in which pictures are made and adapters loaded. */
const preparation = 60;
/** Posts prepared ahead in one tick. */
const preparedAtOnce = 20;
/** Milliseconds after which something due, but locked by somebody at this moment, is asked for again. */
const lockedPause = 100;
/** Milliseconds of difference between this machine's clock and the database's that call for an alarm. */
const skewAlarm = 2000;

/** Sends at the instant. */
export interface Tick {
  /** Looks ahead, sets a timer to the next instant and sends what is due. Called every few seconds. */
  tick: () => Promise<void>;
  /** Somebody scheduled something for an RFC 3339 instant that may be near. */
  expect: (instant: string) => void;
  /** Makes ready what goes out within a minute. */
  prepare: () => Promise<void>;
  stop: () => void;
}

/**
 * The database's clock decides what is due; this machine only counts the milliseconds to it. So one timer stands on the
 * next instant, and the tick every few seconds is what finds it again after anything went wrong.
 */
export function createTick(publisher: Publisher, sending: Sending): Tick {
  const { sql, log, monotonic } = publisher;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let skewed = false;
  /** The instant that the last look found overdue. */
  let overdue: number | null = null;
  /** Ids prepared already; the pictures themselves are remembered elsewhere. */
  let prepared = new Set<string>();

  let firing: Promise<void> | null = null;
  let again = false;
  const fire = (): Promise<void> => {
    again = true;
    firing ??= fireUntilQuiet();
    return firing;
  };
  const fireUntilQuiet = async () => {
    try {
      while (again && !stopped) {
        again = false;
        await sending.run();
        await arm();
      }
    } finally {
      // In the same breath as the last look at `again`: a call in between would be lost.
      firing = null;
    }
  };
  const fireLater = () =>
    fire().catch((error: unknown) => log.error({ error }, 'Due posts could not be claimed; the next tick tries again'));

  const arm = async () => {
    const [before, wallBefore] = [monotonic(), Date.now()];
    const [row] = await sql<{ now: number; next: number | null; rested: number | null }[]>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as now,
        (select (extract(epoch from send_at) * 1000)::float8 from posts
          where state = 'scheduled' and send_at <= statement_timestamp() + make_interval(secs => ${horizon})
            and channel_id <> all(${sending.busy()}::uuid[])
            and channel_id not in (select id from channels where resting_until > statement_timestamp())
          order by send_at limit 1) as next,
        (select (extract(epoch from min(resting_until)) * 1000)::float8 from channels
          where resting_until between statement_timestamp() and statement_timestamp() + make_interval(secs => ${horizon})) as rested`;
    const [after, wallAfter] = [monotonic(), Date.now()];
    if (!row || stopped) return;
    tellSkew((wallBefore + wallAfter) / 2 - row.now);
    clearTimeout(timer);
    const next = row.next === null || row.rested === null ? (row.next ?? row.rested) : Math.min(row.next, row.rested);
    if (next === null) return;
    if (next <= row.now) {
      // Due since the claim: at once. Still there after another claim: locked by somebody, who needs a moment.
      timer = setTimeout(() => void fireLater(), next === overdue ? lockedPause : 0);
      overdue = next;
      return;
    }
    // The database read its clock somewhere between the two looks at ours: in the middle, as a guess.
    const wait = next - row.now - (after - before) / 2;
    timer = setTimeout(() => void fireLater(), Math.max(1, Math.ceil(wait)));
  };

  const tellSkew = (skew: number) => {
    const large = Math.abs(skew) > skewAlarm;
    if (large && !skewed)
      log.warn(
        { skew: Math.round(skew) },
        'This machine’s clock and the database’s differ by more than two seconds; set up time synchronisation',
      );
    skewed = large;
  };

  return {
    tick: fire,
    expect: (instant) => {
      // By this machine's clock, so only roughly: firing early finds nothing and sets the timer right.
      const wait = Date.parse(instant) - Date.now();
      if (Number.isNaN(wait) || wait <= horizon * 1000) void fireLater();
    },
    prepare: async () => {
      const rows = await sql<{ id: string; kind: ChannelKindName; heavy: boolean }[]>`
        select p.id, c.kind, p.content->>'link' is not null or jsonb_array_length(p.content->'images') > 0 as heavy
        from posts p join channels c on c.id = p.channel_id
        where p.state = 'scheduled' and p.payload is null and c.kind <> 'newsroom'
          and p.send_at between statement_timestamp() and statement_timestamp() + make_interval(secs => ${preparation})
        order by p.send_at
        limit 1000`;
      for (const kind of new Set(rows.map(({ kind }) => kind))) if (isRemote(kind)) await publisher.adapterFor(kind);
      const due = rows
        .filter(({ id, heavy }) => heavy && !prepared.has(id))
        .slice(0, preparedAtOnce)
        .map(({ id }) => id);
      prepared = new Set([...rows.map(({ id }) => id).filter((id) => prepared.has(id)), ...due]);
      await prepareAhead(publisher, due);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
