import { type EpisodeContent, emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildChannel, buildItem, buildPost, buildRevision } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { renditions } from '@mobilise/db/schema/media';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { flipBits } from '@mobilise/media-processing/video-testing';
import { describe, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { listenForCancelled } from './cancelling.ts';
import { makeFiles } from './make-files.ts';
import { renderAsset } from './render.ts';

const { sql, db, storage, publisher, sendDue, read } = await testPublishing();
const once = { last: true };

/** A recording of its own, of so many seconds. */
async function recording(workspaceId: string, seconds: number, hertz: number) {
  const stored = await storage.put(wav({ seconds, channels: 2 }, tone(hertz, 0.2)));
  return buildAsset(db, {
    ...{ ...stored, workspaceId, kind: 'audio', mime: 'audio/wav', filename: 'x.wav', state: 'processing' },
    ...{ width: null, height: null, alt: '', duration: seconds * 1000 },
  });
}

const files = (revisionId: string | null) =>
  sql<
    { format: string; sha256: string; duration: number; bytes: number; recipe: string }[]
  >`select format, sha256, duration, bytes::int, recipe from revision_files where revision_id = ${revisionId} order by format`;
const stateOf = async (revisionId: string | null) =>
  (
    await sql`select files, files_failure as failure, files_failure_code as code, files_progress as progress from revisions where id = ${revisionId}`
  )[0];

describe('an upload of sound', () => {
  it('can be listened to in two formats, has a waveform, and says what was found', async () => {
    const { workspaceId } = await buildShow(db);
    const asset = await recording(workspaceId, 3, 440);
    await renderAsset(publisher(), asset.id, once);
    const made = await sql`select purpose, format, duration from renditions where asset_id = ${asset.id} order by 1, 2`;
    expect(made).toEqual([
      { purpose: 'listen', format: 'm4a', duration: 3000 },
      { purpose: 'listen', format: 'mp3', duration: 3000 },
      { purpose: 'peaks', format: 'json', duration: 3000 },
    ]);
    const [row] = await sql`select state, duration, facts, warnings, failure from assets where id = ${asset.id}`;
    expect(row).toMatchObject({
      state: 'ready',
      duration: 3000,
      facts: { codec: 'pcm_s16le', channels: 2, sampleRate: 44_100, loudness: expect.any(Number) },
    });
    // The same bytes again: nothing is made, and as much is known.
    const twin = await buildAsset(db, { ...asset, id: crypto.randomUUID(), state: 'processing' });
    await renderAsset(publisher({ ffmpeg: () => Promise.reject(new Error('It was made again')) }), twin.id, once);
    expect(await sql`select state, duration, facts from assets where id = ${twin.id}`).toEqual([
      { state: 'ready', duration: 3000, facts: row?.['facts'] },
    ]);
  });

  it('whose bits were flipped says that parts could not be read', async () => {
    const { workspaceId } = await buildShow(db);
    const chunks: Buffer[] = [];
    const whole = await storage.put(
      wav({ seconds: 2 }, (time) => tone(440, 0.2)(time) + 0.1 * Math.sin(time * time * 900)),
    );
    await (await publisher().ffmpeg()).run({
      inputs: [{ path: await storage.path(whole.sha256), format: 'wav' }],
      outputs: [{ take: (chunk) => chunks.push(chunk), args: ['-c:a', 'aac', '-f', 'adts'] }],
      ...{ seconds: 10, maxBytes: 0, timeout: 60 },
    });
    const stored = await storage.put(flipBits(Buffer.concat(chunks)));
    const asset = await buildAsset(db, {
      ...stored,
      workspaceId,
      kind: 'audio',
      mime: 'audio/aac',
      state: 'processing',
    });
    await renderAsset(publisher(), asset.id, once);
    const [row] = await sql`select state, warnings, failure from assets where id = ${asset.id}`;
    expect(row).toMatchObject({ state: 'ready' });
    expect(row?.['warnings'][0]).toMatch(/Parts of this recording could not be read/);
  });

  it('without any sound in it says so', async () => {
    const { workspaceId } = await buildShow(db);
    const stored = await storage.put(wav({ seconds: 1 }, () => 0));
    const asset = await buildAsset(db, {
      ...stored,
      workspaceId,
      kind: 'audio',
      mime: 'audio/wav',
      state: 'processing',
    });
    await renderAsset(publisher(), asset.id, { last: false });
    expect((await sql`select state, failure from assets where id = ${asset.id}`)[0]).toEqual({
      state: 'failed',
      failure: expect.stringContaining('silent'),
    });
  });
});

describe('the files of an episode', () => {
  async function episode(hertz = 300) {
    const sharp = await loadSharp();
    const channel = await buildChannel(db);
    const { workspaceId } = channel;
    // A smaller square than podcast apps ask for: what matters here is that it is the show's.
    const square = sharp({ create: { width: 300, height: 300, channels: 3, background: '#0f766e' } });
    const made = await storage.put(await square.jpeg().toBuffer());
    const art = await buildAsset(db, { workspaceId });
    const size = { width: 300, height: 300, purpose: 'artwork', format: 'jpeg' };
    await db.insert(renditions).values({ id: crypto.randomUUID(), assetId: art.id, ...size, ...made });
    const show = await buildShow(db, { channelId: channel.id, artworkId: art.id, title: 'Behind the doors' });
    const [programme, intro, outro] = [
      await recording(workspaceId, 4, hertz),
      await recording(workspaceId, 2, 500),
      await recording(workspaceId, 1, 700),
    ];
    const content: EpisodeContent = {
      ...emptyEpisode,
      ...{ audio: { assetId: programme.id, trim: { start: 500, end: 3500 } }, number: 7 },
      ...{ intro: { assetId: intro.id }, outro: { assetId: outro.id } },
      chapters: [
        { start: 0, title: 'Hello = and; # welcome' },
        { start: 1500, title: 'Night' },
      ],
    };
    const item = await buildItem(db, {
      ...{ workspaceId, kind: 'episode', showId: show.id, title: 'The night shift', content, approved: true },
    });
    await sql`update revisions set files = 'wanted' where id = ${item.revisionId}`;
    return { channel, show, content, item };
  }

  it('have the cover that their show has when they are done', async () => {
    const { item, show, channel } = await episode(350);
    const id = String(item.revisionId);
    const { id: another } = await buildAsset(db, { workspaceId: channel.workspaceId });
    const sharp = await loadSharp();
    const square = sharp({ create: { width: 300, height: 300, channels: 3, background: '#be123c' } });
    const made = await storage.put(await square.jpeg().toBuffer());
    const size = { width: 300, height: 300, purpose: 'artwork', format: 'jpeg' };
    await db.insert(renditions).values({ id: crypto.randomUUID(), assetId: another, ...size, ...made });
    const changing = publisher({
      ffmpeg: async () => {
        await sql`update shows set artwork_id = ${another} where id = ${show.id}`;
        return publisher().ffmpeg();
      },
    });
    await makeFiles(changing, id, once);
    const before = await files(id);
    await makeFiles(publisher(), id, once);
    expect([before.length, await stateOf(id), await files(id)]).toMatchObject([2, { files: 'ready' }, before]);
  });

  it('with an intro whose length nobody knows yet have their chapters behind it, in the file and on the page', async () => {
    const { item, content } = await episode(333);
    const introId = content.intro?.assetId ?? '';
    await sql`update assets set duration = null where id = ${introId}`;
    await makeFiles(publisher(), String(item.revisionId), once);
    const [{ sha256 = '' } = {}] = (await files(item.revisionId)).filter(({ format }) => format === 'mp3');
    const { chapters } = (await (await publisher().ffmpeg()).probe(await storage.path(sha256), 'mp3')) as {
      chapters: { start_time: string }[];
    };
    expect(chapters.map(({ start_time }) => Number(start_time))).toEqual([0, 3.5]);
    expect(await sql`select duration from assets where id = ${introId}`).toEqual([{ duration: 2000 }]);
  });

  it('are cut, mixed and tagged, with chapters where they are heard and the cover of the show; its posts go on', async () => {
    const { item, channel, content } = await episode();
    const post = await buildPost(db, { itemId: item.id, channelId: channel.id });
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'files' });
    await makeFiles(publisher(), String(item.revisionId), once);
    expect(await stateOf(item.revisionId)).toEqual({ files: 'ready', failure: null, code: null, progress: null });
    const made = await files(item.revisionId);
    expect(made.map(({ format, duration }) => [format, duration])).toEqual([
      ['m4a', 6000],
      ['mp3', 6000],
    ]);
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'published' });

    const ffmpeg = await publisher().ffmpeg();
    const probe = (await ffmpeg.probe(await storage.path(made[1]?.sha256 ?? ''), 'mp3')) as {
      format: { tags: Record<string, string> };
      chapters: { start_time: string; tags: { title: string } }[];
      streams: { codec_type: string; width?: number }[];
    };
    expect(probe.format.tags).toMatchObject({
      ...{ title: 'The night shift', album: 'Behind the doors', artist: 'Fern Hill Hospice', track: '7' },
    });
    expect(probe.chapters.map(({ start_time, tags }) => [Number(start_time), tags.title])).toEqual([
      [0, 'Hello = and; # welcome'],
      [3.5, 'Night'],
    ]);
    expect(probe.streams.find(({ codec_type }) => codec_type === 'video')?.width).toBe(300);

    // Another title: the sound stays as it is, and only the tags around it are new.
    const retitled = await buildRevision(db, { itemId: item.id, title: 'The long night', content, approved: true });
    await sql`update revisions set files = 'wanted' where id = ${retitled.id}`;
    const run = ffmpeg.run;
    const runs: unknown[] = [];
    const watched = {
      ...ffmpeg,
      run: (...args: Parameters<typeof run>) => run(...args).finally(() => runs.push(args)),
    };
    await makeFiles(publisher({ ffmpeg: async () => watched }), retitled.id, once);
    expect(runs.length).toBe(2);
    const again = await files(retitled.id);
    expect(again.map(({ duration }) => duration)).toEqual([6000, 6000]);
    expect(again.map(({ sha256 }) => sha256)).not.toEqual(made.map(({ sha256 }) => sha256));

    // The same again: taken over, and nothing is run.
    const same = await buildRevision(db, { itemId: item.id, title: 'The long night', content, approved: true });
    await sql`update revisions set files = 'wanted' where id = ${same.id}`;
    await makeFiles(publisher({ ffmpeg: () => Promise.reject(new Error('It was made again')) }), same.id, once);
    expect(await files(same.id)).toEqual(again);
  });

  it('are not made with chapters and words beyond an end that nobody knew at the approval; its posts wait, and it says why', async () => {
    const { item, channel, content } = await episode(360);
    const { audio, chapters } = content;
    const late = {
      ...content,
      chapters: [...chapters, { start: 3000, title: 'Farewell' }],
      transcript: { language: 'en', cues: [{ start: 2900, end: 4100, text: 'Goodbye' }] },
    };
    await sql`update assets set duration = null where id = ${audio?.assetId ?? ''}`;
    const { id } = await buildRevision(db, { itemId: item.id, content: late, approved: true });
    await sql`update revisions set files = 'wanted' where id = ${id}`;
    const post = await buildPost(db, { itemId: item.id, revisionId: id, channelId: channel.id });
    await makeFiles(publisher(), id, once);
    expect([await stateOf(id), await files(id)]).toMatchObject([
      {
        ...{ files: 'failed', code: 'refused' },
        failure:
          'The chapter “Farewell” starts after the recording has ended, at 0:03. Move or remove it. One cue of the transcript goes on after the recording has ended, at 0:03. Move it, or leave it out.',
      },
      [],
    ]);
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'files' });
  });

  it('that a person stops while they are made stay undone, and are made when they are asked for again', async () => {
    const { item } = await episode(420);
    const id = String(item.revisionId);
    const { unlisten } = await listenForCancelled(publisher());
    const ffmpeg = await publisher().ffmpeg();
    const stopping = {
      ...ffmpeg,
      run: async (...args: Parameters<typeof ffmpeg.run>) => {
        await sql`update revisions set files = 'failed', files_failure = 'Ada stopped it.', files_failure_code = 'stopped' where id = ${id}`;
        await sql.notify('renders', id);
        await vi.waitFor(() => expect(args[1]?.signal?.aborted).toBe(true), { timeout: 10_000 });
        return ffmpeg.run(...args);
      },
    };
    await makeFiles(publisher({ ffmpeg: async () => stopping }), id, { last: false });
    const stopped = { files: 'failed', failure: 'Ada stopped it.', code: 'stopped', progress: null };
    expect(await stateOf(id)).toEqual(stopped);
    // A job that was asked for before does nothing.
    await makeFiles(publisher(), id, once);
    expect(await stateOf(id)).toEqual(stopped);
    await sql`update revisions set files = 'wanted' where id = ${id}`;
    await makeFiles(publisher(), id, once);
    expect(await stateOf(id)).toMatchObject({ files: 'ready', failure: null, code: null });
    await unlisten();
  });

  it('that cannot be made say why, and a fault of ours is tried again first', async () => {
    const { item } = await episode(350);
    const broken = publisher({ ffmpeg: () => Promise.reject(new Error('ENOSPC')) });
    await expect(makeFiles(broken, String(item.revisionId), { last: false })).rejects.toThrow('ENOSPC');
    expect(await stateOf(item.revisionId)).toMatchObject({ files: 'wanted' });
    await makeFiles(broken, String(item.revisionId), { last: true });
    expect(await stateOf(item.revisionId)).toMatchObject({
      ...{ files: 'failed', code: 'fault' },
      failure: expect.stringContaining('fault on our side'),
    });
  });
});
