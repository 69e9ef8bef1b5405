import { makeAudiogram as audiogramRoute } from '@mobilise/contracts/audiograms';
import { createItem as createRoute } from '@mobilise/contracts/new-item';
import { emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildPost } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { queueDatabase } from '@mobilise/db/queue';
import { revisionFiles, revisions } from '@mobilise/db/schema/items';
import { testDatabase } from '@mobilise/db/testing';
import { eq, sql as raw } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { approveRevision } from './items/approve.ts';
import { listAudiograms, makeAudiogram, removeAudiogram, stopAudiogram } from './items/audiograms.ts';
import { cancelFiles, makeFilesAgain } from './items/files.ts';
import { getItem } from './items/read.ts';
import { createItem, saveItem } from './items/write.ts';
import { buildDesk, publicUrl, refusal } from './post-testing.ts';
import { createPost } from './posts/create.ts';
import { wantCovers } from './revision-files.ts';

const { db, sql } = await testDatabase();
const boss = new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)), supervise: false, schedule: false });
const jobs = { send: () => Promise.resolve('sent') };

beforeAll(async () => {
  await boss.start();
  await boss.createQueue('make-files');
  await boss.createQueue('films');
});
afterAll(() => boss.stop({ graceful: false }));

const episode = (more: object) => createRoute.body.parse({ kind: 'episode', title: 'The night shift', ...more });

async function desk() {
  const { workspace, channel, as } = await buildDesk(db);
  const show = await buildShow(db, { channelId: channel.id });
  const audio = await buildAsset(db, { workspaceId: workspace.id, kind: 'audio', duration: 60_000 });
  return { channel, as, show, audio, scope: await as('editor') };
}

