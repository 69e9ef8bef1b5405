import { setTimeout as wait } from 'node:timers/promises';
import { and, eq, isNull, sql } from 'drizzle-orm';
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
export const inForce = (h: string): string =>
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

/** SQL: the holds `h`, in force or ahead, that cover the post `p` at the instant `at`. Goes after `from`. */
export const holdsAt = (p: string, at: string): string =>
  `holds h where ${covers('h', p)} and h.ended_at is null and h.starts_at <= ${at} and (h.ends_at is null or h.ends_at > ${at})`;

/** SQL: when the post `p` is sent at the earliest, if nothing keeps it. */
export const earliest = (p: string): string => `greatest(${p}.send_at, statement_timestamp())`;

/** SQL: the id of the oldest hold that covers the post `p` at an instant, or null; by default one that is in force. */
export const holdOf = (p: string, at = 'statement_timestamp()'): string =>
  `(select h.id from ${holdsAt(p, at)} order by h.created_at limit 1)`;

/**
 * SQL: why nothing that is written now may come out at once on the channel `c`, as a sentence: a hold on everything or on the channel
 * is in force, or it is not ready; null where it may.
 */
export const whyKept = (c: string): string => `coalesce((
    select format('There is a hold on %s: “%s”.', case h.target when 'channel' then format('“%s”', ${c}.name) else 'everything' end, h.reason)
    from (values (${c}.workspace_id, ${c}.id, null::uuid)) p (workspace_id, channel_id, item_id), ${holdsAt('p', 'statement_timestamp()')}
    order by h.created_at limit 1
  ), case when ${c}.state <> 'ready' then format('“%s” is paused.', ${c}.name) end)`;

/**
 * The holds, in force or ahead, that cover what goes to a channel; for an item also those of its campaign and tags. `endsAt` is
 * null until somebody ends it.
 */
export function holdsAhead(
  db: Db,
  { workspaceId, channelId, itemId }: { workspaceId: string; channelId: string; itemId: string | null },
): Promise<{ startsAt: Date; endsAt: Date | null; reason: string }[]> {
  return db
    .select({ startsAt: holds.startsAt, endsAt: holds.endsAt, reason: holds.reason })
    .from(holds)
    .where(
      and(
        eq(holds.workspaceId, workspaceId),
        isNull(holds.endedAt),
        sql`(${holds.endsAt} is null or ${holds.endsAt} > statement_timestamp())`,
        sql`exists (select from (values (${workspaceId}::uuid, ${channelId}::uuid, ${itemId}::uuid)) p (workspace_id, channel_id, item_id)
          where ${sql.raw(covers('holds', 'p'))})`,
      ),
    );
}

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
      select (
          select count(*) from posts p where p.state = 'sending' and p.lease_until > clock_timestamp() and ${sql.raw(covers('h', 'p'))}
        )::int + (
          select count(*) from post_changes k join posts p on p.id = k.post_id
          where k.state = 'doing' and k.kind = 'edit' and k.lease_until > clock_timestamp() and ${sql.raw(covers('h', 'p'))}
        )::int + (
          select count(*) from letters l join posts p on p.id = l.post_id
          where l.state = 'sending' and p.state = 'published' and l.started_at > clock_timestamp() - interval '${sql.raw(String(patience))} milliseconds'
            and ${sql.raw(covers('h', 'p'))}
        )::int as leaving
      from holds h
      where h.id = ${id} and ${sql.raw(inForce('h'))}`);
    if ((row?.leaving ?? 0) === 0 || performance.now() > until) break;
    await wait(betweenLooks);
  }
  await db
    .update(holds)
    .set({ inForceAt: sql`clock_timestamp()` })
    .where(sql`${eq(holds.id, id)} and ${sql.raw(inForce('holds'))}`);
}
