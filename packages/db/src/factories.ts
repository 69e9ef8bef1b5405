import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { slugify } from '@mobilise/contracts/fields';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { kindOf, uploadsOf } from '@mobilise/contracts/kinds';
import { newId } from '@mobilise/contracts/new-id';
import type { Role } from '@mobilise/contracts/roles';
import { wallTimeOf } from '@mobilise/contracts/time';
import { eq, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { channelConfig } from './factory-channel-config.ts';
import { users } from './schema/auth.ts';
import { campaigns } from './schema/campaigns.ts';
import { channels } from './schema/channels.ts';
import { approvals, items, revisionAssets, revisions } from './schema/items.ts';
import { assets } from './schema/media.ts';
import { corrections, postChanges } from './schema/post-changes.ts';
import { posts } from './schema/posts.ts';
import { series } from './schema/series.ts';
import { channelSlots } from './schema/slots.ts';
import { members, workspaces } from './schema/team.ts';

/**
 * Rows for tests and benchmarks. Each function makes one row with believable values, takes what matters to the test as
 * overrides, makes whatever parent is missing, and answers the row.
 */

let count = 0;
/** Different in every call of this process, and between processes by the id it comes with. */
const next = () => (count += 1);

type Row<T extends { $inferSelect: unknown }> = T['$inferSelect'];
type Overrides<T extends { $inferInsert: unknown }> = Partial<T['$inferInsert']>;

export async function buildWorkspace(
  db: Db,
  overrides: Overrides<typeof workspaces> = {},
): Promise<Row<typeof workspaces>> {
  const id = overrides.id ?? newId();
  const name = overrides.name ?? `Fern Hill Hospice ${next()}`;
  const row = { name, slug: `${slugify(name)}-${id.slice(-8)}`, zone: 'Europe/London', ...overrides, id };
  return one(await db.insert(workspaces).values(row).returning());
}

async function buildUser(db: Db, overrides: Overrides<typeof users> = {}): Promise<Row<typeof users>> {
  const id = overrides.id ?? newId();
  const row = { name: `Amira Khan ${next()}`, email: `${id}@example.org`, emailVerified: true, ...overrides, id };
  return one(await db.insert(users).values(row).returning());
}

/** A person with a role in a workspace; answers both. */
export async function buildMember(
  db: Db,
  overrides: Overrides<typeof members> & { name?: string; email?: string } = {},
): Promise<{ user: Row<typeof users>; member: Row<typeof members> }> {
  const { name, email, userId, ...rest } = overrides;
  const user = userId
    ? one(await db.select().from(users).where(eq(users.id, userId)))
    : await buildUser(db, { ...(name && { name }), ...(email && { email }) });
  const workspaceId = rest.workspaceId ?? (await buildWorkspace(db)).id;
  const role: Role = rest.role ?? 'editor';
  const member = one(
    await db
      .insert(members)
      .values({ ...rest, workspaceId, role, userId: user.id })
      .returning(),
  );
  return { user, member };
}

export async function buildCampaign(
  db: Db,
  overrides: Overrides<typeof campaigns> = {},
): Promise<Row<typeof campaigns>> {
  const id = overrides.id ?? newId();
  const workspaceId = overrides.workspaceId ?? (await buildWorkspace(db)).id;
  const name = overrides.name ?? `Winter ${next()}`;
  const row = { slug: slugify(name), colour: '#0f766e', ...overrides, id, workspaceId, name };
  return one(await db.insert(campaigns).values(row).returning());
}

/** An upload that has been processed, without renditions; its bytes are in no storage unless the test puts them there. */
export async function buildAsset(db: Db, overrides: Overrides<typeof assets> = {}): Promise<Row<typeof assets>> {
  const id = overrides.id ?? newId();
  const workspaceId = overrides.workspaceId ?? (await buildWorkspace(db)).id;
  const row = {
    kind: 'image' as const,
    filename: `ward-garden-${next()}.jpg`,
    mime: 'image/jpeg',
    sha256: id.replaceAll('-', '').repeat(2),
    bytes: 120_000,
    width: 1600,
    height: 900,
    alt: 'The ward garden in May',
    state: 'ready' as const,
    ...overrides,
    id,
    workspaceId,
  };
  return one(await db.insert(assets).values(row).returning());
}

/** An item with its first revision, not approved; `content` and the words go into the revision. */
export async function buildItem(
  db: Db,
  overrides: Overrides<typeof items> & { content?: Row<typeof revisions>['content']; approved?: boolean } = {},
): Promise<Row<typeof items>> {
  const { content, approved, ...rest } = overrides;
  const id = rest.id ?? newId();
  const workspaceId = rest.workspaceId ?? (await buildWorkspace(db)).id;
  const kind: ItemKind = rest.kind ?? 'story';
  const title = rest.title ?? `Carers’ week at Fern Hill ${next()}`;
  const slug = rest.slug ?? `${slugify(title)}-${id.slice(-8)}`;
  await db.insert(items).values({ ...rest, id, workspaceId, kind, title, slug });
  await buildRevision(db, { itemId: id, ...(content && { content }), ...(approved !== undefined && { approved }) });
  return one(await db.select().from(items).where(eq(items.id, id)));
}

/** The next revision of an item, which becomes its newest; `approved` adds an approval by a lead. */
export async function buildRevision(
  db: Db,
  overrides: Overrides<typeof revisions> & { approved?: boolean } = {},
): Promise<Row<typeof revisions>> {
  const { approved = false, ...rest } = overrides;
  if (!rest.itemId) {
    const item = await buildItem(db, { ...(rest.content && { content: rest.content }), approved });
    return one(
      await db
        .select()
        .from(revisions)
        .where(eq(revisions.id, item.revisionId ?? '')),
    );
  }
  const id = rest.id ?? newId();
  const item = one(await db.select().from(items).where(eq(items.id, rest.itemId)));
  const kind = kindOf(item.kind);
  const row = {
    title: item.title,
    summary: item.summary,
    content: kind.empty,
    number: item.revision + 1,
    ...rest,
    id,
    itemId: item.id,
  };
  const revision = one(await db.insert(revisions).values(row).returning());
  await db
    .update(items)
    .set({
      revisionId: id,
      revision: row.number,
      title: row.title,
      summary: row.summary,
      thumbAssetId: kind.images(row.content)[0]?.assetId ?? null,
    })
    .where(eq(items.id, item.id));
  const used = uploadsOf(item.kind, row.content);
  if (used.length > 0) await db.insert(revisionAssets).values(used.map((assetId) => ({ revisionId: id, assetId })));
  if (approved) await db.insert(approvals).values({ id: newId(), revisionId: id, by: 'Grace Okafor' });
  return revision;
}

/** A connected channel, ready; a newsroom unless `kind` says otherwise. */
export async function buildChannel(db: Db, overrides: Overrides<typeof channels> = {}): Promise<Row<typeof channels>> {
  const id = overrides.id ?? newId();
  const workspaceId = overrides.workspaceId ?? (await buildWorkspace(db)).id;
  const kind: ChannelKindName = overrides.kind ?? 'newsroom';
  const row = {
    name: `Fern Hill ${kind} ${next()}`,
    config: channelConfig(kind, id.slice(-12)),
    ...overrides,
    id,
    workspaceId,
    kind,
  };
  return one(await db.insert(channels).values(row).returning());
}

/** Slots of a channel at the same times on each of some weekdays; every day unless told. */
export async function buildSlots(
  db: Db,
  { id: channelId, workspaceId }: Pick<Row<typeof channels>, 'id' | 'workspaceId'>,
  times: readonly string[],
  weekdays: readonly number[] = [1, 2, 3, 4, 5, 6, 7],
): Promise<void> {
  const rows = weekdays.flatMap((weekday) => times.map((time) => ({ workspaceId, channelId, weekday, time })));
  await db.insert(channelSlots).values(rows);
}

/**
 * A post, by default scheduled for this instant, of an approved story on a newsroom. `dueAt` sets the wall time, the zone
 * and `sendAt` to match; `approved: false` leaves its revision without approval (an item of your own keeps what it has).
 */
export async function buildPost(
  db: Db,
  overrides: Overrides<typeof posts> & { approved?: boolean } = {},
): Promise<Row<typeof posts>> {
  const { approved = true, ...rest } = overrides;
  const channel = rest.channelId
    ? one(await db.select().from(channels).where(eq(channels.id, rest.channelId)))
    : await buildChannel(db, { ...(rest.workspaceId && { workspaceId: rest.workspaceId }) });
  const { workspaceId } = channel;
  const item = rest.itemId
    ? one(await db.select().from(items).where(eq(items.id, rest.itemId)))
    : await buildItem(db, { workspaceId, approved });
  const state = rest.state ?? 'scheduled';
  const zone = rest.zone ?? 'Europe/London';
  const { now } = one(await db.execute<{ now: string }>(sql`select to_json(clock_timestamp())#>>'{}' as now`));
  const dueAt = rest.dueAt === undefined && state !== 'draft' ? new Date(now) : (rest.dueAt ?? null);
  const row = {
    content: { text: `Carers’ week starts on Monday. ${item.title}`, images: [], link: null },
    state,
    zone,
    dueAt,
    sendAt: dueAt,
    wallTime: dueAt && wallTimeOf(dueAt, zone),
    grace: channelKindOf(channel.kind).grace,
    holdReason: state === 'held' ? ('approval' as const) : null,
    ...rest,
    id: rest.id ?? newId(),
    workspaceId,
    channelId: channel.id,
    itemId: item.id,
    revisionId: rest.revisionId ?? item.revisionId ?? '',
  };
  return one(await db.insert(posts).values(row).returning());
}

/** A series of an approved story on Bluesky, every Tuesday at 09:00; none of its occurrences is made. */
export async function buildSeries(
  db: Db,
  overrides: Overrides<typeof series> & { approved?: boolean } = {},
): Promise<Row<typeof series>> {
  const { approved = true, ...rest } = overrides;
  const channel = rest.channelId
    ? one(await db.select().from(channels).where(eq(channels.id, rest.channelId)))
    : await buildChannel(db, { kind: 'bluesky', ...(rest.workspaceId && { workspaceId: rest.workspaceId }) });
  const { workspaceId } = channel;
  const itemId = rest.itemId ?? (await buildItem(db, { workspaceId, approved })).id;
  const row = {
    variants: [{ text: 'The memory café is open on Tuesdays.', images: [], link: null }],
    rule: 'FREQ=WEEKLY;BYDAY=TU',
    startsOn: '2026-11-24',
    time: '09:00',
    zone: 'Europe/London',
    grace: channelKindOf(channel.kind).grace,
    ...rest,
    id: rest.id ?? newId(),
    workspaceId,
    channelId: channel.id,
    itemId,
  };
  return one(await db.insert(series).values(row).returning());
}

/** A change of a published post, by default its removal, due at this instant. An edit brings the revision that the post carries. */
export async function buildPostChange(
  db: Db,
  overrides: Overrides<typeof postChanges> & { postId: string },
): Promise<Row<typeof postChanges>> {
  const post = one(await db.select().from(posts).where(eq(posts.id, overrides.postId)));
  const kind = overrides.kind ?? 'remove';
  const row = {
    by: 'Grace Okafor',
    revisionId: kind === 'edit' ? post.revisionId : null,
    ...overrides,
    kind,
    id: overrides.id ?? newId(),
    workspaceId: post.workspaceId,
  };
  return one(await db.insert(postChanges).values(row).returning());
}

/** A correction of an item. */
export async function buildCorrection(
  db: Db,
  overrides: Overrides<typeof corrections> & { itemId: string },
): Promise<Row<typeof corrections>> {
  const item = one(await db.select().from(items).where(eq(items.id, overrides.itemId)));
  const row = { statement: 'The clinic is on Sunday, not on Saturday.', by: 'Grace Okafor', ...overrides };
  return one(
    await db
      .insert(corrections)
      .values({ ...row, id: row.id ?? newId(), workspaceId: item.workspaceId })
      .returning(),
  );
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (!row) throw new Error('The row a factory was told to build upon is not there');
  return row;
}
