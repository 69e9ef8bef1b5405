import { open } from 'node:fs/promises';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { isNotFound, MediaError } from './errors.ts';
import { readsHeic } from './heic.ts';
import { type AcceptedMime, acceptedTypes, canonicalMime, isAccepted, isHeic, type MediaKind } from './kinds.ts';

export interface Sniffed {
  mime: AcceptedMime;
  kind: MediaKind;
}

/** Enough to pass the comments and the document type that drawing programs write before `<svg>`. */
const headBytes = 65_536;

/** What browsers send when they do not know: not a claim. */
const noClaim = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

const acceptedNames = 'JPEG, PNG, WebP, AVIF, GIF or SVG';

/**
 * The type of a file by its content; its name counts for nothing.
 *
 * @param source the file's path, or its first bytes (64 kB are plenty)
 * @param claimedType the MIME type the upload came with, if any
 * @throws MediaError `media_type_mismatch`, `media_type_unsupported`, `media_missing`
 */
export async function sniff(source: string | Uint8Array, claimedType?: string): Promise<Sniffed> {
  const found = await detect(source);
  const claimed = canonicalMime(claimedType ?? '');

  if (found && isHeic(found) && !(await readsHeic())) {
    throw new MediaError(
      'media_type_unsupported',
      'This is a HEIC photo, as iPhones save them, and it cannot be read here. Export it as JPEG and upload that; ' +
        'to have the iPhone save JPEG, choose Settings, Camera, Formats, Most Compatible.',
    );
  }
  if (isAccepted(claimed) && found !== claimed) {
    const really =
      found && isAccepted(found) ? ` but holds a ${acceptedTypes[found].label} picture` : ' but does not hold one';
    throw new MediaError(
      'media_type_mismatch',
      `This file says it is a ${acceptedTypes[claimed].label} picture${really}. Export it again from the original and upload that.`,
    );
  }
  if (!found || !isAccepted(found)) {
    throw new MediaError(
      'media_type_unsupported',
      `This kind of file cannot be used as a picture. Upload a ${acceptedNames} file.`,
    );
  }
  if (!noClaim.has(claimed) && claimed !== found) {
    throw new MediaError(
      'media_type_mismatch',
      `This file says it is “${claimed}” but holds a ${acceptedTypes[found].label} picture. Give it the right ending, or export it again, and upload that.`,
    );
  }
  return { mime: found, kind: acceptedTypes[found].kind };
}

async function detect(source: string | Uint8Array): Promise<string | undefined> {
  try {
    const binary = typeof source === 'string' ? await fileTypeFromFile(source) : await fileTypeFromBuffer(source);
    if (binary && binary.mime !== 'application/xml') return canonicalMime(binary.mime);
    const head = typeof source === 'string' ? await readHead(source) : source.subarray(0, headBytes);
    return startsWithSvg(new TextDecoder().decode(head)) ? 'image/svg+xml' : undefined;
  } catch (error) {
    if (isNotFound(error))
      throw new MediaError('media_missing', 'This file is no longer here. Upload it again.', { cause: error });
    throw error;
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Whether the first element is `<svg>`. A scanner rather than one regular expression, which a file of
 * many comments could send into exponential backtracking.
 */
function startsWithSvg(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at, at + 9).toUpperCase();
    if (/^\s/.test(rest)) at += 1;
    else if (rest.startsWith('<?')) at = after(text, '?>', at);
    else if (rest.startsWith('<!--')) at = after(text, '-->', at + 4);
    else if (rest.startsWith('<!DOCTYPE')) at = afterDoctype(text, at);
    else return /^<(?:[\w.-]{1,40}:)?svg[\s/>]/.test(text.slice(at, at + 60));
  }
  return false;
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? text.length : found + end.length;
}

/** A document type may hold declarations in square brackets, which hold `>` themselves. */
function afterDoctype(text: string, from: number): number {
  const close = after(text, '>', from);
  const bracket = text.indexOf('[', from);
  return bracket < 0 || bracket > close ? close : after(text, '>', after(text, ']', bracket));
}
