import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, Connection, Outcome, OutgoingPost } from './adapter.ts';
import {
  type Fault,
  type FaultProxy,
  faultNames,
  faultProxy,
  faults,
  type RequestHead,
  retryAfterOfFault,
} from './faults.ts';
import { guardedFetch } from './outgoing-fetch.ts';

/** A request that a send is made of. */
export interface Stage {
  name: string;
  matches: (head: RequestHead) => boolean;
  /** Whether it happens only when the session has expired. */
  expired?: boolean;
}

/** A platform in this process, faithful in what it documents. It answers one request per connection. */
export interface ConformanceFake {
  url: string;
  /** What a person types to connect to it at an address. */
  typed: (url: string) => Record<string, unknown>;
  /** Whom `sample` mentions, in the platform's spelling. */
  mention: string;
  /** Requests before the one that makes the post. */
  preparing: Stage[];
  /** The request that makes the post. */
  write: Stage;
  /** The request that looks whether it is there. */
  look: Stage;
  /** The handle of every post that was made, in order: a double is there twice. */
  log: () => string[];
  /** What the platform holds under a handle becomes something that we did not write. */
  tamper: (handle: string) => void;
  expireSession: () => void;
  close: () => Promise<void>;
}

/** A small file with a PNG's first bytes; no adapter decodes images. */
export const sampleImage = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

/** A post with a link, a tag, a mention and an image. */
export function samplePost(
  adapter: Adapter,
  overrides: Partial<OutgoingPost> & { mention?: string } = {},
): OutgoingPost {
  const { mention = '@nobody.invalid', ...rest } = overrides;
  const postId = rest.postId ?? '0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234';
  return {
    postId,
    handle: adapter.handle({ postId, dueAt: '2026-11-30T09:00:00Z' }),
    createdAt: '2026-11-30T09:00:00.000Z',
    text: `Flu clinic 💉 with ${mention}, all week: https://riverside.example/flu #FluClinic`,
    language: 'en-GB',
    images: [
      {
        alt: 'A nurse holds a syringe',
        mime: 'image/png',
        width: 1200,
        height: 675,
        sha256: createHash('sha256').update(sampleImage).digest('hex'),
      },
    ],
    card: null,
    ...rest,
  };
}

/**
 * What every adapter promises, whatever happens on the way: `published` only for what is there, a definite failure only for
 * what is not, the truth on looking, and never a double. `makeFake` starts a platform of its own for each test.
 */
