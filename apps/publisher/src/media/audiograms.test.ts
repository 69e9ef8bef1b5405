import { type EpisodeContent, emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildItem } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { renditions } from '@mobilise/db/schema/media';
import { type AudiogramJob, audiogramKey } from '@mobilise/db/work-queues';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { makeAudiogram } from './audiograms.ts';
import { makeFiles } from './make-files.ts';

const { sql, db, storage, publisher } = await testPublishing();
const once = { last: true };

async function episode() {
  const { workspaceId, id: showId } = await buildShow(db, { title: 'Behind the doors' });
  const stored = await storage.put(wav({ seconds: 4, channels: 2 }, tone(300, 0.2)));
  const audio = await buildAsset(db, { ...stored, workspaceId, kind: 'audio', mime: 'audio/wav', duration: 4000 });
  const content: EpisodeContent = {
    ...emptyEpisode,
    audio: { assetId: audio.id, trim: { start: 1000, end: 3000 } },
    transcript: { language: 'en-GB', cues: [{ start: 100, end: 900, text: 'It is three.' }] },
  };
  const { revisionId } = await buildItem(db, { workspaceId, kind: 'episode', showId, content, approved: true });
  const job = (more: Partial<AudiogramJob>) =>
    audiogramKey({ revisionId: revisionId ?? '', shape: 'square', start: 0, end: 1000, captions: true, ...more });
  return { workspaceId, showId, revisionId: revisionId ?? '', job };
}
/** An upload that can be a cover: a square of one colour. */
async function coverOf(workspaceId: string, background: string) {
  const { id: assetId } = await buildAsset(db, { workspaceId });
  const sharp = await loadSharp();
  const square = sharp({ create: { width: 300, height: 300, channels: 3, background } });
  const made = await storage.put(await square.jpeg().toBuffer());
  const size = { width: 300, height: 300, purpose: 'artwork', format: 'jpeg' };
  await db.insert(renditions).values({ id: crypto.randomUUID(), assetId, ...size, ...made });
  return assetId;
}
const files = (revisionId: string) =>
  sql`select purpose, format, width, height, duration, sha256 from revision_files where revision_id = ${revisionId} order by purpose, format`;
const told = async (revisionId: string) =>
  (
    await sql`select files, files_failure as failure, files_progress as progress from revisions where id = ${revisionId}`
  )[0];

describe('an audiogram', () => {
  it('is a film among the files of the revision, stays when those are made again, and is not made twice', async () => {
    const { revisionId, job } = await episode();
    await makeAudiogram(publisher(), job({}), once);
    const [made] = await files(revisionId);
    expect(made).toMatchObject({ purpose: 'audiogram', format: 'mp4', width: 1200, height: 1200, duration: 1000 });
    expect(await told(revisionId)).toEqual({ files: 'none', failure: null, progress: null });
    const idle = publisher({ ffmpeg: () => Promise.reject(new Error('It was made again')) });
    await makeAudiogram(idle, job({}), once);
    // Without what is said it is another film.
    await expect(makeAudiogram(idle, job({ captions: false }), { last: false })).rejects.toThrow('made again');

    await sql`update revisions set files = 'wanted' where id = ${revisionId}`;
    await makeFiles(publisher(), revisionId, once);
    const all = await files(revisionId);
    expect(all.map(({ purpose, format }) => `${purpose} ${format}`)).toEqual([
      ...['audiogram mp4', 'episode m4a', 'episode mp3'],
    ]);
    expect(all[0]).toEqual(made);
  });

  it('that nobody wants any more while it is being stored is not kept', async () => {
    const { revisionId, job } = await episode();
    const unwanted = new AbortController();
    const leaving: typeof storage.put = async (...args) => {
      const stored = await storage.put(...args);
      unwanted.abort(new Error('Removed'));
      return stored;
    };
    const slow = publisher({ storage: { ...storage, put: leaving } });
    await makeAudiogram(slow, job({}), { last: false, signal: unwanted.signal }).catch(() => undefined);
    expect(unwanted.signal.aborted).toBe(true);
    expect(await files(revisionId)).toEqual([]);
  });

  it('has the cover that its show has when it is done', async () => {
    const { workspaceId, showId, revisionId, job } = await episode();
    const [old, another] = [await coverOf(workspaceId, '#0f766e'), await coverOf(workspaceId, '#be123c')];
    await sql`update shows set artwork_id = ${old} where id = ${showId}`;
    let begun = 0;
    const changing = publisher({
      ffmpeg: async () => {
        if (begun++ === 0) await sql`update shows set artwork_id = ${another} where id = ${showId}`;
        return publisher().ffmpeg();
      },
    });
    await makeAudiogram(changing, job({ end: 500 }), once);
    const made = await files(revisionId);
    expect([begun, made.length]).toEqual([2, 1]);
    const idle = publisher({ ffmpeg: () => Promise.reject(new Error('It was made again')) });
    await makeAudiogram(idle, job({ end: 500 }), { last: false });
    await sql`update shows set artwork_id = ${old} where id = ${showId}`;
    await expect(makeAudiogram(idle, job({ end: 500 }), { last: false })).rejects.toThrow('made again');
    expect(await files(revisionId)).toEqual(made);
  });

  it('that cannot be made says why, and leaves the episode as it is', async () => {
    const { revisionId, job } = await episode();
    await sql`update revisions set files = 'ready' where id = ${revisionId}`;
    expect(await makeAudiogram(publisher(), job({ start: 2000, end: 3000 }), once)).toEqual({
      failure: expect.stringContaining('Choose another'),
      failureCode: 'refused',
    });
    const broken = publisher({ ffmpeg: () => Promise.reject(new Error('ENOSPC')) });
    await expect(makeAudiogram(broken, job({}), { last: false })).rejects.toThrow('ENOSPC');
    expect(await makeAudiogram(broken, job({}), once)).toEqual({
      failure: expect.stringContaining('fault on our'),
      failureCode: 'fault',
    });
    expect(await told(revisionId)).toEqual({ files: 'ready', failure: null, progress: null });
  });
});
