import { RichText } from '@atproto/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { bluesky } from './bluesky.ts';
import { type BlueskyFake, blueskyFake, fakeAccount, fakeFriend } from './bluesky-fake.ts';
import { conformance } from './conformance.ts';
import { connectThrough, sampleImage, samplePost } from './conformance-fake.ts';
import { guardedFetch } from './outgoing-fetch.ts';

conformance('Bluesky', bluesky, blueskyFake);

let fake: BlueskyFake;
let connection: Connection;
beforeEach(async () => {
  fake = await blueskyFake();
  connection = await connectThrough(bluesky, fake.url, fake);
});
afterEach(() => fake.close());

/** Publishes and gives back the record as the server holds it. */
async function published(overrides: Parameters<typeof samplePost>[1]): Promise<Record<string, unknown>> {
  const post = samplePost(bluesky, overrides);
  expect((await bluesky.publish(post, connection)).outcome).toBe('published');
  return fake.records.get(post.handle)?.value ?? {};
}

const plain = { images: [] } as const satisfies Partial<OutgoingPost>;
const imageOf = (overrides: Partial<OutgoingPost['images'][number]> = {}) => ({
  alt: 'A poster',
  mime: 'image/png',
  width: 800,
  height: 600,
  sha256: 'b',
  ...overrides,
});

describe('the record', () => {
  test('links, mentions and tags are marked by byte, emoji before them or not', async () => {
    const text = `👩🏽‍⚕️ é: @${fakeFriend.handle} at https://riverside.example/flu. #FluClinic`;
    const { facets } = await published({ ...plain, text });
    const marked = new RichText({ text, facets: facets as NonNullable<RichText['facets']> });
    const segments = [...marked.segments()]
      .filter(({ facet }) => facet)
      .map((segment) => [segment.text, segment.mention?.did ?? segment.link?.uri ?? segment.tag?.tag]);
    expect(segments).toEqual([
      [`@${fakeFriend.handle}`, fakeFriend.did],
      ['https://riverside.example/flu', 'https://riverside.example/flu'],
      ['#FluClinic', 'FluClinic'],
    ]);
    const bytes = Buffer.from(text);
    const { index } = (facets as { index: { byteStart: number; byteEnd: number } }[])[0] ?? {
      index: { byteStart: 0, byteEnd: 0 },
    };
    expect(bytes.subarray(index.byteStart, index.byteEnd).toString()).toBe(`@${fakeFriend.handle}`);
  });

  test('a mention of nobody stays text', async () => {
    expect(await published({ ...plain, text: 'Thanks to @nobody.test' })).not.toHaveProperty('facets');
  });

  test('is plain where the text is: text, time and language as given', async () => {
    expect(await published({ ...plain, text: 'Flu clinic\n\nMonday' })).toEqual({
      $type: 'app.bsky.feed.post',
      text: 'Flu clinic\n\nMonday',
      createdAt: '2026-11-30T09:00:00.000Z',
      langs: ['en-GB'],
    });
  });

  test('images carry alt text, shape and the bytes from storage', async () => {
    const { embed } = await published({
      text: 'Two posters',
      images: [imageOf({ alt: 'First' }), imageOf({ alt: 'Second', width: 600, height: 800 })],
    });
    const [link] = fake.blobs.keys();
    const image = { $type: 'blob', ref: { $link: link }, mimeType: 'image/png', size: sampleImage.length };
    expect(embed).toEqual({
      $type: 'app.bsky.embed.images',
      images: [
        { alt: 'First', aspectRatio: { width: 800, height: 600 }, image },
        { alt: 'Second', aspectRatio: { width: 600, height: 800 }, image },
      ],
    });
    expect([...fake.blobs.values()]).toEqual([{ bytes: sampleImage, mimeType: 'image/png' }]);
  });

  const card = { url: 'https://riverside.example/flu', title: 'Flu clinic', description: 'All week', image: null };

  test('a link card has its picture', async () => {
    const { embed } = await published({ ...plain, card: { ...card, image: imageOf() } });
    expect(embed).toMatchObject({
      $type: 'app.bsky.embed.external',
      external: { uri: card.url, title: 'Flu clinic', description: 'All week', thumb: { mimeType: 'image/png' } },
    });
  });

  test('a link card goes without a picture when there is none, or one above 1,000,000 bytes', async () => {
    const external = { uri: card.url, title: 'Flu clinic', description: 'All week' };
    expect((await published({ ...plain, card })).embed).toEqual({ $type: 'app.bsky.embed.external', external });
    connection.readImage = () => Promise.resolve(new Uint8Array(1_000_001));
    const { embed } = await published({ ...plain, postId: 'another', card: { ...card, image: imageOf() } });
    expect(embed).toEqual({ $type: 'app.bsky.embed.external', external });
  });

  test('a mention that no longer resolves on the second try does not make the post a stranger', async () => {
    const post = samplePost(bluesky, { mention: `@${fakeFriend.handle}` });
    const first = await bluesky.publish(post, connection);
    fake.forgetFriend();
    expect(await bluesky.publish(post, connection)).toEqual(first);
    expect(fake.log()).toEqual([post.handle]);
    expect(fake.records.get(post.handle)?.value.facets).toHaveLength(3);
  });

  test('the address of a published post names the account by its DID', async () => {
    const post = samplePost(bluesky);
    expect(await bluesky.publish(post, connection)).toEqual({
      outcome: 'published',
      remoteId: `at://${fakeAccount.did}/app.bsky.feed.post/${post.handle}`,
      remoteUrl: `https://bsky.app/profile/${fakeAccount.did}/post/${post.handle}`,
    });
  });
});

