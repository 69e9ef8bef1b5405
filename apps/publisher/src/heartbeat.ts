import { hostname } from 'node:os';
import { ffmpegFacts } from '@mobilise/media-processing/ffmpeg-facts';
import type { Publisher } from './publisher.ts';

/** Says that this publisher lives, where, what it runs and how its clock goes, and forgets those silent for a day. */
export async function beat(publisher: Publisher): Promise<void> {
  const { sql, workerId, settings } = publisher;
  const skew = await clockSkew(publisher);
  await sql`
    insert into publishers (id, machine, release, skew) values (${workerId}, ${hostname()}, ${settings.release}, ${skew})
    on conflict (id) do update set seen_at = statement_timestamp(), skew = excluded.skew`;
  await sql`delete from publishers where seen_at < statement_timestamp() - interval '1 day'`;
}

/** Says, once, what this publisher makes sound and films with; again while it has nothing. */
export async function sayFfmpeg({ sql, workerId, ffmpeg }: Publisher): Promise<void> {
  const [unsaid] =
    await sql`select from publishers where id = ${workerId} and (ffmpeg is null or ffmpeg->>'source' = 'none')`;
  if (!unsaid) return;
  const facts = await ffmpegFacts(ffmpeg);
  await sql`update publishers set ffmpeg = ${JSON.stringify(facts)}::text::jsonb where id = ${workerId}`;
}

/** Says that this publisher has ended, so that nobody waits for it. */
export async function sayGoodbye({ sql, workerId }: Publisher): Promise<void> {
  await sql`delete from publishers where id = ${workerId}`;
}

/** Milliseconds by which this machine's clock is ahead of the database's, which read its own in the middle of our question, as a guess. */
async function clockSkew({ sql, wallClock }: Publisher): Promise<number> {
  const before = wallClock();
  const [row] = await sql<{ now: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`;
  const skew = Math.round((before + wallClock()) / 2 - (row?.now ?? before));
  return Math.max(-2_000_000_000, Math.min(2_000_000_000, skew));
}
