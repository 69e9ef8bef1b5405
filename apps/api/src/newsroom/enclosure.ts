import type { Request, Response } from 'express';
import type { Downloads } from './downloads.ts';
import { findEnclosure } from './file-queries.ts';
import { type Deps, sendFile } from './media.ts';
import { findSite } from './queries.ts';

/**
 * Sends a file of an episode, whole or in part, and counts what of it somebody was sent. Answers `gone` or null, and sends nothing,
 * where the episode was taken down or there never was such a file.
 */
export async function sendEnclosure(
  { db, storage, downloads }: Omit<Deps, 'isMember'> & { downloads: Pick<Downloads, 'count'> },
  request: Request,
  response: Response,
): Promise<'sent' | 'gone' | null> {
  const { site: slug, item: itemId, file } = request.params as Record<string, string>;
  const [, sha256, ending] = /^([0-9a-f]{64})\.(mp3|m4a)$/.exec(file ?? '') ?? [];
  const format = ending as 'mp3' | 'm4a' | undefined;
  const site = sha256 && format ? await findSite(db, slug ?? '') : null;
  if (!site || !sha256 || !format || !itemId) return null;
  const found = await findEnclosure(db, site, { itemId, sha256, format });
  if (!found || found === 'gone') return found;
  const visit = { method: request.method, headers: request.headers, address: request.ip ?? '' };
  const stored = { sha256, format, bytes: found.bytes };
  await sendFile({ storage }, request, response, stored, (part) =>
    downloads.count({ ...found, ...stored, site: site.slug }, visit, part),
  );
  return 'sent';
}
