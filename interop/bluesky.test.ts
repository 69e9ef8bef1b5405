import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingPost } from '../packages/channels/src/adapter.ts';
import { bluesky } from '../packages/channels/src/bluesky.ts';
import { faultNames, faultProxy, faults } from '../packages/channels/src/faults.ts';
import { guardedFetch } from '../packages/channels/src/outgoing-fetch.ts';
import { handleFor } from '../packages/channels/src/registry.ts';
import { type Pds, startPds } from './pds.ts';

let pds: Pds;
let connection: Connection;
let image: Uint8Array;
let posts = 0;

beforeAll(async () => {
  pds = await startPds();
  image = await readFile(new URL('pixel.png', import.meta.url));
});
afterAll(() => pds.close());
beforeEach(async () => {
  connection = await connect(pds.url);
});

async function connect(service: string): Promise<Connection> {
  const fetch = guardedFetch({ allowPrivate: true });
  const { signal } = new AbortController();
  const { config, credentials } = await bluesky.connect(
    { service, identifier: pds.handle, appPassword: pds.password },
    { fetch, signal },
  );
  const made: Connection = {
    config,
    credentials,
    fetch,
    signal,
    keep: () => Promise.resolve(),
    readImage: () => Promise.resolve(image),
    client: null,
    renew: async (refresh) => {
      made.credentials = (await refresh(made.credentials)).credentials;
      return made.credentials;
    },
  };
  return made;
}

/** A post that no other test made. */
function newPost(overrides: Partial<OutgoingPost> = {}): OutgoingPost {
  posts += 1;
  const postId = `post ${posts}`;
  return {
    postId,
    handle: handleFor('bluesky', { postId, dueAt: '2026-11-30T09:00:00Z' }),
    createdAt: '2026-11-30T09:00:00.000Z',
    text: `Flu clinic 💉 number ${posts} with @${pds.handle}: https://riverside.example/flu #FluClinic`,
    language: 'en-GB',
    images: [{ alt: 'One dark pixel', mime: 'image/png', width: 1, height: 1, sha256: 'pixel' }],
    card: null,
    item: null,
    progress: null,
    ...overrides,
  };
}

const held = async ({ handle }: OutgoingPost) => (await pds.records()).filter(({ uri }) => uri.endsWith(`/${handle}`));

