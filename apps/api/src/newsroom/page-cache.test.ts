import { expect, test } from 'vitest';
import { createPageCache, type Page } from './page-cache.ts';

const pageOf = (body: string, workspaceId = 'ours'): Page => ({ workspaceId, type: 'text/html', body });
const bodyOf = (page: { bytes: { identity: Buffer } } | null) => page?.bytes.identity.toString();

function cacheWith(options: Partial<Parameters<typeof createPageCache>[0]> = {}) {
  const time = { now: 0 };
  return {
    time,
    cache: createPageCache({ maxAge: 5000, maxBytes: 100, mayCover: () => false, clock: () => time.now, ...options }),
  };
}

test('a page is made once for all who ask at the same time, and again when it is old', async () => {
  const { cache, time } = cacheWith();
  let made = 0;
  const render = async () => {
    made += 1;
    return pageOf(`version ${made}`);
  };
  const all = await Promise.all([cache.get('/a', render), cache.get('/a', render)]);
  expect(all.map(bodyOf)).toEqual(['version 1', 'version 1']);
  time.now = 5000;
  expect(bodyOf(await cache.get('/a', render))).toBe('version 1');
  time.now = 5001;
  expect(bodyOf(await cache.get('/a', render))).toBe('version 2');
});

test('what was read before a change is not kept after it', async () => {
  const { cache } = cacheWith();
  let finish: (page: Page) => void = () => undefined;
  const slow = cache.get('/a', () => new Promise((resolve) => (finish = resolve)));
  cache.drop('ours');
  const after = cache.get('/a', async () => pageOf('new'));
  finish(pageOf('old'));
  expect(bodyOf(await slow)).toBe('old');
  expect(bodyOf(await after)).toBe('new');
  expect(bodyOf(await cache.get('/a', async () => pageOf('newer')))).toBe('new');
});

test('a change drops the pages of its workspace and those of all', async () => {
  const { cache } = cacheWith();
  const fill = () =>
    Promise.all([
      cache.get('/ours', async () => pageOf('a')),
      cache.get('/theirs', async () => pageOf('b', 'theirs')),
      cache.get('/all', async () => ({ ...pageOf('c'), workspaceId: null })),
    ]);
  await fill();
  cache.drop('ours');
  expect(bodyOf(await cache.get('/ours', async () => pageOf('new')))).toBe('new');
  expect(bodyOf(await cache.get('/theirs', async () => pageOf('new', 'theirs')))).toBe('b');
  expect(bodyOf(await cache.get('/all', async () => pageOf('new')))).toBe('new');
});

test('it holds no more bytes than it may, compressed forms included', async () => {
  const { cache } = cacheWith();
  await cache.get('/a', async () => pageOf('a'.repeat(60)));
  const page = await cache.get('/b', async () => pageOf('b'.repeat(60)));
  expect(cache.size()).toBe(60);
  if (page) await cache.encoded(page, 'gzip');
  expect(cache.size()).toBe(60 + (page?.bytes.gzip?.length ?? 0));
  expect(bodyOf(await cache.get('/a', async () => pageOf('made again')))).toBe('made again');
  cache.drop(null);
  expect(cache.size()).toBe(0);
});

test('the same bytes keep their date and their compressed forms', async () => {
  const { cache, time } = cacheWith();
  const first = await cache.get('/a', async () => pageOf('same'));
  if (first) await cache.encoded(first, 'br');
  time.now = 6000;
  const second = await cache.get('/a', async () => pageOf('same'));
  expect(second).toMatchObject({ hash: first?.hash, since: first?.since });
  expect(second?.bytes.br).toBe(first?.bytes.br);
});

test('a page that was right covers for a database that is away, and for nothing else', async () => {
  const away = new Error('away');
  const { cache, time } = cacheWith({ mayCover: (error) => error === away });
  const failing = (error: Error) => () => Promise.reject(error);
  await cache.get('/a', async () => pageOf('here'));
  time.now = 6000;
  expect(bodyOf(await cache.get('/a', failing(away)))).toBe('here');
  await expect(cache.get('/a', failing(new Error('bug')))).rejects.toThrow('bug');
  await expect(cache.get('/b', failing(away))).rejects.toThrow('away');
});