export function conformance(name: string, adapter: Adapter, makeFake: () => Promise<ConformanceFake>): void {
  describe(`${name} keeps the adapter's promises`, () => {
    let fake: ConformanceFake;
    let proxy: FaultProxy;
    let connection: Connection;
    let post: OutgoingPost;

    beforeEach(async () => {
      fake = await makeFake();
      proxy = await faultProxy(fake.url);
      connection = await connectThrough(adapter, proxy.url, fake);
      post = samplePost(adapter, { mention: fake.mention });
    });
    afterEach(async () => {
      await proxy.close();
      await fake.close();
    });

    test('connects, and says that the connection works', async () => {
      expect(await adapter.check(connection)).toEqual({ ok: true });
    });

    test('gives a post the same handle every time, and another post another', () => {
      const due = { postId: post.postId, dueAt: '2026-11-30T09:00:00Z' };
      expect(adapter.handle(due)).toBe(adapter.handle(due));
      expect(adapter.handle({ ...due, postId: 'another' })).not.toBe(adapter.handle(due));
    });

    test('publishes a post once', async () => {
      const outcome = await adapter.publish(post, connection);
      expect(outcome.outcome).toBe('published');
      expect(fake.log()).toEqual([post.handle]);
      expect(await adapter.reconcile(post, connection)).toEqual({ ...outcome, outcome: undefined, found: 'published' });
    });

    test('publishes a post once when it is sent twice', async () => {
      const first = await adapter.publish(post, connection);
      expect(await adapter.publish(post, connection)).toEqual(first);
      expect(fake.log()).toEqual([post.handle]);
    });

    test('publishes a post once when it is sent five times at once', async () => {
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => adapter.publish(post, connection)));
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['published']));
      expect(fake.log()).toEqual([post.handle]);
    });

    test('finds nothing where nothing was sent', async () => {
      expect(await adapter.reconcile(post, connection)).toEqual({ found: 'absent' });
    });

    test('neither takes for its own nor overwrites what others put in its place', async () => {
      await adapter.publish(post, connection);
      fake.tamper(post.handle);
      const { outcome } = await adapter.publish(post, connection);
      expect(outcome).toBe('failed');
      expect((await adapter.reconcile(post, connection)).found).toBe('different');
      expect(fake.log()).toEqual([post.handle]);
    });

    test('renews an expired session, keeps the renewed credentials and publishes', async () => {
      const before = connection.credentials;
      fake.expireSession();
      expect((await adapter.publish(post, connection)).outcome).toBe('published');
      expect(connection.credentials).not.toEqual(before);
      expect(await adapter.check(connection)).toEqual({ ok: true });
      expect(fake.log()).toEqual([post.handle]);
    });

    test('refuses, without reconnect, while the server is down', async () => {
      await proxy.close();
      const outcome = await adapter.publish(post, connection);
      proxy = await faultProxy(fake.url);
      expect(outcome).toMatchObject({ outcome: 'refused', retryAfter: null });
      expect(outcome).not.toHaveProperty('reconnect');
      expect((await adapter.reconcile(post, connection)).found).toBe('unknown');
    });

    test('sends nothing when its time is up already', async () => {
      const outcome = await adapter.publish(post, { ...connection, signal: AbortSignal.abort() });
      expect(outcome.outcome).toBe('refused');
      expect(fake.log()).toEqual([]);
    });

    test('cannot read an image, and sends nothing', async () => {
      const unreadable = { ...connection, readImage: () => Promise.reject(new Error('gone')) };
      expect((await adapter.publish(post, unreadable)).outcome).toBe('refused');
      expect(fake.log()).toEqual([]);
    });

    /** Sends through a fault, giving up on what hangs. */
    const publishThrough = async (fault: Fault, stage: Stage): Promise<Outcome> => {
      if (stage.expired) fake.expireSession();
      const { signal, abort } = deadline();
      const struck = proxy.strike(fault, stage.matches);
      const sending = adapter.publish(post, { ...connection, signal });
      await struck;
      if (faults[fault].hangs) abort();
      return sending;
    };

    /** After anything: send again if it is not there, and it is there once. */
    const settle = async (): Promise<void> => {
      if ((await adapter.reconcile(post, connection)).found === 'absent') await adapter.publish(post, connection);
      expect(fake.log()).toEqual([post.handle]);
      expect((await adapter.publish(post, connection)).outcome).toBe('published');
      expect(fake.log()).toEqual([post.handle]);
    };

    test.each(faultNames)('the write is %s: says only what is true, and never doubles', async (fault) => {
      const outcome = await publishThrough(fault, fake.write);
      const made = fake.log().length === 1;
      if (outcome.outcome !== 'unknown') expect(outcome.outcome).toBe(made ? 'published' : 'refused');
      if (fault === '429 with Retry-After')
        expect(outcome).toMatchObject({ outcome: 'refused', retryAfter: retryAfterOfFault });
      expect((await adapter.reconcile(post, connection)).found).toBe(made ? 'published' : 'absent');
      await settle();
    });

    test.each(faultNames)('a request before the write is %s: nothing was made, and it says so', async (fault) => {
      for (const stage of fake.preparing) {
        const outcome = await publishThrough(fault, stage);
        expect([stage.name, outcome.outcome]).toEqual([stage.name, 'refused']);
        expect(fake.log()).toEqual([]);
      }
      await settle();
    });

    test.each(faultNames)('the look is %s: does not know, rather than guess', async (fault) => {
      await adapter.publish(post, connection);
      const { signal, abort } = deadline();
      const struck = proxy.strike(fault, fake.look.matches);
      const looking = adapter.reconcile(post, { ...connection, signal });
      await struck;
      if (faults[fault].hangs) abort();
      expect((await looking).found).toBe('unknown');
    });
  });
}

function deadline(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new DOMException('Time is up', 'TimeoutError')) };
}

/** A connection to a fake at an address, its credentials kept as the servers keep them. */
export async function connectThrough(
  adapter: Adapter,
  url: string,
  fake: Pick<ConformanceFake, 'typed'>,
): Promise<Connection> {
  const fetch = guardedFetch({ allowPrivate: true });
  const { signal } = new AbortController();
  const { config, credentials } = await adapter.connect(fake.typed(url), { fetch, signal });
  const connection: Connection = {
    config,
    credentials,
    fetch,
    signal,
    readImage: () => Promise.resolve(sampleImage),
    saveCredentials: async (renewed) => {
      connection.credentials = renewed;
    },
  };
  return connection;
}
