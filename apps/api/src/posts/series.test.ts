import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { buildAsset, buildChannel, buildItem, buildPost, buildRevision } from '@mobilise/db/factories';
import { posts } from '@mobilise/db/schema/posts';
import { series as table } from '@mobilise/db/schema/series';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { and, asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildAttempt, buildDesk, refusal, row } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { getPost } from './read.ts';
import { schedulePost } from './schedule.ts';
import { endSeries, pauseSeries, resumeSeries, updateSeries } from './series-change.ts';
import { rhythmOrThrow } from './series-checks.ts';
import { createSeries } from './series-create.ts';
import { getSeries, listSeries } from './series-read.ts';
import { updatePost } from './update.ts';
import { cancelPost, removePost } from './withdraw.ts';

const { db } = await testDatabase({ max: 20 });
const words = (text: string) => ({ text, images: [], link: null });
const tuesdays = { rule: 'FREQ=WEEKLY;BYDAY=TU', startsOn: '2026-12-01', time: '09:00', variants: [words('Café')] };

/** A desk with a Bluesky channel, on Monday the 30th of November. */
async function seriesDesk(options: Parameters<typeof buildDesk>[1] = {}) {
  const desk = await buildDesk(db, { kind: 'bluesky', ...options });
  const place = { itemId: desk.item.id, channelId: desk.channel.id };
  const create = async (role: 'lead' | 'editor' = 'lead', more: Partial<Parameters<typeof createSeries>[1]> = {}) =>
    createSeries(await desk.as(role), { ...tuesdays, ...place, ...more });
  return { ...desk, place, create };
}
const occurrences = (id: string) =>
  db.select().from(posts).where(eq(posts.seriesId, id)).orderBy(asc(posts.occurrence));
const plans = async (id: string) =>
  (await occurrences(id)).map(({ occurrence, wallTime, state, content }) => [
    occurrence,
    wallTime,
    state,
    content.text,
  ]);

