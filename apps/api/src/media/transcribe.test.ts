import { buildAsset } from '@mobilise/db/factories';
import { queueDatabase } from '@mobilise/db/queue';
import { assets, renditions } from '@mobilise/db/schema/media';
import { testDatabase } from '@mobilise/db/testing';
import { eq, sql as raw } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { getTranscription, stopTranscription, transcribeAsset } from './transcribe.ts';

const { db, sql } = await testDatabase();
const boss = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
beforeAll(async () => {
  await boss.start();
  await boss.createQueue('transcripts');
});
afterAll(() => boss.stop({ graceful: false }));

const command = ['whisper'];
async function recording(kind: 'audio' | 'image' = 'audio') {
  await boss.deleteQueuedJobs('transcripts');
  const { workspace, as } = await buildDesk(db);
  const { id } = await buildAsset(db, { workspaceId: workspace.id, kind, duration: 60_000 });
  const scope = await as('designer');
  return { id, scope, seen: () => getTranscription(scope, id) };
}
const nothing = { state: 'none', progress: null, failure: null, url: null };
const progress = { step: 'Writing down what is said', share: 0.5 };

describe('what is said in a recording', () => {
  test('is asked for once, says how far it is, and is there', async () => {
    const { id, scope, seen } = await recording();
    expect(await seen()).toEqual(nothing);
    expect(await transcribeAsset(scope, boss, command, id)).toEqual({ ...nothing, state: 'waiting' });
    await transcribeAsset(scope, boss, command, id);
    const [job, ...others] = await boss.fetch('transcripts', { batchSize: 5 });
    expect([job?.data, others]).toEqual([{ spokenIn: id }, []]);
    await db.update(assets).set({ progress }).where(eq(assets.id, id));
    expect(await seen()).toEqual({ ...nothing, state: 'writing', progress });
    const file = { purpose: 'transcript', format: 'vtt', sha256: 'b'.repeat(64), bytes: 9, width: 0, height: 0 };
    await db.insert(renditions).values({ id: crypto.randomUUID(), assetId: id, ...file });
    await boss.complete('transcripts', job?.id ?? '');
    expect(await seen()).toEqual({ ...nothing, state: 'ready', url: `/media/${'b'.repeat(64)}.vtt` });
  });

  test('that could not be written down says why, and can be asked for again', async () => {
    const { id, scope, seen } = await recording();
    await transcribeAsset(scope, boss, command, id);
    const [job] = await boss.fetch('transcripts');
    await boss.complete('transcripts', job?.id ?? '', { failure: 'No model' });
    expect(await seen()).toEqual({ ...nothing, state: 'failed', failure: 'No model' });
    expect((await transcribeAsset(scope, boss, command, id)).state).toBe('waiting');
  });

  test('is stopped while somebody is at it, and not otherwise', async () => {
    const { id, scope, seen } = await recording();
    await refusal(stopTranscription(scope, boss, id), 'wrong_state');
    await transcribeAsset(scope, boss, command, id);
    await boss.fetch('transcripts');
    await db.update(assets).set({ progress }).where(eq(assets.id, id));
    const heard = Promise.withResolvers<string>();
    const { unlisten } = await sql.listen('renders', heard.resolve);
    expect(await stopTranscription(scope, boss, id)).toEqual(nothing);
    expect(await heard.promise).toBe(`transcript ${id}`);
    await unlisten();
    expect(await seen()).toEqual(nothing);
    expect(await db.select({ progress: assets.progress }).from(assets).where(eq(assets.id, id))).toEqual([
      { progress: null },
    ]);
  });

  test('is refused for a picture, without a command, and to another workspace', async () => {
    const { id, scope } = await recording();
    await refusal(transcribeAsset(scope, boss, undefined, id), 'wrong_state');
    await refusal(transcribeAsset(scope, boss, command, (await recording('image')).id), 'not_found');
    const picture = await recording('image');
    await refusal(transcribeAsset(picture.scope, boss, command, picture.id), 'wrong_state');
    await refusal(transcribeAsset(picture.scope, boss, command, id), 'not_found');
    await refusal(stopTranscription(picture.scope, boss, id), 'not_found');
    await refusal(getTranscription(picture.scope, id), 'not_found');
  });
});
