import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { linkedin } from './linkedin.ts';
import { fakeOrganization, type LinkedInFake, linkedinCommentFake, linkedinFake } from './linkedin-fake.ts';
import { fakeClient } from './linkedin-fake-oauth.ts';
import { untilMidnight } from './linkedin-request.ts';

// Nobody waits here for a server at work: the looks follow each other at once.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

conformance('LinkedIn', linkedin, linkedinFake);
conformance('LinkedIn in a comment', linkedin, linkedinCommentFake, { isAnswer: true });

let fake: LinkedInFake;
let connection: Connection;
/** The post as the publisher has it: what one try has made, the next one knows. */
let post: OutgoingPost;
beforeEach(async () => {
  fake = await linkedinFake();
  connection = await connectThrough(linkedin, fake.url, fake);
  post = samplePost(linkedin, { createdAt: new Date().toISOString() });
  connection.keep = async (progress) => {
    post = { ...post, progress };
  };
});
afterEach(() => fake.close());

const since = () => new Date(Date.now() - 1000).toISOString();
const only = () => {
  const [one] = fake.posts.values();
  if (!one) throw new Error('Nothing was posted');
  return one;
};

describe('a post', () => {
  test('shows an image with its alt text, in the name of the page', async () => {
    const outcome = await linkedin.publish(post, connection);
    const [urn] = fake.images.keys();
    expect(only()).toMatchObject({
      author: fakeOrganization,
      commentary: expect.stringContaining('{hashtag|\\#|FluClinic}'),
      content: { media: { id: urn, altText: 'A nurse holds a syringe' } },
    });
    expect(outcome).toEqual({
      outcome: 'published',
      remoteId: only().id,
      remoteUrl: `https://www.linkedin.com/feed/update/${only().id}/`,
    });
  });

  test('shows several images in order', async () => {
    const [image] = post.images;
    if (!image) throw new Error('The sample has an image');
    post = { ...post, images: [image, { ...image, alt: 'A waiting room' }] };
    await linkedin.publish(post, connection);
    const [first, second] = fake.images.keys();
    expect(only().content).toEqual({
      multiImage: {
        images: [
          { id: first, altText: 'A nurse holds a syringe' },
          { id: second, altText: 'A waiting room' },
        ],
      },
    });
  });

  test('shows a link as a card with a picture', async () => {
    const [image = null] = post.images;
    const card = { url: 'https://news.example/flu', title: 'Flu clinic', description: 'On Saturday', image };
    await linkedin.publish({ ...post, images: [], card }, connection);
    const [thumbnail] = fake.images.keys();
    expect(only().content).toEqual({
      article: {
        source: card.url,
        title: card.title,
        description: card.description,
        thumbnail,
        thumbnailAltText: 'A nurse holds a syringe',
      },
    });
  });

  test('waits while an image is processed, and goes on where it was', async () => {
    fake.processFor(7);
    const began = since();
    expect(await linkedin.publish(post, connection)).toMatchObject({ outcome: 'waiting', seconds: 15 });
    expect(fake.made()).toBe(0);
    expect(await linkedin.reconcile(post, connection, began)).toEqual({ found: 'absent' });
    expect((await linkedin.publish(post, connection)).outcome).toBe('published');
    expect(fake.images.size).toBe(1);
    expect(fake.made()).toBe(1);
  });

  test('whose image was changed meanwhile shows the new one', async () => {
    fake.processFor(5);
    await linkedin.publish(post, connection);
    fake.processFor(0);
    post = { ...post, images: post.images.map((image) => ({ ...image, sha256: 'f'.repeat(64) })) };
    await linkedin.publish(post, connection);
    const [, newest] = fake.images.keys();
    expect(only().content).toMatchObject({ media: { id: newest } });
  });

  test('whose image cannot be shown is not sent', async () => {
    fake.failProcessing();
    expect(await linkedin.publish(post, connection)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('could not process'),
    });
    expect(fake.made()).toBe(0);
  });
});