describe('an approval', () => {
  const queued = async (revisionId: string) =>
    (await sql`select data from pgboss.job where name = 'make-files'`).filter(
      ({ data }) => data.revisionId === revisionId,
    ).length;

  test('is not given to times after the end of a recording, which a draft may have', async () => {
    const { channel, show, audio, as, scope } = await desk();
    const write = (more: object) => {
      const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: { start: 10_000, end: 40_000 } }, ...more };
      return createItem(scope, jobs, episode({ showId: show.id, content }));
    };
    const approve = async (more: object) =>
      approveRevision(await as('lead'), (await write(more)).id, { version: 1, note: 'Nobody can hear it yet' });
    const cut = await refusal(
      approve({ audio: { assetId: audio.id, trim: { start: 0, end: 61_000 } } }),
      'wrong_state',
    );
    expect(cut.message).toBe('It is cut to end at 1:01, but the recording ends at 1:00. Cut it again.');
    const cue = (start: number, end: number) => ({ start, end, text: 'Hello' });
    const late = {
      chapters: [
        { start: 0, title: 'Hello' },
        { start: 30_000, title: 'Farewell' },
      ],
      transcript: { language: 'en', cues: [cue(0, 1000), cue(29_000, 31_001)] },
    };
    const refused = await refusal(approve(late), 'wrong_state');
    expect(refused.fields).toEqual([
      {
        field: 'content.chapters.1.start',
        message: 'The chapter “Farewell” starts after the recording has ended, at 0:30. Move or remove it.',
      },
      {
        field: 'content.transcript.cues.1.end',
        message: 'One cue of the transcript goes on after the recording has ended, at 0:30. Move it, or leave it out.',
      },
    ]);
    const post = { itemId: (await write(late)).id, channelId: channel.id };
    const schedule = { wallTime: '2026-12-02T09:00', disambiguation: null, override: 'Nobody can hear it yet' };
    const lead = await as('lead');
    await refusal(createPost(lead, publicUrl, { ...post, schedule }), 'wrong_state');
    const fits = {
      chapters: [{ start: 29_999, title: 'Farewell' }],
      transcript: { language: 'en', cues: [cue(29_000, 31_000)] },
    };
    expect((await approve(fits)).approved).toBe(true);
  });

  test('asks for the files of what has a recording, in its transaction, and once', async () => {
    const { show, audio, as, scope } = await desk();
    const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: null } };
    const made = await createItem(scope, jobs, episode({ showId: show.id, content }));
    expect(made.files).toEqual({ state: 'none', progress: null, failure: null, failureCode: null, made: [] });
    const approve = async (version: number) =>
      approveRevision(await as('lead'), made.id, { version, note: 'The transcript follows' });
    await refusal(approveRevision(await as('lead'), made.id, { version: 1 }), 'alternatives_missing');
    expect(await queued(made.revisionId)).toBe(0);
    expect((await approve(1)).files.state).toBe('wanted');
    await approve(1);
    expect(await queued(made.revisionId)).toBe(1);
    await db
      .update(revisions)
      .set({ files: 'failed', filesFailure: 'The disk is full', filesFailureCode: 'fault' })
      .where(eq(revisions.id, made.revisionId));
    expect((await getItem(scope, made.id)).files).toMatchObject({
      ...{ state: 'failed', failure: 'The disk is full', failureCode: 'fault' },
    });
    expect((await approve(1)).files).toMatchObject({ state: 'wanted', failure: null, failureCode: null });
    expect(await queued(made.revisionId)).toBe(2);
    await refusal(makeFilesAgain(scope, made.id), 'wrong_state');
    await db.update(revisions).set({ files: 'failed' }).where(eq(revisions.id, made.revisionId));
    expect((await makeFilesAgain(scope, made.id)).files).toMatchObject({ state: 'wanted', failure: null });
    expect(await queued(made.revisionId)).toBe(3);
    const heard: string[] = [];
    const { unlisten } = await sql.listen('renders', (id) => heard.push(id));
    expect((await cancelFiles(scope, made.id)).files).toMatchObject({
      ...{ state: 'failed', failure: `${scope.actor.name} stopped the making of its files.`, failureCode: 'stopped' },
    });
    await vi.waitFor(() => expect(heard).toEqual([made.revisionId]), { timeout: 10_000 });
    await unlisten();
    await refusal(cancelFiles(scope, made.id), 'wrong_state');
    await refusal(cancelFiles((await desk()).scope, made.id), 'not_found');
    const saved = await saveItem(scope, jobs, made.id, {
      ...{ version: 1, autosave: false, title: 'Other words', summary: '', content },
    });
    expect(saved.files.state).toBe('none');
  });

  test('asks again for what failed, not for what is refused in what it is made from', async () => {
    const { show, audio, as, scope } = await desk();
    const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: null } };
    const { id, revisionId } = await createItem(scope, jobs, episode({ showId: show.id, content }));
    await approveRevision(await as('lead'), id, { version: 1, note: 'The transcript follows' });
    const fail = (filesFailureCode: 'timeout' | 'refused') =>
      db
        .update(revisions)
        .set({ files: 'failed', filesFailure: 'The sound is damaged.', filesFailureCode })
        .where(eq(revisions.id, revisionId));
    await fail('refused');
    const { message } = await refusal(makeFilesAgain(scope, id), 'wrong_state');
    expect(message).toBe(
      'The sound is damaged. Making the files again would fail in the same way: upload another file.',
    );
    expect(await queued(revisionId)).toBe(1);
    await fail('timeout');
    expect((await makeFilesAgain(scope, id)).files.state).toBe('wanted');
    expect(await queued(revisionId)).toBe(2);
  });

  test('that scheduling implies asks for them, too; what has nothing to play asks for nothing', async () => {
    const { channel, show, audio, as, scope } = await desk();
    const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: null } };
    const [playing, silent] = [
      await createItem(scope, jobs, episode({ showId: show.id, content })),
      await createItem(scope, jobs, createRoute.body.parse({ kind: 'story', title: 'The ward garden' })),
    ];
    for (const { id: itemId } of [playing, silent])
      await createPost(await as('lead'), publicUrl, {
        ...{ itemId, channelId: channel.id },
        schedule: { wallTime: '2026-12-01T09:00', disambiguation: null, override: 'The transcript follows' },
      });
    expect((await getItem(scope, playing.id)).files.state).toBe('wanted');
    expect(await queued(playing.revisionId)).toBe(1);
    expect((await getItem(scope, silent.id)).files.state).toBe('none');
  });
});

