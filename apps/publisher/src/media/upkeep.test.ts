import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAsset, buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { queueDatabase } from '@mobilise/db/queue';
import { holds } from '@mobilise/db/schema/holds';
import { formerRenditions, renditions } from '@mobilise/db/schema/media';
import { showImports } from '@mobilise/db/schema/shows';
import { createWorkQueues, filesWork, renderWork } from '@mobilise/db/work-queues';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { keyOf } from '@mobilise/media-processing/storage';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import type { Request } from './queue.ts';
import { remakeOutdated } from './reconcile.ts';
import { compareStorage } from './stored-files.ts';
import { freeStuck } from './stuck.ts';

const { sql, db, storage, storageFolder, publisher } = await testPublishing();
const boss = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
beforeAll(async () => {
  await boss.start();
  await createWorkQueues(boss);
});
afterAll(() => boss.stop({ graceful: false }));

let asked: string[][] = [];
const request: Request = async ({ name, options }) => void asked.push([name, options.singletonKey]);
beforeEach(async () => {
  asked = [];
  await sql`delete from pgboss.job`;
  await sql`update assets set state = 'ready', made_by = case kind when 'image' then ${pipelines.image} end`;
  await sql`update revisions set files = 'none'`;
});

const long = new Date(Date.now() - 300_000);

it('what is under way and lost its job is asked for again, and what used up its tries says so', async () => {
  const waiting = await buildAsset(db, { state: 'processing', createdAt: long, madeBy: pipelines.image });
  const lost = await buildAsset(db, { state: 'processing', createdAt: long, madeBy: pipelines.image });
  const dead = await buildAsset(db, { state: 'processing', createdAt: long });
  for (const { id } of [waiting, dead]) await boss.send(renderWork('image', id));
  await sql`update pgboss.job set state = 'failed' where singleton_key = ${dead.id}`;
  const item = await buildItem(db, { kind: 'episode', approved: true });
  await sql`update revisions set files = 'wanted' where id = ${item.revisionId}`;
  // In a queue of another release, which nobody works through any more.
  await boss.createQueue('of-old');
  await boss.send('of-old', { assetId: lost.id });
  await freeStuck(publisher(), request);
  expect(asked).toEqual([
    ['render-image', lost.id],
    ['make-files', item.revisionId],
  ]);
  expect(await sql`select state, failure, failure_code from assets where id = ${dead.id}`).toEqual([
    { state: 'failed', failure: expect.stringMatching(/Try again/), failure_code: 'fault' },
  ]);
  // What publishers die of is not asked for a minute later because another pipeline, or none, made it.
  asked = [];
  await remakeOutdated(publisher(), request);
  expect(asked).toEqual([]);
  await boss.send(filesWork('episode', String(item.revisionId)));
  await sql`update pgboss.job set state = 'failed'`;
  await freeStuck(publisher(), request);
  expect(
    await sql`select files, files_failure, files_failure_code from revisions where id = ${item.revisionId}`,
  ).toEqual([{ files: 'failed', files_failure: expect.stringMatching(/Try again/), files_failure_code: 'fault' }]);
});

it('an import that waits is asked for when nothing keeps it any more', async () => {
  const { id: channelId, workspaceId } = await buildChannel(db);
  const id = crypto.randomUUID();
  await db.insert(showImports).values({ id, workspaceId, channelId, feedUrl: 'https://podcasts.example/rss' });
  const hold = { id: crypto.randomUUID(), workspaceId, channelId, target: 'channel' as const, reason: 'A death' };
  await db.insert(holds).values({ ...hold, by: 'Grace' });
  await sql`update channels set state = 'paused' where id = ${channelId}`;
  await freeStuck(publisher(), request);
  await sql`update holds set ended_at = statement_timestamp() where id = ${hold.id}`;
  await freeStuck(publisher(), request);
  expect(asked).toEqual([]);
  await sql`update channels set state = 'ready' where id = ${channelId}`;
  await freeStuck(publisher(), request);
  expect(asked).toEqual([['import-show', id]]);
  await sql`delete from show_imports`;
});

