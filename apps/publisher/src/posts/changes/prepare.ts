import type { OutgoingPost } from '@mobilise/channels/adapter';
import { pageOfItem } from '@mobilise/db/item-page';
import { coverFor } from '@mobilise/db/rights';
import type { Publisher } from '../../publisher.ts';
import { freeze, type Row, showItems } from '../prepare.ts';
import type { ClaimedChange } from './claim.ts';

/** What a change is done with. */
export interface Change extends ClaimedChange {
  /** The channel's name for the post; null when nobody knows it. */
  remoteId: string | null;
  /** What an edit makes of it; null for a removal. */
  payload: OutgoingPost | null;
}

/**
 * A change with what goes out: frozen before its first try, the same on every one. An edit is made of the revision that was
 * approved and the words for the channel, or those that are there. Throws MediaError for a picture that is gone or damaged.
 */
export async function prepareChange(publisher: Publisher, claim: ClaimedChange): Promise<Change | null> {
  const { sql } = publisher;
  const [row] = await sql<(Row & { remoteId: string | null })[]>`
    select p.id, c.kind, c.limits, coalesce(k.content, p.content) as content, k.payload, p.progress, p.handle, p.remote_id as "remoteId",
      r.title, r.summary, i.kind as "itemKind", i.slug,
      (extract(epoch from coalesce(p.due_at, p.send_at, p.published_at)) * 1000)::float8 as due,
      case when k.payload is null then r.content end as revision,
      case when k.payload is null then ${sql.unsafe(coverFor('r.id'))} end as cover,
      case when k.payload is null and c.kind = any(${showItems}) then ${sql.unsafe(pageOfItem('i'))} end as page,
      p.payload->>'replyTo' as "replyTo"
    from post_changes k
      join posts p on p.id = k.post_id
      join channels c on c.id = p.channel_id
      join items i on i.id = p.item_id
      join revisions r on r.id = coalesce(k.revision_id, p.revision_id)
    where k.id = ${claim.id} and k.fence = ${claim.fence}`;
  if (!row) return null;
  if (claim.kind === 'remove') return { ...claim, remoteId: row.remoteId, payload: null };
  // What it answers was there once and stays what it answers, wherever that has gone.
  const { replyTo: _, ...content } = row.content;
  const payload = row.payload ?? (await freeze(publisher, { ...row, content }));
  return { ...claim, remoteId: row.remoteId, payload: { ...payload, progress: row.progress } };
}