describe('making a series', () => {
  test('schedules the posts of the next 60 days, each with its own page and calendar card', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    expect(made).toMatchObject({ state: 'active', zone: 'Europe/London', twice: 'earlier', grace: 900, coming: 9 });
    expect(made.next).toMatchObject({ wallTime: '2026-12-01T09:00', dueAt: '2026-12-01T09:00:00+00:00' });
    expect(made.occurrences.map(({ occurrence }) => occurrence)).toEqual([
      '2026-12-01',
      '2026-12-08',
      '2026-12-15',
      '2026-12-22',
      '2026-12-29',
      '2027-01-05',
      '2027-01-12',
      '2027-01-19',
      '2027-01-26',
    ]);
    expect(made.occurrences.every(({ isOwn, state }) => !isOwn && state === 'scheduled')).toBe(true);
    const [first] = made.occurrences;
    expect(await getPost(await as('viewer'), first?.id ?? '')).toMatchObject({
      series: { id: made.id, occurrence: '2026-12-01' },
    });
    expect(await listSeries(await as('viewer'))).toMatchObject({ data: [{ id: made.id, title: 'Flu clinic' }] });
    const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, made.id));
    expect(log).toMatchObject([{ action: 'created', noun: 'series', actor: 'The lead' }]);
  });

  test('by a lead approves the revision; by an editor holds what comes until it is approved', async () => {
    const [led, edited] = [await seriesDesk({ approved: false }), await seriesDesk({ approved: false })];
    expect((await led.create()).occurrences[0]).toMatchObject({ state: 'scheduled' });
    expect((await edited.create('editor')).occurrences[0]).toMatchObject({ state: 'held', holdReason: 'approval' });
  });

  test('takes the post it began with as the occurrence of its date', async () => {
    const { create, post } = await seriesDesk();
    const scheduled = await post({ dueAt: new Date('2026-12-08T14:00:00Z') });
    const made = await create('lead', { from: scheduled.id });
    expect(await row(db, scheduled.id)).toMatchObject({ seriesId: made.id, wallTime: '2026-12-08T09:00' });
    const draft = await post({ state: 'draft', dueAt: null, wallTime: null });
    const other = await create('lead', { from: draft.id, variants: [words('Another')] });
    expect(await row(db, draft.id)).toMatchObject({ seriesId: other.id, occurrence: '2026-12-01', state: 'scheduled' });
    // One of another day, and one that has gone out, stay what they are.
    const apart = [
      await post({ dueAt: new Date('2026-12-03T09:00:00Z') }),
      await post({ state: 'published', publishedAt: new Date('2026-11-24T09:00:00Z') }),
    ];
    for (const { id } of apart) {
      await create('lead', { from: id, variants: [words(id)] });
      expect((await row(db, id)).seriesId).toBeNull();
    }
  });

  test('takes a post out of the queue that gave it its time', async () => {
    const { create, post } = await seriesDesk();
    const { id } = await post({ dueAt: new Date('2026-12-08T14:00:00Z'), queued: true });
    await create('lead', { from: id });
    expect(await row(db, id)).toMatchObject({ wallTime: '2026-12-08T09:00', queued: false });
  });

  test('with one id makes one, however often and at once it is asked', async () => {
    const { create } = await seriesDesk();
    const id = newId();
    const answers = await Promise.all(Array.from({ length: 5 }, () => create('lead', { id })));
    expect(new Set(answers.map((made) => made.id))).toEqual(new Set([id]));
    expect(await occurrences(id)).toHaveLength(9);
  });

  test('with the id of one of another channel or item is refused', async () => {
    const { create, workspace } = await seriesDesk();
    const { id } = await create();
    const channel = await buildChannel(db, { workspaceId: workspace.id, kind: 'mastodon' });
    const item = await buildItem(db, { workspaceId: workspace.id, approved: true });
    for (const other of [{ channelId: channel.id }, { itemId: item.id }])
      expect((await refusal(create('lead', { id, ...other }), 'conflict')).fields).toMatchObject([
        { field: 'body.id' },
      ]);
  });

  test.each(['newsroom', 'wordpress', 'ghost', 'webhook'] as const)(
    'on %s, which shows the item itself, is refused',
    async (kind) => {
      const { create } = await seriesDesk({ kind });
      const problem = await refusal(create(), 'does_not_fit_channel');
      expect(problem.message).toContain('shows the item itself');
    },
  );

  test('checks every text: its length, its images and their alternatives, and that no two are the same', async () => {
    const { workspace, create } = await seriesDesk();
    const tooLong = await refusal(
      create('lead', { variants: [words('Fine'), words('x'.repeat(301))] }),
      'does_not_fit_channel',
    );
    expect(tooLong).toMatchObject({ fields: [{ field: 'body.variants.1' }] });
    expect(tooLong.message).toMatch(/^Text 2: /);
    await refusal(create('lead', { variants: [words('Same'), words('Same')] }), 'invalid_request');
    const asset = await buildAsset(db, { workspaceId: workspace.id });
    const silent = { text: 'Look', images: [{ assetId: asset.id, alt: '' }], link: null };
    await refusal(create('lead', { variants: [silent] }), 'alternatives_missing');
    const override = 'Decorative, agreed with the access group';
    expect(await create('lead', { variants: [silent], override })).toMatchObject({ override });
    const theirs = await buildAsset(db);
    const foreign = { text: 'Look', images: [{ assetId: theirs.id, alt: 'A ward' }], link: null };
    expect(await refusal(create('lead', { variants: [foreign] }), 'invalid_request')).toMatchObject({
      fields: [{ field: 'body.variants.0.images.0.assetId' }],
    });
  });

  test('that has no date ahead is refused, and one for an archived item', async () => {
    const { create } = await seriesDesk();
    await refusal(create('lead', { rule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261130' }), 'time_past');
    const archived = await seriesDesk();
    const item = await buildItem(db, { workspaceId: archived.workspace.id, archivedAt: new Date(), approved: true });
    await refusal(archived.create('lead', { itemId: item.id }), 'wrong_state');
  });

  test('says how many texts are needed where the channel refuses words it has', async () => {
    const { channel, as } = await seriesDesk();
    const place = {
      zone: 'Europe/London',
      channel: { ...channel, ready: true, limits: channelKindOf(channel.kind).limits },
    };
    const check = async (variants: string[], days: number | null) =>
      rhythmOrThrow(await as('lead'), place, { ...tuesdays, variants: variants.map(words) }, () => days);
    const problem = await refusal(check(['One', 'Two'], 14), 'does_not_fit_channel');
    expect(problem.extra).toEqual({ needed: 3 });
    expect(problem.message).toContain('3 different texts are needed; there are 2');
    await check(['One', 'Two', 'Three'], 14);
    await check(['One'], 6);
    await check(['One'], null);
  });

  test('touches nothing in another workspace', async () => {
    const [here, there] = [await seriesDesk(), await seriesDesk()];
    const theirs = await there.create();
    const owner = await here.as('owner');
    const version = theirs.version;
    for (const attempt of [
      (scope: Scope) => getSeries(scope, theirs.id),
      (scope: Scope) => updateSeries(scope, theirs.id, { version, time: '10:00' }),
      (scope: Scope) => pauseSeries(scope, theirs.id, { version }),
      (scope: Scope) => resumeSeries(scope, theirs.id, { version }),
      (scope: Scope) => endSeries(scope, theirs.id, { version }),
      (scope: Scope) => createSeries(scope, { ...tuesdays, ...here.place, channelId: there.channel.id }),
      (scope: Scope) => createSeries(scope, { ...tuesdays, ...here.place, itemId: there.item.id }),
    ]) {
      await refusal(attempt(owner), 'not_found');
    }
    const post = await there.post();
    await refusal(createSeries(owner, { ...tuesdays, ...here.place, from: post.id }), 'not_found');
    await refusal(createSeries(owner, { ...tuesdays, ...here.place, id: theirs.id }), 'conflict');
    expect(await listSeries(owner)).toEqual({ data: [] });
  });
});

describe('changing a series', () => {
  test('changes what is to come, and leaves alone what was sent, tried, moved, written or cancelled on its own', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    const lead = await as('lead');
    const [sent, tried, moved, written, cancelled, ...rest] = made.occurrences.map(({ id }) => id) as [
      string,
      ...string[],
    ];
    await db.update(posts).set({ state: 'published', publishedAt: new Date() }).where(eq(posts.id, sent));
    await db
      .update(posts)
      .set({ attempts: 1 })
      .where(eq(posts.id, tried ?? ''));
    await buildAttempt(db, tried ?? '', 'refused');
    await schedulePost(lead, moved ?? '', { version: 1, wallTime: '2026-12-16T17:00', disambiguation: null });
    await updatePost(lead, written ?? '', { version: 1, content: words('Christmas'), useNewest: false });
    await cancelPost(lead, cancelled ?? '', { version: 1 });
    const before = await plans(made.id);
    const changed = await updateSeries(lead, made.id, { version: 1, time: '10:30', variants: [words('Tea')] });
    const after = await plans(made.id);
    expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
    expect(after.slice(5)).toEqual(before.slice(5).map(([date]) => [date, `${date}T10:30`, 'scheduled', 'Tea']));
    // The same posts, not others: their pages and links stay.
    expect((await occurrences(made.id)).slice(5).map(({ id }) => id)).toEqual(rest);
    expect(changed.occurrences.map(({ isOwn }) => isOwn).slice(2, 4)).toEqual([true, true]);
  });

  test('takes away dates that are no longer meant, and adds new ones', async () => {
    const { create, as } = await seriesDesk();
    const made = await create('lead', { rule: 'FREQ=WEEKLY;BYDAY=TU,TH' });
    await updateSeries(await as('lead'), made.id, { version: 1, rule: 'FREQ=WEEKLY;BYDAY=TH,FR;UNTIL=20261218' });
    expect((await plans(made.id)).map(([date]) => date)).toEqual([
      '2026-12-03',
      '2026-12-04',
      '2026-12-10',
      '2026-12-11',
      '2026-12-17',
      '2026-12-18',
    ]);
  });

  test('by new words of an editor holds what carries them, also what is made later, until somebody approves', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    const held = await updateSeries(await as('editor'), made.id, { version: 1, variants: [words('Cake')] });
    expect(held.wordsApproved).toBe(false);
    expect(new Set(held.occurrences.map(({ state, holdReason }) => `${state} ${holdReason}`))).toEqual(
      new Set(['held approval']),
    );
    // Another time of the same words frees nothing, and another time by an editor holds nothing by itself.
    const later = await updateSeries(await as('editor'), made.id, { version: 2, time: '11:00' });
    expect(later.occurrences[0]).toMatchObject({ state: 'held' });
    const agreed = await updateSeries(await as('lead'), made.id, { version: 3, time: '11:00' });
    expect(agreed).toMatchObject({
      wordsApproved: true,
      occurrences: [{ state: 'scheduled' }, {}, {}, {}, {}, {}, {}, {}, {}],
    });
    const moved = await updateSeries(await as('editor'), made.id, { version: 4, time: '12:00' });
    expect(moved.occurrences[0]).toMatchObject({ state: 'scheduled', wallTime: '2026-12-01T12:00' });
  });

  test('of a version that somebody else changed is refused', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    const lead = await as('lead');
    await updateSeries(lead, made.id, { version: 1, time: '10:00' });
    await refusal(updateSeries(lead, made.id, { version: 1, time: '11:00' }), 'stale_version');
    await refusal(endSeries(lead, made.id, { version: 1 }), 'stale_version');
  });
});

