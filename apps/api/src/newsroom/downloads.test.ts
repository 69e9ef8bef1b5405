import { buildShow } from '@mobilise/db/factory-shows';
import { downloadListeners, downloads } from '@mobilise/db/schema/engagement';
import { revisionFiles } from '@mobilise/db/schema/items';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { createDownloads } from './downloads.ts';
import { testNewsroom } from './testing.ts';

const { db, newsroom, storage, get, buildSite, publishEpisode } = await testNewsroom();

/** A minute of a file in storage that is all sound. */
const { sha256 } = await storage.put(Buffer.alloc(1000, 1));
const sound = { sha256, format: 'mp3' as const, bytes: 1000, duration: 60_000, site: 'a' };

const log = pino({ level: 'silent' });
const app = 'AntennaPod/3.4.0';
/** 16 bytes a millisecond, as the factory makes them. */
const minute = 960_000;
/** Never by itself: the tests flush when they want to. */
const never = 2 ** 30;

async function episode(duration = 90_000) {
  const site = await buildSite();
  const show = await buildShow(db, { channelId: site.channelId });
  return publishEpisode(site, { showId: show.id, duration });
}

/** The downloads of a post, once so many bytes of it were noted: the last of them leave a moment before that. */
async function counted(postId: string, bytes: number): Promise<number> {
  await vi.waitFor(
    async () => {
      await newsroom.flushCounts();
      const noted = await db.select().from(downloadListeners).where(eq(downloadListeners.postId, postId));
      expect(noted.reduce((sum, row) => sum + row.bytes, 0)).toBe(bytes);
    },
    { timeout: 10_000 },
  );
  const rows = await db.select().from(downloads).where(eq(downloads.postId, postId));
  return rows.reduce((sum, row) => sum + row.downloads, 0);
}

/** Fetches a file, or a part of it, as a player does, and reads all that comes. */
async function fetched(path: string | undefined, range?: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await get(path ?? '', {
    method,
    headers: { 'User-Agent': app, ...(range && { Range: range }), ...headers },
  });
  await response.arrayBuffer();
  return response.status;
}

