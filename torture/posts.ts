import { guardedFetch } from '@mobilise/channels/outgoing-fetch';
import { adapterFor, handleFor, type RemoteKind } from '@mobilise/channels/registry';
import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { buildChannel, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { seal, sealingKey } from '@mobilise/db/secrets';
import type { Database } from './database.ts';
import { markOf, type Platform } from './platforms.ts';
import type { Chance } from './random.ts';

export interface Order {
  count: number;
  /** Seconds over which the posts come due. */
  over: number;
  secret: string;
}

/** Schedules posts on every platform and on a newsroom, in turn, at instants by chance; each has a mark of its own. */
export async function schedulePosts(
  { db, sql }: Database,
  platforms: readonly Platform[],
  chance: Chance,
  { count, over, secret }: Order,
): Promise<void> {
  const workspace = await buildWorkspace(db);
  const item = await buildItem(db, { workspaceId: workspace.id, approved: true });
  const newsroom = await buildChannel(db, { workspaceId: workspace.id });
  const ofKind = [[newsroom]];
  for (const platform of platforms) {
    const made = platform.accounts.map((typed) => connected(db, workspace.id, platform.kind, typed, secret));
    ofKind.push(await Promise.all(made));
  }

  const pattern = await buildPost(db, { channelId: newsroom.id, itemId: item.id, state: 'draft', dueAt: null });
  /** A channel that shows items whole gets an item of its own for each post, with the mark in its words. */
  const marked = async (mark: string) => {
    const body = {
      type: 'doc' as const,
      content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text: mark }] }],
    };
    const { id, revisionId } = await buildItem(db, {
      workspaceId: workspace.id,
      approved: true,
      content: { leadImage: null, body },
    });
    return { item_id: id, revision_id: revisionId };
  };
  const rows = [];
  for (let index = 0; index < count; index += 1) {
    const id = newId();
    const channels = ofKind[index % ofKind.length] ?? [];
    const channel = channels[Math.floor(index / ofKind.length) % channels.length] ?? newsroom;
    const after = chance.between(0, over * 1000);
    const text = `Flu clinic ${markOf(index)} opens on Saturday`;
    const isWhole = channel.kind !== 'newsroom' && channelKindOf(channel.kind).shows === 'item';
    const own = isWhole ? await marked(text) : { item_id: item.id, revision_id: item.revisionId };
    rows.push({ id, channel_id: channel.id, kind: channel.kind, after, text, ...own });
  }
  // Making the items takes its time; the first post is due when all are there.
  const start = Date.now() + 3000;
  const due = rows.map(({ kind, after, ...row }) => {
    const dueAt = new Date(start + after).toISOString();
    return { ...row, due_at: dueAt, handle: handleFor(kind, { postId: row.id, dueAt }) };
  });
  for (let at = 0; at < due.length; at += 1000) {
    await sql`
      insert into posts
      select r.* from json_to_recordset(${JSON.stringify(due.slice(at, at + 1000))}::text::json)
          as o(id uuid, channel_id uuid, item_id uuid, revision_id uuid, due_at timestamptz, text text, handle text)
        cross join posts p
        cross join lateral jsonb_populate_record(p, jsonb_build_object(
          'id', o.id, 'channel_id', o.channel_id, 'item_id', o.item_id, 'revision_id', o.revision_id, 'state', 'scheduled', 'due_at', o.due_at, 'send_at', o.due_at, 'handle', o.handle,
          'grace', 86400, 'tz_version', ${process.versions['tz'] ?? ''}::text, 'wall_time', to_char(o.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), 'zone', 'UTC',
          'content', jsonb_build_object('text', o.text, 'images', '[]'::jsonb, 'link', null))) r
      where p.id = ${pattern.id}`;
  }
  await sql`delete from posts where id = ${pattern.id}`;
}

async function connected(
  db: Database['db'],
  workspaceId: string,
  kind: RemoteKind,
  typed: Record<string, unknown>,
  secret: string,
) {
  const adapter = await adapterFor(kind);
  const { config, credentials, limits } = await adapter.connect(typed, {
    fetch: guardedFetch({ allowPrivate: true }),
    signal: AbortSignal.timeout(20_000),
  });
  const id = newId();
  return buildChannel(db, {
    id,
    workspaceId,
    kind,
    config,
    limits: limits ?? null,
    credentials: seal(credentials, sealingKey(secret), id),
  });
}