describe('refusals', () => {
  test('what the service says of a bad post is final, in its own words', async () => {
    const outcome = await bluesky.publish(samplePost(bluesky, { ...plain, text: 'x'.repeat(301) }), connection);
    expect(outcome).toEqual({
      outcome: 'failed',
      message: 'Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes',
      advice: 'Change the post so that the service accepts it, then send again.',
    });
  });

  test.each([
    [
      'AccountTakedown',
      400,
      'Account has been taken down',
      'Sort this out with the people who run the service, then reconnect the channel.',
    ],
    [
      'AuthenticationRequired',
      401,
      'Bad token',
      'Make a new app password in Bluesky’s settings and reconnect the channel with it.',
    ],
  ])('%s asks a person to reconnect', async (error, status, message, advice) => {
    fake.refuse('com.atproto.repo.putRecord', status, error, message);
    expect(await bluesky.publish(samplePost(bluesky), connection)).toEqual({
      outcome: 'refused',
      message,
      advice,
      retryAfter: null,
      reconnect: true,
    });
    expect(fake.log()).toEqual([]);
  });

  test('a limit with `ratelimit-reset` says how long to wait', async () => {
    const reset = Math.floor(Date.now() / 1000) + 300;
    fake.refuse('com.atproto.repo.putRecord', 429, 'RateLimitExceeded', 'Rate Limit Exceeded', {
      'ratelimit-reset': String(reset),
    });
    const outcome = await bluesky.publish(samplePost(bluesky), connection);
    expect(outcome).toMatchObject({ outcome: 'refused', message: 'Rate Limit Exceeded' });
    if (outcome.outcome !== 'refused') throw new Error('refused above');
    expect(outcome.retryAfter).toBeGreaterThan(280);
    expect(outcome.retryAfter).toBeLessThanOrEqual(300);
  });

  test.each([408, 499, 500, 502, 503, 504])('status %i of the write leaves it unknown', async (status) => {
    fake.refuse('com.atproto.repo.putRecord', status, '', 'Try later');
    expect(await bluesky.publish(samplePost(bluesky), connection)).toEqual({
      outcome: 'unknown',
      message: 'Try later',
    });
  });

  test('a service that has moved is not followed, since a redirected write would arrive as something else', async () => {
    fake.refuse('com.atproto.repo.putRecord', 301, '', '', { location: 'https://new.example/' });
    expect(await bluesky.publish(samplePost(bluesky), connection)).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('has moved to https://new.example/'),
      reconnect: true,
    });
  });

  test('a private address is refused for good until somebody changes it', async () => {
    connection.fetch = guardedFetch({ allowPrivate: false });
    expect(await bluesky.publish(samplePost(bluesky), connection)).toMatchObject({
      outcome: 'refused',
      reconnect: true,
    });
  });
});

describe('engagement', () => {
  const publishMany = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const outcome = await bluesky.publish(samplePost(bluesky, { ...plain, postId: `post ${index}` }), connection);
      if (outcome.outcome === 'published') ids.push(outcome.remoteId);
    }
    return ids;
  };

  test('zero, unavailable and the figure itself differ', async () => {
    const [one = '', hidden = ''] = await publishMany(2);
    fake.figures.set(one, { likeCount: 7, repostCount: 0, replyCount: 2 });
    fake.figures.set(hidden, null);
    const readings = await bluesky.engagement([one, hidden], connection);
    expect(readings.get(one)).toEqual([
      { metric: 'likes', status: 'ok', value: 7 },
      { metric: 'reposts', status: 'ok', value: 0 },
      { metric: 'replies', status: 'ok', value: 2 },
      { metric: 'quotes', status: 'unavailable', message: 'Bluesky did not give this figure' },
    ]);
    expect(readings.get(hidden)?.map(({ status }) => status)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
      'unavailable',
    ]);
  });

  test('sixty posts take three calls and every one is answered', async () => {
    const ids = await publishMany(60);
    const readings = await bluesky.engagement(ids, connection);
    expect([...readings.keys()]).toEqual(ids);
    expect(fake.calls.filter((call) => call === 'app.bsky.feed.getPosts')).toHaveLength(3);
  });

  test('a server without an app view gives errors in its own words, not zeros', async () => {
    fake.refuse('app.bsky.feed.getPosts', 501, 'MethodNotImplemented', 'No service configured');
    const readings = await bluesky.engagement(['at://did:plc:x/app.bsky.feed.post/y'], connection);
    expect(readings.get('at://did:plc:x/app.bsky.feed.post/y')).toContainEqual({
      metric: 'likes',
      status: 'error',
      message: 'No service configured',
    });
  });
});
