import { StorageError } from './errors.ts';
import type { S3Place } from './s3-requests.ts';
import { diskStorage, type Storage } from './storage.ts';

/**
 * The storage that the settings name: a bucket, with local copies in the folder, or the folder itself. A bucket or key that
 * the store refuses throws; a store that is away is waited for by whoever needs it, so it is only told to `onAway`.
 */
export async function openStorage(
  { objectStore, folder }: { objectStore: S3Place | undefined; folder: string },
  onAway: (error: StorageError) => void,
): Promise<Storage> {
  if (!objectStore) return diskStorage(folder);
  // Loaded only where it is used: most installations keep uploads in their data folder.
  const { s3Storage } = await import('./s3-storage.ts');
  const storage = s3Storage(objectStore, folder);
  await storage.check().catch((error: unknown) => {
    if (!(error instanceof StorageError) || error.code !== 'away') throw error;
    onAway(error);
  });
  return storage;
}
