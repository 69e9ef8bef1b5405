import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@mobilise/contracts/new-id';
import { buildAsset, buildItem } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { revisionAssets, revisionFiles } from '@mobilise/db/schema/items';
import { assets, consentAssets, consents } from '@mobilise/db/schema/media';
import { testDatabase } from '@mobilise/db/testing';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { and, eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { buildDesk } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { keep } from './keep.ts';

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'keep-'));
afterAll(() => rm(folder, { recursive: true }));
const storage = diskStorage(folder);

test('four files are looked at at a time; one whose sender has left is looked at no more, and not kept', async () => {
  const scope = await (await buildDesk(db)).as('editor');
  const stored = await storage.put(wav({ seconds: 1, rate: 8000 }, tone(300)));
  const open = Promise.withResolvers<void>();
  let looks = 0;
  const ffmpeg = async () => {
    looks += 1;
    await open.promise;
    return openFfmpeg();
  };
  const uploads = { storage, jobs: { send: () => Promise.resolve('sent') }, ffmpeg, quota: 10_000_000 };
  const path = await storage.path(stored.sha256);
  const file = { path, stored, filename: 'talk.wav', claimedType: 'audio/wav', replaces: undefined };
  const take = (gone?: AbortSignal) => keep(scope, uploads, { ...file, id: newId(), ...(gone && { gone }) });

  const [early, late] = [new AbortController(), new AbortController()];
  const held = [take(early.signal), take(), take(), take()];
  await expect.poll(() => looks).toBe(4);
  const waiting = [take(late.signal), take()];
  for (const sender of [early, late]) sender.abort(new Error('The sender has left'));
  await expect(waiting[0]).rejects.toThrow('The sender has left');
  expect(looks).toBe(4);
  open.resolve();
  await expect(held[0]).rejects.toThrow('The sender has left');
  const kept = await Promise.all([...held.slice(1), waiting[1]]);
  expect([kept.map((asset) => asset?.duration), looks]).toEqual([[1000, 1000, 1000, 1000], 5]);
});

test('what was made of a recording is bound by its consents and rights when it is uploaded', async () => {
  const { channel, as } = await buildDesk(db);
  const { workspaceId } = channel;
  const cover = await buildAsset(db, { workspaceId, filename: 'cover.jpg' });
  const show = await buildShow(db, { channelId: channel.id, artworkId: cover.id });
  const episode = await buildEpisode(db, { showId: show.id });
  const [recording] = await db
    .select({ id: assets.id, sha256: assets.sha256 })
    .from(revisionAssets)
    .innerJoin(assets, eq(assets.id, revisionAssets.assetId))
    .where(eq(revisionAssets.revisionId, episode.revisionId ?? ''));
  if (!recording) throw new Error('The episode has no recording');
  await db.update(assets).set({ rightsUntil: '2030-01-31' }).where(eq(assets.id, recording.id));
  const consentId = newId();
  const consent = {
    workspaceId,
    person: 'Amira Shah',
    scope: 'Podcast',
    givenOn: '2026-01-01',
    withdrawnAt: new Date(),
  };
  await db.insert(consents).values({ ...consent, id: consentId });
  await db.insert(consentAssets).values({ consentId, assetId: recording.id, sha256: recording.sha256 });
  const stored = await storage.put(wav({ seconds: 1, rate: 8000 }, tone(440)));
  await db
    .update(revisionFiles)
    .set({ sha256: stored.sha256 })
    .where(and(eq(revisionFiles.revisionId, episode.revisionId ?? ''), eq(revisionFiles.format, 'mp3')));
  const uploads = { storage, jobs: { send: () => Promise.resolve('sent') }, ffmpeg: openFfmpeg, quota: 10_000_000 };
  const file = { filename: 'part.wav', claimedType: 'audio/wav' };
  const take = async (scope: Scope, bytes = stored, replaces?: string) =>
    keep(scope, uploads, {
      ...file,
      path: await storage.path(bytes.sha256),
      stored: bytes,
      id: newId(),
      replaces,
    });
  const other = await storage.put(wav({ seconds: 1, rate: 8000 }, tone(460)));
  const bound = {
    madeFrom: [{ id: cover.id }, { id: recording.id, rightsUntil: '2030-01-31' }],
    consents: [{ id: consentId, person: 'Amira Shah', ended: true }],
  };
  const clip = await take(await as('editor'));
  expect(clip).toMatchObject(bound);
  // What is made of a part is made of the whole, and so is what takes its place.
  const content = { leadImage: { assetId: clip.id, alt: '' }, body: { type: 'doc' as const, content: [] } };
  const film = await buildItem(db, { workspaceId, content });
  const made = await storage.put(wav({ seconds: 1, rate: 8000 }, tone(450)));
  await db.insert(revisionFiles).values({
    ...{
      revisionId: film.revisionId ?? '',
      purpose: 'film',
      format: 'mp4',
      bytes: made.bytes,
      sha256: made.sha256,
      recipe: 'film',
    },
  });
  const [again, newer] = [await take(await as('editor'), made), await take(await as('editor'), other, clip.id)];
  expect(again.madeFrom.map(({ id }) => id).sort()).toEqual([clip.id, cover.id, recording.id].sort());
  expect(newer).toMatchObject(bound);
  // Also when that part was made anew since.
  await db
    .update(revisionFiles)
    .set({ sha256: 'f'.repeat(64) })
    .where(eq(revisionFiles.sha256, stored.sha256));
  expect(await take(await as('editor'))).toMatchObject(bound);
  // Nobody else has anything to do with it.
  expect(await take(await (await buildDesk(db)).as('editor'))).toMatchObject({ madeFrom: [], consents: [] });
});
