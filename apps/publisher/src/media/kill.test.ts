import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAsset, buildWorkspace } from '@mobilise/db/factories';
import { queueDatabase } from '@mobilise/db/queue';
import { testDatabase } from '@mobilise/db/testing';
import { createWorkQueues, renderWork } from '@mobilise/db/work-queues';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { diskStorage } from '@mobilise/media-processing/storage';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { afterAll, expect, it } from 'vitest';

const { sql, db, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'mobilise-kill-'));
const storage = diskStorage(join(folder, 'media'));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      MOBILISE_DATA: folder,
      MOBILISE_SECRET: 'a secret that is only for tests, long enough',
      LOG_LEVEL: 'warn',
      NODE_OPTIONS: '',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  void once(child, 'exit').then(() => running.delete(child));
  return child;
}

const rows = () => sql<{ assetId: string; sha256: string; id: string }[]>`
  select id, asset_id as "assetId", sha256 from renditions order by id`;
const ready = async () => (await sql`select from assets where state = 'ready'`).length;

it('a publisher killed while twenty uploads are rendered leaves work that another ends, with nothing made twice', async () => {
  const sharp = await loadSharp();
  const { id: workspaceId } = await buildWorkspace(db);
  const sender = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
  await sender.start();
  await createWorkQueues(sender);
  for (let index = 0; index < 20; index += 1) {
    const background = { r: index * 12, g: 90, b: 200 - index * 9 };
    const picture = await sharp({ create: { width: 96, height: 64, channels: 3, background } })
      .png()
      .toBuffer();
    const stored = await storage.put(picture);
    const { id } = await buildAsset(db, { ...stored, workspaceId, state: 'processing' });
    await sender.send(renderWork('image', id));
  }

  const first = start();
  await expect.poll(async () => (await rows()).length, { interval: 20 }).toBeGreaterThan(25);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const before = await rows();
  const done = await ready();
  expect(done).toBeLessThan(20);
  // As if a minute had passed since it was last heard of.
  await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`;

  start();
  // Found by the other, it is tried again after a pause, and looked for twice a minute: neither is waited for here.
  const again = async () => {
    const found = await sql<{ id: string }[]>`select id from pgboss.job where state = 'retry' and start_after > now()`;
    for (const { id } of found) await sender.update('render-image', undefined, { id, startAfter: 0 });
    return sql`select state from pgboss.job where state in ('failed', 'retry', 'active', 'created')`;
  };
  await expect.poll(again, { timeout: 55_000, interval: 200 }).toEqual([]);
  expect(await ready()).toBe(20);
  await sender.stop({ graceful: false });
  const after = await rows();
  // What was made before the kill is there still, in the same rows: it was not made again.
  expect(after.filter(({ id }) => before.some((row) => row.id === id))).toEqual(before);
  const perAsset = Map.groupBy(after, ({ assetId }) => assetId);
  expect([...perAsset.values()].map((files) => files.length)).toEqual(
    Array(20).fill(perAsset.values().next().value?.length),
  );
  const stored = await Array.fromAsync(storage.list());
  const named = await sql`select sha256 from renditions union select sha256 from assets`;
  expect(stored.map(({ sha256 }) => sha256).sort()).toEqual(named.map(({ sha256 }) => String(sha256)).sort());
}, 100_000);
