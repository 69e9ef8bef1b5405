import type { InputFormat } from './ffmpeg-job.ts';

export type MediaKind = 'image' | 'audio' | 'video';

/**
 * The accepted types by canonical MIME type. `label` is the name a designer knows the format by, `format` the demuxer that
 * ffmpeg opens it with. What a container holds only its streams tell: inspect-media.ts.
 */
export const acceptedTypes = {
  'image/jpeg': { kind: 'image', label: 'JPEG' },
  'image/png': { kind: 'image', label: 'PNG' },
  'image/webp': { kind: 'image', label: 'WebP' },
  'image/avif': { kind: 'image', label: 'AVIF' },
  'image/gif': { kind: 'image', label: 'GIF' },
  'image/svg+xml': { kind: 'image', label: 'SVG' },
  'image/tiff': { kind: 'image', label: 'TIFF' },
  // Only where the decoder can: heic.ts.
  'image/heic': { kind: 'image', label: 'HEIC' },
  'audio/wav': { kind: 'audio', label: 'WAV', format: 'wav' },
  'audio/mpeg': { kind: 'audio', label: 'MP3', format: 'mp3' },
  'audio/mp4': { kind: 'audio', label: 'M4A', format: 'mov' },
  'audio/aac': { kind: 'audio', label: 'AAC', format: 'aac' },
  'audio/flac': { kind: 'audio', label: 'FLAC', format: 'flac' },
  'audio/ogg': { kind: 'audio', label: 'Ogg', format: 'ogg' },
  'audio/webm': { kind: 'audio', label: 'WebM', format: 'matroska' },
  'audio/matroska': { kind: 'audio', label: 'Matroska', format: 'matroska' },
  'video/mp4': { kind: 'video', label: 'MP4', format: 'mov' },
  'video/quicktime': { kind: 'video', label: 'MOV', format: 'mov' },
  'video/webm': { kind: 'video', label: 'WebM', format: 'matroska' },
  'video/matroska': { kind: 'video', label: 'Matroska', format: 'matroska' },
} as const satisfies Record<string, { kind: MediaKind; label: string; format?: InputFormat }>;

export type AcceptedMime = keyof typeof acceptedTypes;

/** Other names in use for accepted types. An animated PNG is shown by its first frame, like any PNG. */
const aliases: Record<string, AcceptedMime> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/apng': 'image/png',
  'image/vnd.mozilla.apng': 'image/png',
  'image/x-png': 'image/png',
  'image/svg': 'image/svg+xml',
  'image/tif': 'image/tiff',
  'image/x-tiff': 'image/tiff',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
  'audio/x-mpeg': 'audio/mpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/aacp': 'audio/aac',
  'audio/x-aac': 'audio/aac',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'audio/vorbis': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'audio/x-matroska': 'audio/matroska',
  'video/x-m4v': 'video/mp4',
  'video/m4v': 'video/mp4',
  'video/x-matroska': 'video/matroska',
};

export function isAccepted(mime: string): mime is AcceptedMime {
  return Object.hasOwn(acceptedTypes, mime);
}

/** What an iPhone saves: HEVC inside HEIF, which the bundled decoder leaves out for its patents. */
export function isHeic(mime: string): boolean {
  return mime === 'image/heic';
}

/** How the names of files of a type end: `mp3`. */
export function extensionOf(mime: AcceptedMime): string {
  const { kind, label } = acceptedTypes[mime];
  if (label === 'Matroska') return kind === 'audio' ? 'mka' : 'mkv';
  return label.toLowerCase();
}

/** The demuxer for a type; nothing for pictures, which ffmpeg never opens. */
export function formatOf(mime: AcceptedMime): InputFormat | undefined {
  const type: { kind: MediaKind; format?: InputFormat } = acceptedTypes[mime];
  return type.format;
}

/** Whether two types are the same container, which names alone do not tell apart: a recording in MP4 is called audio or video. */
export function sameContainer(left: AcceptedMime, right: AcceptedMime): boolean {
  return left === right || (formatOf(left) !== undefined && formatOf(left) === formatOf(right));
}

/** The MIME type without parameters, in lower case, under its usual name. */
export function canonicalMime(mime: string): string {
  const bare = mime.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return aliases[bare] ?? bare;
}
