import { pipeline } from 'node:stream/promises';
import type { Db } from '@mobilise/db/connect';
import { MediaError } from '@mobilise/media-processing/errors';
import type { Storage } from '@mobilise/media-processing/storage';
import type { Request, Response } from 'express';
import { isGoneAway } from '../gone-away.ts';
import { findRendition } from './queries.ts';
import { namesTag } from './respond.ts';

/** A name holds the hash of its content, so what is behind it never changes. */
export const immutable = 'public, max-age=31536000, immutable';

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'",
  // Feed readers and the pages of others show these pictures.
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Sends a rendition, whole or a byte range of it. Nothing but what is listed as a rendition has an address here. */
export async function sendMedia(
  deps: { db: Db; storage: Storage },
  request: Request,
  response: Response,
): Promise<void> {
  const [, sha256, format] = /^([0-9a-f]{64})\.(avif|webp|jpeg)$/.exec(String(request.params['file'])) ?? [];
  const found = sha256 && format ? await findRendition(deps.db, sha256, format) : null;
  if (!sha256 || !format || !found || !(await deps.storage.has(sha256))) return notFound(response);

  const tag = `"${sha256}"`;
  response.set({ ...headers, 'Cache-Control': immutable, ETag: tag, 'Accept-Ranges': 'bytes' });
  if (namesTag(request.get('if-none-match') ?? '', sha256)) return void response.status(304).end();

  const { bytes } = found;
  const range = wantedRange(request, bytes, tag);
  if (range === 'unsatisfiable') return void response.status(416).set('Content-Range', `bytes */${bytes}`).end();
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range) response.status(206).set('Content-Range', `bytes ${start}-${end}/${bytes}`);
  response.set({ 'Content-Type': `image/${format}`, 'Content-Length': String(end - start + 1) });
  if (request.method === 'HEAD') return void response.end();
  try {
    await pipeline(await deps.storage.get(sha256, { start, end }), response);
  } catch (error) {
    if (error instanceof MediaError && error.code === 'media_missing' && !response.headersSent)
      return notFound(response);
    // A reader who goes away in the middle is no fault.
    if (!isGoneAway(error)) throw error;
  }
}

/** One range (RFC 9110, 14.2); several, or a copy that is not ours, get the whole file. */
function wantedRange(
  request: Request,
  bytes: number,
  tag: string,
): { start: number; end: number } | 'unsatisfiable' | null {
  const condition = request.get('if-range');
  if (condition !== undefined && condition !== tag) return null;
  const ranges = request.range(bytes);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}

function notFound(response: Response): void {
  for (const name of ['ETag', 'Accept-Ranges', 'Content-Range', 'Content-Length']) response.removeHeader(name);
  response
    .status(404)
    .set({ ...headers, 'Cache-Control': 'no-store' })
    .type('text/plain')
    .send('There is no such file.\n');
}
