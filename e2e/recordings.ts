import { createHash } from 'node:crypto';
import { newId } from '@mobilise/contracts/new-id';
import type { Db } from '@mobilise/db/connect';
import { buildAsset } from '@mobilise/db/factories';
import { renditions } from '@mobilise/db/schema/media';
import { wav } from '@mobilise/media-processing/ffmpeg-testing';
import { pipelines } from '@mobilise/media-processing/pipelines';
import type { BrowserContext, Request, Route } from 'playwright-core';

/** Samples a second of what is heard: a telephone's. */
const rate = 8000;
/** Samples of one point of the waveform: 20 points a second, as the pipeline makes them. */
const perPoint = 400;

/** A tone that swells and fades every four seconds, and is silent between: its level, −1 to 1, at a time in seconds. */
const swell = (time: number) =>
  Math.sin(time * 2 * Math.PI * 220) * Math.max(0, Math.sin(((time / 4) % 1) * 2 * Math.PI)) * 0.8;

/** A recording that swells and fades, as a WAV file. */
export const spokenWav = (seconds: number): Buffer => wav({ seconds, rate }, swell);

function peaksOf(samples: Float32Array): Buffer {
  const length = Math.floor(samples.length / perPoint);
  const data = Array.from({ length }, (_, point) => samples.subarray(point * perPoint, (point + 1) * perPoint)).flatMap(
    (stretch) => [Math.round(Math.min(...stretch) * 128), Math.round(Math.max(...stretch) * 127)],
  );
  const about = { version: 2, channels: 1, sample_rate: rate, samples_per_pixel: perPoint, bits: 8 };
  return Buffer.from(JSON.stringify({ ...about, length, data }));
}

/** The whole file, or the part that is asked for: players go to a place by asking for it. */
function answer(request: Request, bytes: Buffer, contentType: string): Parameters<Route['fulfill']>[0] {
  const from = /^bytes=(\d+)-(\d*)$/.exec(request.headers()['range'] ?? '');
  if (!from) return { contentType, body: bytes, headers: { 'Accept-Ranges': 'bytes' } };
  const [start, end] = [Number(from[1]), Math.min(Number(from[2] || bytes.length), bytes.length - 1)];
  return {
    status: 206,
    contentType,
    body: bytes.subarray(start, end + 1),
    headers: { 'Accept-Ranges': 'bytes', 'Content-Range': `bytes ${start}-${end}/${bytes.length}` },
  };
}

/**
 * A recording whose files are made already: its waveform, and a copy to listen to, which a browser of this context is given in
 * the place of the server's. What the pipeline makes of real recordings is tested where it is made.
 */
export async function buildRecording(
  db: Db,
  context: BrowserContext,
  { workspaceId, seconds, filename = 'night-shift.wav' }: { workspaceId: string; seconds: number; filename?: string },
): Promise<string> {
  const samples = Float32Array.from({ length: seconds * rate }, (_, at) => swell(at / rate));
  const duration = seconds * 1000;
  const asset = await buildAsset(db, {
    ...{ workspaceId, kind: 'audio', filename, mime: 'audio/wav', duration, bytes: samples.length * 12 },
    ...{ width: null, height: null, alt: '' },
    // As if made by the pipeline of today: another's would be made again.
    madeBy: pipelines.audio,
    facts: { channels: 1, sampleRate: 48_000, loudness: -18.2, truePeak: -3.1 },
    warnings: ['It is quiet in places. It is made louder when it is published.'],
  });
  const files = [
    { purpose: 'peaks', format: 'json', bytes: peaksOf(samples), type: 'application/json' },
    { purpose: 'listen', format: 'mp3', bytes: spokenWav(seconds), type: 'audio/wav' },
  ];
  for (const { purpose, format, bytes, type } of files) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await db.insert(renditions).values({
      ...{ id: newId(), assetId: asset.id, purpose, format, sha256, bytes: bytes.length, width: 0, height: 0 },
      ...(purpose === 'listen' && { duration }),
    });
    await context.route(`**/media/${sha256}.${format}`, (route) => route.fulfill(answer(route.request(), bytes, type)));
  }
  return asset.id;
}
