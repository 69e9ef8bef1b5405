import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { sampleImage } from './conformance-fake.ts';
import { mastodon } from './mastodon.ts';
import { type MastodonFake, mastodonFake } from './mastodon-fake.ts';
import { fakeAccount } from './mastodon-fake-state.ts';
import { imageOf, type MastodonStage, mastodonStage } from './mastodon-testing.ts';
import { guardedFetch } from './outgoing-fetch.ts';

// Nobody waits here for a server at work: the looks follow each other at once.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

conformance('Mastodon', mastodon, mastodonFake);

const hour = 3_600_000;
let fake: MastodonFake;
let connection: Connection;
let postOf: MastodonStage['postOf'];
let published: MastodonStage['published'];
let onlyStatus: MastodonStage['onlyStatus'];
beforeEach(async () => {
  ({ fake, connection, postOf, published, onlyStatus } = await mastodonStage());
});
afterEach(async () => {
  vi.useRealTimers();
  await fake.close();
});
/** Time passes, here and at the server. */
const passTime = (milliseconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds, shouldAdvanceTime: false });

const plain = { images: [] } as const satisfies Partial<OutgoingPost>;
const publish = (overrides: Parameters<typeof postOf>[0] = {}) => mastodon.publish(postOf(overrides), connection);
const times = (call: string) => fake.calls.filter((one) => one === call).length;

describe('a status', () => {
  test('is public, in the language of the post, without its region', async () => {
    const id = await published({ ...plain, text: 'Flu clinic\n\nMonday' });
    expect(onlyStatus()).toMatchObject({ id, text: 'Flu clinic\n\nMonday', language: 'en', visibility: 'public' });
  });

  test('shows its images in order, with their alt text and the bytes from storage', async () => {
    await published({ images: [imageOf('one'), imageOf('two')] });
    expect(onlyStatus().media.map((id) => fake.media.get(id))).toMatchObject([
      { description: 'A poster: one', mime: 'image/png', bytes: sampleImage },
      { description: 'A poster: two', mime: 'image/png', bytes: sampleImage },
    ]);
  });

  test('has a link behind its words, for the server makes the card of that', async () => {
    const card = { url: 'https://riverside.example/flu', title: 'Flu clinic', description: '', image: null };
    await published({ ...plain, text: 'Come along', card });
    expect(onlyStatus().text).toBe('Come along\n\nhttps://riverside.example/flu');
  });

  test('is known by its id and shown at the address that the server gives', async () => {
    const outcome = await publish(plain);
    const { id } = onlyStatus();
    expect(outcome).toEqual({
      outcome: 'published',
      remoteId: id,
      remoteUrl: `https://${fakeAccount.domain}/@${fakeAccount.username}/${id}`,
    });
  });
});

describe('a send that is repeated', () => {
  test('within the hour is the same send to the server', async () => {
    const id = await published(plain);
    expect(await published(plain)).toBe(id);
    expect(fake.keys).toEqual([postOf().handle, postOf().handle]);
    expect(fake.made()).toBe(1);
  });

  test('while the first is still at work is unknown, and found when that is done', async () => {
    const release = fake.hold();
    const first = publish(plain);
    await vi.waitFor(() => expect(fake.keys).toHaveLength(1), { timeout: 10_000 });
    const began = new Date().toISOString();
    expect(await publish(plain)).toEqual({
      outcome: 'unknown',
      message: 'There was a temporary problem serving your request, please try again',
    });
    release();
    const outcome = await first;
    expect(await mastodon.reconcile(postOf(plain), connection, began)).toEqual({
      ...outcome,
      outcome: undefined,
      found: 'published',
    });
    expect(fake.made()).toBe(1);
  });

  test('after an error behind the commit is looked for: its key was never kept', async () => {
    fake.failAfterCommit();
    expect(await publish(plain)).toEqual({ outcome: 'unknown', message: 'Internal Server Error' });
    expect(await mastodon.reconcile(postOf(plain), connection, new Date().toISOString())).toMatchObject({
      found: 'published',
      remoteId: onlyStatus().id,
    });
  });

  test('hours later makes no second status, for the first one shows what was uploaded', async () => {
    const id = await published();
    passTime(5 * hour);
    expect(await published()).toBe(id);
    expect(fake.made()).toBe(1);
    expect(times('POST /api/v1/statuses')).toBe(1);
  });

  test('does not upload again what is there', async () => {
    fake.refuse('POST /api/v1/statuses', 503, 'Try later');
    const images = [imageOf('one'), imageOf('two')];
    await publish({ images });
    await publish({ images });
    expect(times('POST /api/v2/media')).toBe(2);
    expect(fake.media.size).toBe(2);
  });

  test('goes on after the image at which the last one stopped', async () => {
    connection.readImage = (sha256) =>
      sha256 === imageOf('two').sha256 ? Promise.reject(new Error('gone')) : Promise.resolve(sampleImage);
    const images = [imageOf('one'), imageOf('two')];
    expect(await publish({ images })).toMatchObject({ outcome: 'refused' });
    connection.readImage = () => Promise.resolve(sampleImage);
    await published({ images });
    expect(onlyStatus().media.map((id) => fake.media.get(id)?.description)).toEqual(['A poster: one', 'A poster: two']);
    expect(fake.media.size).toBe(2);
  });

  test('uploads again what the server forgot after a day', async () => {
    fake.refuse('POST /api/v1/statuses', 429, 'Too many requests');
    expect(await publish()).toMatchObject({ outcome: 'refused' });
    passTime(25 * hour);
    fake.refuse('POST /api/v1/statuses', 503, 'Try later');
    expect(await publish()).toMatchObject({ outcome: 'unknown' });
    expect(times('POST /api/v2/media')).toBe(2);
  });

  test('is published when an earlier try arrives between the look and the write', async () => {
    fake.refuse('POST /api/v1/statuses', 503, 'Try later');
    await publish();
    const { id } = fake.post({ text: 'Flu clinic', media: [...fake.media.keys()] });
    fake.refuse('POST /api/v1/statuses', 422, 'Media 1 not found or already attached to another post');
    expect(await publish()).toMatchObject({ outcome: 'published', remoteId: id });
  });

  test('does not know, rather than double, when it cannot look who shows what was uploaded', async () => {
    await published();
    passTime(5 * hour);
    fake.refuse('GET /api/v1/accounts/', 500, 'Internal Server Error');
    expect(await publish()).toEqual({ outcome: 'unknown', message: 'Internal Server Error' });
    expect(fake.made()).toBe(1);
  });
});

