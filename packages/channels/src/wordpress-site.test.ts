import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from './adapter.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { publishedOn, refusalOf } from './site-conformance.ts';
import { wordpress } from './wordpress.ts';
import { fakeAuthor, type WordPressFake, wordpressFake } from './wordpress-fake.ts';

let fake: WordPressFake;
let connection: Connection;
beforeEach(async () => {
  fake = await wordpressFake();
  connection = await connectThrough(wordpress, fake.url, fake);
});
afterEach(() => fake.close());

/** Connects to a site of another kind instead. */
async function instead(options: Parameters<typeof wordpressFake>[0]): Promise<void> {
  await fake.close();
  fake = await wordpressFake(options);
  connection = await connectThrough(wordpress, fake.url, fake);
}

const base = samplePost(wordpress);
const published = () => publishedOn(fake, wordpress, base, connection);
const refused = (typed: Record<string, unknown>) =>
  refusalOf(wordpress, { ...fake.typed(fake.url), ...typed }, connection);

describe('finding the site', () => {
  test('keeps where it is and who we are there, and no secret', () => {
    expect(connection.config).toEqual({
      site: `${fake.url}/`,
      root: `${fake.url}/wp-json/`,
      userName: fakeAuthor.userName,
    });
    expect(JSON.stringify(connection.config)).not.toContain(fakeAuthor.password);
  });

  test('a site in a sub-folder is found there, from its back room too', async () => {
    await instead({ folder: '/blog' });
    const typed = { ...fake.typed(fake.url), site: `${fake.url}/blog/wp-admin/index.php?x=1#y` };
    expect((await wordpress.connect(typed, connection)).config).toMatchObject({
      site: `${fake.url}/blog`,
      root: `${fake.url}/blog/wp-json/`,
    });
    await published();
  });

  test('a site without rewritten addresses is reached through its query', async () => {
    await instead({ folder: '/blog', isPretty: false });
    expect(connection.config.root).toBe(`${fake.url}/blog/index.php?rest_route=/`);
    const { slug } = await published();
    expect(await wordpress.reconcile?.(base, connection, base.createdAt)).toMatchObject({
      found: 'published',
      remoteUrl: `${fake.url}/blog/2026/11/${slug}/`,
    });
  });

  test.each([true, false])(
    'a site that does not name its REST API has it in a usual place (rewritten: %s)',
    async (isPretty) => {
      await instead({ isPretty, hasLink: false });
      expect(connection.config.root).toBe(`${fake.url}/${isPretty ? 'wp-json/' : '?rest_route=/'}`);
      await published();
    },
  );

  test('addresses are https where the site answers so, though WordPress does not know behind its proxy', async () => {
    const fetch: typeof globalThis.fetch = async (input) => {
      const url = String(input);
      const body = url.includes('users/me')
        ? { name: 'Anna', capabilities: { publish_posts: true, upload_files: true } }
        : { home: 'http://news.example', namespaces: ['wp/v2'] };
      const headers = { link: '<http://news.example/wp-json/>; rel="https://api.w.org/"' };
      return Object.defineProperty(Response.json(body, { headers }), 'url', { value: url });
    };
    const typed = { site: 'https://news.example', userName: 'anna', applicationPassword: 'x' };
    const { config } = await wordpress.connect(typed, { fetch, signal: connection.signal });
    expect(config).toMatchObject({ site: 'https://news.example/', root: 'https://news.example/wp-json/' });
  });

  test('a wrong password is told beside the password', async () => {
    expect(await refused({ applicationPassword: 'wrong' })).toEqual({
      message: 'You are not currently logged in.',
      fields: ['body.applicationPassword'],
    });
  });

  test('an account that may not publish is told before anything is scheduled on it, and when it loses the right', async () => {
    fake.allow(['edit_posts']);
    expect(await refused({})).toEqual({
      message: `${fakeAuthor.name} may write on this site, but not publish.`,
      fields: ['body.userName'],
    });
    expect(await wordpress.check(connection)).toMatchObject({ ok: false, reconnect: true });
    fake.allow([]);
    expect((await refused({})).message).toContain('not publish');
    fake.allow(['edit_posts', 'publish_posts']);
    expect((await refused({})).message).toContain('may not upload pictures');
  });

  test('a REST API that a plugin has switched off is told in the plugin’s words', async () => {
    const message = 'The REST API on this site has been <strong>disabled</strong> &amp; locked.';
    fake.refuse(/./, { status: 401, body: { code: 'rest_disabled', message, data: { status: 401 } } });
    expect(await refused({})).toEqual({
      message: 'The REST API on this site has been disabled & locked.',
      fields: ['body.site'],
    });
  });

  test('a site that is no WordPress, or hides its REST API, is told to be one', async () => {
    fake.refuse(/./, { status: 404, body: '<!doctype html>' });
    const { message, fields } = await refused({});
    expect(message).toMatch(/^127\.0\.0\.1:\d+ shows no WordPress REST API$/);
    expect(fields).toEqual(['body.site']);
  });

  test('a firewall in front of the REST API is not taken for a site without one', async () => {
    fake.refuse(/./, { status: 403, body: '<!doctype html>Blocked' });
    expect((await refused({})).message).toMatch(/answered with status 403$/);
  });
});