it('uploads made by another pipeline are asked for again, a few at a time and none from the bin', async () => {
  const made = await Promise.all(Array.from({ length: 25 }, () => buildAsset(db, { madeBy: 'an older one' })));
  await buildAsset(db, { madeBy: 'an older one', deletedAt: new Date() });
  await buildAsset(db, { madeBy: pipelines.image });
  await remakeOutdated(publisher(), request);
  expect(asked.length).toBe(20);
  expect(made.map(({ id }) => id)).toEqual(expect.arrayContaining(asked.map(([, id]) => id)));
  // While as many wait, no more are asked for.
  for (const [, id = ''] of asked) await boss.send(renderWork('image', id));
  asked = [];
  await remakeOutdated(publisher(), request);
  expect(asked).toEqual([]);
});

it('storage loses what nobody names for a day, and what it lost itself is made again', async () => {
  const put = async (text: string) => (await storage.put(Buffer.from(text))).sha256;
  const old = [await put('an orphan'), await put('in a frozen post'), await put('in a revision')];
  const [orphan, frozen, revisionFile] = old;
  const young = await put('a young orphan');
  const listed: typeof storage.list = async function* () {
    for await (const file of storage.list())
      yield { ...file, storedAt: file.sha256 === young ? new Date() : new Date(0) };
  };
  const asset = await buildAsset(db, { ...(await storage.put(Buffer.from('an original'))), madeBy: pipelines.image });
  const row = { assetId: asset.id, purpose: 'thumb', format: 'webp', width: 1, height: 1, bytes: 1 };
  await db.insert(renditions).values({ ...row, id: crypto.randomUUID(), sha256: 'f'.repeat(64) });
  const post = await buildPost(db);
  await sql`update posts set payload = ${JSON.stringify({ images: [{ sha256: frozen }] })}::jsonb where id = ${post.id}`;
  await sql`
    insert into revision_files (revision_id, purpose, format, bytes, sha256, recipe)
    values (${post.revisionId}, 'episode', 'mp3', 1, ${String(revisionFile)}, 'x'), (${post.revisionId}, 'episode', 'm4a', 1, ${'e'.repeat(64)}, 'y')`;
  await sql`update revisions set files = 'ready' where id = ${post.revisionId}`;
  const ages = { storedAt: async (sha256: string) => (sha256 === young ? new Date() : new Date(0)) };
  await compareStorage(publisher({ storage: { ...storage, ...ages, list: listed } }), request);
  expect(
    await Promise.all([orphan, frozen, revisionFile, young, asset.sha256].map((sha) => storage.has(String(sha)))),
  ).toEqual([...[false, true, true, true, true]]);
  expect(asked).toEqual([
    ['render-image', asset.id],
    ['make-files', post.revisionId],
  ]);
});

it('a file of a picture keeps its bytes for 30 days after another took its place', async () => {
  const asset = await buildAsset(db, { ...(await storage.put(Buffer.from('a cropped original'))) });
  const former = async (text: string, days: number) => {
    const { sha256, bytes } = await storage.put(Buffer.from(text));
    await utimes(join(storageFolder, keyOf(sha256)), new Date(0), new Date(0));
    const since = new Date(Date.now() - days * 86_400_000);
    await db.insert(formerRenditions).values({ assetId: asset.id, format: 'jpeg', bytes, sha256, since });
    return sha256;
  };
  const [young, old] = [await former('cropped last month', 29), await former('cropped before', 31)];
  await compareStorage(publisher(), request);
  expect([await storage.has(young), await storage.has(old)]).toEqual([true, false]);
});

it('a picture that is fitted for a post while storage is compared is there when the post goes out', async () => {
  const bytes = Buffer.from('fitted months ago, and named by nothing since');
  const { sha256 } = await storage.put(bytes);
  const left = join(storageFolder, keyOf(sha256));
  await utimes(left, new Date(0), new Date(0));
  const listed: typeof storage.list = async function* () {
    yield* storage.list();
    // The list says that it is old; the same bytes are put now, and the post that names them is not written yet.
    await storage.put(bytes);
  };
  await compareStorage(publisher({ storage: { ...storage, list: listed } }), request);
  expect(await storage.has(sha256)).toBe(true);
  await utimes(left, new Date(0), new Date(0));
  await compareStorage(publisher(), request);
  expect(await storage.has(sha256)).toBe(false);
});
