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
    instead: 'a JPEG, PNG, WebP, AVIF, GIF, SVG or TIFF file',
    maxBytes: maxImageBytes,
    types: [
      ...['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/svg+xml'],
      ...['image/tiff', '.tif', '.tiff', 'image/heic', '.heic'],
    ],
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

const all = ['image', 'audio', 'video'] as const;
/** Endings of files that hold a film, or sound alone: browsers name their type by the ending, the server looks inside. */
const eitherEndings = ['.ogg', '.webm', '.mp4'];

/** The kinds that a file may be; none where it is something else, null where neither its type nor its ending says. */
export function kindsOfFile({ name, type }: Pick<Named, 'name' | 'type'>): readonly MediaKind[] | null {
  const family = all.find((kind) => type.startsWith(`${kind}/`));
  const ending = /\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? '';
  if (family !== 'image' && eitherEndings.includes(ending)) return ['audio', 'video'];
  const kind = family ?? all.find((one) => accepted[one].types.includes(ending));
  if (kind) return [kind];
  return type && type !== 'application/octet-stream' ? [] : null;
}

/** Why the server would refuse a file, said before it is sent; null when it may be tried. */
export function refusal(file: Named, kinds: readonly MediaKind[]): Problem | null {
  if (file.size === 0) return new Problem('media_corrupt', `${file.name} is empty. Choose another file.`);
  const possible = kindsOfFile(file)?.filter((kind) => kinds.includes(kind));
  if (!possible) return null;
  const [kind] = possible.toSorted((one, other) => accepted[other].maxBytes - accepted[one].maxBytes);
  if (!kind) {
    return new Problem(
      'media_type_unsupported',
      `${file.name} is not ${sayKinds(kinds, 'one')}. Choose ${sayKinds(kinds, 'instead')}.`,
    );
  }
  const { one, maxBytes } = accepted[kind];
  if (file.size <= maxBytes) return null;
  return new Problem(
    'too_large',
    `${file.name} has ${sayBytes(file.size)}, and ${one} may have at most ${sayBytes(maxBytes)}. Make it smaller and upload that.`,
  );
}

/** `an image, a sound recording or a video` */
export function sayKinds(kinds: readonly MediaKind[], form: 'one' | 'many' | 'instead'): string {
  const words = kinds.map((kind) => accepted[kind][form]);
  return words.length < 2 ? (words[0] ?? 'a file') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
