import type { ItemContent } from '@mobilise/contracts/kinds';
import { emptyEpisode, emptyVideo } from '@mobilise/contracts/recordings';
import { errorForLog } from '@mobilise/db/error-log';
import { buildAsset, buildItem } from '@mobilise/db/factories';
import { queueDatabase } from '@mobilise/db/queue';
import { audiogramWork, createWorkQueues, filesWork, renderWork } from '@mobilise/db/work-queues';
import { MediaError } from '@mobilise/media-processing/errors';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { createQueues } from './queue.ts';

const sharp = await loadSharp();
const { sql, db, storage, publisher } = await testPublishing();
const sender = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
beforeAll(async () => {
  await sender.start();
  await createWorkQueues(sender);
});
afterAll(() => sender.stop({ graceful: false }));

async function upload(background: string) {
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background } }).png();
  return buildAsset(db, {
    ...(await storage.put(await picture.toBuffer())),
    state: 'processing',
    width: null,
    height: null,
  });
}

it('takes a job that another process sent in its transaction, within moments, and tells the workspace', async () => {
  const asset = await upload('#0f766e');
  const told: { noun: string; id: string }[] = [];
  const { unlisten } = await sql.listen('changes', (payload) => told.push(JSON.parse(payload)));
  const queues = createQueues(publisher());
  await queues.start();
  await db.transaction(async (tx) => {
    const { name, data, options } = renderWork('image', asset.id);
    await sender.send(name, data, { ...options, db: fromDrizzle(tx, raw) });
  });
  await vi.waitFor(
    () => expect(told).toContainEqual({ workspaceId: asset.workspaceId, noun: 'assets', id: asset.id, actor: null }),
    { timeout: 8000 },
  );
  await vi.waitFor(
    async () => expect((await sql`select state from assets where id = ${asset.id}`)[0]).toEqual({ state: 'ready' }),
    // Well below the safety net's 30 s, which is what a pause would look like.
    { timeout: 20_000 },
  );
  await queues.stop();
  await unlisten();
});

it('works through what waited for it without a pause between two pictures', async () => {
  const waiting = [await upload('#111111'), await upload('#222222'), await upload('#333333')];
  for (const { id } of waiting) await sender.send(renderWork('image', id));
  const queues = createQueues(publisher());
  await queues.start();
  await vi.waitFor(
    async () => {
      const rows = await sql`select state from assets where id = any(${waiting.map(({ id }) => id)}::uuid[])`;
      expect(rows.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    },
    // Well below the safety net's 30 s, which is what a pause would look like.
    { timeout: 20_000 },
  );
  await queues.stop();
});

it('makes one film at a time, those first that posts wait for, and nothing but films waits for them', async () => {
  const stored = await storage.put(Buffer.from('a recording, as far as the queue knows'));
  const film = await buildAsset(db, { ...stored, kind: 'video', mime: 'video/mp4', state: 'processing' });
  const { workspaceId } = film;
  const sound = await buildAsset(db, { ...stored, workspaceId, kind: 'audio', mime: 'audio/wav', duration: 4000 });
  const approved = (kind: 'episode' | 'video', content: ItemContent) =>
    buildItem(db, { workspaceId, kind, approved: true, content });
  const episode = await approved('episode', { ...emptyEpisode, audio: { assetId: sound.id, trim: null } });
  const video = await approved('video', { ...emptyVideo, video: { assetId: film.id, trim: null } });
  await sql`update revisions set files = 'wanted' where item_id in (${episode.id}, ${video.id})`;
  const revisionId = String(episode.revisionId);
  const audiogram = { revisionId, shape: 'square', start: 0, end: 1000, captions: false } as const;
  const works = {
    upload: renderWork('video', film.id),
    audiogram: audiogramWork(audiogram),
    video: filesWork('video', String(video.revisionId)),
    episode: filesWork('episode', revisionId),
  };
  for (const work of Object.values(works)) await sender.send(work);
  // Each job asks for ffmpeg, and is told when to go on that it gets none.
  const asking: (() => void)[] = [];
  const ffmpeg = () =>
    new Promise<Ffmpeg>((_, reject) => asking.push(() => reject(new MediaError('media_corrupt', 'That will do.'))));
  const queues = createQueues(publisher({ ffmpeg }));
  await queues.start();
  const running = async () => {
    const rows = await sql`select singleton_key as key from pgboss.job where state = 'active'`;
    return Object.keys(works).filter((name) =>
      rows.some(({ key }) => key === works[name as keyof typeof works].options.singletonKey),
    );
  };
  for (const expected of [['video', 'episode'], ['audiogram'], ['upload'], []]) {
    await vi.waitFor(async () => expect([await running(), asking.length]).toEqual([expected, expected.length]), 20_000);
    for (const goOn of asking.splice(0)) goOn();
  }
  await queues.stop();
});

/** A log that keeps what it is warned of. */
function warnings() {
  const told: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'warn', serializers: { error: errorForLog } },
    { write: (line) => told.push(JSON.parse(line)) },
  );
  return { told, log };
}

it('a try that fails is told with its reason, and followed by another as soon as it may be', async () => {
  const { told, log } = warnings();
  const asset = await buildAsset(db, {
    ...(await storage.put(Buffer.from('a recording, as far as the queue knows'))),
    ...{ kind: 'audio', mime: 'audio/wav', state: 'processing' },
  });
  await sender.send(renderWork('audio', asset.id));
  const tries = [new Error('the folder is gone'), new MediaError('media_corrupt', 'That will do.')];
  const queues = createQueues(publisher({ log, ffmpeg: () => Promise.reject(tries.shift()) }));
  await queues.start();
  await vi.waitFor(
    async () => expect((await sql`select state from assets where id = ${asset.id}`)[0]).toEqual({ state: 'failed' }),
    // Well below the safety net's 30 s, which is what a pause would look like.
    { timeout: 20_000 },
  );
  await queues.stop();
  const job = { queue: 'render-audio', assetId: asset.id };
  expect(told).toMatchObject([
    { ...job, attempt: 1, error: { message: 'the folder is gone' }, msg: expect.stringMatching(/^Could not be done/) },
    { ...job, attempt: 2, before: { message: 'the folder is gone' }, msg: 'Begun again' },
    { asset: asset.id, msg: 'Renditions could not be made' },
  ]);
});

it('work of a publisher that is not heard of any more is told to be begun again', async () => {
  const { told, log } = warnings();
  const asset = await upload('#444444');
  await sender.send(renderWork('image', asset.id));
  expect(await sender.fetch('render-image')).toHaveLength(1);
  await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`;
  await sender.supervise('render-image');
  await sql`update pgboss.job set start_after = now() where state = 'retry'`;
  const queues = createQueues(publisher({ log }));
  await queues.start();
  await vi.waitFor(
    async () => expect((await sql`select state from assets where id = ${asset.id}`)[0]).toEqual({ state: 'ready' }),
    { timeout: 20_000 },
  );
  await queues.stop();
  expect(told).toMatchObject([
    {
      ...{ queue: 'render-image', assetId: asset.id, attempt: 2, msg: 'Begun again' },
      before: { value: { message: 'job heartbeat timeout' } },
    },
  ]);
});
