import { channelKindOf } from '@mobilise/contracts/channels';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, Connection, Finding, Outcome, OutgoingPost } from './adapter.ts';
import { type ConformanceFake, connectThrough, type Stage, samplePost } from './conformance-fake.ts';
import { type Fault, type FaultProxy, faultNames, faultProxy, faults, retryAfterOfFault } from './faults.ts';
import { handleFor } from './registry.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What the adapter said, for the table of `pnpm conformance`. */
    said?: string;
  }
}

/**
 * What every adapter promises, whatever happens on the way: `published` only for what is there, a definite failure only for
 * what is not, the truth on looking, and never a double. `makeFake` starts a platform of its own for each test.
 * @param isAnswer whether what is sent answers what the fake calls `answered`, for channels where that goes another way
 */
export function conformance(
  name: string,
  adapter: Adapter,
  makeFake: () => Promise<ConformanceFake>,
  { isAnswer = false } = {},
): void {
  const { safety, shows, limits } = channelKindOf(adapter.kind);
  const showsImages = (shows === 'item' || limits.images !== null) && !isAnswer;
  /** Whether the channel recognises a post that is sent again. C must be looked up in between, and E cannot. */
  const repeatable = safety === 'A' || safety === 'B' || safety === 'D';
  describe(`${name} keeps the adapter's promises`, () => {
    let fake: ConformanceFake;
    let proxy: FaultProxy;
    let connection: Connection;
    let post: OutgoingPost;
    /** When the first try began, as the publisher would tell it. */
    const began = new Date(Date.now() - 1000).toISOString();

    beforeEach(async () => {
      fake = await makeFake();
      proxy = await faultProxy(fake.url);
      connection = await connectThrough(adapter, proxy.url, fake);
      post = samplePost(adapter, {
        mention: fake.mention,
        ...(fake.answered && { images: [], replyTo: fake.answered }),
      });
      // As the publisher does: what one try has made, the next one knows.
      connection.keep = async (progress) => {
        post = { ...post, progress };
      };
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
      expect(handleFor(adapter.kind, due)).toBe(handleFor(adapter.kind, due));
      expect(handleFor(adapter.kind, { ...due, postId: 'another' })).not.toBe(handleFor(adapter.kind, due));
    });

    const look = (over: Connection = connection): Promise<Finding> => {
      if (!adapter.reconcile) throw new Error('Nobody can look here');
      return adapter.reconcile(post, over, began);
    };

    test('publishes a post once', async () => {
      const outcome = await adapter.publish(post, connection);
      expect(outcome.outcome).toBe('published');
      expect(fake.made()).toBe(1);
      if (adapter.reconcile) expect(await look()).toEqual({ ...outcome, outcome: undefined, found: 'published' });
    });

    test('can be looked at exactly where its class of safety says so', () => {
      expect(adapter.reconcile !== undefined).toBe(safety !== 'E');
      expect(fake.look !== null).toBe(safety !== 'E');
    });

    test('has edit and remove exactly where its kind says so', () => {
      const { after } = channelKindOf(adapter.kind);
      const has = { edit: adapter.edit !== undefined, remove: adapter.remove !== undefined };
      expect(has).toEqual({ edit: after.edit, remove: after.remove });
    });

    test.runIf(isAnswer)('answers what it was told to answer', async () => {
      await adapter.publish(post, connection);
      expect(fake.replies?.()).toEqual([fake.answered]);
      expect(fake.texts()).toEqual([post.text]);
    });

    test.runIf(channelKindOf(adapter.kind).after.reply)('answers a post that is out, once', async () => {
      const first = await adapter.publish({ ...post, images: [] }, connection);
      if (first.outcome !== 'published') throw new Error('The first is not out');
      const postId = '0192f0c1-2d3e-7f4a-8b5c-6d7e8f905678';
      const handle = handleFor(adapter.kind, { postId, dueAt: '2026-11-30T10:00:00Z' });
      const words = { text: 'Correction: it is on Sunday.', images: [], createdAt: '2026-11-30T10:00:00.000Z' };
      post = { ...post, postId, handle, ...words, replyTo: first.remoteId };
      if (adapter.reconcile) expect(await look()).toEqual({ found: 'absent' });
      const answer = await adapter.publish(post, connection);
      expect(answer.outcome).toBe('published');
      expect(await adapter.publish(post, connection)).toEqual(answer);
      if (adapter.reconcile) expect(await look()).toEqual({ ...answer, outcome: undefined, found: 'published' });
      expect(fake.texts()).toHaveLength(2);
      expect(fake.replies?.()).toEqual([first.remoteId]);
    });

    test.runIf(repeatable)('publishes a post once when it is sent twice', async () => {
      const first = await adapter.publish(post, connection);
      expect(await adapter.publish(post, connection)).toEqual(first);
      expect(fake.made()).toBe(1);
    });

    test.runIf(safety === 'A')('publishes a post once when it is sent five times at once', async () => {
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => adapter.publish(post, connection)));
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['published']));
      expect(fake.made()).toBe(1);
    });

    test.runIf(safety !== 'E')('finds nothing where nothing was sent', async () => {
      expect(await look()).toEqual({ found: 'absent' });
    });

    test.runIf(safety === 'A')('neither takes for its own nor overwrites what others put in its place', async () => {
      await adapter.publish(post, connection);
      fake.tamper?.(post.handle);
      const { outcome } = await adapter.publish(post, connection);
      expect(outcome).toBe('failed');
      expect((await look()).found).toBe('different');
      expect(fake.made()).toBe(1);
    });

    test('renews an expired session, where it has one, and publishes', async () => {
      const before = connection.credentials;
      fake.expireSession?.();
      expect((await adapter.publish(post, connection)).outcome).toBe('published');
      if (fake.expireSession) expect(connection.credentials).not.toEqual(before);
      expect(await adapter.check(connection)).toEqual({ ok: true });
      expect(fake.made()).toBe(1);
    });

    test.runIf(channelKindOf(adapter.kind).after.edit)(
      'changes what is out, and doing it twice does no harm',
      async () => {
        const outcome = await adapter.publish(post, connection);
        if (outcome.outcome !== 'published') throw new Error(outcome.message);
        const changed = {
          ...post,
          text: 'Flu clinic: now on Sunday',
          item: post.item && { ...post.item, title: 'Now on Sunday' },
        };
        for (const _ of [1, 2])
          expect((await adapter.edit?.(outcome.remoteId, changed, connection))?.change).toBe('done');
        expect(fake.made()).toBe(1);
      },
    );

    test.runIf(channelKindOf(adapter.kind).after.remove)(
      'takes what is out away, and doing it twice does no harm',
      async () => {
        const outcome = await adapter.publish(post, connection);
        if (outcome.outcome !== 'published') throw new Error(outcome.message);
        expect((await adapter.remove?.(outcome.remoteId, connection))?.change).toBe('done');
        expect(['done', 'gone']).toContain((await adapter.remove?.(outcome.remoteId, connection))?.change);
      },
    );

    test('refuses, without reconnect, while the server is down', async () => {
      await proxy.close();
      const outcome = await adapter.publish(post, connection);
      proxy = await faultProxy(fake.url);
      expect(outcome).toMatchObject({ outcome: 'refused', retryAfter: null });
      expect(outcome).not.toHaveProperty('reconnect');
      if (adapter.reconcile) expect((await look()).found).toBe('unknown');
    });

    test('sends nothing when its time is up already', async () => {
      const outcome = await adapter.publish(post, { ...connection, signal: AbortSignal.abort() });
      expect(outcome.outcome).toBe('refused');
      expect(fake.made()).toBe(0);
    });

    test.runIf(showsImages)('cannot read an image, and sends nothing', async () => {
      const unreadable = { ...connection, readImage: () => Promise.reject(new Error('gone')) };
      expect((await adapter.publish(post, unreadable)).outcome).toBe('refused');
      expect(fake.made()).toBe(0);
    });

    /** Sends through a fault, giving up on what hangs. */
    const publishThrough = async (fault: Fault, stage: Stage): Promise<Outcome> => {
      if (stage.expired) fake.expireSession?.();
      const { signal, abort } = deadline();
      const struck = proxy.strike(fault, stage.matches);
      const sending = adapter.publish(post, { ...connection, signal });
      await struck;
      if (faults[fault].hangs) abort();
      return sending;
    };

    /** After anything: send again if it is not there, and it is there once. */
    const settle = async (): Promise<void> => {
      if (adapter.reconcile && (await look()).found === 'absent') await adapter.publish(post, connection);
      if (adapter.reconcile) expect(fake.made()).toBe(1);
      if (!repeatable) return;
      expect((await adapter.publish(post, connection)).outcome).toBe('published');
      expect(fake.made()).toBe(1);
    };

    test.for(faultNames)('the write is %s: says only what is true, and never doubles', async (fault, { task }) => {
      const outcome = await publishThrough(fault, fake.write);
      const made = fake.made() === 1;
      task.meta.said = `${outcome.outcome}, ${made ? 'is' : 'is not'} there`;
      if (outcome.outcome !== 'unknown') expect(outcome.outcome).toBe(made ? 'published' : 'refused');
      if (fault === '429 with Retry-After')
        expect(outcome).toMatchObject({ outcome: 'refused', retryAfter: retryAfterOfFault, limited: true });
      if (adapter.reconcile) expect((await look()).found).toBe(made ? 'published' : 'absent');
      await settle();
    });

    test.for(faultNames)(
      'a request before the write is %s: nothing was made, and it says so',
      async (fault, { task }) => {
        task.meta.said = fake.preparing.length > 0 ? 'refused' : 'no such request';
        for (const stage of fake.preparing) {
          const outcome = await publishThrough(fault, stage);
          expect([stage.name, outcome.outcome]).toEqual([stage.name, 'refused']);
          expect(fake.made()).toBe(0);
        }
        await settle();
      },
    );

    test.for(faultNames)('the look is %s: does not know, rather than guess', async (fault, { task }) => {
      task.meta.said = fake.look ? 'unknown' : 'a person looks';
      if (!fake.look) return expect(adapter.reconcile).toBeUndefined();
      await adapter.publish(post, connection);
      const { signal, abort } = deadline();
      const struck = proxy.strike(fault, fake.look.matches);
      const looking = look({ ...connection, signal });
      await struck;
      if (faults[fault].hangs) abort();
      expect((await looking).found).toBe('unknown');
    });
  });
}

/** A signal, and what ends its time. */
export function deadline(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new DOMException('Time is up', 'TimeoutError')) };
}
