import { buildChannel, buildPost, buildRevision } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { channels } from '@mobilise/db/schema/channels';
import { approvals } from '@mobilise/db/schema/items';
import { shows } from '@mobilise/db/schema/shows';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildAttempt, buildDesk, monday, refusal, row } from '../post-testing.ts';
import { publishNow, retryPost, schedulePost } from './schedule.ts';

const { db, sql: connection } = await testDatabase({ max: 20 });
const tomorrow = { wallTime: '2026-12-01T09:00', disambiguation: null };

describe('an episode of an archived show', () => {
  test('goes out on no schedule of its site, and elsewhere as before; it does once the show is back', async () => {
    const { channel, workspace, as } = await buildDesk(db);
    const show = await buildShow(db, { channelId: channel.id, archivedAt: monday });
    const { id: itemId } = await buildEpisode(db, {
      showId: show.id,
      content: { transcript: { language: 'en-GB', cues: [{ start: 0, end: 900, text: 'Hello.' }] } },
    });
    const bluesky = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    const draft = (channelId: string) => buildPost(db, { channelId, itemId, state: 'draft', dueAt: null });
    const [here, there] = [await draft(channel.id), await draft(bluesky.id)];
    const lead = await as('lead');
    const { message } = await refusal(schedulePost(lead, here.id, { ...tomorrow, version: 1 }), 'wrong_state');
    expect(message).toContain('is archived');
    await refusal(publishNow(lead, here.id, { version: 1 }), 'wrong_state');
    expect((await schedulePost(lead, there.id, { ...tomorrow, version: 1 })).state).toBe('scheduled');
    await db.update(shows).set({ archivedAt: null }).where(eq(shows.id, show.id));
    expect((await schedulePost(lead, here.id, { ...tomorrow, version: 1 })).state).toBe('scheduled');
  });
});

describe('approval', () => {
  test('is implied when a lead schedules, and recorded', async () => {
    const { item, post, as } = await buildDesk(db, { approved: false });
    const { id } = await post({ state: 'draft', dueAt: null });
    const shown = await schedulePost(await as('lead'), id, { ...tomorrow, version: 1 });
    expect(shown.state).toBe('scheduled');
    expect(
      await db
        .select()
        .from(approvals)
        .where(eq(approvals.revisionId, item.revisionId ?? '')),
    ).toMatchObject([{ implied: true, by: 'The lead' }]);
    expect(await db.select().from(auditEntries).where(eq(auditEntries.subjectId, item.id))).toMatchObject([
      { action: 'approved', actor: 'The lead' },
    ]);
  });

  test('is waited for when an editor schedules, with the time kept', async () => {
    const { post, as } = await buildDesk(db, { approved: false });
    const { id } = await post({ state: 'draft', dueAt: null });
    expect(await schedulePost(await as('editor'), id, { ...tomorrow, version: 1 })).toMatchObject({
      state: 'held',
      holdReason: 'approval',
      wallTime: '2026-12-01T09:00',
      dueAt: '2026-12-01T09:00:00+00:00',
    });
  });

  test('by one scheduling frees the other posts that waited for that revision', async () => {
    const { post, as } = await buildDesk(db, { approved: false });
    const waiting = await post({ state: 'held', holdReason: 'approval' });
    const { id } = await post({ state: 'draft', dueAt: null });
    await schedulePost(await as('lead'), id, { ...tomorrow, version: 1 });
    expect(await row(db, waiting.id)).toMatchObject({ state: 'scheduled', holdReason: null, version: 2 });
  });

  test('of an earlier revision counts for nothing once there is a newer one', async () => {
    const { item, post, as } = await buildDesk(db);
    const { id } = await post();
    await buildRevision(db, { itemId: item.id });
    expect(await schedulePost(await as('editor'), id, { ...tomorrow, version: 1 })).toMatchObject({
      state: 'held',
      holdReason: 'approval',
      revision: { number: 1 },
    });
  });

  test('is not given by an editor to words that wait for a lead', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post({ state: 'held', holdReason: 'approval' });
    expect(await schedulePost(await as('editor'), id, { ...tomorrow, version: 1 })).toMatchObject({
      state: 'held',
      holdReason: 'approval',
    });
    expect(await schedulePost(await as('lead'), id, { ...tomorrow, version: 2 })).toMatchObject({
      state: 'scheduled',
      holdReason: null,
    });
  });
});

