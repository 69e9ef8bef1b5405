export type MediaKind = 'image';

/** The accepted types by canonical MIME type. `label` is the name a designer knows the format by. */
export const acceptedTypes = {
  'image/jpeg': { kind: 'image', label: 'JPEG' },
  'image/png': { kind: 'image', label: 'PNG' },
  'image/webp': { kind: 'image', label: 'WebP' },
  'image/avif': { kind: 'image', label: 'AVIF' },
  'image/gif': { kind: 'image', label: 'GIF' },
  'image/svg+xml': { kind: 'image', label: 'SVG' },
  // Only where the decoder can: heic.ts.
  'image/heic': { kind: 'image', label: 'HEIC' },
} as const satisfies Record<string, { kind: MediaKind; label: string }>;

export type AcceptedMime = keyof typeof acceptedTypes;

/** Other names in use for accepted types. An animated PNG is shown by its first frame, like any PNG. */
const aliases: Record<string, AcceptedMime> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/apng': 'image/png',
  'image/vnd.mozilla.apng': 'image/png',
  'image/x-png': 'image/png',
  'image/svg': 'image/svg+xml',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
};

export function isAccepted(mime: string): mime is AcceptedMime {
  return Object.hasOwn(acceptedTypes, mime);
}

/** What an iPhone saves: HEVC inside HEIF, which the bundled decoder leaves out for its patents. */
export function isHeic(mime: string): boolean {
  return mime === 'image/heic';
}

/** The MIME type without parameters, in lower case, under its usual name. */
export function canonicalMime(mime: string): string {
  const bare = mime.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return aliases[bare] ?? bare;
}
