import { buildItem, buildPost, buildSeries } from '@mobilise/db/factories';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { auditEntries, workspaces } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildAttempt, buildDesk, refusal, row } from '../post-testing.ts';
import { updateWorkspace } from '../workspaces.ts';
import { changeZone, previewZone } from './change.ts';
import { listMoved, seeMoved } from './moved.ts';

const { db } = await testDatabase();

/** A desk in London on Monday the 30th of November, 08:30. */
const desk = () => buildDesk(db, { kind: 'bluesky' });
const zoneOf = async (id: string) => (await db.select().from(workspaces).where(eq(workspaces.id, id)))[0]?.zone;

describe('changing the zone of a workspace', () => {
  test('keeps the time on the wall of all that waits, and moves its instant', async () => {
    const { workspace, post, as } = await desk();
    const owner = await as('owner');
    const waiting = [
      await post({ handle: 'abc', payload: { text: 'frozen' } }),
      await post({ state: 'held', holdReason: 'channel' }),
      await post({ state: 'draft' }),
    ];
    const preview = await previewZone(owner, 'America/New_York');
    expect(preview).toMatchObject({ from: 'Europe/London', moving: 3, soon: 0, underWay: 0 });
    expect(preview.posts[0]).toMatchObject({
      title: 'Flu clinic',
      wallTime: '2026-12-01T09:00',
      newWallTime: '2026-12-01T09:00',
      dueAt: '2026-12-01T09:00:00.000Z',
      newDueAt: '2026-12-01T14:00:00.000Z',
      trouble: null,
      isSoon: false,
    });
    // A preview changes nothing.
    expect((await row(db, waiting[0]?.id ?? '')).dueAt).toEqual(new Date('2026-12-01T09:00:00Z'));
    expect(await changeZone(owner, { version: 1, zone: 'America/New_York' })).toEqual({ moved: 3, held: 0 });
    for (const { id, state } of waiting) {
      expect(await row(db, id)).toMatchObject({
        state,
        wallTime: '2026-12-01T09:00',
        zone: 'America/New_York',
        dueAt: new Date('2026-12-01T14:00:00Z'),
        sendAt: new Date('2026-12-01T14:00:00Z'),
        handle: null,
        payload: null,
        version: 2,
      });
    }
    expect(await zoneOf(workspace.id)).toBe('America/New_York');
    const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, workspace.id));
    expect(log.map(({ reason }) => reason)).toEqual([
      'Time zone from Europe/London to America/New_York; 3 posts moved',
    ]);
  });

  test('leaves what is under way, what was tried and what is over alone', async () => {
    const { post, as } = await desk();
    const owner = await as('owner');
    const lease = { leaseUntil: new Date('2026-12-01T09:01:00Z'), claimedBy: 'worker' };
    const tried = await post({ attempts: 1 });
    await buildAttempt(db, tried.id, 'refused');
    const before = [
      await post({ state: 'claimed', ...lease }),
      await post({ state: 'sending', ...lease }),
      await post({ state: 'unconfirmed' }),
      tried,
      await post({ state: 'published', publishedAt: new Date('2026-11-01T09:00:00Z') }),
      await post({ state: 'cancelled', sendAt: null }),
      await post({ state: 'failed' }),
    ];
    expect(await previewZone(owner, 'Asia/Tokyo')).toMatchObject({ moving: 0, underWay: 4 });
    await changeZone(owner, { version: 1, zone: 'Asia/Tokyo' });
    for (const post of before) expect(await row(db, post.id)).toEqual(post);
  });

  test('names times that the new clocks skip or show twice, and says what they become', async () => {
    const { post, as } = await desk();
    const owner = await as('owner');
    // In London these are ordinary times; in New York the clocks change on these nights.
    const skipped = await post({ dueAt: new Date('2027-03-14T02:30:00Z') });
    const twice = await post({ dueAt: new Date('2027-11-07T01:30:00Z') });
    expect((await previewZone(owner, 'America/New_York')).posts).toMatchObject([
      { postId: skipped.id, trouble: 'skipped', wallTime: '2027-03-14T02:30', newWallTime: '2027-03-14T03:30' },
      { postId: twice.id, trouble: 'twice', newWallTime: '2027-11-07T01:30', newDueAt: '2027-11-07T05:30:00.000Z' },
    ]);
    await changeZone(owner, { version: 1, zone: 'America/New_York' });
    expect(await row(db, skipped.id)).toMatchObject({ wallTime: '2027-03-14T03:30', disambiguation: null });
    expect(await row(db, twice.id)).toMatchObject({ disambiguation: 'earlier' });
  });

  test('asks what becomes of posts that would go out at once, and holds or sends them', async () => {
    const outcome = async (soon: 'hold' | 'send') => {
      const { post, as } = await desk();
      const owner = await as('owner');
      // 09:00 in London is past in Sydney, and 19:34 there is 08:34 here: in less than five minutes.
      const [past, near, far] = [
        await post({ dueAt: new Date('2026-11-30T09:00:00Z') }),
        await post({ dueAt: new Date('2026-11-30T19:34:00Z') }),
        await post({ dueAt: new Date('2026-11-30T19:40:00Z') }),
      ];
      expect(await previewZone(owner, 'Australia/Sydney')).toMatchObject({ moving: 3, soon: 2 });
      const problem = await refusal(changeZone(owner, { version: 1, zone: 'Australia/Sydney' }), 'conflict');
      expect(problem.extra).toEqual({ soon: 2 });
      expect((await row(db, past.id)).zone).toBe('Europe/London');
      const answer = await changeZone(owner, { version: 1, zone: 'Australia/Sydney', soon });
      return { answer, owner, past: await row(db, past.id), near: await row(db, near.id), far: await row(db, far.id) };
    };
    const held = await outcome('hold');
    expect(held.answer).toEqual({ moved: 3, held: 2 });
    for (const post of [held.past, held.near]) expect(post).toMatchObject({ state: 'held', holdReason: 'moved' });
    expect(held.far).toMatchObject({ state: 'scheduled', dueAt: new Date('2026-11-30T08:40:00Z') });
    const sent = await outcome('send');
    expect(sent.answer).toEqual({ moved: 3, held: 0 });
    // What is past is not late: its grace counts from now.
    expect(sent.past).toMatchObject({ state: 'scheduled', sendAt: sent.owner.now });
    expect(sent.near).toMatchObject({ state: 'scheduled', sendAt: new Date('2026-11-30T08:34:00Z') });
  });

  test('takes its series along: what they made follows them still', async () => {
    const { workspace, channel, item, as } = await desk();
    const owner = await as('owner');
    const one = await buildSeries(db, { channelId: channel.id, itemId: item.id });
    const ended = await buildSeries(db, { channelId: channel.id, itemId: item.id, state: 'ended' });
    await buildPost(db, {
      channelId: channel.id,
      itemId: item.id,
      seriesId: one.id,
      occurrence: '2026-12-01',
      content: one.variants[0] ?? { text: '', images: [], link: null },
      dueAt: new Date('2026-12-01T09:00:00Z'),
    });
    expect((await previewZone(owner, 'America/New_York')).series).toEqual([
      { id: one.id, title: 'Flu clinic', channelName: channel.name, time: '09:00' },
    ]);
    await changeZone(owner, { version: 1, zone: 'America/New_York' });
    const rows = await db.select().from(series).where(eq(series.workspaceId, workspace.id));
    expect(rows.find(({ id }) => id === one.id)).toMatchObject({ zone: 'America/New_York', time: '09:00' });
    expect(rows.find(({ id }) => id === ended.id)).toMatchObject({ state: 'ended' });
    const [post] = await db.select().from(posts).where(eq(posts.seriesId, one.id));
    expect(post).toMatchObject({ wallTime: '2026-12-01T09:00', dueAt: new Date('2026-12-01T14:00:00Z') });
  });

  test('touches no other workspace, refuses a stale version, and is not done by the way', async () => {
    const [here, there] = [await desk(), await desk()];
    const theirs = await there.post();
    const owner = await here.as('owner');
    await refusal(changeZone(owner, { version: 2, zone: 'Asia/Tokyo' }), 'stale_version');
    await refusal(updateWorkspace(owner, { version: 1, zone: 'Asia/Tokyo' }), 'invalid_request');
    expect(await updateWorkspace(owner, { version: 1, zone: 'Europe/London', name: 'Fern Hill' })).toMatchObject({
      name: 'Fern Hill',
    });
    await changeZone(owner, { version: 2, zone: 'Asia/Tokyo' });
    expect(await row(db, theirs.id)).toEqual(theirs);
    expect(await zoneOf(there.workspace.id)).toBe('Europe/London');
  });
});

describe('posts that new clock data moved', () => {
  test('are listed until somebody has seen them, in their own workspace', async () => {
    const [here, there] = [await desk(), await desk()];
    const item = await buildItem(db, { workspaceId: here.workspace.id, approved: true, title: 'Walk' });
    const movedFrom = new Date('2026-12-01T08:00:00Z');
    const moved = await here.post({ itemId: item.id, movedFrom });
    await here.post();
    const theirs = await there.post({ movedFrom });
    const editor = await here.as('editor');
    expect(await listMoved(editor)).toEqual({
      data: [
        {
          postId: moved.id,
          title: 'Walk',
          channelName: here.channel.name,
          state: 'scheduled',
          wallTime: '2026-12-01T09:00',
          zone: 'Europe/London',
          movedFrom: '2026-12-01T08:00:00+00:00',
          dueAt: '2026-12-01T09:00:00+00:00',
        },
      ],
    });
    await seeMoved(editor, [moved.id, theirs.id]);
    expect(await listMoved(editor)).toEqual({ data: [] });
    expect(await row(db, theirs.id)).toEqual(theirs);
    const log = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.workspaceId, here.workspace.id), eq(auditEntries.action, 'looked at')));
    expect(log).toHaveLength(1);
  });
});
