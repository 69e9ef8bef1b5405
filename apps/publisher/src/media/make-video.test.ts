import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAsset } from '@mobilise/db/factories';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { filmAt, flipBits, makeFilm, noisy } from '@mobilise/media-processing/video-testing';
import { afterAll, describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { renderAsset } from './render.ts';

const { sql, db, storage, publisher } = await testPublishing();
const ffmpeg = await openFfmpeg();
const folder = await mkdtemp(join(tmpdir(), 'make-video-'));
afterAll(() => rm(folder, { recursive: true }));

const filming = (overrides: Partial<ReturnType<typeof publisher>> = {}) =>
  publisher({ ffmpeg: async () => ffmpeg, ...overrides });

/** Its sound comes in pieces of 23 ms, and the last may be longer than the film. */
const second = expect.closeTo(1000, -2);

/** A film of a second that has just been uploaded. */
async function upload(name: string, recipe: Parameters<typeof makeFilm>[3] = {}) {
  const { path } = await makeFilm(ffmpeg, folder, name, { seconds: 1, ...recipe });
  const stored = await storage.put(await readFile(path));
  return buildAsset(db, {
    ...{ ...stored, kind: 'video', mime: 'video/mp4', filename: name, state: 'processing', alt: '' },
    ...{ width: null, height: null },
  });
}
const made = (assetId: string) =>
  sql<{ purpose: string; format: string; width: number; height: number; duration: number | null; sha256: string }[]>`
    select purpose, format, width, height, duration, sha256 from renditions where asset_id = ${assetId} order by purpose`;
const rowOf = async (id: string) =>
  (
    await sql`select state, failure, width, height, duration, thumbhash, facts, warnings, progress from assets where id = ${id}`
  )[0];

describe('an upload of a film', () => {
  it('can be watched small and large, has a still, a thumbnail and a waveform, and says what was found', async () => {
    const asset = await upload('garden.mp4');
    await renderAsset(filming(), asset.id, { last: true });
    const files = await made(asset.id);
    expect(files.map(({ sha256, ...file }) => file)).toEqual([
      { purpose: 'film', format: 'mp4', width: 160, height: 88, duration: second },
      { purpose: 'peaks', format: 'json', width: 0, height: 0, duration: second },
      { purpose: 'poster', format: 'jpeg', width: 160, height: 88, duration: null },
      { purpose: 'preview', format: 'mp4', width: 160, height: 88, duration: second },
      { purpose: 'thumb', format: 'webp', width: 88, height: 88, duration: null },
    ]);
    const row = await rowOf(asset.id);
    expect(row).toMatchObject({
      ...{ state: 'ready', failure: null, progress: null, width: 160, height: 88, duration: second },
      thumbhash: expect.any(String),
      facts: { codec: 'h264', fps: 25, sound: true, channels: 1, loudness: expect.any(Number) },
      warnings: [],
    });
    const [film] = files;
    const { video, audio } = await filmAt(ffmpeg, await storage.path(film?.sha256 ?? ''));
    expect([video.codec, audio?.codec]).toEqual(['h264', 'aac']);

    // The same bytes again: nothing is encoded, and as much is known.
    const twin = await buildAsset(db, { ...asset, id: crypto.randomUUID(), state: 'processing' });
    const noStorage = { ...storage, put: () => Promise.reject(new Error('It was made again')) };
    await renderAsset(filming({ storage: noStorage }), twin.id, { last: true });
    expect(await rowOf(twin.id)).toEqual(row);
    expect(await made(twin.id)).toEqual(files);

    // What must stay in view moves the thumbnail alone.
    await sql`update assets set focal_point = '{"x":1,"y":0.5}' where id = ${asset.id}`;
    await renderAsset(filming(), asset.id, { last: true });
    const moved = await made(asset.id);
    expect(moved.filter((file, at) => file.sha256 !== files[at]?.sha256).map(({ purpose }) => purpose)).toEqual([
      'thumb',
    ]);
  });

  it('whose sound is silent is made all the same, and says that nothing is to be heard', async () => {
    const asset = await upload('silent.mp4', { args: ['-af', 'volume=0'] });
    await renderAsset(filming(), asset.id, { last: true });
    expect((await made(asset.id)).map(({ purpose }) => purpose)).toEqual(['film', 'poster', 'preview', 'thumb']);
    expect(await rowOf(asset.id)).toMatchObject({
      ...{ state: 'ready', failure: null },
      warnings: [expect.stringContaining('Nothing is to be heard')],
    });
  });

  it('whose bits were flipped is made as far as it can be read, and says so', async () => {
    const { path } = await makeFilm(ffmpeg, folder, 'whole.mp4', noisy);
    const stored = await storage.put(flipBits(await readFile(path)));
    const asset = await buildAsset(db, { ...stored, kind: 'video', mime: 'video/mp4', state: 'processing' });
    await renderAsset(filming(), asset.id, { last: true });
    const { state, warnings } = (await rowOf(asset.id)) ?? {};
    expect([state, warnings[0]]).toEqual(['ready', expect.stringContaining('Watch it before you use it')]);
  });

  it('that is none says so', async () => {
    const stored = await storage.put(Buffer.from('<html>not a film</html>'));
    const asset = await buildAsset(db, { ...stored, kind: 'video', mime: 'video/mp4', state: 'processing' });
    await renderAsset(filming(), asset.id, { last: false });
    expect(await rowOf(asset.id)).toMatchObject({ state: 'failed', failure: expect.stringMatching(/\w+ .*\./) });
  });
});
