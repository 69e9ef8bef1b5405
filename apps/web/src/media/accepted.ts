import type { MediaKind } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { maxAudioBytes, maxImageBytes, maxVideoBytes } from '@mobilise/contracts/upload-limits';
import { sayBytes } from './bytes.ts';

interface Accepted {
  one: string;
  many: string;
  /** What to choose instead, after "Choose". */
  instead: string;
  maxBytes: number;
  /** For the browser's file dialog, by type and by ending: systems disagree on the types of recordings. */
  types: readonly string[];
}

/** What the server reads of each kind; it decides by the content, not by the name. */
export const accepted: Record<MediaKind, Accepted> = {
  image: {
    one: 'an image',
    many: 'images',
    instead: 'a JPEG, PNG, WebP, AVIF, GIF or SVG file',
    maxBytes: maxImageBytes,
    types: ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/svg+xml', 'image/heic', '.heic'],
  },
  audio: {
    one: 'a sound recording',
    many: 'recordings',
    instead: 'an MP3, M4A, WAV, FLAC or Ogg file',
    maxBytes: maxAudioBytes,
    types: ['audio/*', '.mp3', '.m4a', '.wav', '.flac', '.ogg', '.oga', '.opus'],
  },
  video: {
    one: 'a video',
    many: 'videos',
    instead: 'an MP4, MOV, WebM or MKV file',
    maxBytes: maxVideoBytes,
    types: ['video/mp4', 'video/quicktime', 'video/webm', 'video/x-matroska', '.mp4', '.m4v', '.mov', '.webm', '.mkv'],
  },
};

type Named = { name: string; type: string; size: number };

/** What a file claims to be; null where neither its type nor its ending says so. */
export function kindOfFile({ name, type }: Pick<Named, 'name' | 'type'>): MediaKind | 'other' | null {
  const [family] = type.split('/');
  if (family === 'image' || family === 'audio' || family === 'video') return family;
  const ending = /\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase();
  const byEnding = (['image', 'audio', 'video'] as const).find((kind) => accepted[kind].types.includes(ending ?? ''));
  return byEnding ?? (type && type !== 'application/octet-stream' ? 'other' : null);
}

/** Why the server would refuse a file, said before it is sent; null when it may be tried. */
export function refusal(file: Named, kinds: readonly MediaKind[]): Problem | null {
  if (file.size === 0) return new Problem('media_corrupt', `${file.name} is empty. Choose another file.`);
  const kind = kindOfFile(file);
  if (kind === null) return null;
  if (kind === 'other' || !kinds.includes(kind)) {
    return new Problem(
      'media_type_unsupported',
      `${file.name} is not ${sayKinds(kinds, 'one')}. Choose ${sayKinds(kinds, 'instead')}.`,
    );
  }
  const { one, maxBytes } = accepted[kind];
  if (file.size <= maxBytes) return null;
  return new Problem(
    'too_large',
    `${file.name} has ${sayBytes(file.size)}; ${one} may have ${sayBytes(maxBytes)}. Save it smaller and upload it again.`,
  );
}

/** `an image, a sound recording or a video` */
export function sayKinds(kinds: readonly MediaKind[], form: 'one' | 'many' | 'instead'): string {
  const words = kinds.map((kind) => accepted[kind][form]);
  return words.length < 2 ? (words[0] ?? 'a file') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
