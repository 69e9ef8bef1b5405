import { setTimeout as wait } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { holds } from './schema/holds.ts';

/**
 * Advisory lock between pressing the hold switch and beginning to send: whoever is about to commit an intent shares it, the
 * switch takes it alone. So every intent was either committed before the switch, and is waited for, or sees it.
 */
const lock = 0x686f_6c64;

/** SQL: shares that lock until the transaction ends. */
export const shareHoldLock = `select pg_advisory_xact_lock_shared(${lock})`;

/** SQL: whether the hold `h` is in force at this moment. */
const inForce = (h: string): string =>
  `(${h}.ended_at is null and ${h}.starts_at <= statement_timestamp() and (${h}.ends_at is null or ${h}.ends_at > statement_timestamp()))`;

/** Milliseconds that what is on its way may take to leave: a publisher's deadline for one request, and a little. */
const patience = 25_000;
const betweenLooks = 25;

/** SQL: from when on nothing leaves that the hold `h` covers, though nobody waited and looked; null before that. */
export const inForceSince = (h: string): string =>
  `(select latest from (values (greatest(${h}.starts_at, ${h}.created_at) + interval '${patience} milliseconds')) at_the (latest)
    where latest <= statement_timestamp())`;

/** SQL: whether the hold `h` covers the post `p`, an alias with workspace, item and channel. */
export const covers = (h: string, p: string): string =>
  `(${h}.workspace_id = ${p}.workspace_id and (${h}.target = 'everything' or ${h}.channel_id = ${p}.channel_id
    or (${h}.target in ('campaign', 'tag') and exists (
      select from items i where i.id = ${p}.item_id and (i.campaign_id = ${h}.campaign_id or ${h}.tag = any(i.tags))))))`;

/** SQL: the id of the oldest hold that is in force and covers the post `p`, or null. */
export const holdOf = (p: string): string =>
  `(select h.id from holds h where ${covers('h', p)} and ${inForce('h')} order by h.created_at limit 1)`;

/** Writes a hold, in the caller's transaction: once that is committed, no publisher begins to send what it covers. */
export async function writeHold(tx: Db, hold: typeof holds.$inferInsert): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
  await tx.insert(holds).values(hold);
  await tx.execute(sql`select pg_notify('holds', ${hold.id})`);
}

/**
 * Waits until nothing that a hold covers is on its way any more, 25 seconds at most, and writes when that was: nothing leaves
 * after it. One that lies ahead comes into force by itself.
 */
export async function forceHold(db: Db, id: string): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    const [row] = await db.execute<{ leaving: number }>(sql`
      select count(p.id)::int + (
        select count(*)::int from letters l join posts p on p.id = l.post_id join holds h on h.id = ${id}
        where l.state = 'sending' and p.state = 'published' and l.started_at > clock_timestamp() - interval '${sql.raw(String(patience))} milliseconds'
          and ${sql.raw(covers('h', 'p'))} and ${sql.raw(inForce('h'))}
      ) as leaving from holds h
        left join posts p on p.state = 'sending' and p.lease_until > clock_timestamp() and ${sql.raw(covers('h', 'p'))}
      where h.id = ${id} and ${sql.raw(inForce('h'))}`);
    if ((row?.leaving ?? 0) === 0 || performance.now() > until) break;
    await wait(betweenLooks);
  }
  await db
    .update(holds)
    .set({ inForceAt: sql`clock_timestamp()` })
    .where(sql`${eq(holds.id, id)} and ${sql.raw(inForce('holds'))}`);
}
