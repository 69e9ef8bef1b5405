import type { Adapter, MetricReading } from './adapter.ts';
import { wordsOf } from './service.ts';
import { noComments, notShown } from './whole-item.ts';
import { countComments, findId, readDiscussions, type Site } from './wordpress-api.ts';
import { openSite } from './wordpress-site.ts';

/** Posts that one request of a list may name (WP_REST_Controller, `per_page` at most 100). */
const postsACall = 100;
/** Requests that a small host can be expected to bear at the same time. */
const requestsAtOnce = 4;

/** How many comments the public sees below each post. */
export async function engagement(
  ...[remoteIds, connection]: Parameters<Adapter['engagement']>
): ReturnType<Adapter['engagement']> {
  const readings = new Map<string, MetricReading[]>();
  for (let start = 0; start < remoteIds.length; start += postsACall) {
    const batch = remoteIds.slice(start, start + postsACall);
    try {
      const site = openSite(connection);
      const ids = new Map<string, number | null>();
      for (const remoteId of batch) ids.set(remoteId, await findId(site, remoteId));
      const known = [...ids.values()].filter((id) => id !== null);
      const shown = known.length > 0 ? await readDiscussions(site, known) : [];
      for (let next = 0; next < batch.length; next += requestsAtOnce)
        await Promise.all(
          batch.slice(next, next + requestsAtOnce).map(async (remoteId) => {
            const post = shown.find(({ id }) => id === ids.get(remoteId));
            readings.set(remoteId, [await commentsOf(site, post)]);
          }),
        );
    } catch (error) {
      for (const id of batch) readings.set(id, [{ metric: 'comments', status: 'error', message: wordsOf(error) }]);
    }
  }
  return readings;
}

/** The site counts no comments for a post that is gone, and none for one nobody may comment on: neither is a zero. */
async function commentsOf(
  site: Site,
  post: Awaited<ReturnType<typeof readDiscussions>>[number] | undefined,
): Promise<MetricReading> {
  if (!post) return noComments(notShown);
  try {
    const count = await countComments(site, post.id);
    if (count === null) return noComments('The site does not say how many comments there are');
    if (count === 0 && post.comment_status !== 'open') return noComments('Nobody can comment on this post');
    return { metric: 'comments', status: 'ok', value: count };
  } catch (error) {
    return { metric: 'comments', status: 'error', message: wordsOf(error) };
  }
}
