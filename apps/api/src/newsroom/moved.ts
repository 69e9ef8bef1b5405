import { slug as slugRule } from '@mobilise/contracts/fields';
import type { Db } from '@mobilise/db/connect';
import { channels, formerAddresses } from '@mobilise/db/schema/channels';
import { eq, sql } from 'drizzle-orm';

/** Where the path of a page, a feed or a file is now whose site had another address then; null where no site had that one. */
export async function findMoved(db: Db, path: string): Promise<string | null> {
  const [, former, rest = ''] = /^\/news\/([^/]+)(.*)$/.exec(path) ?? [];
  if (!slugRule.safeParse(former).success) return null;
  const [site] = await db
    .select({ slug: sql<string>`${channels.config}->>'slug'` })
    .from(formerAddresses)
    .innerJoin(channels, eq(channels.id, formerAddresses.channelId))
    .where(eq(formerAddresses.slug, former ?? ''));
  return site ? `/news/${site.slug}${rest}` : null;
}
