import { isDeepStrictEqual } from 'node:util';
import { slugify } from '@mobilise/contracts/fields';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import type {
  createShow as createRoute,
  moveShow as moveRoute,
  Show,
  updateShow as updateRoute,
} from '@mobilise/contracts/shows';
import { freeGuid, lockGuids } from '@mobilise/db/podcast-guid';
import { formerAddresses } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { and, asc, eq, type SQL } from 'drizzle-orm';
import { nothingOpenOrThrow } from '../open-posts.ts';
import { type Jobs, requestRenditions } from '../rendering.ts';
import { wantCovers } from '../revision-files.ts';
import { coverChanged } from '../rights.ts';
import { inTransaction, mayOrThrow, record, type Scope } from '../scope.ts';
import { type Address, feedUrl } from '../show-address.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { freeShowSlug, invalid, showSlugIsFreeOrThrow, siteOrThrow, uploadsOrThrow } from './checks.ts';
import { isReachable } from './reach.ts';
import { getShow, noShow } from './read.ts';

type Body<T extends typeof createRoute | typeof updateRoute | typeof moveRoute> = RouteRequest<T>['body'];
type Changes = Partial<typeof shows.$inferInsert>;

/** Begins a show on a newsroom site. Problems: `invalid_request` for another's site or uploads, `conflict` for an address in use. */
export function createShow(scope: Scope, jobs: Jobs, at: Address, body: Body<typeof createRoute>): Promise<Show> {
  return inTransaction(scope, async (scope) => {
    const id = newId();
    await lockGuids(scope.db);
    const site = await siteOrThrow(scope, body.channelId);
    await uploadsOrThrow(scope, body);
    if (body.slug) await showSlugIsFreeOrThrow(scope, body.channelId, body.slug);
    const slug = body.slug ?? (await freeShowSlug(scope, body.channelId, slugify(body.title)));
    const { workspaceId, now, actor } = scope;
    const guid = await freeGuid(scope.db, feedUrl(at, site, slug));
    await scope.db
      .insert(shows)
      .values({ ...body, id, workspaceId, slug, guid, createdAt: now, createdBy: actor.userId });
    // A cover is a square of its own, which the upload could not know.
    if (body.artworkId) await requestRenditions(scope, jobs, body.artworkId);
    await record(scope, { action: 'created', noun: 'shows', id, subject: body.title });
    return getShow(scope, at, id);
  });
}

/**
 * Changes a show. Problems: `not_found`, `stale_version`, `invalid_request` for unknown uploads, `conflict` for an address in use,
 * `wrong_state` for the address of a show that people can subscribe to and for archiving one in which an episode is to go out, `forbidden` for whoever may not
 * approve once an episode is out.
 */
export function updateShow(
  scope: Scope,
  jobs: Jobs,
  at: Address,
  id: string,
  { version, archived, ...fields }: Body<typeof updateRoute>,
): Promise<Show> {
  return inTransaction(scope, async (scope) => {
    const present = await lockShow(scope, id, version);
    const changes = changed(present, fields);
    if (Object.keys(changes).length > 0 && (await isOut(scope, at, id))) {
      mayOrThrow(scope, 'shows.own', 'change a show of which episodes are out: its feed and its page show it at once');
      if (changes.slug !== undefined) throw addressStays();
    }
    await uploadsOrThrow(scope, changes);
    if (changes.slug !== undefined) {
      await siteOrThrow(scope, present.channelId);
      await showSlugIsFreeOrThrow(scope, present.channelId, changes.slug);
    }
    const isArchiving = archived !== undefined && archived !== (present.archivedAt !== null);
    if (isArchiving && archived) await noneGoesOutOrThrow(scope, present);
    const archivedAt = archived ? scope.now : null;
    if (Object.keys(changes).length === 0 && !isArchiving) return getShow(scope, at, id);
    await write(scope, present, { ...changes, ...(isArchiving && { archivedAt }) });
    if (changes.artworkId) await requestRenditions(scope, jobs, changes.artworkId);
    if (changes.artworkId !== undefined) {
      await wantCovers(scope, id);
      await coverChanged(scope, id);
    }
    const about = { noun: 'shows', id, subject: changes.title ?? present.title };
    if (Object.keys(changes).length > 0) await record(scope, { ...about, action: 'changed', detail: changes });
    if (isArchiving) await record(scope, { ...about, action: archived ? 'archived' : 'unarchived' });
    return getShow(scope, at, id);
  });
}

