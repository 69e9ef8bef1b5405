import { getCalendar as route } from '@mobilise/contracts/posts';
import { buildAsset, buildChannel, buildItem } from '@mobilise/db/factories';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { items } from '@mobilise/db/schema/items';
import { renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { testDatabase } from '@mobilise/db/testing';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { calendarQuery, getCalendar } from './calendar.ts';

const { db } = await testDatabase();
const december = { from: '2026-12-01', to: '2026-12-31' };

describe('the calendar', () => {
  test('has the posts between two dates, both included, by the clock on the wall', async () => {
    const { post, as } = await buildDesk(db, { zone: 'Pacific/Auckland' });
    const at = (dueAt: string) => post({ zone: 'Pacific/Auckland', dueAt: new Date(dueAt) });
    // Auckland is 13 hours ahead: its December begins on 30 November at 11:00 in UTC.
    await at('2026-11-30T10:59:00Z');
    const first = await at('2026-11-30T11:00:00Z');
    const last = await at('2026-12-31T10:59:00Z');
    await at('2026-12-31T11:00:00Z');
    await post({ state: 'draft', dueAt: null });
    const { data, zone } = route.response.parse(await getCalendar(await as('viewer'), december));
    expect(zone).toBe('Pacific/Auckland');
    expect(data.map(({ id, wallTime }) => [id, wallTime])).toEqual([
      [first.id, '2026-12-01T00:00'],
      [last.id, '2026-12-31T23:59'],
    ]);
  });

  test('answers cards that fit the contract, with thumbnail, campaign and person', async () => {
    const { workspace, channel, post, as } = await buildDesk(db);
    const asset = await buildAsset(db, { workspaceId: workspace.id });
    const { hash } = { hash: 'a'.repeat(64) };
    await db.insert(renditions).values({
      id: crypto.randomUUID(),
      assetId: asset.id,
      purpose: 'thumb',
      format: 'webp',
      width: 320,
      height: 320,
      bytes: 1,
      sha256: hash,
    });
    const campaignId = crypto.randomUUID();
    await db
      .insert(campaigns)
      .values({ id: campaignId, workspaceId: workspace.id, name: 'Winter', slug: 'winter', colour: '#0f766e' });
    const { actor } = await as('editor');
    const content = { leadImage: { assetId: asset.id, alt: 'A door' }, body: { type: 'doc' as const, content: [] } };
    const item = await buildItem(db, {
      workspaceId: workspace.id,
      content,
      campaignId,
      assigneeId: actor.userId,
      title: 'Winter',
    });
    const { id } = await post({ itemId: item.id, state: 'failed', failure: 'Too many requests' });
    const { data } = route.response.parse(await getCalendar(await as('viewer'), december));
    expect(data).toEqual([
      {
        id,
        itemId: item.id,
        title: 'Winter',
        kind: 'story',
        channelId: channel.id,
        channelKind: 'newsroom',
        state: 'failed',
        holdReason: null,
        wallTime: '2026-12-01T09:00',
        zone: 'Europe/London',
        dueAt: '2026-12-01T09:00:00.000Z',
        publishedAt: null,
        thumb: `/media/${hash}.webp`,
        campaignId,
        personId: actor.userId,
        failure: 'Too many requests',
        files: null,
        part: null,
        version: 1,
      },
    ]);
  });

  test('filters by channel, kind, state, campaign and person', async () => {
    const { workspace, channel, post, as } = await buildDesk(db);
    const [amira, grace] = [(await as('editor')).actor.userId, (await as('lead')).actor.userId];
    const campaignId = crypto.randomUUID();
    await db
      .insert(campaigns)
      .values({ id: campaignId, workspaceId: workspace.id, name: 'Winter', slug: 'winter', colour: '#0f766e' });
    const other = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    const graphic = await buildItem(db, {
      workspaceId: workspace.id,
      kind: 'infographic',
      campaignId,
      assigneeId: grace,
    });
    const plain = await post({ createdBy: amira });
    const assigned = await post({
      itemId: graphic.id,
      channelId: other.id,
      createdBy: amira,
      state: 'held',
      holdReason: 'approval',
    });
    const ids = async (query: object) =>
      (await getCalendar(await as('viewer'), { ...december, ...query })).data.map(({ id }) => id);
    expect((await ids({})).length).toBe(2);
    expect(await ids({ channel: channel.id })).toEqual([plain.id]);
    expect(await ids({ kind: 'infographic' })).toEqual([assigned.id]);
    expect(await ids({ state: 'held' })).toEqual([assigned.id]);
    expect(await ids({ campaign: campaignId })).toEqual([assigned.id]);
    // Who the item is assigned to comes before who made the post.
    expect(await ids({ person: grace })).toEqual([assigned.id]);
    expect(await ids({ person: amira })).toEqual([plain.id]);
  });

  test('shows nothing of another workspace', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    await there.post();
    expect((await getCalendar(await here.as('owner'), december)).data).toEqual([]);
    expect((await getCalendar(await here.as('owner'), { ...december, channel: there.channel.id })).data).toEqual([]);
  });

  test('refuses a range that is reversed or longer than 62 days', async () => {
    const { as } = await buildDesk(db);
    const viewer = await as('viewer');
    expect(await getCalendar(viewer, { from: '2026-12-01', to: '2027-02-01' })).toMatchObject({ data: [] });
    expect(
      (await refusal(getCalendar(viewer, { from: '2026-12-01', to: '2027-02-02' }), 'invalid_request')).fields?.[0]
        ?.field,
    ).toBe('query.to');
    await refusal(getCalendar(viewer, { from: '2026-12-02', to: '2026-12-01' }), 'invalid_request');
  });

  test('finds a month among many by its index', async () => {
    const { workspace, item, channel, as } = await buildDesk(db);
    // Five years of posts, 400 a month.
    await db.execute(sql`insert into ${posts} (id, workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, due_at, send_at, grace)
      select gen_random_uuid(), ${workspace.id}, ${item.id}, ${item.revisionId}, ${channel.id}, 'scheduled', '{"text":"","images":[],"link":null}',
        to_char(t, 'YYYY-MM-DD"T"HH24:MI'), 'UTC', t, t, 900
      from generate_series(0, 23999) n, lateral (select timestamp '2024-01-01' + n * interval '110 minutes' as t) times`);
    await db.execute(sql`analyze ${posts}`);
    await db.execute(sql`analyze ${items}`);
    const plan = JSON.stringify(await db.execute(sql`explain ${calendarQuery(workspace.id, december)}`));
    expect(plan).toContain('posts_calendar');
    expect(plan).not.toContain('Seq Scan on posts');
    expect((await getCalendar(await as('viewer'), december)).data.length).toBeGreaterThan(380);
  });
});
