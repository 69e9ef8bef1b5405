import { type Part, soundWithin } from '@mobilise/media-processing/sound-within';
import type { Storage } from '@mobilise/media-processing/storage';

/** A file of an episode as it is stored. */
export type SoundFile = Parameters<typeof soundWithin>[1];

/** Files whose sound is remembered: more than are listened to at a time. */
const most = 500;

/** Finds where in a file its sound lies, reading each file once. All of a file that cannot be read, until it can be. */
export function createSounds(storage: Pick<Storage, 'get'>): (file: SoundFile) => Promise<Part> {
  // The name of a file is the hash of its bytes, so what was found holds for good.
  const found = new Map<string, Promise<Part>>();
  return (file) => {
    const { sha256, bytes } = file;
    const before = found.get(sha256);
    if (before) return before;
    const sound = soundWithin(storage, file).catch(() => {
      found.delete(sha256);
      return { start: 0, end: bytes };
    });
    found.set(sha256, sound);
    const [oldest] = found.keys();
    if (found.size > most && oldest) found.delete(oldest);
    return sound;
  };
}
