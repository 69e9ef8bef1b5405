import type { newsroomConfig } from '@mobilise/contracts/channel-kinds/newsroom';
import { newId } from '@mobilise/contracts/new-id';
import type { Db } from '@mobilise/db/connect';
import { channels, formerAddresses } from '@mobilise/db/schema/channels';
import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { record, type Scope } from './scope.ts';

export type ChannelRow = typeof channels.$inferSelect;

/**
 * Makes the newsroom site of a new workspace. Its address is unique in the installation: when the slug is taken, a number
 * is added. In the caller's transaction.
 */
export async function createNewsroomChannel(
  scope: Scope,
  { name, slug, colour, description = '' }: { name: string; slug: string; colour: string; description?: string },
): Promise<ChannelRow> {
  for (let number = 1; ; number += 1) {
    const channel = await insertNewsroom(scope, name, {
      slug: number === 1 ? slug : `${slug}-${number}`,
      colour,
      description,
    });
    if (channel) return channel;
  }
}

/** Inserts a newsroom channel and records it; null when its slug is taken. In the caller's transaction. */
export async function insertNewsroom(
  scope: Scope,
  name: string,
  config: z.infer<typeof newsroomConfig>,
): Promise<ChannelRow | null> {
  await lockAddresses(scope.db);
  if (await siteAt(scope.db, config.slug)) return null;
  const [channel] = await scope.db
    .insert(channels)
    .values({
      id: newId(),
      workspaceId: scope.workspaceId,
      kind: 'newsroom',
      name,
      config,
      createdAt: scope.now,
    })
    // While a release is rolled out, an older one takes addresses without the lock.
    .onConflictDoNothing()
    .returning();
  if (!channel) return null;
  await record(scope, {
    action: 'connected',
    noun: 'channels',
    id: channel.id,
    subject: name,
    detail: { kind: 'newsroom', slug: config.slug },
  });
  return channel;
}

/** Whoever gives a newsroom site its address does it alone, until the transaction ends. Call it before a channel is locked. */
export async function lockAddresses(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('newsroom addresses'))`);
}

/** The id of the newsroom site that has this address, else of the one that once had it, in whatever workspace; null while it is free. */
export async function siteAt(db: Db, slug: string): Promise<string | null> {
  const [site] = await db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.kind, 'newsroom'), eq(sql`${channels.config}->>'slug'`, slug)));
  if (site) return site.id;
  const former = eq(formerAddresses.slug, slug);
  const [left] = await db.select({ id: formerAddresses.channelId }).from(formerAddresses).where(former);
  return left?.id ?? null;
}

/**
 * Keeps the address that a site leaves, from where it is found ever after; taking one back ends that. It is the last one's that had it:
 * releases before there were former addresses gave away what another site had left.
 */
export async function keepAddress(db: Db, channelId: string, { left, taken }: { left: string; taken: string }) {
  await db.delete(formerAddresses).where(eq(formerAddresses.slug, taken));
  await db
    .insert(formerAddresses)
    .values({ slug: left, channelId })
    .onConflictDoUpdate({ target: formerAddresses.slug, set: { channelId } });
}