describe('a download', () => {
  test('is counted once a listener, however often and in whichever format it is fetched', async () => {
    const { post, paths, files } = await episode();
    const bytes = files[0]?.bytes ?? 0;
    expect(await fetched(paths[0])).toBe(200);
    await fetched(paths[0]);
    await fetched(paths[1]);
    expect(await counted(post.id, 3 * bytes)).toBe(1);
    await fetched(paths[0], undefined, { 'User-Agent': 'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)' });
    expect(await counted(post.id, 4 * bytes)).toBe(2);
    await fetched(paths[0]);
    expect(await counted(post.id, 5 * bytes)).toBe(2);
  });

  test('is a minute of it, in one piece or added up from several, also over flushes', async () => {
    const { post, paths } = await episode();
    expect(await fetched(paths[0], `bytes=0-${minute / 2 - 1}`)).toBe(206);
    expect(await counted(post.id, minute / 2)).toBe(0);
    await fetched(paths[0], `bytes=${minute / 2}-${minute - 2}`);
    expect(await counted(post.id, minute - 1)).toBe(0);
    await fetched(paths[0], `bytes=${minute - 1}-${minute + 2}`);
    expect(await counted(post.id, minute + 3)).toBe(1);
    const one = await episode();
    await fetched(one.paths[0], `bytes=100-${100 + minute - 1}`);
    expect(await counted(one.post.id, minute)).toBe(1);
  });

  test('is no sooner made by fetching the same half minute over and over, or by two that overlap', async () => {
    const { post, paths } = await episode();
    for (let time = 1; time <= 3; time += 1) await fetched(paths[0], `bytes=0-${minute / 2 - 1}`);
    expect(await counted(post.id, (3 * minute) / 2)).toBe(0);
    // In the other format too, half of this is what was sent before.
    await fetched(paths[1], `bytes=${minute / 4}-${(minute * 3) / 4 - 1}`);
    expect(await counted(post.id, 2 * minute)).toBe(0);
    await fetched(paths[0], `bytes=${(minute * 3) / 4}-${minute - 1}`);
    expect(await counted(post.id, (9 * minute) / 4)).toBe(1);
  });

  test('is a minute of what is heard: the tag with the cover before it is none of it', async () => {
    const { post, paths, files } = await episode();
    // ID3v2.3, with 400,000 bytes in it, which are written with seven bits each.
    const tag = Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 24, 53, 0]), Buffer.alloc(400_000)]);
    const stored = await storage.put(Buffer.concat([tag, Buffer.alloc(90_000 * 16, 1)]));
    const [mp3] = files.filter(({ format }) => format === 'mp3');
    await db
      .update(revisionFiles)
      .set(stored)
      .where(eq(revisionFiles.sha256, mp3?.sha256 ?? ''));
    const path = paths[0]?.replace(/[0-9a-f]{64}/, stored.sha256);
    const almost = tag.length + minute - 1;
    expect(await fetched(path, `bytes=0-${almost - 1}`)).toBe(206);
    expect(await counted(post.id, almost)).toBe(0);
    await fetched(path, `bytes=${almost}-${almost + 3}`);
    expect(await counted(post.id, almost + 4)).toBe(1);
  });

  test('of an episode shorter than a minute is all of it', async () => {
    const { post, paths, files } = await episode(10_000);
    const bytes = files[0]?.bytes ?? 0;
    await fetched(paths[0], `bytes=0-${bytes - 5}`);
    expect(await counted(post.id, bytes - 4)).toBe(0);
    await fetched(paths[0], `bytes=${bytes - 4}-`);
    expect(await counted(post.id, bytes)).toBe(1);
  });

  test('is one where a player asks for the last bytes, and for more of them than there are', async () => {
    const { post, paths, files } = await episode();
    const bytes = files[0]?.bytes ?? 0;
    expect(await fetched(paths[0], `bytes=-${bytes + 1000}`)).toBe(206);
    expect(await counted(post.id, bytes)).toBe(1);
    expect(await fetched(paths[0], 'bytes=-0')).toBe(416);
    expect(await counted(post.id, bytes)).toBe(1);
  });

  test('is none by HEAD, by a look for ranges, by a copy that is still right, by robots and by who wants to be left out', async () => {
    const { post, paths, files } = await episode();
    await fetched(paths[0], undefined, {}, 'HEAD');
    for (let time = 0; time < 5; time += 1) expect(await fetched(paths[0], 'bytes=0-1')).toBe(206);
    expect(
      await fetched(paths[0], undefined, { 'If-None-Match': `"${files[0]?.sha256}", "${files[1]?.sha256}"` }),
    ).toBe(304);
    expect(await fetched(paths[0], 'bytes=99999999-')).toBe(416);
    for (const agent of ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'curl/8.5.0', 'atc/1.0 watchOS/9.6', ''])
      expect(await fetched(paths[0], undefined, { 'User-Agent': agent })).toBe(200);
    expect(await fetched(paths[0], undefined, { 'Sec-Purpose': 'prefetch' })).toBe(200);
    expect(await fetched(paths[0], undefined, { DNT: '1' })).toBe(200);
    expect(await fetched(paths[0], undefined, { 'Sec-GPC': '1' })).toBe(200);
    // Of all that was fetched, this alone is noted.
    await fetched(paths[0], 'bytes=0-9');
    expect(await counted(post.id, 10)).toBe(0);
  });
});

