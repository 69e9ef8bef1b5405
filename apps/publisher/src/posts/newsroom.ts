import type { Publisher } from '../publisher.ts';
import type { Claimed } from './claim.ts';
import { type Intended, intend } from './intend.ts';
import { settlementOf } from './retry.ts';
import { settle } from './settle.ts';

/**
 * Publishes claimed newsroom posts: the site shows what the table says, so intent and result are one transaction and
 * nothing about it can be unknown. A post of an item that is already on the site takes the earlier one's place, because the
 * site shows the newest published post of an item on its channel.
 */
export async function publishOnNewsroom(publisher: Publisher, claims: readonly Claimed[]): Promise<Intended[]> {
  const { sql, settings, random } = publisher;
  return sql.begin(async (tx) => {
    const intended = await intend(
      publisher,
      tx,
      claims.map(({ id, fence }) => ({ id, fence, payload: null })),
    );
    if (intended.length === 0) return [];
    const rows = await tx<{ id: string; site: string; item: string }[]>`
      select p.id, c.config->>'slug' as site, i.slug as item
      from posts p join channels c on c.id = p.channel_id join items i on i.id = p.item_id
      where p.id = any(${intended.map(({ id }) => id)}::uuid[])`;
    const addresses = new Map(rows.map(({ id, site, item }) => [id, `${settings.publicUrl}/news/${site}/${item}`]));
    const published = intended.map((post) =>
      settlementOf(post, { outcome: 'published', remoteId: post.id, remoteUrl: addresses.get(post.id) ?? '' }, random),
    );
    const written = new Set(await settle(publisher, tx, published));
    return intended.filter(({ id }) => written.has(id));
  });
}
