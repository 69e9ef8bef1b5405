import { join } from 'node:path';
import { noticingDamage } from '@mobilise/media-processing/damage';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import { type Found, foundBefore } from './asset.ts';
import type { Making } from './render.ts';
import { specOf } from './shelf.ts';

const sound = { width: 0, height: 0 };
const wanted = (['mp3', 'm4a'] as const).map((format) => ({
  ...{ purpose: 'listen', format },
  spec: specOf(pipelines.audio, 'listen', format),
}));
const peaks = { purpose: 'peaks', format: 'json', spec: specOf(pipelines.audio, 'peaks') };

/** Makes what people listen to of a recording, as loud as everything else, and its waveform; says what was found in it. */
export async function makeAudio({ publisher, asset, shelf, signal, tell }: Making): Promise<Found> {
  const [{ inspectMedia }, { renderAudio }] = await Promise.all([
    import('@mobilise/media-processing/inspect-media'),
    import('@mobilise/media-processing/audio'),
  ]);
  const missing: string[] = [];
  for (const one of [...wanted, peaks]) if (!(await shelf.has(one))) missing.push(one.format);
  const known = await foundBefore(publisher, asset);
  if (known && missing.length === 0) return known;

  const { ffmpeg, isDamaged } = noticingDamage(await publisher.ffmpeg());
  const path = await publisher.storage.path(asset.sha256);
  const { format, duration, audio } = await inspectMedia(ffmpeg, path, undefined, { signal });
  await using folder = await openWorkFolder('audio');
  const made = await renderAudio(
    ffmpeg,
    { programme: { path, format }, formats: ['mp3', 'm4a'] },
    { mp3: join(folder.path, 'listen.mp3'), m4a: join(folder.path, 'listen.m4a') },
    { signal, onProgress: (share) => tell('Levelling the sound', share) },
  );
  for (const file of made.files) {
    const one = wanted.find(({ format }) => format === file.format);
    if (one && missing.includes(one.format)) await shelf.keep(one, file.path, { ...sound, duration: made.duration });
  }
  if (missing.includes(peaks.format))
    await shelf.keep(peaks, Buffer.from(JSON.stringify(made.waveform)), { ...sound, duration: made.duration });
  const { loudness, truePeak } = made.original;
  return {
    duration,
    facts: { ...audio, loudness, truePeak },
    warnings: [...(isDamaged() ? [damaged] : []), ...made.warnings],
  };
}

const damaged =
  'Parts of this recording could not be read: the file is damaged. Listen to it before you use it, or export it again from the original.';