describe('listeners', () => {
  const visit = { method: 'GET', headers: { 'user-agent': app }, address: '203.0.113.7' };

  test('are counted once by several processes, anew on the next day (UTC), and cannot be matched between days or sites', async () => {
    const { post } = await episode();
    const file = { ...sound, postId: post.id };
    let now = new Date('2031-03-01T23:59:00Z');
    const make = () => createDownloads({ db, log, storage, now: () => now, every: never });
    const processes = [make(), make(), make()];
    for (const one of processes) one.count(file, visit, { start: 0, end: 1000 });
    await Promise.all(processes.map((one) => one.flush()));
    now = new Date('2031-03-02T00:01:00Z');
    for (const [index, one] of processes.entries())
      one.count(file, visit, { start: index * 400, end: (index + 1) * 400 });
    await Promise.all(processes.map((one) => one.drain()));
    const rows = await db.select().from(downloads).where(eq(downloads.postId, post.id)).orderBy(downloads.day);
    expect(rows.map(({ day, downloads }) => [day, downloads])).toEqual([
      ['2031-03-01', 1],
      ['2031-03-02', 1],
    ]);
    const listeners = await db.select().from(downloadListeners).where(eq(downloadListeners.postId, post.id));
    expect(new Set(listeners.map(({ listenerHash }) => listenerHash)).size).toBe(2);
    expect(JSON.stringify(listeners)).not.toContain(visit.address);
  });

  test('are kept while the database is away, and a post that went with its workspace holds nothing up', async () => {
    const { post } = await episode();
    const file = { ...sound, postId: post.id };
    let broken = true;
    const flaky: typeof db = Object.assign(Object.create(db), {
      transaction: (run: Parameters<typeof db.transaction>[0]) =>
        broken ? Promise.reject(new Error('The database is away')) : db.transaction(run),
    });
    const counting = createDownloads({
      ...{ db: flaky, log, storage, every: never },
      now: () => new Date('2032-01-01T12:00:00Z'),
    });
    counting.count(file, visit, { start: 0, end: 600 });
    counting.count({ ...file, postId: '00000000-0000-7000-8000-000000000000' }, visit, { start: 0, end: 1000 });
    await expect(counting.flush()).rejects.toThrow('The database is away');
    counting.count(file, visit, { start: 600, end: 1000 });
    broken = false;
    await counting.drain();
    const rows = await db.select().from(downloads).where(eq(downloads.postId, post.id));
    expect(rows.map(({ downloads }) => downloads)).toEqual([1]);
  });

  test('cost one look into a file, which the end waits for, and those who are not counted none', async () => {
    const { post } = await episode();
    const file = { ...sound, postId: post.id };
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let looks = 0;
    const slow = {
      get: async (...of: Parameters<typeof storage.get>) => {
        looks += 1;
        await opened;
        return storage.get(...of);
      },
    };
    const counting = createDownloads({ db, log, storage: slow, every: never });
    const whole = { start: 0, end: 1000 };
    for (const headers of [{ 'user-agent': 'curl/8.5.0' }, { ...visit.headers, dnt: '1' }])
      counting.count(file, { ...visit, headers }, whole);
    counting.count(file, { ...visit, method: 'HEAD' }, whole);
    counting.count(file, visit, { start: 0, end: 2 });
    expect(looks).toBe(0);
    counting.count(file, visit, { start: 0, end: 400 });
    counting.count(file, visit, { start: 400, end: 1000 });
    const drained = counting.drain();
    open();
    await drained;
    expect(looks).toBe(1);
    const rows = await db.select().from(downloads).where(eq(downloads.postId, post.id));
    expect(rows.map(({ downloads }) => downloads)).toEqual([1]);
  });

  test('are counted by all of a file that cannot be read, which is looked at again', async () => {
    const { post } = await episode();
    const file = { ...sound, postId: post.id };
    let looks = 0;
    const away = {
      get: () => {
        looks += 1;
        return Promise.reject(new Error('Storage is away'));
      },
    };
    const counting = createDownloads({ db, log, storage: away, every: never });
    counting.count(file, visit, { start: 0, end: 400 });
    await counting.flush();
    counting.count(file, visit, { start: 400, end: 1000 });
    await counting.drain();
    expect(looks).toBe(2);
    const rows = await db.select().from(downloads).where(eq(downloads.postId, post.id));
    expect(rows.map(({ downloads }) => downloads)).toEqual([1]);
  });
});
