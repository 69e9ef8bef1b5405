import { appleCategories } from '@mobilise/contracts/apple-categories';
import { slugify } from '@mobilise/contracts/fields';
import { newId } from '@mobilise/contracts/new-id';
import { maxShowDescription } from '@mobilise/contracts/shows';
import type { Db } from '@mobilise/db/connect';
import { lockGuids, podcastGuid } from '@mobilise/db/podcast-guid';
import { shows } from '@mobilise/db/schema/shows';
import { auditEntries } from '@mobilise/db/schema/team';
import { firstFree } from '@mobilise/db/slugs';
import { renderWork } from '@mobilise/db/work-queues';
import { MediaError } from '@mobilise/media-processing/errors';
import { inArray, sql as raw } from 'drizzle-orm';
import { parseFragment } from 'parse5';
import type { Publisher } from '../../publisher.ts';
import type { Request } from '../queue.ts';
import type { Feed } from './feed.ts';
import type { ShowImport } from './import-show.ts';
import { throwIfKept } from './kept.ts';
import { type Fetched, takePicture } from './take-upload.ts';

/**
 * Makes the show of an import from what its feed says; answers its id. Its GUID is the one that directories know it by. Throws MediaError
 * where the show is here already.
 */
export async function takeShow(
  publisher: Publisher,
  run: ShowImport,
  feed: Feed,
  { request, signal, note }: { request: Request; signal: AbortSignal; note: (error: unknown) => void },
): Promise<string> {
  const stated = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(feed.guid ?? '') ? String(feed.guid) : null;
  const computed = podcastGuid(run.feedUrl);
  const write = async (cover: Fetched | null) => {
    const id = newId();
    await publisher.db.transaction(async (tx) => {
      await newOrThrow(tx, run, [computed, ...(stated ? [stated] : [])]);
      // As whoever makes a show on the site by hand does.
      await tx.execute(raw`select from channels where id = ${run.channelId} for no key update`);
      await cover?.write(tx);
      const taken = await tx.execute<{ slug: string }>(raw`select slug from shows where channel_id = ${run.channelId}`);
      const slug = firstFree(
        slugify(feed.title),
        taken.map((row) => row.slug),
      );
      await tx.insert(shows).values({
        ...{ id, slug, workspaceId: run.workspaceId, channelId: run.channelId, createdBy: run.createdBy },
        ...{ title: cut(feed.title, 255), author: cut(feed.author, 255), ownerName: cut(feed.ownerName, 255) },
        description: cutBytes(wordsOf(feed.description), maxShowDescription),
        ownerEmail: /^\S+@\S+\.\S+$/.test(feed.ownerEmail) ? cut(feed.ownerEmail, 255) : '',
        language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(feed.language) ? feed.language : 'en-gb',
        categories: categoriesOf(feed.categories),
        ...{ explicit: feed.explicit, type: feed.serial ? ('serial' as const) : ('episodic' as const) },
        ...{
          complete: feed.complete,
          copyright: cut(feed.copyright, 255),
          place: cut(feed.place, 128),
          artworkId: cover?.id ?? null,
        },
        funding:
          feed.funding && URL.canParse(feed.funding.url)
            ? { ...feed.funding, text: cut(feed.funding.text || 'Support us', 128) }
            : null,
        guid: stated ?? computed,
      });
      await throwIfKept(tx, run.channelId);
      await tx.execute(raw`update show_imports set show_id = ${id} where id = ${run.id}`);
      await tx.insert(auditEntries).values({
        ...{ workspaceId: run.workspaceId, userId: run.createdBy, actor: run.by, action: 'created', noun: 'shows' },
        ...{ subjectId: id, subject: feed.title, reason: `Imported from ${run.feedUrl}` },
      });
    });
    if (cover) await request(renderWork('image', cover.id));
    return id;
  };
  const cover = feed.image ? { address: feed.image, name: feed.title } : null;
  return takePicture(publisher, run, cover, { signal, note }, write);
}

/**
 * Throws MediaError where a show of this installation has one of the GUIDs: a second is the same to every directory. What a feed does not
 * state follows from its address, however that is written.
 */
async function newOrThrow(tx: Db, { workspaceId }: ShowImport, guids: readonly string[]): Promise<void> {
  await lockGuids(tx);
  const [known] = await tx
    .select({ title: shows.title, workspaceId: shows.workspaceId })
    .from(shows)
    .where(inArray(shows.guid, [...guids]))
    .orderBy(raw`${shows.workspaceId} = ${workspaceId} desc`)
    .limit(1);
  if (!known) return;
  const where = known.workspaceId === workspaceId ? `as “${known.title}”` : 'in another workspace';
  throw new MediaError(
    'media_locked',
    `This show is here already, ${where}: the podcast:guid of its feed, or the one that follows from its address, is the same.`,
  );
}

export const cut = (text: string, units: number) => text.slice(0, units).toWellFormed();

/** The words of a description, which feeds give as HTML: without tags, and without entities. */
function wordsOf(html: string): string {
  const nodes = parseFragment(html.replace(/<\/?[a-z][^>]*>/gi, ' ')).childNodes;
  const text = nodes.map((node) => ('value' in node ? node.value : '')).join('');
  return text.replace(/[ \t]+/g, ' ').trim();
}

function cutBytes(text: string, bytes: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(0, bytes)).replace(/\uFFFD+$/, '');
}

/** Those that directories know; health where the feed names none of them. */
function categoriesOf(named: readonly string[]): string[] {
  const known = named.filter((name) => {
    const [main = '', sub] = name.split(' > ');
    return Object.hasOwn(appleCategories, main) && (!sub || appleCategories[main]?.includes(sub));
  });
  return known.length > 0 ? [...new Set(known)].slice(0, 3) : ['Health & Fitness'];
}
