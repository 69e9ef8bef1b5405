import type { Hold, pressHold as pressRoute } from '@mobilise/contracts/holds';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { resolveWallTime } from '@mobilise/contracts/time';
import { covers, earliest, forceHold, holdsAt, inForceSince, writeHold } from '@mobilise/db/holds';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { channels } from '@mobilise/db/schema/channels';
import { holds } from '@mobilise/db/schema/holds';
import { workspaces } from '@mobilise/db/schema/team';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { announce, inTransaction, record, type Scope } from '../scope.ts';

type Body = RouteRequest<typeof pressRoute>['body'];

/** The holds that are in force or lie ahead, the oldest first. */
export async function listHolds(scope: Scope): Promise<{ data: Hold[] }> {
  return { data: await select(scope) };
}

/**
 * Presses the hold switch. From the first commit on no publisher begins to send what it covers; what had begun is waited for, so
 * that nothing leaves after this answers (`inForceAt`). Problems: `invalid_request` for a target that is not here, and for an
 * end that has passed.
 */
export async function pressHold(scope: Scope, body: Body): Promise<Hold> {
  const id = newId();
  await inTransaction(scope, async (scope) => {
    const covered = await namesOf(scope, body.target);
    const [workspace] = await scope.db
      .select({ zone: workspaces.zone })
      .from(workspaces)
      .where(eq(workspaces.id, scope.workspaceId));
    const { startsAt, endsAt } = datesOrThrow(body, workspace?.zone ?? 'UTC', scope.now);
    const { target } = body;
    await writeHold(scope.db, {
      id,
      workspaceId: scope.workspaceId,
      target: target.kind,
      channelId: target.kind === 'channel' ? target.id : null,
      campaignId: target.kind === 'campaign' ? target.id : null,
      tag: target.kind === 'tag' ? target.tag : null,
      reason: body.reason,
      ...(startsAt && { startsAt }),
      endsAt,
      createdAt: scope.now,
      createdBy: scope.actor.userId,
      by: scope.actor.name,
    });
    await record(scope, {
      action: 'pressed',
      noun: 'holds',
      id,
      subject: covered,
      reason: body.reason,
      detail: { from: body.startsAt ?? null, until: body.endsAt ?? null },
    });
  });
  await forceHold(scope.db, id);
  await announce(scope, 'holds', id);
  const [hold] = await select(scope, eq(holds.id, id));
  if (!hold) throw new Error('A hold that was just pressed is gone');
  return hold;
}

/** Ends a hold. What it kept stays held, for somebody to send or spread out. Problem `not_found`. */
export function endHold(scope: Scope, id: string): Promise<Pick<Hold, 'held' | 'keptByOthers'>> {
  return inTransaction(scope, async (scope) => {
    const [hold] = await select(scope, eq(holds.id, id));
    const [ended] = await scope.db
      .update(holds)
      .set({ endedAt: scope.now, endedBy: scope.actor.name })
      .where(and(eq(holds.workspaceId, scope.workspaceId), eq(holds.id, id), isNull(holds.endedAt)))
      .returning({ id: holds.id });
    if (!hold || !ended) throw new Problem('not_found', 'There is no such hold in this workspace, or it has ended.');
    const [count] = await scope.db.execute<{ held: number }>(
      sql`select count(*)::int as held from posts where hold_id = ${id} and state = 'held'`,
    );
    const detail = { reason: hold.reason, ...count };
    await record(scope, { action: 'ended', noun: 'holds', id, subject: hold.covers, detail });
    return { held: count?.held ?? 0, keptByOthers: hold.keptByOthers };
  });
}