/** Sends subscribers to a feed elsewhere, or no longer. Problems: `not_found`, `stale_version`, `invalid_request` for its own feed. */
export function moveShow(
  scope: Scope,
  at: Address,
  id: string,
  { version, newFeedUrl }: Body<typeof moveRoute>,
): Promise<Show> {
  return inTransaction(scope, async (scope) => {
    const present = await lockShow(scope, id, version);
    const own = await getShow(scope, at, id);
    if (newFeedUrl && (await ownAddresses(scope, at, present, own)).includes(newFeedUrl.replace(/\/+$/, '')))
      throw invalid('body.newFeedUrl', 'This is an address that the feed has or had here. Give the one it moves to');
    if (newFeedUrl) publicOrThrow(new URL(newFeedUrl));
    if (newFeedUrl === present.newFeedUrl) return own;
    await write(scope, present, { newFeedUrl });
    await record(scope, {
      ...{ noun: 'shows', id, subject: present.title },
      ...(newFeedUrl ? { action: 'moved', detail: { newFeedUrl } } : { action: 'moved back' }),
    });
    return getShow(scope, at, id);
  });
}

/** The addresses of a show's feed and page, and those that the feed had before its site moved, which lead to it. */
async function ownAddresses(
  { db }: Scope,
  at: Address,
  { channelId, slug }: typeof shows.$inferSelect,
  { feedUrl: feed, pageUrl: page }: Show,
): Promise<string[]> {
  const former = await db
    .select({ site: formerAddresses.slug })
    .from(formerAddresses)
    .where(eq(formerAddresses.channelId, channelId));
  return [feed, page, ...former.map(({ site }) => feedUrl(at, site, slug))];
}

/** Problem `invalid_request` for an address that not everybody should read, or can reach. */
function publicOrThrow(url: URL): void {
  if (url.username || url.password)
    throw invalid('body.newFeedUrl', 'Everybody can read this address: leave out the name and the password');
  if (!isReachable(url))
    throw invalid('body.newFeedUrl', 'Apps cannot reach this address from elsewhere. Give the one that everybody uses');
}

/** Removes a show that has no episodes. Problems: `not_found`, `wrong_state`. */
export function removeShow(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { title } = await lockShow(scope, id);
    const [episode] = await scope.db.select({ id: items.id }).from(items).where(eq(items.showId, id)).limit(1);
    if (episode)
      throw new Problem('wrong_state', 'This show has episodes. Archive it instead, or remove the episodes first.');
    await scope.db.delete(shows).where(mine(scope, id));
    await record(scope, { action: 'removed', noun: 'shows', id, subject: title });
    return { ok: true };
  });
}

/**
 * Problem `wrong_state` while an episode is to go out in the show. Its episodes are locked until the transaction ends, so that none is
 * scheduled meanwhile: whoever does comes after, and finds it archived.
 */
async function noneGoesOutOrThrow(scope: Scope, { id, channelId }: { id: string; channelId: string }): Promise<void> {
  await scope.db
    .select({ id: items.id })
    .from(items)
    .where(eq(items.showId, id))
    .orderBy(asc(items.id))
    .for('no key update');
  await nothingOpenOrThrow(scope, 'show', and(eq(items.showId, id), eq(posts.channelId, channelId)));
}

/** Of the fields given, those that are another value than the present one. */
function changed(present: typeof shows.$inferSelect, fields: Changes): Changes {
  const given = Object.entries(fields) as [keyof Changes, unknown][];
  return Object.fromEntries(
    given.filter(([name, value]) => value !== undefined && !isDeepStrictEqual(value, present[name])),
  );
}

/** Whether an episode of a show is out, so that people may subscribe to it. */
async function isOut(scope: Scope, at: Address, id: string): Promise<boolean> {
  return (await getShow(scope, at, id)).episodes.published > 0;
}

const addressStays = () =>
  new Problem('wrong_state', 'People subscribe to this show at its address, so the address stays.', {
    fields: [{ field: 'body.slug', message: 'The address of a show that is out stays' }],
  });

async function write(scope: Scope, { id, version }: { id: string; version: number }, changes: Changes): Promise<void> {
  await scope.db
    .update(shows)
    .set({ ...changes, version: version + 1 })
    .where(mine(scope, id));
}

async function lockShow(scope: Scope, id: string, version?: number): Promise<typeof shows.$inferSelect> {
  const [show] = await scope.db.select().from(shows).where(mine(scope, id)).for('update');
  if (!show) return noShow();
  if (version !== undefined) sameVersionOrThrow(version, { version: show.version }, 'show');
  return show;
}

function mine(scope: Scope, id: string): SQL | undefined {
  return and(eq(shows.workspaceId, scope.workspaceId), eq(shows.id, id));
}
