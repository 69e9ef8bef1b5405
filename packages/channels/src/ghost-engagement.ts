import type { Adapter, MetricReading } from './adapter.ts';
import { countComments, findByRemoteId, findShown, hasComments, orNone, type Site } from './ghost-api.ts';
import { openSite } from './ghost-site.ts';
import { failureIn, wordsOf } from './service.ts';
import { noComments, notShown } from './whole-item.ts';

/** Posts asked about in one request (the most that Ghost 6 lists at once). */
const postsACall = 100;

/** How many comments and replies the public sees below each post. */
export async function engagement(
  ...[remoteIds, connection]: Parameters<Adapter['engagement']>
): ReturnType<Adapter['engagement']> {
  const readings = new Map<string, MetricReading[]>();
  for (let start = 0; start < remoteIds.length; start += postsACall) {
    const batch = remoteIds.slice(start, start + postsACall);
    let reading: (remoteId: string) => MetricReading;
    try {
      reading = await readingOf(openSite(connection), batch);
    } catch (error) {
      reading = () => ({ metric: 'comments', status: 'error', message: wordsOf(error) });
    }
    for (const remoteId of batch) readings.set(remoteId, [reading(remoteId)]);
  }
  return readings;
}

/** Ghost counts no comments for a post that is gone, nor on a site without comments: neither is a zero. */
async function readingOf(
  site: Site & { home: string },
  remoteIds: readonly string[],
): Promise<(remoteId: string) => MetricReading> {
  try {
    if (!(await hasComments(site))) return () => noComments('Comments are switched off on this site');
  } catch (error) {
    // Versions before 6 do not let an integration read this.
    const { status } = failureIn(error) ?? {};
    if (status === 403 || status === 501) return () => noComments('This site does not say whether it has comments');
    throw error;
  }
  const ids = new Map<string, string>();
  for (const remoteId of remoteIds) {
    const id = remoteId.startsWith('slug:') ? (await orNone(findByRemoteId(site, remoteId)))?.id : remoteId;
    if (id) ids.set(remoteId, id);
  }
  const shown = ids.size > 0 ? await findShown(site, [...ids.values()]) : [];
  const counts = shown.length > 0 ? await countComments(site, site.home, shown) : {};
  return (remoteId) => {
    const id = ids.get(remoteId) ?? '';
    if (!shown.includes(id)) return noComments(notShown);
    const value = counts[id];
    if (value === undefined) return noComments('The site did not give this figure');
    return { metric: 'comments', status: 'ok', value };
  };
}
