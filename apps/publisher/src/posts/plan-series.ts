import { lockSeries, materialise } from '@mobilise/db/materialise';
import { series } from '@mobilise/db/schema/series';
import { auditEntries } from '@mobilise/db/schema/team';
import { asc, eq } from 'drizzle-orm';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/**
 * Makes the occurrences that have come within reach of every series that goes on, a transaction each. Answers how many posts
 * were made. Others may do the same at the same time: each occurrence comes into being once.
 */
export async function planSeries(publisher: Publisher, now = new Date()): Promise<number> {
  const { db, log } = publisher;
  const active = await db
    .select({ id: series.id })
    .from(series)
    .where(eq(series.state, 'active'))
    .orderBy(asc(series.id));
  let count = 0;
  for (const { id } of active) {
    // One that cannot be planned keeps none of the others back.
    count += await planOne(publisher, id, now).catch((error: unknown) => {
      log.error({ error, series: id }, 'A series could not be planned; it is tried again next time');
      return 0;
    });
  }
  return count;
}

async function planOne({ db, sql, log }: Publisher, id: string, now: Date): Promise<number> {
  const { made, textless, workspaceId } = await db.transaction(async (tx) => {
    const locked = await lockSeries(tx, id);
    if (!locked) return { made: [], textless: [], workspaceId: '' };
    const { workspaceId } = locked.series;
    const answer = await materialise(tx, locked, { now, userId: null });
    if (answer.made.length > 0) {
      await tx.insert(auditEntries).values({
        workspaceId,
        actor: 'Publisher',
        at: now,
        action: 'planned',
        noun: 'series',
        subjectId: id,
        subject: `${locked.title} → ${locked.channel.name}`,
        detail: { dates: answer.made.map(({ occurrence }) => occurrence) },
      });
    }
    return { ...answer, workspaceId };
  });
  if (textless.length > 0) log.warn({ series: id, dates: textless }, 'A series needs another text');
  if (made.length === 0) return 0;
  log.info({ series: id, posts: made.length }, 'Planned ahead');
  await announce(sql, workspaceId, 'posts', null);
  const [first] = made;
  if (first) await sql.notify('posts_due', first.dueAt.toISOString());
  return made.length;
}
