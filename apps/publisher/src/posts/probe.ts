import { isRemote } from '@mobilise/channels/registry';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { channels } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, sql as raw, type SQL } from 'drizzle-orm';
import { type ChannelRow, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { releaseAndTell } from '../releasing.ts';
import { storable, wordsOf } from '../words.ts';
import { circuitOpensAfter } from './health.ts';

/** Seconds: the first wait for a channel that does not answer, doubled by every look that finds it so, up to half an hour. */
const firstWait = 60;
const longestWait = 1800;

type Row = ChannelRow & { workspaceId: string; kind: ChannelKindName };
type Health = { ok: true } | { ok: false; message: string; advice: string; reconnect: boolean };

/** What holds a post, and where it has gone. */
const gone = {
  channel: raw`${posts.channelId} in (select c.id from channels c where c.state = 'ready')`,
  files: raw`${posts.revisionId} in (select r.id from revisions r where r.files in ('none', 'ready'))`,
};

/**
 * Decides again about posts that are held because of a channel which is ready, or for files which are there: they were held at
 * the very moment at which that came to be so. Answers how many that were.
 */
export async function freeLeftBehind({ db, log }: Publisher): Promise<number> {
  let freed = 0;
  for (const [reason, hasGone] of Object.entries(gone) as [keyof typeof gone, SQL][]) {
    const left = await db
      .selectDistinct({ workspaceId: posts.workspaceId })
      .from(posts)
      .where(and(eq(posts.state, 'held'), eq(posts.holdReason, reason), hasGone));
    for (const { workspaceId } of left)
      freed += await db.transaction((tx) => releaseAndTell(tx, workspaceId, reason, hasGone));
  }
  if (freed > 0) log.warn({ posts: freed }, 'Held although what held them had gone; decided on again');
  return freed;
}

/**
 * Asks the channels whose circuit is open whether they work again, each after its wait, one publisher at a time. One that
 * does is ready, and what waited for it is scheduled again unless too late. Answers how many were asked.
 */
export async function probe(publisher: Publisher): Promise<number> {
  const { sql } = publisher;
  const rows = await sql<Row[]>`
    with due as (
      select id from channels where state = 'failing' and (resting_until is null or resting_until <= statement_timestamp())
      for no key update skip locked
    )
    update channels c set resting_until = statement_timestamp()
      + make_interval(secs => least(${longestWait}, ${firstWait} * 2 ^ greatest(0, least(failures - ${circuitOpensAfter}, 10))))
    from due where c.id = due.id
    returning c.id, c.workspace_id as "workspaceId", c.kind, c.config, c.credentials`;
  await Promise.all(rows.map(async (row) => keep(publisher, row, await ask(publisher, row))));
  return rows.length;
}

async function ask(publisher: Publisher, row: Row): Promise<Health> {
  if (!isRemote(row.kind)) return { ok: true };
  try {
    const adapter = await publisher.adapterFor(row.kind);
    return await adapter.check(connectionTo(publisher, row, AbortSignal.timeout(publisher.timing.deadline)));
  } catch (error) {
    return { ok: false, message: wordsOf(error), advice: 'It is asked again later.', reconnect: false };
  }
}

async function keep({ db, log }: Publisher, { id, workspaceId }: Row, health: Health): Promise<void> {
  log.info({ channel: id, ok: health.ok }, 'Asked whether the channel works again');
  const stillFailing = and(eq(channels.id, id), eq(channels.state, 'failing'));
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(channels)
      .set(
        health.ok
          ? { state: 'ready', failures: 0, restingUntil: null, lastSuccessAt: raw`statement_timestamp()` }
          : {
              state: health.reconnect ? 'needs_reconnect' : 'failing',
              failures: raw`${channels.failures} + 1`,
              lastErrorAt: raw`statement_timestamp()`,
              lastError: storable(health.message),
              lastAdvice: storable(health.advice),
            },
      )
      .where(stillFailing)
      .returning({ id: channels.id });
    if (changed.length === 0) return;
    if (health.ok) await releaseAndTell(tx, workspaceId, 'channel', eq(posts.channelId, id));
    await tx.execute(
      raw`select pg_notify('changes', ${JSON.stringify({ workspaceId, noun: 'channels', id, actor: null })})`,
    );
  });
}
