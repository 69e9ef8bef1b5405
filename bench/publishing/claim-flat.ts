import { claimDue, release } from '../../apps/publisher/src/posts/claim.ts';
import { type Figure, note, short } from '../figure.ts';
import { median } from '../statistics.ts';
import type { PublishingStage } from './stage.ts';

const few = 10_000;
const many = 10_000_000;
const rounds = 40;
const claimed = 100;

/** Time to claim 100 posts among ten million rows over the time among ten thousand. */
export const claimFlat: Figure<PublishingStage> = {
  name: 'claim_flat_to_10m',
  unit: 'times',
  goal: '≤ 1.5',
  measure: async (stage) => {
    await leaveUnchecked(stage);
    await fill(stage, few);
    const small = await claimTime(stage);
    await fill(stage, many - few);
    const large = await claimTime(stage);
    note(`${claimed} posts claimed in ${short(small)} ms among ${few} rows, in ${short(large)} ms among ${many}`);
    return large / small;
  },
};

/** What rows are checked for as they are written is no part of claiming, and takes most of the time of writing ten million. */
async function leaveUnchecked({ sql }: PublishingStage): Promise<void> {
  const constraints = await sql<{ name: string }[]>`
    select conname as name from pg_constraint where conrelid = 'posts'::regclass and contype in ('f', 'u', 'c')`;
  for (const { name } of constraints) await sql.unsafe(`alter table posts drop constraint ${name}`);
}

/** Adds published posts of years past. Indexes are dropped meanwhile and made again: the same table in a tenth of the time. */
async function fill({ sql }: PublishingStage, count: number): Promise<void> {
  const began = performance.now();
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes where tablename = 'posts' and indexname <> 'posts_pkey'`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  const step = 500_000;
  for (let at = 0; at < count; at += step) {
    await sql`
      insert into posts (id, workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, due_at, send_at, grace, published_at, remote_id)
      select uuidv7(), p.workspace_id, p.item_id, p.revision_id, p.channel_id, 'published', p.content,
        to_char(t, 'YYYY-MM-DD"T"HH24:MI'), 'UTC', t, t, 900, t, 'x'
      from generate_series(1, ${Math.min(step, count - at)}::int) n
        cross join lateral (select timestamp '2020-01-01' + n * interval '1 minute' as t) times
        cross join (select * from posts where state = 'draft' limit 1) p`;
  }
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`vacuum (analyze) posts`;
  await sql`checkpoint`;
  note(`${count} posts written in ${short((performance.now() - began) / 1000)} s`);
}

async function claimTime(stage: PublishingStage): Promise<number> {
  const { publisher } = stage;
  const due = claimed * 3;
  await stage.sql`
    insert into posts (id, workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, due_at, send_at, grace)
    select uuidv7(), p.workspace_id, p.item_id, p.revision_id, p.channel_id, 'scheduled', p.content, '2026-01-01T09:00', 'UTC', now(), now(), 86400
    from generate_series(1, ${due}::int) cross join (select * from posts where state = 'draft' limit 1) p`;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const { claimed: claims } = await claimDue(publisher, { limit: claimed });
    times.push(performance.now() - began);
    if (claims.length !== claimed) throw new Error(`${claims.length} posts were claimed instead of ${claimed}`);
    await release(publisher, claims);
  }
  await stage.sql`delete from posts where state = 'scheduled'`;
  await stage.sql`vacuum posts`;
  return median(times.slice(5));
}
