import { open } from 'node:fs/promises';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { isNotFound, MediaError } from './errors.ts';
import { readsHeic } from './heic.ts';
import {
  type AcceptedMime,
  acceptedTypes,
  canonicalMime,
  isAccepted,
  isHeic,
  type MediaKind,
  sameContainer,
} from './kinds.ts';
import { isTiff } from './tiff.ts';

export interface Sniffed {
  mime: AcceptedMime;
  kind: MediaKind;
}

/** Enough to pass the comments and the document type that drawing programs write before `<svg>`. */
const headBytes = 65_536;

/** What browsers send when they do not know: not a claim. */
const noClaim = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

const pictures = 'JPEG, PNG, WebP, AVIF, GIF, SVG or TIFF';
const sounds = 'WAV, MP3, M4A, AAC, FLAC or Ogg';
const films = 'MP4, MOV, WebM or Matroska';

/**
 * The type of a file by its content; its name counts for nothing. Whether a container such as MP4 holds
 * sound or pictures is for inspect-media.ts to tell.
 *
 * @param source the file's path, or its first bytes (64 kB are plenty)
 * @param claimedType the MIME type the upload came with, if any
 * @param only the kinds that are wanted; all unless told
 * @throws MediaError `media_type_mismatch`, `media_type_unsupported`, `media_missing`
 */
export async function sniff(
  source: string | Uint8Array,
  claimedType?: string,
  only: readonly MediaKind[] = ['image', 'audio', 'video'],
): Promise<Sniffed> {
  const found = await detect(source);
  const claimed = canonicalMime(claimedType ?? '');

  if (found && isHeic(found) && !(await readsHeic())) {
    throw new MediaError(
      'media_type_unsupported',
      'This is a HEIC photo, as iPhones save them, and it cannot be read here. Export it as JPEG and upload that; ' +
        'to have the iPhone save JPEG, choose Settings, Camera, Formats, Most Compatible.',
    );
  }
  const accepted = found && isAccepted(found) ? found : undefined;
  if (isAccepted(claimed) && !(accepted && sameContainer(accepted, claimed))) {
    throw new MediaError(
      'media_type_mismatch',
      `This file says it is ${named(claimed)} but ${accepted ? `holds ${named(accepted)}` : 'is something else'}. Export it again from the original and upload that.`,
    );
  }
  if (!accepted || !only.includes(acceptedTypes[accepted].kind)) {
    throw new MediaError(
      'media_type_unsupported',
      only.length === 1 && only[0] === 'image'
        ? `This kind of file cannot be used as a picture. Upload a ${pictures} file.`
        : `This kind of file cannot be used here. Upload a picture (${pictures}), sound (${sounds}) or a video (${films}).`,
    );
  }
  if (!noClaim.has(claimed) && !isAccepted(claimed)) {
    throw new MediaError(
      'media_type_mismatch',
      `This file says it is “${claimed}” but holds ${named(accepted)}. Give it the right ending, or export it again, and upload that.`,
    );
  }
  return { mime: accepted, kind: acceptedTypes[accepted].kind };
}

function named(mime: AcceptedMime): string {
  const { kind, label } = acceptedTypes[mime];
  return kind === 'image' ? `a ${label} picture` : `${label} ${kind}`;
}

async function detect(source: string | Uint8Array): Promise<string | undefined> {
  try {
    const binary = typeof source === 'string' ? await fileTypeFromFile(source) : await fileTypeFromBuffer(source);
    if (binary && binary.mime !== 'application/xml') return canonicalMime(binary.mime);
    const head = typeof source === 'string' ? await readHead(source) : source.subarray(0, headBytes);
    // WAV beyond 4 GB: RF64 of the EBU, BW64 of the ITU.
    if (/^(RF64|BW64)....WAVE/s.test(new TextDecoder('latin1').decode(head.subarray(0, 12)))) return 'audio/wav';
    // One whose first page lies beyond its end: cut short, which is said of it later.
    if (isTiff(head)) return 'image/tiff';
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
