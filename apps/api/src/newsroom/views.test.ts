import { pageReaders, pageViews } from '@mobilise/db/schema/engagement';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { testNewsroom } from './testing.ts';
import { createViews } from './views.ts';

const { db, newsroom, get, buildSite, publish } = await testNewsroom();

const log = pino({ level: 'silent' });
const firefox = 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const visit = { method: 'GET', headers: { 'user-agent': firefox }, address: '203.0.113.7' };
/** Never by itself: the tests flush when they want to. */
const never = 2 ** 30;

describe('counting', () => {
  const person = { 'User-Agent': firefox };
  const counted = async (postId: string) => {
    await newsroom.flushCounts();
    const [row] = await db
      .select({ views: pageViews.views, readers: pageViews.readers })
      .from(pageViews)
      .where(eq(pageViews.postId, postId));
    return row;
  };

  test('views and readers are counted, a revalidation as well', async () => {
    const { post, path } = await publish(await buildSite());
    const first = await get(path, { headers: person });
    await get(path, { headers: { ...person, 'If-None-Match': first.headers.get('etag') ?? '' } });
    await get(path, { headers: { ...person, 'User-Agent': `${person['User-Agent']} Other/1` } });
    expect(await counted(post.id)).toEqual({ views: 3, readers: 2 });
    await get(path, { headers: person });
    expect(await counted(post.id)).toEqual({ views: 4, readers: 2 });
  });

  test('robots, looks ahead, HEAD and missing pages are not', async () => {
    const { post, path } = await publish(await buildSite());
    await get(path, { headers: { 'User-Agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' } });
    await get(path, { headers: { ...person, 'Sec-Purpose': 'prefetch;prerender' } });
    await get(path, { headers: { ...person, Purpose: 'prefetch' } });
    await get(path, { method: 'HEAD', headers: person });
    await get(`${path}-not`, { headers: person });
    expect(await counted(post.id)).toBeUndefined();
  });

  test('who asks not to be followed counts as a view alone', async () => {
    const { post, path } = await publish(await buildSite());
    await get(path, { headers: { ...person, DNT: '1' } });
    await get(path, { headers: { ...person, 'Sec-GPC': '1' } });
    expect(await counted(post.id)).toEqual({ views: 2, readers: 0 });
  });
});

describe('readers from day to day', () => {
  test('the salt changes at midnight UTC', async () => {
    const { post } = await publish(await buildSite());
    let now = new Date('2030-03-01T23:59:59Z');
    const views = createViews({ db, log, now: () => now, every: never });
    views.count({ postId: post.id, site: 'a' }, visit);
    await views.flush();
    now = new Date('2030-03-02T00:02:00Z');
    views.count({ postId: post.id, site: 'a' }, visit);
    await views.drain();
    const readers = await db.select().from(pageReaders).where(eq(pageReaders.postId, post.id)).orderBy(pageReaders.day);
    expect(readers.map(({ day }) => day)).toEqual(['2030-03-01', '2030-03-02']);
    expect(new Set(readers.map(({ readerHash }) => readerHash)).size).toBe(2);
    const counters = await db.select().from(pageViews).where(eq(pageViews.postId, post.id)).orderBy(pageViews.day);
    expect(counters.map(({ day, views, readers }) => ({ day, views, readers }))).toEqual([
      { day: '2030-03-01', views: 1, readers: 1 },
      { day: '2030-03-02', views: 1, readers: 1 },
    ]);
  });

  test('several processes count one reader of a page once, and a reader of two sites cannot be matched', async () => {
    const site = await buildSite();
    const [one, other] = [await publish(site), await publish(site)];
    const now = () => new Date('2031-05-05T12:00:00Z');
    const processes = [createViews({ db, log, now, every: never }), createViews({ db, log, now, every: never })];
    for (const views of processes) {
      views.count({ postId: one.post.id, site: 'a' }, visit);
      views.count({ postId: other.post.id, site: 'b' }, visit);
    }
    await Promise.all(processes.map((views) => views.drain()));
    const [row] = await db.select().from(pageViews).where(eq(pageViews.postId, one.post.id));
    expect(row).toMatchObject({ views: 2, readers: 1 });
    const hashes = await db
      .select({ hash: pageReaders.readerHash })
      .from(pageReaders)
      .where(eq(pageReaders.day, '2031-05-05'));
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(2);
    expect(JSON.stringify(hashes)).not.toContain(visit.address);
  });

  test('what could not be written is kept, and a post that went with its workspace holds nothing up', async () => {
    const { post } = await publish(await buildSite());
    let broken = true;
    const flaky: typeof db = Object.assign(Object.create(db), {
      execute: (query: Parameters<typeof db.execute>[0]) =>
        broken ? Promise.reject(new Error('The database is away')) : db.execute(query),
    });
    const views = createViews({ db: flaky, log, now: () => new Date('2032-01-01T12:00:00Z'), every: never });
    views.count({ postId: post.id, site: 'a' }, visit);
    views.count({ postId: '00000000-0000-7000-8000-000000000000', site: 'a' }, visit);
    await expect(views.flush()).rejects.toThrow('The database is away');
    views.count({ postId: post.id, site: 'a' }, { ...visit, address: '203.0.113.8' });
    broken = false;
    await views.drain();
    const [row] = await db.select().from(pageViews).where(eq(pageViews.postId, post.id));
    expect(row).toMatchObject({ views: 2, readers: 2 });
  });
});
