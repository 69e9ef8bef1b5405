import { emptyEpisode } from '@mobilise/contracts/recordings';
import { listEpisodes as listRoute } from '@mobilise/contracts/shows';
import { buildPost, buildRevision } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { downloads } from '@mobilise/db/schema/engagement';
import { revisionFiles, revisions } from '@mobilise/db/schema/items';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, publicUrl, refusal } from '../post-testing.ts';
import { listEpisodes } from './episodes.ts';
import { getShow } from './read.ts';

const { db } = await testDatabase();
const query = (more: object = {}) => listRoute.query.parse(more);

async function showWithEpisodes() {
  const { channel, as } = await buildDesk(db);
  const show = await buildShow(db, { channelId: channel.id });
  const episode = (number: number, more: object = {}) =>
    buildEpisode(db, { showId: show.id, title: `Episode ${number}`, content: { number, season: 1 }, ...more });
  const post = (item: { id: string; revisionId: string | null }, more: object) =>
    buildPost(db, {
      channelId: channel.id,
      itemId: item.id,
      ...(item.revisionId && { revisionId: item.revisionId }),
      ...more,
    });
  return { show, scope: await as('viewer'), episode, post };
}

describe('the episodes of a show', () => {
  test('begin with those without a time, then come the latest, and say what each is', async () => {
    const { show, scope, episode, post } = await showWithEpisodes();
    const [first, second] = [await episode(1), await episode(2, { duration: 61_000 })];
    const coming = await episode(3, { content: { number: 3, season: 1, type: 'bonus' } });
    const draft = await episode(4, { approved: false });
    await episode(5, { archivedAt: new Date() });
    const out = { state: 'published' as const };
    // Taken over from elsewhere in no order: the feed's decides.
    const later = await post(second, {
      ...out,
      publishedAt: new Date('2026-03-02T09:00Z'),
      dueAt: new Date('2026-11-02T09:00Z'),
    });
    await post(first, { ...out, publishedAt: new Date('2026-03-01T09:00Z'), dueAt: new Date('2026-11-03T09:00Z') });
    await post(coming, { state: 'scheduled', dueAt: new Date('2026-12-01T09:00Z') });
    await post(coming, { state: 'held', holdReason: 'files', dueAt: new Date('2026-12-01T09:00Z'), grace: 1e9 });
    await db.insert(downloads).values([
      { postId: later.id, day: '2026-03-02', downloads: 40 },
      { postId: later.id, day: '2026-03-03', downloads: 2 },
    ]);

    const { data, next } = await listEpisodes(scope, show.id, query());
    expect(next).toBeNull();
    expect(data.map(({ title }) => title)).toEqual(['Episode 4', 'Episode 3', 'Episode 2', 'Episode 1']);
    expect(data[0]).toMatchObject({ id: draft.id, at: null, feed: null, posts: {}, approved: false, downloads: 0 });
    expect(data[1]).toMatchObject({
      type: 'bonus',
      at: '2026-12-01T09:00:00.000Z',
      feed: 'planned',
      posts: { scheduled: 1, making: 1 },
    });
    expect(data[2]).toEqual({
      ...{ id: second.id, title: 'Episode 2', type: 'full', season: 1, number: 2, thumb: null, duration: 61_000 },
      sameNumber: null,
      ...{ approved: true, posts: { published: 1 }, at: '2026-03-02T09:00:00.000Z', feed: 'in', downloads: 42 },
    });
  });

  test('are in the feed only with their file, and else say what that awaits', async () => {
    const { show, scope, episode, post } = await showWithEpisodes();
    const out = { state: 'published' as const, publishedAt: new Date('2026-03-01T09:00Z') };
    const without = async (number: number, files: 'wanted' | 'failed' | 'none', more: object, content: object = {}) => {
      const item = await episode(number, { content: { number, season: 1, ...content } });
      const revisionId = item.revisionId ?? '';
      await db.update(revisions).set({ files }).where(eq(revisions.id, revisionId));
      await db.delete(revisionFiles).where(eq(revisionFiles.revisionId, revisionId));
      await post(item, more);
    };
    const later = { state: 'held' as const, dueAt: new Date('2126-03-01T09:00Z') };
    await post(await episode(1), out);
    await without(2, 'none', out, { audio: null });
    await without(3, 'wanted', out);
    await without(4, 'failed', { ...later, holdReason: 'files' });
    await post(await episode(5), { ...later, holdReason: 'channel' });
    await post(await episode(6), { ...later, holdReason: 'late', dueAt: new Date('2026-03-01T09:00Z') });
    await post(await episode(7), { state: 'removed', publishedAt: new Date('2026-03-01T09:00Z') });
    const { data } = await listEpisodes(scope, show.id, query());
    const feeds = data.map(({ number, feed, at }) => [number, feed, at !== null]);
    expect(feeds.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [1, 'in', true],
      [2, 'audio', true],
      [3, 'files', true],
      [4, 'failed', true],
      [5, 'held', true],
      [6, 'held', false],
      [7, null, false],
    ]);
    expect((await getShow(scope, { publicUrl }, show.id)).episodes).toEqual({ all: 7, published: 3, inFeed: 1 });
  });

  test('are as long as what is out, or else as what is written', async () => {
    const { show, scope, episode, post } = await showWithEpisodes();
    const [out, draft] = [await episode(1, { duration: 60_000 }), await episode(2, { duration: 61_000 })];
    await post(out, { state: 'published', publishedAt: new Date('2026-03-01T09:00Z') });
    for (const { id: itemId } of [out, draft]) await buildRevision(db, { itemId, content: emptyEpisode });
    const { data } = await listEpisodes(scope, show.id, query());
    expect(data.map(({ duration, feed }) => [duration, feed])).toEqual([
      [null, null],
      [60_000, 'in'],
    ]);
  });

  test('name another that has the same number', async () => {
    const { show, scope, episode } = await showWithEpisodes();
    const [one, other] = [await episode(1), await episode(1, { title: 'The kettle' })];
    await episode(2);
    await episode(1, { content: { number: 1, season: 1, type: 'trailer' } });
    const { data } = await listEpisodes(scope, show.id, query());
    const same = (item: { id: string }) => data.find(({ id }) => id === item.id)?.sameNumber;
    expect([same(one), same(other)]).toEqual([
      { id: other.id, title: 'The kettle' },
      { id: one.id, title: 'Episode 1' },
    ]);
    expect(data.filter(({ sameNumber }) => sameNumber)).toHaveLength(2);
  });

  test('come in pages, none twice and none left out', async () => {
    const { show, scope, episode, post } = await showWithEpisodes();
    const at = { state: 'published' as const, publishedAt: new Date('2026-03-01T09:00Z') };
    for (let number = 1; number <= 5; number += 1) {
      const item = await episode(number);
      if (number > 2) await post(item, at);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { data, next } = await listEpisodes(scope, show.id, query({ limit: 2, ...(cursor && { cursor }) }));
      seen.push(...data.map(({ title }) => title));
      cursor = next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(['Episode 2', 'Episode 1', 'Episode 5', 'Episode 4', 'Episode 3']);
    const wrong = listEpisodes(scope, show.id, query({ cursor: 'none of ours' }));
    expect((await refusal(wrong, 'invalid_request')).fields?.[0]?.field).toBe('query.cursor');
  });

  test('are of no other workspace', async () => {
    const [{ show }, { scope }] = [await showWithEpisodes(), await showWithEpisodes()];
    await refusal(listEpisodes(scope, show.id, query()), 'not_found');
  });
});
