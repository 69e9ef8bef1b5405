import type { MetricReading } from '@mobilise/channels/adapter';
import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { storable } from '../words.ts';

/** What was read of one post. `nextIn` in milliseconds from now; null when the post is not read again. */
export interface ReadPost {
  id: string;
  readings: readonly MetricReading[];
  nextIn: number | null;
}

/** Appends readings and sets when each post is read next, in one statement. `source` names who told. */
export async function append(
  { sql }: Pick<Publisher, 'sql'>,
  source: string,
  posts: readonly ReadPost[],
): Promise<void> {
  if (posts.length === 0) return;
  const readings = posts.flatMap(({ id, readings: values }) =>
    values.map((reading) => ({
      id,
      metric: reading.metric,
      status: reading.status,
      value: reading.status === 'ok' ? reading.value : null,
      message: reading.status === 'ok' ? null : storable(reading.message),
    })),
  );
  const next = posts.map(({ id, nextIn }) => ({ id, seconds: nextIn === null ? null : nextIn / 1000 }));
  await sql`
    with next as (
      select * from json_to_recordset(${JSON.stringify(next)}::text::json) as n(id uuid, seconds float8)
    ), moved as (
      update posts p set next_reading_at = statement_timestamp() + make_interval(secs => n.seconds)
      from next n where p.id = n.id and p.state = 'published'
      returning p.id, p.workspace_id
    ), appended as (
      insert into readings (post_id, metric, value, status, source, message)
      select r.id, r.metric, r.value, r.status, ${source}, r.message
      from json_to_recordset(${JSON.stringify(readings)}::text::json) as r(id uuid, metric text, value bigint, status text, message text)
      where exists (select from posts p where p.id = r.id)
    )
    select id, ${announced(sql, 'engagement', 'moved')} from moved`;
}
