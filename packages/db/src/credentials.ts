import { and, eq, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { channels } from './schema/channels.ts';
import { type SealingKey, seal } from './secrets.ts';

/**
 * Seals renewed credentials of a channel and stores them, unless others were stored since it was read: somebody reconnected
 * or another process renewed, and the newest refresh token must not be lost. Answers what is stored now, sealed.
 */
export async function storeRenewed(
  db: Db,
  key: SealingKey,
  channel: { id: string; credentials: string | null },
  renewed: Record<string, unknown>,
): Promise<string | null> {
  const sealed = seal(renewed, key, channel.id);
  await db
    .update(channels)
    .set({ credentials: sealed })
    .where(and(eq(channels.id, channel.id), sql`${channels.credentials} is not distinct from ${channel.credentials}`));
  const [stored] = await db
    .select({ credentials: channels.credentials })
    .from(channels)
    .where(eq(channels.id, channel.id));
  return stored?.credentials ?? sealed;
}
