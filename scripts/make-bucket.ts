// Makes the bucket of MOBILISE_STORAGE unless it is there; nothing to do where uploads are kept in the data folder.
import { setTimeout as wait } from 'node:timers/promises';
import { readStartSettings } from '../packages/db/src/settings.ts';
import { StorageError } from '../packages/media-processing/src/errors.ts';
import { s3Storage } from '../packages/media-processing/src/s3-storage.ts';

const { objectStore, dataFolder } = readStartSettings(process.env);
/** A store that starts at the same time as this, as in a compose file, is up by then. */
const patience = Date.now() + 60_000;

while (objectStore) {
  try {
    await s3Storage(objectStore, dataFolder).makeBucket();
    break;
  } catch (error) {
    if (!(error instanceof StorageError) || error.code === 'refused' || Date.now() > patience) {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    }
    await wait(500);
  }
}
