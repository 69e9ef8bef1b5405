import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter } from '@mobilise/channels/adapter';
import { type Connection, connect } from '@mobilise/db/connect';
import { buildChannel, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { sealingKey } from '@mobilise/db/secrets';
import { startTestServer } from '@mobilise/db/testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { defaultTiming, type Publisher } from '../../apps/publisher/src/publisher.ts';
import { onEnd } from '../clean-up.ts';

/** A database with its durability as it ships, a publisher in this process, and channels that take everything at once. */
export interface PublishingStage extends Connection {
  publisher: Publisher;
  /** When each post arrived at the channel, in milliseconds since 1970. */
  arrivals: Map<string, number>;
  /** Schedules posts for an instant, as so many rows; answers nothing, the rows are the truth. */
  schedule: (count: number, instant: Date) => Promise<void>;
  /** Removes every post. */
  clear: () => Promise<void>;
}

const kind = 'bluesky';
/** So many that 10,000 posts at once are within the rate of each: what is measured is ours. */
const accounts = 10;

export async function publishingStage(): Promise<{ stage: PublishingStage; strike: () => Promise<void> }> {
  const server = await startTestServer({ durable: true });
  const stopServer = onEnd(server.stop);
  const { url } = await server.createDatabase();
  const connection = connect(url, { max: 5, name: 'mobilise bench' });
  const { db, sql } = connection;
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-bench-'));
  const workspace = await buildWorkspace(db);
  const item = await buildItem(db, { workspaceId: workspace.id, approved: true });
  const channelIds: string[] = [];
  for (let count = 0; count < accounts; count += 1)
    channelIds.push((await buildChannel(db, { workspaceId: workspace.id, kind })).id);
  const [channelId = ''] = channelIds;
  const pattern = await buildPost(db, { channelId, itemId: item.id, state: 'draft', dueAt: null });
  const arrivals = new Map<string, number>();
  const stage: PublishingStage = {
    ...connection,
    arrivals,
    publisher: {
      db,
      sql,
      adapterFor: async () => noOp(arrivals),
      storage: diskStorage(join(folder, 'media')),
      ffmpeg: () => Promise.reject(new Error('Nothing is made in the benchmark')),
      fetch: () => Promise.reject(new Error('Nothing goes out of the benchmark')),
      download: () => Promise.reject(new Error('Nothing goes out of the benchmark')),
      lookup: () => Promise.reject(new Error('Nothing goes out of the benchmark')),
      log: silent,
      settings: { publicUrl: 'https://news.example.org', signInClients: {}, quota: 2 ** 40, release: 'bench' },
      workerId: 'bench',
      key: sealingKey('a secret that is only for the benchmark, long enough'),
      timing: defaultTiming,
      held: { at: Number.NEGATIVE_INFINITY },
      monotonic: () => performance.now(),
      wallClock: () => Date.now(),
      random: Math.random,
    },
    schedule: async (count, instant) => {
      await sql`
        insert into posts
        select r.* from (select n, uuidv7() as id from generate_series(1, ${count}::int) n) made cross join posts p
          cross join lateral jsonb_populate_record(p, jsonb_build_object(
            'id', made.id, 'channel_id', (${channelIds}::uuid[])[1 + made.n % ${accounts}::int], 'state', 'scheduled', 'due_at', ${instant.toISOString()}::timestamptz, 'send_at', ${instant.toISOString()}::timestamptz,
            'wall_time', to_char(${instant.toISOString()}::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), 'zone', 'UTC')) r
        where p.id = ${pattern.id}`;
      await sql`update channels set tokens = null, tokens_at = null, resting_until = null`;
      await sql`vacuum (analyze) posts, channels`;
      await sql`checkpoint`;
    },
    clear: async () => {
      await sql`delete from posts where id <> ${pattern.id}`;
      arrivals.clear();
    },
  };
  const strike = async () => {
    await connection.end();
    await stopServer();
    rmSync(folder, { recursive: true, force: true });
  };
  return { stage, strike };
}

function noOp(arrivals: Map<string, number>): Adapter {
  return {
    kind,
    connect: () => Promise.reject(new Error('Nobody connects here')),
    check: () => Promise.resolve({ ok: true }),
    publish: async ({ postId }) => {
      arrivals.set(postId, Date.now());
      return { outcome: 'published', remoteId: postId, remoteUrl: null };
    },
    engagement: () => Promise.resolve(new Map()),
  };
}

const quiet = () => undefined;
const silent: Publisher['log'] = {
  fatal: quiet,
  error: console.error,
  warn: quiet,
  info: quiet,
  debug: quiet,
  trace: quiet,
  child: () => silent,
} as unknown as Publisher['log'];
