import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyVideo, type VideoContent } from '@mobilise/contracts/recordings';
import { buildAsset, buildChannel, buildItem, buildPost, buildRevision } from '@mobilise/db/factories';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { filmAt, frameAt, makeFilm } from '@mobilise/media-processing/video-testing';
import { afterAll, describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { makeFiles } from './make-files.ts';
import { renderAsset } from './render.ts';

const { sql, db, storage, publisher, sendDue, read } = await testPublishing();
const ffmpeg = await openFfmpeg();
const folder = await mkdtemp(join(tmpdir(), 'video-files-'));
afterAll(() => rm(folder, { recursive: true }));
const once = { last: true };
const filming = publisher({ ffmpeg: async () => ffmpeg });
const idle = publisher({ ffmpeg: () => Promise.reject(new Error('It was made again')) });

async function film(workspaceId: string, name: string, recipe: Parameters<typeof makeFilm>[3]) {
  const { path } = await makeFilm(ffmpeg, folder, name, { seconds: 1, ...recipe });
  const stored = await storage.put(await readFile(path));
  return buildAsset(db, {
    ...{ ...stored, workspaceId, kind: 'video', mime: 'video/mp4', filename: name, alt: '' },
    ...{ width: 160, height: 88, duration: 1000, focalPoint: { x: 1, y: 0.5 } },
  });
}
const files = (revisionId: string | null) =>
  sql<{ purpose: string; format: string; width: number; height: number; duration: number | null; sha256: string }[]>`
    select purpose, format, width, height, duration, sha256 from revision_files where revision_id = ${revisionId} order by purpose`;
const stateOf = async (revisionId: string | null) =>
  (
    await sql`select files, files_failure as failure, files_progress as progress from revisions where id = ${revisionId}`
  )[0];

/** How far two colours are from each other. */
const far = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0);

async function revise(itemId: string, content: VideoContent) {
  const { id } = await buildRevision(db, { itemId, content, approved: true });
  await sql`update revisions set files = 'wanted' where id = ${id}`;
  return id;
}

