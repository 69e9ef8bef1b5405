import { sweepWorkFolders } from '@mobilise/media-processing/work-folder';
import type { Publisher } from '../publisher.ts';

const day = 24 * 60 * 60_000;

/** Removes from this machine what a publisher that was killed had begun to write a day ago: none of it is anybody's any more. */
export async function sweepLeftOver({ storage, wallClock, log }: Publisher): Promise<void> {
  const now = wallClock();
  const [folders, files] = [await sweepWorkFolders(now), await storage.sweepIncoming(new Date(now - day))];
  if (folders + files > 0) log.info({ folders, files }, 'Removed what killed processes left behind');
}