describe('another cover of a show', () => {
  test.each([
    ['has no post yet', [], 'wanted'],
    ['was taken down', ['removed'], 'wanted'],
    ['waits', ['scheduled'], 'wanted'],
    ['is out', ['published'], 'ready'],
    ['is out, and waits to go out again', ['published', 'draft'], 'ready'],
  ] as const)('comes into the files of an episode unless it is out: one that %s', async (_, states, expected) => {
    const { channel, show, scope } = await desk();
    const { id: itemId, revisionId } = await buildEpisode(db, { showId: show.id });
    for (const state of states) await buildPost(db, { itemId, channelId: channel.id, state });
    await wantCovers(scope, show.id);
    const [row] = await sql`select files from revisions where id = ${revisionId}`;
    expect(row?.['files']).toBe(expected);
  });

  test('comes into audiograms, whatever became of their episode', async () => {
    const { channel, show, scope } = await desk();
    const own = await buildAsset(db, { workspaceId: scope.workspaceId });
    const artwork = { assetId: own.id, alt: 'A lamp' };
    const [plain, covered] = [
      await buildEpisode(db, { showId: show.id }),
      await buildEpisode(db, { showId: show.id, content: { artwork } }),
    ];
    await buildPost(db, { itemId: plain.id, channelId: channel.id, state: 'published' });
    for (const { revisionId } of [plain, covered])
      await db.insert(revisionFiles).values({
        ...{ revisionId: revisionId ?? '', purpose: 'audiogram', format: 'mp4', width: 1920, height: 1080 },
        ...{ duration: 9000, bytes: 9, sha256: 'b'.repeat(64), recipe: 'x:1000 10000 bare' },
      });
    await wantCovers(scope, show.id);
    const asked = await sql`
      select data->>'audiogram' as key from pgboss.job
      where name = 'films' and singleton_key ~ ${`^(${plain.revisionId}|${covered.revisionId}) `}`;
    expect(asked).toEqual([{ key: `${plain.revisionId} landscape 1000 10000 bare` }]);
  });

  test('comes into none that has a cover of its own', async () => {
    const { show, scope } = await desk();
    const own = await buildAsset(db, { workspaceId: scope.workspaceId });
    const artwork = { assetId: own.id, alt: 'A lamp' };
    const { revisionId } = await buildEpisode(db, { showId: show.id, content: { artwork } });
    await wantCovers(scope, show.id);
    expect(await sql`select files from revisions where id = ${revisionId}`).toEqual([{ files: 'ready' }]);
  });
});

