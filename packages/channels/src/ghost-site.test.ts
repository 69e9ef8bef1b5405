import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from './adapter.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { ghost } from './ghost.ts';
import { fakeKey, type GhostFake, ghostError, ghostFake } from './ghost-fake.ts';
import { publishedOn, refusalOf } from './site-conformance.ts';

let fake: GhostFake;
let connection: Connection;
beforeEach(async () => {
  fake = await ghostFake();
  connection = await connectThrough(ghost, fake.url, fake);
});
afterEach(() => fake.close());

const base = samplePost(ghost);
const refused = (typed: Record<string, unknown>) => refusalOf(ghost, { ...fake.typed(fake.url), ...typed }, connection);

describe('finding the site', () => {
  test('keeps where it is, and no secret', () => {
    expect(connection.config).toEqual({ site: `${fake.url}/`, api: `${fake.url}/ghost/api/admin/` });
  });

  test('a site in a sub-folder is found there, from its editor too', async () => {
    await fake.close();
    fake = await ghostFake({ folder: '/blog' });
    connection = await connectThrough(ghost, fake.url, fake);
    const typed = { ...fake.typed(fake.url), site: `${fake.url}/blog/ghost/#/dashboard` };
    expect((await ghost.connect(typed, connection)).config).toEqual(connection.config);
    const { slug } = await publishedOn(fake, ghost, base, connection);
    expect(await ghost.reconcile?.(base, connection, base.createdAt)).toMatchObject({
      remoteUrl: `${fake.url}/blog/${slug}/`,
    });
  });

  test('an Admin API on another host is used there', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      asked.push(String(input));
      const isSite = String(input).endsWith('/site/');
      const body = isSite ? { site: { url: 'https://news.example/', version: '6.65' } } : { posts: [] };
      const url = isSite ? 'https://riverside.ghost.example/ghost/api/admin/site/' : String(input);
      return Object.defineProperty(Response.json(body), 'url', { value: url });
    };
    const typed = { site: 'https://news.example', adminApiKey: fakeKey };
    expect((await ghost.connect(typed, { fetch, signal: connection.signal })).config).toEqual({
      site: 'https://news.example/',
      api: 'https://riverside.ghost.example/ghost/api/admin/',
    });
    expect(asked.at(-1)).toMatch(/^https:\/\/riverside\.ghost\.example\/ghost\/api\/admin\/posts\//);
  });

  test('a key that Ghost does not know, or with a wrong secret, is told beside the key', async () => {
    const [id, secret] = fakeKey.split(':');
    expect(await refused({ adminApiKey: `${'0'.repeat(24)}:${secret}` })).toEqual({
      message: 'Unknown Admin API Key',
      fields: ['body.adminApiKey'],
    });
    expect((await refused({ adminApiKey: `${id}:${'0'.repeat(64)}` })).message).toBe(
      'Invalid token: invalid signature',
    );
  });

  test('a site that is no Ghost is told beside the address', async () => {
    expect(await refused({ site: `${fake.url}/elsewhere` })).toEqual({
      message: expect.stringMatching(/answered with status 404$/),
      fields: ['body.site'],
    });
  });

  test('a plan without integrations is told in Ghost’s words', async () => {
    const message = 'Your plan supports no custom integrations.';
    fake.refuse(/^GET posts/, ghostError(403, 'HostLimitError', message));
    expect((await refused({})).message).toBe(message);
    expect(await ghost.check(connection)).toMatchObject({
      ok: false,
      reconnect: true,
      advice: expect.stringContaining('plan'),
    });
  });
});