describe('what LinkedIn refuses', () => {
  test('the same words twice, in its words and without a double', async () => {
    fake.post({ commentary: 'Flu clinic on Saturday', createdAt: Date.now() - 86_400_000 });
    const same = { ...post, images: [], text: 'Flu clinic on Saturday' };
    expect(await linkedin.publish(same, connection)).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/^Content is a duplicate of urn:li:share:/),
      advice: expect.stringContaining('the same words'),
    });
    expect(fake.made()).toBe(0);
  });

  test('a second try whose first arrived unseen: it is published, once', async () => {
    post = { ...post, images: [] };
    fake.hideNew();
    await linkedin.publish(post, connection);
    expect(await linkedin.reconcile(post, connection, since())).toEqual({ found: 'absent' });
    expect(await linkedin.publish(post, connection)).toMatchObject({ outcome: 'published', remoteId: only().id });
    expect(fake.made()).toBe(1);
  });

  test('a version that was switched off: says who has to do what', async () => {
    fake.refuse('POST /rest/posts', {
      status: 426,
      body: { status: 426, code: 'NONEXISTENT_VERSION', message: 'Requested version 20260701 is not active' },
    });
    expect(await linkedin.publish(post, connection)).toMatchObject({
      outcome: 'failed',
      message: 'Requested version 20260701 is not active',
      advice: expect.stringContaining('update Mobilise'),
    });
  });

  test('too many posts for a day: until midnight UTC', async () => {
    const message = 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.';
    fake.refuse('POST /rest/posts', { status: 429, body: { status: 429, code: 'TOO_MANY_REQUESTS', message } });
    const outcome = await linkedin.publish(post, connection);
    expect(outcome).toMatchObject({ outcome: 'refused', message, limited: true });
    const { retryAfter } = outcome as { retryAfter: number };
    expect(Math.abs(retryAfter - untilMidnight(Date.now()))).toBeLessThanOrEqual(5);
    expect(untilMidnight(Date.parse('2026-11-26T23:00:00Z'))).toBe(3600);
  });

  test('a member who is no admin any more asks for somebody who is', async () => {
    fake.organizations.delete('2414183');
    const expected = { reconnect: true, advice: expect.stringContaining('admin of the page') };
    expect(await linkedin.publish({ ...post, images: [] }, connection)).toMatchObject({
      outcome: 'refused',
      ...expected,
    });
    expect(await linkedin.check(connection)).toMatchObject({ ok: false, ...expected });
  });
});

describe('the sign-in', () => {
  test('that was taken back asks for a new one', async () => {
    fake.signIn.revoke();
    expect(await linkedin.publish(post, connection)).toMatchObject({ outcome: 'refused', reconnect: true });
    expect(connection.credentials).toMatchObject({ refreshToken: null });
    // Nobody asks again with a token that was refused.
    await linkedin.publish(post, connection);
    expect(fake.signIn.oauth.refreshes).toBe(1);
  });

  test('of a connection that was opened before a reconnect is the new one', async () => {
    const old = { ...connection, credentials: { ...connection.credentials, refreshToken: null } };
    fake.signIn.expire();
    // As `renew` of the servers does when it finds others stored.
    old.renew = async () => fake.grant();
    expect((await linkedin.publish(post, old)).outcome).toBe('published');
  });

  test('that cannot be renewed asks for a new one when it ends', async () => {
    connection.credentials = { ...connection.credentials, refreshToken: null };
    fake.signIn.expire();
    expect(await linkedin.publish(post, connection)).toMatchObject({
      outcome: 'refused',
      message: 'The token used in the request has expired',
      reconnect: true,
    });
  });

  test('is renewed before it is used when it is known to have ended', async () => {
    connection.credentials = { ...connection.credentials, expiresAt: new Date(0).toISOString() };
    await linkedin.publish({ ...post, images: [] }, connection);
    expect(fake.calls.slice(-2)).toEqual(['POST /oauth/v2/accessToken', 'POST /rest/posts']);
  });

  test('keeps its refresh token when the platform gives none anew', async () => {
    const { refreshToken } = connection.credentials;
    fake.signIn.oauth.givesRefreshTokens = false;
    fake.signIn.expire();
    await linkedin.publish({ ...post, images: [] }, connection);
    expect(connection.credentials['refreshToken']).toBe(refreshToken);
  });

  test('whose client the platform does not know is a matter of the settings', async () => {
    connection.client = { id: 'other', secret: 'other', origin: fake.url };
    fake.signIn.expire();
    const outcome = await linkedin.publish(post, connection);
    expect(outcome).toMatchObject({
      message: 'Client authentication failed',
      advice: expect.stringContaining('settings'),
    });
    expect(outcome).not.toHaveProperty('reconnect');
  });

  test('is never told, whatever the platform answers', async () => {
    const { accessToken, refreshToken } = connection.credentials;
    const { fetch } = connection;
    connection.fetch = async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const words = `Cannot ${url} ${JSON.stringify([...new Headers(init?.headers)])} ${String(init?.body)}`;
      return url.pathname.startsWith('/oauth')
        ? Response.json({ error: 'invalid_grant', error_description: words }, { status: 400 })
        : Response.json({ status: 401, message: words }, { status: 401 });
    };
    const told = inspect(
      await Promise.all([
        linkedin.check(connection),
        linkedin.publish(post, connection),
        linkedin.remove('urn:li:share:1', connection),
        linkedin.engagement(['urn:li:share:1'], connection),
      ]),
      { depth: 20 },
    );
    connection.fetch = fetch;
    expect(told).toContain('Cannot');
    for (const secret of [accessToken, refreshToken, fakeClient.secret]) expect(told).not.toContain(secret);
  });

  test('sends the token to nobody but LinkedIn', async () => {
    const seen: (string | null)[] = [];
    connection.fetch = async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.pathname === '/rest/images' && url.search)
        return Response.json({ value: { uploadUrl: 'https://evil.example/upload', image: 'urn:li:image:1' } });
      if (url.host === 'evil.example') seen.push(new Headers(init?.headers).get('authorization'));
      return url.host === 'evil.example' ? new Response(null, { status: 201 }) : Response.json({ status: 'AVAILABLE' });
    };
    await linkedin.publish(post, connection);
    expect(seen).toEqual([null]);
  });
});

