import type { newsroomConfig } from '@mobilise/contracts/channel-kinds/newsroom';
import { newId } from '@mobilise/contracts/new-id';
import { channels } from '@mobilise/db/schema/channels';
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

/** Inserts a newsroom channel and records it; null when its slug is taken. */
export async function insertNewsroom(
  scope: Scope,
  name: string,
  config: z.infer<typeof newsroomConfig>,
): Promise<ChannelRow | null> {
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