describe('an image that the server is at work on', () => {
  test('is waited for', async () => {
    fake.processFor(3);
    await published();
    expect(onlyStatus().media).toHaveLength(1);
  });

  test('makes the post wait when it takes long, and is not uploaded again', async () => {
    fake.processFor(8);
    expect(await publish()).toEqual({
      outcome: 'waiting',
      message: 'The server is still at work on an image.',
      seconds: 15,
    });
    expect(fake.made()).toBe(0);
    await published();
    expect(times('POST /api/v2/media')).toBe(1);
  });

  test('is waited for no longer than the time that the post has', async () => {
    fake.processFor(1);
    const ending = new AbortController();
    const fetch: Connection['fetch'] = async (input, init) => {
      const response = await connection.fetch(input, init);
      if (response.status === 206) ending.abort();
      return response;
    };
    const outcome = await mastodon.publish(postOf(), { ...connection, fetch, signal: ending.signal });
    expect(outcome).toMatchObject({ outcome: 'waiting' });
    expect(times(`GET /api/v1/media/${[...fake.media.keys()][0]}`)).toBe(1);
  });

  test('that it cannot make anything of fails the post in its own words, and is uploaded anew when somebody tries again', async () => {
    fake.refuse('GET /api/v1/media/', 422, 'Error processing thumbnail for uploaded media');
    expect(await publish()).toEqual({
      outcome: 'failed',
      message: 'Error processing thumbnail for uploaded media',
      advice: 'Change the post so that the service accepts it, then send again.',
    });
    expect(await publish()).toMatchObject({ outcome: 'failed' });
    expect(times('POST /api/v2/media')).toBe(2);
    expect(fake.made()).toBe(0);
  });
});

describe('refusals', () => {
  test('what the server says of a bad post is final, in its own words', async () => {
    expect(await publish({ ...plain, text: 'x'.repeat(501) })).toEqual({
      outcome: 'failed',
      message: 'Validation failed: Text character limit of 500 exceeded',
      advice: 'Change the post so that the service accepts it, then send again.',
    });
  });

  test('a revoked token asks a person to reconnect, when sending and when checking', async () => {
    fake.revoke();
    const words = {
      message: 'The access token is invalid',
      advice: 'Make a new access token on the Mastodon server and reconnect the channel with it.',
      reconnect: true,
    };
    expect(await publish(plain)).toEqual({ outcome: 'refused', retryAfter: null, ...words });
    expect(await mastodon.check(connection)).toEqual({ ok: false, ...words });
  });

  test('a token that may not write asks a person to reconnect', async () => {
    fake.scopes = ['read'];
    expect(await publish(plain)).toMatchObject({
      outcome: 'refused',
      message: 'This action is outside the authorized scopes',
      advice: expect.stringContaining('read and write'),
      reconnect: true,
    });
  });

  test('a used-up rate limit holds the channel until it is reset', async () => {
    fake.requestsLeft = 0;
    const outcome = await publish(plain);
    expect(outcome).toMatchObject({ outcome: 'refused', message: 'Too many requests', limited: true });
    if (outcome.outcome !== 'refused') throw new Error('refused above');
    expect(outcome.retryAfter).toBeGreaterThan(280);
    expect(outcome.retryAfter).toBeLessThanOrEqual(300);
  });

  test('the reset of a limit that is not used up asks nobody to wait', async () => {
    fake.refuse('POST /api/v2/media', 500, 'Error processing thumbnail for uploaded media');
    expect(await publish()).toMatchObject({ outcome: 'refused', retryAfter: null });
  });

  test.each([408, 499, 500, 502, 503, 504])('status %i of the write leaves it unknown', async (status) => {
    fake.refuse('POST /api/v1/statuses', status, 'Try later');
    expect(await publish(plain)).toEqual({ outcome: 'unknown', message: 'Try later' });
  });

  test('a status that was deleted within the hour is not made again', async () => {
    const id = await published(plain);
    await mastodon.remove(id, connection);
    expect(await publish(plain)).toEqual({
      outcome: 'failed',
      message: 'Record not found',
      advice: 'Look at the account: it may have been posted and deleted there. If not, check the server’s address.',
    });
  });

  test('a private address is refused for good until somebody changes it', async () => {
    connection.fetch = guardedFetch({ allowPrivate: false });
    expect(await publish(plain)).toMatchObject({ outcome: 'refused', reconnect: true });
  });

  test('no error tells the token', async () => {
    connection.credentials = { accessToken: 'T0ken\nwith a line break' };
    const outcome = await publish(plain);
    expect(outcome.outcome).toBe('unknown');
    expect(JSON.stringify(outcome)).not.toContain('T0ken');
  });
});
