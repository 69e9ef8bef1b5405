import { emailConfig } from '@mobilise/contracts/channel-kinds/email';
import { newId } from '@mobilise/contracts/new-id';
import { confirmDays } from '@mobilise/contracts/subscribers';
import type { Db } from '@mobilise/db/connect';
import { suppressionHash, verified } from '@mobilise/db/links';
import { channels } from '@mobilise/db/schema/channels';
import { letters, subscribers, suppressions } from '@mobilise/db/schema/subscribers';
import type { SealingKey } from '@mobilise/db/secrets';
import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import type { Jobs } from './rendering.ts';

/** What subscribing and leaving take: they happen outside any member's scope. */
export interface Desk {
  db: Db;
  key: SealingKey;
  now: Date;
}

/** Milliseconds in which nobody is asked a second time, so that a form cannot be made to flood a mailbox. */
const askAgainAfter = 10 * 60_000;

/** A newsletter as the public knows it. */
export interface Newsletter {
  channelId: string;
  workspaceId: string;
  name: string;
  about: string;
  postalAddress: string;
}

/** The newsletter of this id, or null. */
export async function findNewsletter(db: Db, channelId: string): Promise<Newsletter | null> {
  const [row] = await db
    .select({ workspaceId: channels.workspaceId, config: channels.config })
    .from(channels)
    .where(and(eq(channels.id, channelId), eq(channels.kind, 'email')));
  const config = emailConfig.safeParse(row?.config).data;
  if (!row || !config) return null;
  const { fromName: name, about, postalAddress } = config;
  return { channelId, workspaceId: row.workspaceId, name, about, postalAddress };
}

/**
 * Puts somebody down and has them asked by letter whether they meant it, unless they are subscribed or were asked just now. What
 * they were before stays until they confirm: a stranger who types an address changes nothing about it. Answers nothing, so that
 * nobody learns whether an address is known.
 */
export async function askToSubscribe(
  { db, now }: Omit<Desk, 'key'>,
  jobs: Jobs,
  { channelId, workspaceId }: Newsletter,
  email: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = new Date(now.getTime() - askAgainAfter);
    const [asked] = await tx
      .insert(subscribers)
      .values({
        id: newId(),
        workspaceId,
        channelId,
        email,
        state: 'pending',
        since: now,
        consentAt: now,
        consentSource: formOnSite,
        askedAt: now,
        createdAt: now,
      })
      .onConflictDoUpdate({
        target: [subscribers.channelId, subscribers.email],
        set: { askedAt: now },
        setWhere: sql`${subscribers.state} <> 'active' and (${subscribers.askedAt} is null or ${subscribers.askedAt} < ${before.toISOString()})`,
      })
      .returning({ id: subscribers.id });
    if (asked) await jobs.send('ask-subscriber', { subject: asked.id }, { db: fromDrizzle(tx, sql) });
  });
}

const formOnSite = 'Form on the site, confirmed by letter';

/** Whom a link to confirm is for, while it works: for a week, once, and until a newer one is sent. */
export async function findToConfirm(
  { db, key, now }: Desk,
  token: string,
): Promise<{ id: string; channelId: string } | null> {
  const [id, asked, ...more] = verified(key, 'confirm', token) ?? [];
  const askedAt = new Date(Number(asked));
  if (!id || more.length > 0 || now.getTime() - askedAt.getTime() > confirmDays * 86_400_000) return null;
  const [row] = await db
    .select({ id: subscribers.id, channelId: subscribers.channelId })
    .from(subscribers)
    .where(and(eq(subscribers.id, id), ne(subscribers.state, 'active'), eq(subscribers.askedAt, askedAt)));
  return row ?? null;
}

/** Subscribes whoever a link to confirm is for; their channel, or null for a link that does not work. */
export async function confirmSubscription(desk: Desk, token: string): Promise<string | null> {
  const found = await findToConfirm(desk, token);
  if (!found) return null;
  const { db, key, now } = desk;
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(subscribers)
      .set({
        ...{ state: 'active', since: now, confirmedAt: now, consentAt: now, consentSource: formOnSite },
        ...{ askedAt: null, bounces: 0, reply: null },
      })
      .where(and(eq(subscribers.id, found.id), isNotNull(subscribers.askedAt)))
      .returning({ email: subscribers.email, workspaceId: subscribers.workspaceId });
    if (!row) return null;
    // They asked to be forgotten once, and have now come back of their own will.
    const hash = suppressionHash(key, found.channelId, row.email);
    await tx.delete(suppressions).where(and(eq(suppressions.channelId, found.channelId), eq(suppressions.hash, hash)));
    await tellScreens(tx, row.workspaceId);
    return found.channelId;
  });
}

/** The newsletter that a link to unsubscribe is of; it works for ever. Null for a link that is not ours, or of who is gone. */
export async function findToLeave({ db, key }: Omit<Desk, 'now'>, token: string): Promise<string | null> {
  const [id] = verified(key, 'unsubscribe', token) ?? [];
  if (!id) return null;
  const [row] = await db.select({ channelId: subscribers.channelId }).from(subscribers).where(eq(subscribers.id, id));
  return row?.channelId ?? null;
}

/** Unsubscribes whoever a link is for, at once: what has not left yet does not leave. Doing it twice does no harm. */
export async function leave({ db, key, now }: Desk, token: string): Promise<void> {
  const [id, letter] = verified(key, 'unsubscribe', token) ?? [];
  if (!id) return;
  await db.transaction(async (tx) => {
    const left = await endSubscription(tx, id, 'unsubscribed', now);
    if (left && letter)
      await tx
        .update(letters)
        .set({ unsubscribedAt: now })
        .where(and(eq(letters.id, Number(letter)), eq(letters.subscriberId, id)));
  });
}

/**
 * Ends a subscription, in the caller's transaction: letters to them that have not left do not leave. Whether there was something
 * to end.
 */
export async function endSubscription(
  tx: Db,
  id: string,
  state: 'unsubscribed' | 'bounced' | 'complained',
  now: Date,
  reply: string | null = null,
): Promise<boolean> {
  const [row] = await tx
    .update(subscribers)
    .set({
      state,
      since: now,
      askedAt: null,
      ...(state === 'bounced' && { bounces: sql`${subscribers.bounces} + 1` }),
      ...(reply !== null && { reply }),
    })
    // Whoever has complained or left is not brought back by a bounce.
    .where(
      and(
        eq(subscribers.id, id),
        state === 'complained'
          ? ne(subscribers.state, 'complained')
          : state === 'bounced'
            ? eq(subscribers.state, 'active')
            : sql`${subscribers.state} not in ('unsubscribed', 'complained')`,
      ),
    )
    .returning({ workspaceId: subscribers.workspaceId });
  await tx
    .update(letters)
    .set({ state: 'skipped', reply: 'No longer subscribed.' })
    .where(and(eq(letters.subscriberId, id), eq(letters.state, 'pending')));
  if (row) await tellScreens(tx, row.workspaceId);
  return row !== undefined;
}

async function tellScreens(tx: Db, workspaceId: string): Promise<void> {
  const change = JSON.stringify({ workspaceId, noun: 'subscribers', id: null, actor: null });
  await tx.execute(sql`select pg_notify('changes', ${change})`);
}