describe('looking for a post', () => {
  const words = 'Flu clinic on Saturday';

  test('takes one with its words for it, and of several says that nobody can tell', async () => {
    const plain = { ...post, images: [], text: words };
    fake.post({ commentary: words, createdAt: Date.now() - 3_600_000 });
    expect(await linkedin.reconcile(plain, connection, since())).toEqual({ found: 'absent' });
    const { id } = fake.post({ commentary: words });
    expect(await linkedin.reconcile(plain, connection, since())).toMatchObject({ found: 'published', remoteId: id });
    fake.post({ commentary: words });
    expect(await linkedin.reconcile(plain, connection, since())).toMatchObject({ found: 'different' });
  });

  test('knows its own by the image that was uploaded for it', async () => {
    await linkedin.publish(post, connection);
    const { commentary, content, id } = only();
    fake.post({ commentary, content: { media: { id: 'urn:li:image:other' } } });
    expect(content).not.toEqual({});
    expect(await linkedin.reconcile(post, connection, since())).toMatchObject({ found: 'published', remoteId: id });
  });

  test('knows a card by its words, and of several by its picture', async () => {
    const [image = null] = post.images;
    const card = { url: 'https://news.example/flu', title: 'Flu clinic', description: 'On Saturday', image };
    post = { ...post, images: [], card, text: words };
    await linkedin.publish(post, connection);
    const { id } = only();
    expect(await linkedin.reconcile({ ...post, progress: null }, connection, since())).toMatchObject({ remoteId: id });
    expect(await linkedin.reconcile(post, connection, since())).toMatchObject({ found: 'published', remoteId: id });
    fake.post({ commentary: words, content: { article: { thumbnail: 'urn:li:image:other' } } });
    expect(await linkedin.reconcile(post, connection, since())).toMatchObject({ found: 'published', remoteId: id });
  });

  test('looks behind the first page', async () => {
    const plain = { ...post, images: [], text: words };
    const { id } = fake.post({ commentary: words, lastModifiedAt: Date.now() - 500 });
    for (let count = 0; count < 60; count += 1) fake.post({ commentary: `Another ${count}` });
    expect(await linkedin.reconcile(plain, connection, since())).toMatchObject({ found: 'published', remoteId: id });
  });
});

describe('afterwards', () => {
  test('an edit changes the words, a removal takes the post away', async () => {
    await linkedin.publish(post, connection);
    const { id } = only();
    await linkedin.edit(id, { ...post, text: 'Now on Sunday (sorry)' }, connection);
    expect(only().commentary).toBe('Now on Sunday \\(sorry\\)');
    expect(await linkedin.remove(id, connection)).toEqual({ change: 'done' });
    expect(await linkedin.edit(id, post, connection)).toEqual({ change: 'gone' });
  });

  test('figures are told as they are; what is missing or below zero is no zero', async () => {
    const [share, ugcPost, gone] = ['urn:li:share:1', 'urn:li:ugcPost:2', 'urn:li:share:3'];
    fake.figures.set(share, { impressionCount: 120, clickCount: 0, likeCount: 7, commentCount: 2, shareCount: 1 });
    fake.figures.set(ugcPost, { impressionCount: 5, clickCount: 1, likeCount: -1, commentCount: 0 });
    const readings = await linkedin.engagement([share, ugcPost, gone], connection);
    const told = (id: string) =>
      Object.fromEntries((readings.get(id) ?? []).map((one) => [one.metric, 'value' in one ? one.value : one.status]));
    expect(told(share)).toEqual({ impressions: 120, clicks: 0, likes: 7, comments: 2, reposts: 1 });
    expect(told(ugcPost)).toMatchObject({ impressions: 5, likes: 'unavailable', reposts: 'unavailable' });
    expect(told(gone)).toMatchObject({ impressions: 'unavailable' });
    fake.refuse('GET /rest/organizationalEntityShareStatistics', { status: 500, body: {} });
    expect((await linkedin.engagement([share], connection)).get(share)?.[0]?.status).toBe('error');
  });
});