describe('a real personal data server', () => {
  test('tells who we are, and that the connection works', async () => {
    expect(connection.config).toEqual({ service: pds.url, handle: pds.handle, did: pds.did });
    expect(await bluesky.check(connection)).toEqual({ ok: true });
  });

  test('refuses a wrong password in words that we pass on', async () => {
    const typed = { service: pds.url, identifier: pds.handle, appPassword: 'wrong' };
    await expect(bluesky.connect(typed, connection)).rejects.toMatchObject({
      code: 'channel_refused',
      message: 'Invalid identifier or password',
      fields: [{ field: 'body.appPassword' }],
    });
  });

  test('keeps a post with its text, image, alt text and marks', async () => {
    const post = newPost();
    expect(await bluesky.publish(post, connection)).toEqual({
      outcome: 'published',
      remoteId: `at://${pds.did}/app.bsky.feed.post/${post.handle}`,
      remoteUrl: `https://bsky.app/profile/${pds.did}/post/${post.handle}`,
    });
    const [record] = await held(post);
    expect(record?.value).toMatchObject({
      text: post.text,
      createdAt: post.createdAt,
      langs: ['en-GB'],
      embed: {
        $type: 'app.bsky.embed.images',
        images: [
          {
            alt: 'One dark pixel',
            aspectRatio: { width: 1, height: 1 },
            image: { mimeType: 'image/png', size: image.length },
          },
        ],
      },
      facets: [
        { features: [{ $type: 'app.bsky.richtext.facet#mention', did: pds.did }] },
        { features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://riverside.example/flu' }] },
        { features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'FluClinic' }] },
      ],
    });
  });

  test('gives the image back as it was', async () => {
    const post = newPost();
    await bluesky.publish(post, connection);
    const [record] = await held(post);
    const { embed } = (record?.value ?? {}) as { embed?: { images: { image: { ref: { $link: string } } }[] } };
    const query = new URLSearchParams({ did: pds.did, cid: embed?.images[0]?.image.ref.$link ?? '' });
    const response = await fetch(`${pds.url}/xrpc/com.atproto.sync.getBlob?${query}`);
    expect(await response.bytes()).toEqual(new Uint8Array(image));
  });

  test('keeps a link card with its picture', async () => {
    const [picture = null] = newPost().images;
    const post = newPost({
      images: [],
      card: { url: 'https://riverside.example/flu', title: 'Flu clinic', description: 'All week', image: picture },
    });
    expect((await bluesky.publish(post, connection)).outcome).toBe('published');
    expect((await held(post))[0]?.value.embed).toMatchObject({
      external: { title: 'Flu clinic', thumb: { mimeType: 'image/png' } },
    });
  });

  test('holds one record when a post is sent again', async () => {
    const post = newPost();
    const first = await bluesky.publish(post, connection);
    const [before] = await held(post);
    expect(await bluesky.publish(post, connection)).toEqual(first);
    expect(await held(post)).toEqual([before]);
  });

  test('holds one record when a post is sent five times at once', async () => {
    const post = newPost();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => bluesky.publish(post, connection)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(5).fill('published'));
    expect(await held(post)).toHaveLength(1);
  });

  test('recognises a post whose mention resolves no longer', async () => {
    const post = newPost();
    const first = await bluesky.publish(post, connection);
    // What a try without the mention sends: other bytes under the same key.
    const blind: Connection = {
      ...connection,
      fetch: async (input, init) =>
        String(input).includes('resolveHandle')
          ? Response.json({ error: 'InvalidRequest', message: 'Unable to resolve handle' }, { status: 400 })
          : connection.fetch(input, init),
    };
    expect(await bluesky.publish(post, blind)).toEqual(first);
    expect((await held(post))[0]?.value.facets).toHaveLength(3);
  });

  test('tells absent, published and different apart', async () => {
    const post = newPost();
    expect(await bluesky.reconcile(post, connection)).toEqual({ found: 'absent' });
    await bluesky.publish(post, connection);
    expect(await bluesky.reconcile(post, connection)).toMatchObject({ found: 'published' });
    const other = { ...post, text: 'Other words' };
    expect(await bluesky.reconcile(other, connection)).toMatchObject({ found: 'different' });
    expect(await bluesky.publish(other, connection)).toMatchObject({ outcome: 'failed' });
    expect((await held(post)).map(({ value }) => value.text)).toEqual([post.text]);
  });

  test('refuses a text that is too long, for good and in its own words', async () => {
    const post = newPost({ images: [], text: 'x'.repeat(301) });
    expect(await bluesky.publish(post, connection)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('300'),
    });
    expect(await held(post)).toEqual([]);
  });

  test('signs in anew with the app password when all tokens are worthless', async () => {
    connection.credentials = { appPassword: pds.password, accessJwt: 'worthless', refreshJwt: 'worthless' };
    expect(await bluesky.check(connection)).toEqual({ ok: true });
    expect(connection.credentials.refreshJwt).not.toBe('worthless');
  });

  test('without an app view, gives no figures and says why', async () => {
    const post = newPost({ images: [] });
    const outcome = await bluesky.publish(post, connection);
    if (outcome.outcome !== 'published') throw new Error('published above');
    const readings = (await bluesky.engagement([outcome.remoteId], connection)).get(outcome.remoteId);
    expect(readings?.map(({ metric, status }) => [metric, status])).toEqual([
      ['likes', 'error'],
      ['reposts', 'error'],
      ['replies', 'error'],
      ['quotes', 'error'],
    ]);
  });

  test.each(faultNames)('holds one record when the write is %s and the post is sent again', async (fault) => {
    const proxy = await faultProxy(pds.url);
    try {
      const through = await connect(proxy.url);
      const post = newPost();
      const controller = new AbortController();
      const struck = proxy.strike(fault, ({ path }) => path.startsWith('/xrpc/com.atproto.repo.putRecord'));
      const sending = bluesky.publish(post, { ...through, signal: controller.signal });
      await struck;
      if (faults[fault].hangs) controller.abort();
      const { outcome } = await sending;
      const made = (await held(post)).length === 1;
      if (outcome !== 'unknown') expect(outcome).toBe(made ? 'published' : 'refused');
      expect((await bluesky.reconcile(post, through)).found).toBe(made ? 'published' : 'absent');
      expect((await bluesky.publish(post, through)).outcome).toBe('published');
      expect(await held(post)).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  });
});
