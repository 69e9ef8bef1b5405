import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { mastodon } from './mastodon.ts';
import type { MastodonFake } from './mastodon-fake.ts';
import { fakeAccount } from './mastodon-fake-state.ts';
import { imageOf, type MastodonStage, mastodonStage } from './mastodon-testing.ts';

// Nobody waits here for a server at work: the looks follow each other at once.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

let fake: MastodonFake;
let connection: Connection;
let postOf: MastodonStage['postOf'];
let published: MastodonStage['published'];
let onlyStatus: MastodonStage['onlyStatus'];
let forget: MastodonStage['forget'];
beforeEach(async () => {
  ({ fake, connection, postOf, published, onlyStatus, forget } = await mastodonStage());
});
afterEach(() => fake.close());

const plain = { images: [] } as const satisfies Partial<OutgoingPost>;

describe('a change of what is out', () => {
  const changed = (overrides: Partial<OutgoingPost> = {}) => postOf({ text: 'Now on Sunday', ...overrides });

  test('keeps the images it shows, with the alt text of now', async () => {
    const id = await published({ images: [imageOf('one'), imageOf('two')] });
    const before = onlyStatus().media;
    const images = [{ ...imageOf('two'), alt: 'A map' }, imageOf('one')];
    expect(await mastodon.edit(id, changed({ images }), connection)).toEqual({
      change: 'done',
      remoteUrl: `https://${fakeAccount.domain}/@${fakeAccount.username}/${id}`,
    });
    expect(onlyStatus()).toMatchObject({ text: 'Now on Sunday', media: before.toReversed() });
    expect(fake.media.get(before[1] ?? '')?.description).toBe('A map');
    expect(fake.media.size).toBe(2);
  });

  test('shows a new image, and no longer one that was taken out', async () => {
    const id = await published({ images: [imageOf('one')] });
    await mastodon.edit(id, changed({ images: [imageOf('two')] }), connection);
    expect(onlyStatus().media.map((media) => fake.media.get(media)?.description)).toEqual(['A poster: two']);
    await mastodon.edit(id, changed(plain), connection);
    expect(onlyStatus().media).toEqual([]);
  });

  test('uploads an image again that it showed once and the server has forgotten', async () => {
    const id = await published({ images: [imageOf('one')] });
    await mastodon.edit(id, changed(plain), connection);
    fake.media.clear();
    expect(await mastodon.edit(id, changed({ images: [imageOf('one')] }), connection)).toMatchObject({
      change: 'done',
    });
    expect(onlyStatus().media).toHaveLength(1);
  });

  test('uploads the images again where nobody knows what was uploaded', async () => {
    const id = await published({ images: [imageOf('one')] });
    forget();
    await mastodon.edit(id, changed({ images: [imageOf('one')] }), connection);
    expect(onlyStatus().media.map((media) => fake.media.get(media)?.description)).toEqual(['A poster: one']);
  });

  test('is left alone while the server is at work on a new image', async () => {
    const id = await published(plain);
    fake.processFor(100);
    expect(await mastodon.edit(id, changed(), connection)).toEqual({
      change: 'refused',
      message: 'The server is still at work on an image.',
      advice: 'Nothing was changed. Try again in a minute.',
      again: true,
      retryAfter: 15,
    });
    expect(onlyStatus().editedAt).toBe(null);
  });

  test('says what stands in its way', async () => {
    const id = await published(plain);
    expect(await mastodon.edit(id, changed({ ...plain, text: 'x'.repeat(501) }), connection)).toMatchObject({
      change: 'refused',
      message: 'Validation failed: Text character limit of 500 exceeded',
    });
    connection.readImage = () => Promise.reject(new Error('gone'));
    expect(await mastodon.edit(id, changed(), connection)).toMatchObject({
      change: 'refused',
      advice: 'Choose the image again, or send the post without it.',
    });
    fake.refuse('PUT /api/v1/statuses/', 502, 'Bad Gateway');
    expect(await mastodon.edit(id, changed(plain), connection)).toEqual({ change: 'unknown', message: 'Bad Gateway' });
    await mastodon.remove(id, connection);
    expect(await mastodon.edit(id, changed(plain), connection)).toEqual({ change: 'gone' });
  });
});

test('what is taken away takes its images with it, at once', async () => {
  const id = await published();
  expect(await mastodon.remove(id, connection)).toEqual({ change: 'done' });
  expect([fake.statuses.size, fake.media.size]).toEqual([0, 0]);
  expect(await mastodon.remove(id, connection)).toEqual({ change: 'gone' });
});

describe('engagement', () => {
  test('zero, unavailable and the figure itself differ', async () => {
    const id = await published(plain);
    Object.assign(onlyStatus(), {
      figures: { favourites_count: 7, reblogs_count: 0, replies_count: 2, quotes_count: undefined },
    });
    const readings = await mastodon.engagement([id, '1'], connection);
    expect(readings.get(id)).toEqual([
      { metric: 'likes', status: 'ok', value: 7 },
      { metric: 'reposts', status: 'ok', value: 0 },
      { metric: 'replies', status: 'ok', value: 2 },
      { metric: 'quotes', status: 'unavailable', message: 'This server does not give this figure' },
    ]);
    expect(readings.get('1')?.map(({ status }) => status)).toEqual(Array(4).fill('unavailable'));
  });

  test('a server that does not answer gives errors in its own words, not zeros', async () => {
    const id = await published(plain);
    fake.refuse('GET /api/v1/statuses/', 503, 'Down for maintenance');
    expect((await mastodon.engagement([id], connection)).get(id)).toContainEqual({
      metric: 'likes',
      status: 'error',
      message: 'Down for maintenance',
    });
  });
});
