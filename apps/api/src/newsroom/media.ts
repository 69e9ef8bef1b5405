import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '@mobilise/db/connect';
import { MediaError } from '@mobilise/media-processing/errors';
import type { Part } from '@mobilise/media-processing/sound-within';
import type { Storage } from '@mobilise/media-processing/storage';
import type { Request, Response } from 'express';
import { isGoneAway } from '../gone-away.ts';
import { findFile } from './file-queries.ts';
import { namesTag } from './respond.ts';

/** A name holds the hash of its content, so what is behind it never changes. */
export const immutable = 'public, max-age=31536000, immutable';

/** What every format is sent as. */
const types: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  mp4: 'video/mp4',
  webm: 'video/webm',
  vtt: 'text/vtt; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** The type that a format is sent as; a file of another format is never sent. */
export function mediaType(format: string): string {
  return types[format] ?? '';
}

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; media-src 'self'",
  // Feed readers, podcast players and the pages of others show and play these files.
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export interface Deps {
  db: Db;
  storage: Storage;
  /** Whether whoever asks is signed in as a member of a workspace. */
  isMember: (request: Request, workspaceId: string) => Promise<boolean>;
}

/** A stored file that somebody may have. */
export interface StoredFile {
  sha256: string;
  format: string;
  bytes: number;
  /** It is for whoever asked, and for nobody after them. */
  isPrivate?: boolean;
}

/**
 * Sends what was made of an upload or for a revision. Nothing but what is listed as such has an address here, and what was taken down
 * has one for its team alone, whose desk shows it.
 */
export async function sendMedia(deps: Deps, request: Request, response: Response): Promise<void> {
  const [, sha256, ending] = /^([0-9a-f]{64})\.([a-z0-9]{3,4})$/.exec(String(request.params['file'])) ?? [];
  // Podcast directories want the ending jpg.
  const format = ending === 'jpg' ? 'jpeg' : ending;
  const found = sha256 && format && mediaType(format) ? await findFile(deps.db, sha256, format) : null;
  if (!sha256 || !format || !found) return noFile(response);
  if (!found.isOpen && !(await deps.isMember(request, found.workspaceId))) return noFile(response);
  await sendFile(deps, request, response, { sha256, format, bytes: found.bytes, isPrivate: !found.isOpen });
}

/** Sends a stored file, whole or a byte range of it. `sent` is told which bytes of it left, once they have or no more will. */
export async function sendFile(
  { storage }: Pick<Deps, 'storage'>,
  request: Request,
  response: Response,
  { sha256, format, bytes, isPrivate = false }: StoredFile,
  sent: (part: Part) => void = () => undefined,
): Promise<void> {
  if (!(await storage.has(sha256))) return noFile(response);
  const tag = `"${sha256}"`;
  response.set({
    ...headers,
    'Cache-Control': isPrivate ? 'private, no-store' : immutable,
    ETag: tag,
    'Accept-Ranges': 'bytes',
  });
  if (namesTag(request.get('if-none-match') ?? '', sha256)) return void response.status(304).end();

  const range = wantedRange(request, bytes, tag);
  if (range === 'unsatisfiable')
    return void response
      .status(416)
      .set({ 'Cache-Control': 'no-store', 'Content-Range': `bytes */${bytes}` })
      .end();
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range) response.status(206).set('Content-Range', `bytes ${start}-${end}/${bytes}`);
  response.set({ 'Content-Type': mediaType(format), 'Content-Length': String(end - start + 1) });
  if (request.method === 'HEAD') return void response.end();
  let passed = 0;
  let source: Readable | undefined;
  try {
    source = await storage.get(sha256, { start, end });
    source.on('data', (chunk: Buffer) => {
      passed += chunk.length;
    });
    await pipeline(source, response);
  } catch (error) {
    if (error instanceof MediaError && error.code === 'media_missing' && !response.headersSent) return noFile(response);
    // A reader who goes away in the middle is no fault.
    if (!isGoneAway(error)) throw error;
  } finally {
    // Whoever went away before anything was sent leaves it open.
    source?.destroy();
    // What waits here for a reader who went away was not sent.
    if (passed > 0) sent({ start, end: start + passed - response.writableLength });
  }
}

/**
 * One range of bytes, of GET alone (RFC 9110, 14.1.2 and 14.2); several, one that makes no sense, or one of a copy that is not ours, get
 * the whole file.
 */
function wantedRange(
  request: Request,
  bytes: number,
  tag: string,
): { start: number; end: number } | 'unsatisfiable' | null {
  if (request.method !== 'GET') return null;
  const condition = request.get('if-range');
  if (condition !== undefined && condition !== tag) return null;
  // A list of one: what is empty in a list counts for nothing.
  const [, first, last] = /^bytes=[\s,]*(\d*)-(\d*)[\s,]*$/i.exec(request.get('range') ?? '') ?? [];
  if (!(first || last)) return null;
  if (first && last && Number(first) > Number(last)) return null;
  // Without a first byte it is the last so many: the whole file where it has no more.
  const start = first ? Number(first) : Math.max(0, bytes - Number(last));
  if (start >= bytes) return 'unsatisfiable';
  return { start, end: first && last ? Math.min(Number(last), bytes - 1) : bytes - 1 };
}

function noFile(response: Response): void {
  for (const name of ['ETag', 'Accept-Ranges', 'Content-Range', 'Content-Length']) response.removeHeader(name);
  response
    .status(404)
    .set({ ...headers, 'Cache-Control': 'no-store' })
    .type('text/plain')
    .send('There is no such file.\n');
}