describe('scheduling', () => {
  test('takes the words of a draft as they are now, and of others as they were', async () => {
    const { item, post, as } = await buildDesk(db);
    const [draft, scheduled] = [await post({ state: 'draft', dueAt: null }), await post()];
    await buildRevision(db, { itemId: item.id, approved: true });
    const lead = await as('lead');
    expect((await schedulePost(lead, draft.id, { ...tomorrow, version: 1 })).revision.number).toBe(2);
    expect((await schedulePost(lead, scheduled.id, { ...tomorrow, version: 1 })).revision.number).toBe(1);
  });

  test('on a channel that is not ready holds the post', async () => {
    const { channel, post, as } = await buildDesk(db);
    const { id } = await post({ state: 'draft', dueAt: null });
    await db.update(channels).set({ state: 'needs_reconnect' }).where(eq(channels.id, channel.id));
    expect(await schedulePost(await as('editor'), id, { ...tomorrow, version: 1 })).toMatchObject({
      state: 'held',
      holdReason: 'channel',
      wallTime: '2026-12-01T09:00',
    });
  });

  test('of an old version is refused, naming the present one', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post({ version: 4 });
    const problem = await refusal(schedulePost(await as('editor'), id, { ...tomorrow, version: 3 }), 'stale_version');
    expect(problem.extra).toMatchObject({ version: 4 });
  });

  test.each(['claimed', 'sending', 'published', 'unconfirmed', 'needs_person'] as const)(
    'of a post that is %s is refused with a sentence',
    async (state) => {
      const { post, as } = await buildDesk(db);
      const { id } = await post({ state });
      const problem = await refusal(schedulePost(await as('owner'), id, { ...tomorrow, version: 1 }), 'wrong_state');
      expect(problem.message).toMatch(/^This post cannot be scheduled now\. .+\.$/);
      expect(await row(db, id)).toMatchObject({ state, version: 1 });
    },
  );

  test('of a post in another workspace finds nothing', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const { id } = await there.post();
    await refusal(schedulePost(await here.as('owner'), id, { ...tomorrow, version: 1 }), 'not_found');
    expect(await row(db, id)).toMatchObject({ version: 1 });
  });

  test('says what the channel would refuse', async () => {
    const { post, as } = await buildDesk(db, { kind: 'bluesky' });
    const { id } = await post({ content: { text: 'x'.repeat(301), images: [], link: null } });
    const problem = await refusal(
      schedulePost(await as('editor'), id, { ...tomorrow, version: 1 }),
      'does_not_fit_channel',
    );
    expect(problem.message).toBe('Bluesky takes 300 characters; shorten the text by 1.');
  });

  test('by two people at once succeeds for one of them', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post();
    const scope = await as('editor');
    const done = await Promise.allSettled(
      [9, 10, 11, 12].map((hour) =>
        schedulePost(scope, id, {
          wallTime: `2026-12-02T${String(hour).padStart(2, '0')}:00`,
          disambiguation: null,
          version: 1,
        }),
      ),
    );
    expect(done.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual([
      'stale_version',
      'stale_version',
      'stale_version',
    ]);
    expect((await row(db, id)).version).toBe(2);
  });

  test('and claiming at once never do both', async () => {
    const { post, as } = await buildDesk(db);
    const scope = await as('editor');
    for (let round = 0; round < 20; round += 1) {
      const { id } = await post();
      const [scheduled, claimed] = await Promise.allSettled([
        schedulePost(scope, id, { ...tomorrow, version: 1 }),
        db.execute(
          sql`update posts set state = 'claimed', version = version + 1 where id = (select id from posts where id = ${id} and state = 'scheduled' and version = 1 for update skip locked) returning id`,
        ),
      ]);
      const { state } = await row(db, id);
      const wasClaimed = claimed.status === 'fulfilled' && claimed.value.length === 1;
      expect(state).toBe(wasClaimed ? 'claimed' : 'scheduled');
      expect(scheduled.status).toBe(wasClaimed ? 'rejected' : 'fulfilled');
    }
  });

  test('within two minutes tells the publisher, and later does not', async () => {
    const heard: string[] = [];
    const listening = await connection.listen('posts_due', (payload) => heard.push(payload));
    const { post, as } = await buildDesk(db);
    const editor = await as('editor');
    await schedulePost(editor, (await post()).id, { wallTime: '2026-11-30T08:33', disambiguation: null, version: 1 });
    await schedulePost(editor, (await post()).id, { wallTime: '2026-11-30T08:32', disambiguation: null, version: 1 });
    await expect.poll(() => heard).toEqual(['2026-11-30T08:32:00.000Z']);
    await listening.unlisten();
  });
});

describe('the idempotency handle', () => {
  test('follows the time while nothing was sent', async () => {
    const { post, as } = await buildDesk(db, { kind: 'bluesky' });
    const { id } = await post();
    const scope = await as('editor');
    await schedulePost(scope, id, { ...tomorrow, version: 1 });
    const first = (await row(db, id)).handle;
    await schedulePost(scope, id, { wallTime: '2026-12-02T09:00', disambiguation: null, version: 2 });
    const second = (await row(db, id)).handle;
    expect(first).toMatch(/^[2-7a-z]{13}$/);
    expect(second).not.toBe(first);
  });

  test.each([
    ['unknown', true],
    ['abandoned', true],
    [null, true],
    ['refused', false],
    ['failed', false],
  ] as const)('after a try that ended as %s is kept: %s', async (outcome, kept) => {
    const { post, as } = await buildDesk(db, { kind: 'bluesky' });
    const { id } = await post({ state: 'failed', handle: '3kfirsttryaaa', failure: 'No', advice: 'Try' });
    await buildAttempt(db, id, outcome);
    expect(await retryPost(await as('editor'), id, { version: 1 })).toMatchObject({
      state: 'scheduled',
      failure: null,
      advice: null,
      attempts: [{ number: 1, outcome }],
    });
    expect((await row(db, id)).handle === '3kfirsttryaaa').toBe(kept);
  });
});

describe('publishing now', () => {
  test('is due at this instant, under the wall time of the zone', async () => {
    const { post, as } = await buildDesk(db, { zone: 'America/New_York' });
    const { id } = await post({ state: 'held', holdReason: 'late' });
    expect(await publishNow(await as('editor'), id, { version: 1 })).toMatchObject({
      state: 'scheduled',
      wallTime: '2026-11-30T03:30',
      zone: 'America/New_York',
    });
    expect(await row(db, id)).toMatchObject({ dueAt: monday, sendAt: monday });
  });

  test('retries only what failed', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post();
    await refusal(retryPost(await as('editor'), id, { version: 1 }), 'wrong_state');
  });
});