describe('a series and the revision of its item', () => {
  test('what comes later carries the newest approved revision', async () => {
    const { item, create, as } = await seriesDesk();
    const made = await create();
    const second = await buildRevision(db, { itemId: item.id, approved: true });
    await updateSeries(await as('editor'), made.id, { version: 1, time: '09:30' });
    expect(new Set((await occurrences(made.id)).map(({ revisionId }) => revisionId))).toEqual(new Set([second.id]));
  });
});

describe('pausing, resuming and ending', () => {
  test('a pause takes what is to come off the calendar and leaves what was changed alone; resuming goes on from now', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    const lead = await as('lead');
    const [first, second] = made.occurrences;
    await schedulePost(lead, second?.id ?? '', { version: 1, wallTime: '2026-12-09T09:00', disambiguation: null });
    const paused = await pauseSeries(lead, made.id, { version: 1 });
    expect(paused).toMatchObject({ state: 'paused', occurrences: [{ id: second?.id }] });
    await refusal(pauseSeries(lead, made.id, { version: 2 }), 'wrong_state');
    const later = await as('lead', new Date('2026-12-16T08:00:00Z'));
    const resumed = await resumeSeries(later, made.id, { version: 2 });
    expect(resumed.occurrences.map(({ occurrence }) => occurrence).slice(0, 2)).toEqual(['2026-12-08', '2026-12-22']);
    expect(resumed.occurrences.map(({ id }) => id)).not.toContain(first?.id);
  });

  test('an end cancels every occurrence that waits, and nothing comes after it', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    const lead = await as('lead');
    await db
      .update(posts)
      .set({ state: 'published', publishedAt: new Date() })
      .where(eq(posts.id, made.occurrences[0]?.id ?? ''));
    const ended = await endSeries(lead, made.id, { version: 1 });
    expect(ended).toMatchObject({ state: 'ended', next: null, coming: 0 });
    expect(ended.occurrences.map(({ state }) => state)).toEqual(['published', ...Array(8).fill('cancelled')]);
    await refusal(endSeries(lead, made.id, { version: 2 }), 'wrong_state');
    await refusal(resumeSeries(lead, made.id, { version: 2 }), 'wrong_state');
    await refusal(updateSeries(lead, made.id, { version: 2, time: '10:00' }), 'wrong_state');
    const log = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.workspaceId, lead.workspaceId), eq(auditEntries.action, 'cancelled')));
    expect(log).toHaveLength(8);
  });

  test('a cancelled occurrence can be removed only when its series has ended: until then it would be made again', async () => {
    const { create, as } = await seriesDesk();
    const made = await create();
    const lead = await as('lead');
    const id = made.occurrences[0]?.id ?? '';
    await cancelPost(lead, id, { version: 1 });
    await refusal(removePost(lead, id), 'wrong_state');
    await endSeries(lead, made.id, { version: 1 });
    expect(await removePost(lead, id)).toEqual({ ok: true });
  });
});

test('posts of one item on other channels are none of its occurrences', async () => {
  const { workspace, item, create, as } = await seriesDesk();
  const other = await buildChannel(db, { workspaceId: workspace.id, kind: 'mastodon' });
  const post = await buildPost(db, { channelId: other.id, itemId: item.id });
  await refusal(create('lead', { from: post.id }), 'not_found');
  const made = await create();
  await endSeries(await as('lead'), made.id, { version: 1 });
  expect((await row(db, post.id)).state).toBe('scheduled');
  expect(await db.select().from(table).where(eq(table.workspaceId, workspace.id))).toHaveLength(1);
});
