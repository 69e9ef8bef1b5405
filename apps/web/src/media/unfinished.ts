import { uploadHours } from '@mobilise/contracts/uploads';
import { keyStart, type UploadPlace } from './upload-store.ts';

/*
 * Uploads that were begun and neither arrived nor were given up, as tus-js-client keeps them in the browser's storage: one
 * entry each, `tus::<fingerprint>::<random>`. Browsers keep no files, so each waits for its file to be chosen again.
 */

export interface Unfinished {
  fingerprint: string;
  storageKey: string;
  name: string;
  size: number;
  url: string;
  /** The upload whose place it shall take. */
  replaces: string | undefined;
}

/** Milliseconds for which the server keeps an unfinished upload. */
const keptFor = uploadHours * 3_600_000;

/** What a file is known again by: its name, size and time, for one person in one workspace. */
export function fingerprintOf(
  { workspaceId, userId }: UploadPlace,
  file: Pick<File, 'name' | 'size' | 'lastModified'>,
  replaces?: string,
): string {
  return [userId, workspaceId, file.name, file.size, file.lastModified, replaces ?? ''].join('/');
}

/** Whether an upload is of the file that is usually known by `usual`: one that is sent twice at a time is known by more than that. */
export const isOfFile = (fingerprint: string, usual: string) =>
  fingerprint === usual || fingerprint.startsWith(`${usual}/`);

/** What was left unfinished here, the newest last. What the server has forgotten by now is forgotten here, too. */
export function readUnfinished(place: UploadPlace, storage: Storage, now: number): Unfinished[] {
  const found: (Unfinished & { begun: number })[] = [];
  for (const storageKey of Object.keys(storage).filter((key) => key.startsWith(keyStart(place)))) {
    const kept = parse(storage.getItem(storageKey));
    if (!kept || !(now - kept.begun < keptFor)) {
      storage.removeItem(storageKey);
      continue;
    }
    const fingerprint = storageKey.slice('tus::'.length, storageKey.lastIndexOf('::'));
    found.push({ ...kept, storageKey, fingerprint });
  }
  return found.sort((one, other) => one.begun - other.begun).map(({ begun: _, ...one }) => one);
}

function parse(json: string | null) {
  try {
    const { size, metadata, creationTime, uploadUrl } = JSON.parse(json ?? '') as {
      size: number;
      metadata: { filename: string; replaces?: string };
      creationTime: string;
      uploadUrl: string;
    };
    if (!uploadUrl) return null;
    const { filename: name, replaces } = metadata;
    return { name, size, url: uploadUrl, replaces, begun: Date.parse(creationTime) };
  } catch {
    return null;
  }
}
