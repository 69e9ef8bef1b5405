import type { Publisher } from '../publisher.ts';

/**
 * Milliseconds of an upload of sound or film. One that is long to read has no length until its own files are made, which may not be
 * yet: then it is measured here, and noted for everybody else who asks. Throws as `inspectMedia`.
 */
export async function lengthOf(
  { sql, storage, ffmpeg }: Publisher,
  { id, sha256, duration }: { id: string; sha256: string; duration: number | null },
  signal: AbortSignal,
): Promise<number> {
  if (duration !== null) return duration;
  const { inspectMedia } = await import('@mobilise/media-processing/inspect-media');
  const found = await inspectMedia(await ffmpeg(), await storage.path(sha256), undefined, { signal });
  await sql`update assets set duration = ${found.duration} where id = ${id} and duration is null`;
  return found.duration;
}
