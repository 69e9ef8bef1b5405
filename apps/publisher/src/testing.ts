import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter, Finding, MetricReading, Outcome, OutgoingPost } from '@mobilise/channels/adapter';
import { changeTransitions } from '@mobilise/contracts/post-changes';
import { type PostState, transitions } from '@mobilise/contracts/post-states';
import { errorForLog } from '@mobilise/db/error-log';
import { sealingKey } from '@mobilise/db/secrets';
import { testDatabase } from '@mobilise/db/testing';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { diskStorage } from '@mobilise/media-processing/storage';
import { pino } from 'pino';
import { afterAll, afterEach, expect } from 'vitest';
import { createSending } from './posts/send-due.ts';
import { defaultTiming, type Publisher } from './publisher.ts';

/** A platform in memory that writes down every delivery, so that a doubled post shows. */
export interface FakePlatform {
  /** Handles in the order in which posts were made; a handle that is there twice was doubled. */
  deliveries: string[];
  sent: OutgoingPost[];
  /** Decides what a send comes to; by default it is published. Deliver with `deliver` before answering "unknown". */
  onPublish: (post: OutgoingPost, deliver: () => Outcome) => Outcome | Promise<Outcome>;
  onReconcile: (post: OutgoingPost) => Finding | null;
  onEngagement: (remoteIds: string[]) => Map<string, MetricReading[]>;
  adapter: Adapter;
  /** Nothing has been sent, and it does what it does by default. */
  reset: () => void;
}

/** Unlike a class A channel it takes the same handle twice: a duplicate must be prevented before it gets here. */
function fakePlatform(): FakePlatform {
  const where = (handle: string) => ({
    remoteId: `at://fake/${handle}`,
    remoteUrl: `https://fake.example.org/${handle}`,
  });
  const asNew = (): Omit<FakePlatform, 'reset'> => ({
    deliveries: [],
    sent: [],
    onPublish: (_post, deliver) => deliver(),
    onReconcile: () => null,
    onEngagement: () => new Map(),
    adapter: {
      kind: 'bluesky',
      connect: () => Promise.reject(new Error('Nobody connects to the fake platform')),
      check: () => Promise.resolve({ ok: true }),
      publish: async (post) => {
        platform.sent.push(post);
        return platform.onPublish(post, () => {
          platform.deliveries.push(post.handle);
          return { outcome: 'published', ...where(post.handle) };
        });
      },
      reconcile: async (post) => {
        const told = platform.onReconcile(post);
        if (told) return told;
        return platform.deliveries.includes(post.handle)
          ? { found: 'published', ...where(post.handle) }
          : { found: 'absent' };
      },
      engagement: async (remoteIds) => platform.onEngagement(remoteIds),
    },
  });
  const platform: FakePlatform = { ...asNew(), reset: () => void Object.assign(platform, asNew()) };
  return platform;
}

/** A database, a fake platform and as many publishers as a test wants. After each test, every change of state must have been a permitted one. */
export async function testPublishing() {
  const { sql, db, url } = await testDatabase({ max: 12 });
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-publisher-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await sql.unsafe(`
    create table observed_transitions (id uuid, was text, is_now text, of text);
    create function observe() returns trigger language plpgsql as $$
      begin
        insert into observed_transitions values (new.id, old.state, new.state, coalesce(tg_argv[0], 'post'));
        return new;
      end $$;
    create trigger observe after update on posts for each row when (old.state is distinct from new.state) execute function observe();
    create trigger observe after update on post_changes for each row when (old.state is distinct from new.state) execute function observe('change');`);
  afterEach(async () => {
    const seen = await sql<
      { was: string; is: string; of: 'post' | 'change' }[]
    >`select distinct was, is_now as is, of from observed_transitions`;
    const permitted: Record<string, Record<string, readonly string[]>> = {
      post: transitions,
      change: changeTransitions,
    };
    expect(seen.filter(({ was, is, of }) => !permitted[of]?.[was]?.includes(is))).toEqual([]);
  });

  const storageFolder = join(folder, 'media');
  const storage = diskStorage(storageFolder);
  const platform = fakePlatform();
  const publisher = (overrides: Partial<Publisher> = {}): Publisher => ({
    sql,
    db,
    storage,
    adapterFor: async () => platform.adapter,
    ffmpeg: () => openFfmpeg(),
    fetch: () => Promise.reject(new Error('Tests do not reach out')),
    download: () => Promise.reject(new Error('Tests do not reach out')),
    lookup: () => Promise.reject(new Error('Tests do not reach out')),
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent', serializers: { error: errorForLog } }),
    workerId: `worker-${randomUUID()}`,
    settings: { publicUrl: 'https://news.example.org', signInClients: {}, quota: 2 ** 40, release: 'test' },
    key: sealingKey('a secret that is only for tests, long enough'),
    timing: defaultTiming,
    held: { at: Number.NEGATIVE_INFINITY },
    monotonic: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => 0.5,
    ...overrides,
  });

  return {
    sql,
    db,
    url,
    storage,
    storageFolder,
    platform,
    publisher,
    /** A publisher sends what is due until all of it is settled. */
    sendDue: async (worker = publisher()) => {
      const sending = createSending(worker);
      await sending.run();
      await sending.idle();
    },
    /** Moves every instant of the posts back, as if so many seconds had passed. */
    passTime: async (seconds: number) => {
      await sql`
        update posts set send_at = send_at - make_interval(secs => ${seconds}), lease_until = lease_until - make_interval(secs => ${seconds}),
          due_at = due_at - make_interval(secs => ${seconds}), published_at = published_at - make_interval(secs => ${seconds}),
          next_reading_at = next_reading_at - make_interval(secs => ${seconds})`;
      await sql`
        update post_changes set due_at = due_at - make_interval(secs => ${seconds}), lease_until = lease_until - make_interval(secs => ${seconds})`;
      await sql`update attempts set started_at = started_at - make_interval(secs => ${seconds})`;
    },
    /** A post as the table has it now. */
    read: async (id: string) => {
      const [row] = await sql<ReadPost[]>`
        select state, hold_reason as "holdReason", attempts, fence, handle, payload, failure, advice, remote_url as "remoteUrl", version,
          (extract(epoch from send_at - clock_timestamp()))::float8 as "sendIn",
          (extract(epoch from next_reading_at - clock_timestamp()))::float8 as "readIn",
          published_at is not null as published
        from posts where id = ${id}`;
      if (!row) throw new Error('The post is gone');
      return row;
    },
  };
}

interface ReadPost {
  state: PostState;
  holdReason: string | null;
  attempts: number;
  fence: number;
  handle: string | null;
  payload: OutgoingPost | null;
  failure: string | null;
  advice: string | null;
  remoteUrl: string | null;
  version: number;
  /** Seconds from now. */
  sendIn: number;
  readIn: number | null;
  published: boolean;
}