/** From when until when, null for now and for as long as nobody ends it. Problems name `body.startsAt` or `body.endsAt`. */
function datesOrThrow({ startsAt, endsAt }: Body, zone: string, now: Date): Record<'startsAt' | 'endsAt', Date | null> {
  const instant = (field: 'startsAt' | 'endsAt', wallTime: string | undefined): Date | null => {
    if (wallTime === undefined) return null;
    try {
      return new Date(resolveWallTime(wallTime, zone, 'earlier').instant);
    } catch (error) {
      throw error instanceof Problem ? wrong(field, error.message) : error;
    }
  };
  const dates = { startsAt: instant('startsAt', startsAt), endsAt: instant('endsAt', endsAt) };
  if (dates.endsAt && dates.endsAt <= now) throw wrong('endsAt', 'This time has passed. Choose a later one');
  return dates;
}

function wrong(field: string, message: string): Problem {
  return new Problem('invalid_request', message, { fields: [{ field: `body.${field}`, message }] });
}

/** What a target is called. Problem `invalid_request` when it is not of this workspace. */
async function namesOf(scope: Scope, target: Body['target']): Promise<string> {
  if (target.kind === 'everything') return 'everything';
  if (target.kind === 'tag') return target.tag;
  const table = target.kind === 'channel' ? channels : campaigns;
  const [row] = await scope.db
    .select({ name: table.name })
    .from(table)
    .where(and(eq(table.workspaceId, scope.workspaceId), eq(table.id, target.id)));
  if (row) return row.name;
  throw wrong('target.id', `There is no such ${target.kind} in this workspace`);
}

/** When one that began by its date, or whose press was cut short, was in force at the latest. */
const forcedSince = sql<Date | null>`${sql.raw(inForceSince('holds'))}`.mapWith(holds.inForceAt);

/** Posts `p` that fit, and how many of them other holds cover at an instant. */
const counted = (which: SQL, at: string) => sql<{ all: number; others: number }>`(
  select json_build_object('all', count(*), 'others', count(*) filter (
    where exists (select from ${sql.raw(holdsAt('p', at))} and h.id <> ${holds.id})))
  from posts p where ${which})`;

async function select(scope: Scope, which?: SQL): Promise<Hold[]> {
  const rows = await scope.db
    .select({
      hold: holds,
      since: forcedSince,
      channel: channels.name,
      campaign: campaigns.name,
      held: counted(sql`p.hold_id = ${holds.id} and p.state = 'held'`, 'statement_timestamp()'),
      ahead: counted(
        sql`p.state = 'scheduled' and p.send_at >= ${holds.startsAt}
          and (${holds.endsAt} is null or p.send_at < ${holds.endsAt}) and ${sql.raw(covers('holds', 'p'))}`,
        earliest('p'),
      ),
    })
    .from(holds)
    .leftJoin(channels, eq(channels.id, holds.channelId))
    .leftJoin(campaigns, eq(campaigns.id, holds.campaignId))
    .where(
      and(
        eq(holds.workspaceId, scope.workspaceId),
        isNull(holds.endedAt),
        sql`(${holds.endsAt} is null or ${holds.endsAt} > statement_timestamp())`,
        which,
      ),
    )
    .orderBy(holds.createdAt, holds.id);
  return rows.map(({ hold, since, channel, campaign, held, ahead }) => ({
    id: hold.id,
    target: targetOf(hold),
    covers: channel ?? campaign ?? hold.tag ?? 'everything',
    reason: hold.reason,
    startsAt: hold.startsAt.toISOString(),
    endsAt: hold.endsAt?.toISOString() ?? null,
    inForceAt: (hold.inForceAt ?? since)?.toISOString() ?? null,
    by: hold.by,
    createdAt: hold.createdAt.toISOString(),
    held: held.all,
    ahead: ahead.all,
    keptByOthers: { held: held.others, ahead: ahead.others },
  }));
}

function targetOf({ target, channelId, campaignId, tag }: typeof holds.$inferSelect): Hold['target'] {
  if (target === 'channel' && channelId) return { kind: target, id: channelId };
  if (target === 'campaign' && campaignId) return { kind: target, id: campaignId };
  if (target === 'tag' && tag) return { kind: target, tag };
  return { kind: 'everything' };
}