describe('the files of a video', () => {
  it('are the film cut to its part in three shapes, a still and the captions; its posts wait for them and go on', async () => {
    const channel = await buildChannel(db);
    const { workspaceId } = channel;
    const upload = await film(workspaceId, 'garden.mp4', {});
    const content: VideoContent = {
      ...emptyVideo,
      video: { assetId: upload.id, trim: { start: 200, end: 800 } },
      captions: { language: 'en-GB', cues: [{ start: 0, end: 500, text: 'Tea & <cake>', speaker: 'Samira' }] },
      burnIn: false,
    };
    const item = await buildItem(db, { workspaceId, kind: 'video', title: 'The garden', content, approved: true });
    await sql`update revisions set files = 'wanted' where id = ${item.revisionId}`;
    const post = await buildPost(db, { itemId: item.id, channelId: channel.id });
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'files' });
    await makeFiles(filming, String(item.revisionId), once);
    expect(await stateOf(item.revisionId)).toEqual({ files: 'ready', failure: null, progress: null });
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'published' });

    const made = await files(item.revisionId);
    expect(made.map(({ sha256, ...file }) => file)).toEqual([
      { purpose: 'captions', format: 'vtt', width: 0, height: 0, duration: null },
      { purpose: 'film', format: 'mp4', width: 160, height: 88, duration: 600 },
      { purpose: 'film-square', format: 'mp4', width: 88, height: 88, duration: 600 },
      { purpose: 'film-tall', format: 'mp4', width: 50, height: 88, duration: 600 },
      { purpose: 'poster', format: 'jpeg', width: 160, height: 88, duration: null },
    ]);
    const at = (purpose: string) => storage.path(made.find((file) => file.purpose === purpose)?.sha256 ?? '');
    expect(await readFile(await at('captions'), 'utf8')).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:00.500\n<v Samira>Tea &amp; &lt;cake&gt;\n',
    );
    // Lime is at the upper right, which is where the upload says that it must stay in view.
    const [red, green] = (await frameAt(ffmpeg, await at('film-tall'), 0.2)).pixel(0.2, 0.2);
    expect([red < 100, green > 150]).toEqual([true, true]);
    expect((await filmAt(ffmpeg, await at('film'))).audio?.codec).toBe('aac');

    // Another title and other captions: no film is made again.
    const again = await revise(item.id, { ...content, captions: null });
    await makeFiles(idle, again, once);
    expect(await files(again)).toEqual(made.filter(({ purpose }) => purpose !== 'captions'));

    // A picture that was chosen stands before it instead of a still.
    const sharp = await loadSharp();
    const picture = await sharp({ create: { width: 320, height: 180, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const poster = await buildAsset(db, { ...(await storage.put(picture)), workspaceId });
    const chosen = await revise(item.id, { ...content, poster: { assetId: poster.id, alt: 'A garden' } });
    await makeFiles(idle, chosen, once);
    expect((await files(chosen)).find(({ purpose }) => purpose === 'poster')).toMatchObject({
      width: 320,
      height: 180,
    });

    // Captions are drawn into what plays without sound, and a frame that was chosen is the still. The film itself stays as it is.
    const drawn = await revise(item.id, { ...content, burnIn: true, posterAt: 700 });
    await makeFiles(filming, drawn, once);
    const changed = (await files(drawn)).filter(({ sha256 }) => !made.some((file) => file.sha256 === sha256));
    expect(changed.map(({ purpose }) => purpose)).toEqual(['film-square', 'film-tall']);
    const stills =
      await sql`select distinct recipe from revision_files where purpose = 'poster' and revision_id = any(${[item.revisionId, drawn]})`;
    expect(stills).toHaveLength(2);
    const square = async (sha256: string | undefined) => frameAt(ffmpeg, await storage.path(sha256 ?? ''), 0.2);
    const [bare, lettered] = [await square(made[2]?.sha256), await square(changed[0]?.sha256)];
    // Above it is the same; where the words are it is not.
    const differs = (rows: number[]) =>
      Math.max(...rows.flatMap((y) => [0.3, 0.4, 0.5, 0.6].map((x) => far(bare.pixel(x, y), lettered.pixel(x, y)))));
    expect(differs([0.1, 0.2, 0.3])).toBeLessThan(60);
    expect(differs([0.75, 0.8, 0.85, 0.88, 0.91])).toBeGreaterThan(100);
  });

  it('of a film that is not cut are those of its upload; an upright one has a wide one too, and a large one a small one', async () => {
    const { workspaceId, id: channelId } = await buildChannel(db);
    const pictures = 'color=red:s=540x1000:r=25:d=1[v]';
    const upload = await film(workspaceId, 'upright.mp4', { sound: null, pictures });
    await renderAsset(filming, upload.id, once);
    const content = { ...emptyVideo, video: { assetId: upload.id, trim: null } };
    const item = await buildItem(db, { workspaceId, kind: 'video', content, approved: true });
    await sql`update revisions set files = 'wanted' where id = ${item.revisionId}`;
    await buildPost(db, { itemId: item.id, channelId });
    await makeFiles(filming, String(item.revisionId), once);
    const made = await files(item.revisionId);
    expect(made.map(({ purpose, width, height }) => `${purpose} ${width}x${height}`).toSorted()).toEqual([
      'film 518x960',
      'film 540x1000',
      'film-landscape 540x304',
      'film-square 540x540',
      'film-tall 540x960',
      'poster 432x800',
      'poster 540x1000',
    ]);
    const own =
      await sql`select purpose, sha256 from renditions where asset_id = ${upload.id} and purpose in ('film', 'poster') order by 1`;
    const whole = made.filter(({ purpose, width }) => ['film', 'poster'].includes(purpose) && width === 540);
    expect(whole.map(({ sha256 }) => sha256)).toEqual(own.map(({ sha256 }) => sha256));
  });

  it('that are cut to a part after its end say what to do', async () => {
    const { workspaceId } = await buildChannel(db);
    const upload = await film(workspaceId, 'short.mp4', { sound: null });
    const content = { ...emptyVideo, video: { assetId: upload.id, trim: { start: 5000, end: 9000 } } };
    const item = await buildItem(db, { workspaceId, kind: 'video', content, approved: true });
    await sql`update revisions set files = 'wanted' where id = ${item.revisionId}`;
    await makeFiles(filming, String(item.revisionId), once);
    expect(await stateOf(item.revisionId)).toMatchObject({
      files: 'failed',
      failure: 'It is cut to end at 0:09, but the recording ends at 0:01. Cut it again.',
    });
  });
});
