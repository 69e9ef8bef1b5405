import { datesBetween, parseRule } from '@mobilise/contracts/recurrence';
import { and, asc, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { buildChannel, buildItem, buildPost, buildRevision, buildSeries } from './factories.ts';
import { follows, lockSeries, materialise, refusalOf } from './materialise.ts';
import { channels } from './schema/channels.ts';
import { items } from './schema/items.ts';
import { posts } from './schema/posts.ts';
import { series } from './schema/series.ts';
import { testDatabase } from './testing.ts';

const { db } = await testDatabase({ max: 20 });
/** A Thursday. */
const now = new Date('2026-11-26T12:00:00Z');
const words = (text: string) => ({ text, images: [], link: null });

const make = (id: string, at = now, refusal = refusalOf) =>
  db.transaction(async (tx) => {
    const locked = await lockSeries(tx, id);
    if (!locked) throw new Error('The series is gone');
    return materialise(tx, locked, { now: at, userId: null }, new Map(), refusal);
  });
const occurrencesOf = (id: string) =>
  db.select().from(posts).where(eq(posts.seriesId, id)).orderBy(asc(posts.occurrence));
const datesOf = async (id: string) => (await occurrencesOf(id)).map(({ occurrence }) => occurrence);

describe('the occurrences of a series', () => {
  it('are made for 60 days, as ordinary posts that carry the newest approved revision', async () => {
    const row = await buildSeries(db);
    await make(row.id);
    const made = await occurrencesOf(row.id);
    const recurrence = parseRule(row.rule);
    expect(made.map(({ occurrence }) => occurrence)).toEqual(
      recurrence && datesBetween(recurrence, '2026-11-24', '2026-11-27', '2027-01-25'),
    );
    const [item] = await db.select().from(items).where(eq(items.id, row.itemId));
    for (const post of made) {
      expect(post).toMatchObject({
        state: 'scheduled',
        wallTime: `${post.occurrence}T09:00`,
        zone: 'Europe/London',
        revisionId: item?.revisionId,
        content: row.variants[0],
        grace: row.grace,
        tzVersion: process.versions['tz'],
        sendAt: post.dueAt,
      });
      expect(follows(row, post)).toBe(true);
    }
  });

  it('are each made once, however many make them at the same time', async () => {
    const row = await buildSeries(db, { rule: 'FREQ=DAILY', startsOn: '2026-11-27' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => make(row.id)));
    const dates = await datesOf(row.id);
    expect(dates).toHaveLength(60);
    expect(new Set(dates).size).toBe(60);
    expect(answers.map(({ made }) => made.length).sort((one, other) => one - other)).toEqual([0, 0, 0, 0, 60]);
  });

  it('go on where they ended, and what has passed is not made up for', async () => {
    const row = await buildSeries(db, { startsOn: '2026-01-06' });
    await make(row.id);
    const before = await datesOf(row.id);
    expect(before[0]).toBe('2026-12-01');
    // The publisher was away for a month and half a day: 09:00 on the 29th has passed.
    await db.delete(posts).where(and(eq(posts.seriesId, row.id), eq(posts.occurrence, '2026-12-29')));
    await make(row.id, new Date('2026-12-29T12:00:00Z'));
    const after = await datesOf(row.id);
    expect(after).not.toContain('2026-12-29');
    expect(after.at(-1)).toBe('2027-02-23');
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
  });

  it('include the next one, however far off it is', async () => {
    const row = await buildSeries(db, { rule: 'FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO', startsOn: '2026-11-01' });
    await make(row.id);
    expect(await datesOf(row.id)).toEqual(['2027-05-03']);
  });

  it('end with the series, and are not made while it is paused or its item archived', async () => {
    const counted = await buildSeries(db, { rule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3' });
    await make(counted.id);
    // The first of the three was on the day it began.
    expect(await datesOf(counted.id)).toEqual(['2026-12-01', '2026-12-08']);
    const paused = await buildSeries(db, { state: 'paused' });
    const archived = await buildSeries(db);
    await db.update(items).set({ archivedAt: now }).where(eq(items.id, archived.itemId));
    for (const { id } of [paused, archived]) {
      await make(id);
      expect(await datesOf(id)).toEqual([]);
    }
  });

  it('that were cancelled or moved alone are not made again', async () => {
    const row = await buildSeries(db);
    await make(row.id);
    const [first, second] = await occurrencesOf(row.id);
    await db
      .update(posts)
      .set({ state: 'cancelled', sendAt: null })
      .where(eq(posts.id, first?.id ?? ''));
    await db
      .update(posts)
      .set({ wallTime: '2026-12-09T17:00' })
      .where(eq(posts.id, second?.id ?? ''));
    const { made } = await make(row.id);
    expect(made).toEqual([]);
    expect(new Set(await datesOf(row.id)).size).toBe((await datesOf(row.id)).length);
  });

  it('are held while the newest revision, or the words, wait for approval, and while the channel is not ready', async () => {
    const states = async (id: string) =>
      new Set((await occurrencesOf(id)).map(({ state, holdReason }) => `${state} ${holdReason}`));
    const unapproved = await buildSeries(db, { approved: false });
    const edited = await buildSeries(db);
    await buildRevision(db, { itemId: edited.itemId });
    const newWords = await buildSeries(db, { wordsApproved: false });
    const away = await buildSeries(db);
    await db.update(channels).set({ state: 'paused' }).where(eq(channels.id, away.channelId));
    for (const { id } of [unapproved, edited, newWords, away]) await make(id);
    for (const { id } of [unapproved, edited, newWords]) expect(await states(id)).toEqual(new Set(['held approval']));
    expect(await states(away.id)).toEqual(new Set(['held channel']));
  });
});

describe('the texts of a series', () => {
  const texts = async (id: string) => (await occurrencesOf(id)).map(({ content }) => content.text);

  it('take turns, also over what is made later', async () => {
    const row = await buildSeries(db, { variants: ['One', 'Two', 'Three'].map(words) });
    await make(row.id);
    await make(row.id, new Date('2026-12-22T12:00:00Z'));
    const all = await texts(row.id);
    expect(all).toHaveLength(12);
    expect(all).toEqual(all.map((_, index) => ['One', 'Two', 'Three'][index % 3]));
  });

  it('are never those that the channel has within the days for which it refuses them', async () => {
    const channel = await buildChannel(db, { kind: 'bluesky' });
    const item = await buildItem(db, { workspaceId: channel.workspaceId, approved: true });
    const twoWeeks = () => 13;
    // Somebody posts the first text on the 14th of December, by hand.
    await buildPost(db, {
      channelId: channel.id,
      itemId: item.id,
      content: words('One'),
      dueAt: new Date('2026-12-14T10:00:00Z'),
    });
    const row = await buildSeries(db, { channelId: channel.id, itemId: item.id, variants: ['One', 'Two'].map(words) });
    const { textless } = await make(row.id, now, twoWeeks);
    const made = await occurrencesOf(row.id);
    expect(made.map(({ occurrence, content }) => [occurrence, content.text])).toEqual([
      // 13 days before the 14th, and less: the first text may not stand there.
      ['2026-12-01', 'Two'],
      ['2026-12-15', 'Two'],
      ['2026-12-29', 'One'],
      ['2027-01-05', 'Two'],
      ['2027-01-12', 'One'],
      ['2027-01-19', 'Two'],
    ]);
    expect(textless).toEqual(['2026-12-08', '2026-12-22']);
    const said = [...made, { occurrence: '2026-12-14', content: words('One') }];
    for (const one of said)
      for (const other of said) {
        if (one === other || one.content.text !== other.content.text) continue;
        const apart = Temporal.PlainDate.from(one.occurrence ?? '').until(other.occurrence ?? '').days;
        expect(Math.abs(apart)).toBeGreaterThan(13);
      }
  });

  it.each([
    // 13 local days before the first date, which is today, and one day more.
    ['2026-11-13T00:15:00Z', 'Two'],
    ['2026-11-12T23:45:00Z', 'One'],
  ])('may be what the channel has since %s: %s comes first', async (at, first) => {
    const channel = await buildChannel(db, { kind: 'bluesky' });
    const item = await buildItem(db, { workspaceId: channel.workspaceId, approved: true });
    const place = { channelId: channel.id, itemId: item.id };
    const dueAt = new Date(at);
    await buildPost(db, { ...place, content: words('One'), state: 'published', dueAt, publishedAt: dueAt });
    const daily = { rule: 'FREQ=DAILY', startsOn: '2026-11-26', time: '23:00' };
    const row = await buildSeries(db, { ...place, ...daily, variants: ['One', 'Two'].map(words) });
    await make(row.id, now, () => 13);
    expect((await texts(row.id))[0]).toBe(first);
  });
});

it('a series goes with its item, and its posts with their channel', async () => {
  const row = await buildSeries(db);
  await make(row.id);
  await db.delete(posts).where(eq(posts.seriesId, row.id));
  await db.update(items).set({ revisionId: null }).where(eq(items.id, row.itemId));
  await db.delete(items).where(eq(items.id, row.itemId));
  expect(await db.select().from(series).where(eq(series.id, row.id))).toEqual([]);
});