describe('an audiogram', () => {
  const part = { shape: 'portrait' as const, start: 0, end: 30_000, captions: true };

  test('is asked for from the newest revision, with the request or not at all', async () => {
    const { show, audio, as, scope } = await desk();
    const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: null } };
    const { id, revisionId } = await createItem(scope, jobs, episode({ showId: show.id, content }));
    const { data } = await makeAudiogram(await as('designer'), boss, id, part);
    const nothing = { progress: null, failure: null, failureCode: null, file: null };
    expect(data).toEqual([{ ...part, revision: 1, state: 'waiting', ...nothing }]);
    const asked = await sql`select data, singleton_key as key, expire_seconds as expires from pgboss.job
      where name = 'films' and starts_with(singleton_key, ${revisionId})`;
    const audiogram = `${revisionId} portrait 0 30000 captions`;
    // Half a minute of film does not hold up others for as long as any film may.
    expect(asked).toEqual([{ data: { audiogram }, key: audiogram, expires: 75 * 60 }]);
    await refusal(makeAudiogram((await desk()).scope, boss, id, part), 'not_found');
    const { id: silent } = await createItem(scope, jobs, episode({ showId: show.id }));
    await refusal(makeAudiogram(scope, boss, silent, part), 'wrong_state');
    const story = await createItem(scope, jobs, createRoute.body.parse({ kind: 'story', title: 'The garden' }));
    await refusal(makeAudiogram(scope, boss, story.id, part), 'wrong_state');
    const body = (start: number, end: number) => audiogramRoute.body.safeParse({ ...part, start, end }).success;
    expect([body(0, 600_000), body(0, 600_001), body(5, 5), body(5, 1005), body(5, 1004)]).toEqual([
      ...[true, false, false, true, false],
    ]);
  });

  test('shows no part after the end of what is used of the recording, where that is known', async () => {
    const { show, audio, scope } = await desk();
    const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: { start: 40_000, end: 50_000 } } };
    const { id } = await createItem(scope, jobs, episode({ showId: show.id, content }));
    const make = (start: number, end: number) => makeAudiogram(scope, boss, id, { ...part, start, end });
    expect((await refusal(make(5000, 15_000), 'invalid_request')).message).toBe(
      'The recording ends at 0:10, and this part ends at 0:15. Choose a part that ends by then.',
    );
    expect((await refusal(make(50_000, 60_000), 'invalid_request')).fields).toEqual([
      { field: 'body.start', message: expect.stringContaining('this part starts at 0:50') },
    ]);
    expect((await make(5000, 10_000)).data).toMatchObject([{ start: 5000, end: 10_000 }]);
    await sql`update assets set duration = null where id = ${audio.id}`;
    await make(5000, 15_000);
  });

  async function asked() {
    await boss.deleteQueuedJobs('films');
    const { show, audio, scope } = await desk();
    const content = { ...emptyEpisode, audio: { assetId: audio.id, trim: null } };
    const { id, revisionId, version } = await createItem(scope, jobs, episode({ showId: show.id, content }));
    await makeAudiogram(scope, boss, id, part);
    const seen = async () => (await listAudiograms(scope, id)).data;
    const key = (start: number) => `${revisionId} portrait ${start} 30000 captions`;
    const jobsOf = () =>
      sql`select id, state, singleton_key as key from pgboss.job where singleton_key like ${`${revisionId} %`} order by created_on`;
    return { scope, id, revisionId, version, content, seen, key, jobsOf };
  }
  const keep = (revisionId: string, recipe: string) =>
    db.insert(revisionFiles).values({
      ...{ revisionId, purpose: 'audiogram', format: 'mp4', width: 1080, height: 1920, duration: 30_000, bytes: 9 },
      ...{ sha256: 'a'.repeat(64), recipe },
    });

  test('is not asked for twice; another stretch of that shape takes its place', async () => {
    const { scope, id, seen, jobsOf, key } = await asked();
    await makeAudiogram(scope, boss, id, part);
    await makeAudiogram(scope, boss, id, { ...part, start: 5000 });
    expect((await jobsOf()).map((job) => [job['state'], job['key']])).toEqual([
      ['cancelled', key(0)],
      ['created', key(5000)],
    ]);
    expect(await seen()).toMatchObject([{ start: 5000, state: 'waiting' }]);
  });

  test('says how far it is, why it failed, and what was made of it', async () => {
    const { scope, id, revisionId, seen, key } = await asked();
    const [job] = await boss.fetch('films');
    const progress = { step: 'Making an audiogram', share: 0.5 };
    await db
      .update(revisions)
      .set({ filesProgress: { ...progress, audiogram: key(0) } })
      .where(eq(revisions.id, revisionId));
    expect(await seen()).toMatchObject([{ state: 'making', progress }]);
    expect((await getItem(scope, id)).files).toMatchObject({ progress: null, made: [] });
    await boss.complete('films', job?.id ?? '', { failure: 'It is silent.', failureCode: 'refused' });
    const silent = { state: 'failed', failure: 'It is silent.', failureCode: 'refused' };
    expect(await seen()).toMatchObject([{ ...silent, progress: null, file: null }]);
    await makeAudiogram(scope, boss, id, { ...part, end: 20_000 });
    const [again] = await boss.fetch('films');
    await boss.complete('films', again?.id ?? '');
    await keep(revisionId, 'x:0 20000 bare');
    expect(await seen()).toMatchObject([
      {
        state: 'ready',
        end: 20_000,
        captions: false,
        failure: null,
        failureCode: null,
        file: { width: 1080, bytes: 9 },
      },
    ]);
  });

  test('is stopped while it is made, and removed once it is there', async () => {
    const { scope, id, revisionId, seen, jobsOf } = await asked();
    await keep(revisionId, 'x:0 30000 captions');
    const named = { number: 1, shape: 'portrait' as const };
    await stopAudiogram(scope, boss, id, named);
    expect((await jobsOf()).map(({ state }) => state)).toEqual(['cancelled']);
    expect(await seen()).toMatchObject([{ state: 'ready' }]);
    await refusal(stopAudiogram(scope, boss, id, named), 'wrong_state');
    await removeAudiogram(scope, boss, id, named);
    expect(await seen()).toEqual([]);
    await refusal(removeAudiogram(scope, boss, id, named), 'not_found');
    await refusal(stopAudiogram(scope, boss, id, named), 'not_found');
    await refusal(stopAudiogram((await desk()).scope, boss, id, named), 'not_found');
    await refusal(removeAudiogram((await desk()).scope, boss, id, named), 'not_found');
    await refusal(listAudiograms((await desk()).scope, id), 'not_found');
  });

  test('that is removed while it is made anew goes, and is not made anew', async () => {
    const { scope, id, revisionId, seen, jobsOf } = await asked();
    await boss.complete('films', String((await boss.fetch('films'))[0]?.id));
    await keep(revisionId, 'x:0 30000 captions');
    await makeAudiogram(scope, boss, id, part);
    expect(await seen()).toMatchObject([{ state: 'waiting', file: { width: 1080 } }]);
    await removeAudiogram(scope, boss, id, { number: 1, shape: 'portrait' });
    expect(await seen()).toEqual([]);
    expect((await jobsOf()).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('stays with its revision: an autosave takes the place of none that one was made of', async () => {
    const { scope, id, version, content, seen } = await asked();
    const save = (version: number, title: string) =>
      saveItem(scope, jobs, id, { version, autosave: true, title, summary: '', content });
    const second = await save(version, 'Two');
    await makeAudiogram(scope, boss, id, part);
    await save(second.version, 'Three');
    expect((await seen()).map(({ revision }) => revision)).toEqual([2, 1]);
  });
});
