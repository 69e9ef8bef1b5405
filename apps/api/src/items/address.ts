import { slugify } from '@mobilise/contracts/fields';
import type { PostContent } from '@mobilise/contracts/post-content';
import { mayHaveBeenOut } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { channels, formerAddresses } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { auditEntries } from '@mobilise/db/schema/team';
import { freeSlug } from '@mobilise/db/slugs';
import { and, eq, inArray, notInArray, type SQL, sql } from 'drizzle-orm';
import { announce, type Scope } from '../scope.ts';
import type { LockedItem } from './locks.ts';

/**
 * The slug of a locked item that is called `title` from now on. It follows the title for as long as nobody chose another and nothing of
 * the item was ever out.
 */
export async function slugFor(scope: Scope, item: LockedItem, title: string): Promise<string> {
  const [was, wanted] = [slugify(item.title), slugify(title)];
  if (wanted === was || !isMadeOf(was, item.slug)) return item.slug;
  if (await isChosen(scope, item.id)) return item.slug;
  await lockPosts(scope, item.id);
  if (await wasOut(scope, item.id)) return item.slug;
  const slug = await freeSlug(scope, items, wanted);
  await linkTo(scope, item, slug);
  return slug;
}

/** Whether a slug is what `freeSlug` makes of a wanted one: the same, or with a number. */
const isMadeOf = (wanted: string, slug: string) =>
  slug === wanted || (slug.startsWith(`${wanted}-`) && /^[1-9]\d*$/.test(slug.slice(wanted.length + 1)));

/** Whether somebody gave the item its address: `winter-plan-2026` may have come from a title, or from a person. */
async function isChosen(scope: Scope, itemId: string): Promise<boolean> {
  const [entry] = await scope.db
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, scope.workspaceId),
        eq(auditEntries.subjectId, itemId),
        eq(auditEntries.action, 'changed'),
        sql`${auditEntries.detail} ? 'slug'`,
      ),
    )
    .limit(1);
  return entry !== undefined;
}

/** Problem `wrong_state`, naming `body.slug`, when the newsroom page of an item is, or was, there to be linked to. */
export async function notPublicOrThrow(scope: Scope, itemId: string): Promise<void> {
  await lockPosts(scope, itemId);
  if (!(await wasOut(scope, itemId, eq(channels.kind, 'newsroom')))) return;
  throw new Problem(
    'wrong_state',
    'This item is or was on the newsroom site, where people have linked to it. Its address stays.',
    { fields: [{ field: 'body.slug', message: 'The address of a public page stays' }] },
  );
}

/** SQL: the addresses that the workspace's newsroom sites have and had. */
const sitesOf = ({ workspaceId }: Scope) => sql`
  select n.config->>'slug' as slug from ${channels} n where n.workspace_id = ${workspaceId} and n.kind = 'newsroom'
  union
  select f.slug from ${formerAddresses} f join ${channels} n on n.id = f.channel_id where n.workspace_id = ${workspaceId}`;

/** Keeps the publisher from taking a post of a locked item until the transaction ends. */
async function lockPosts(scope: Scope, itemId: string): Promise<void> {
  await scope.db.select({ id: posts.id }).from(posts).where(ofItem(scope, itemId)).orderBy(posts.id).for('update');
}

async function wasOut(scope: Scope, itemId: string, where?: SQL): Promise<boolean> {
  const [post] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(and(ofItem(scope, itemId), inArray(posts.state, [...mayHaveBeenOut]), where))
    .limit(1);
  return post !== undefined;
}

const ofItem = ({ workspaceId }: Scope, itemId: string) =>
  and(eq(posts.workspaceId, workspaceId), eq(posts.itemId, itemId));

/**
 * Lets what is planned of an item, locked with its posts, link to the page where it will be: links are written when a post is made. What
 * was frozen for the channel goes; the handle stays, as when a revision is approved.
 */
export async function linkTo(scope: Scope, item: Pick<LockedItem, 'id' | 'slug'>, slug: string): Promise<void> {
  const { db, workspaceId, now } = scope;
  const sites = await db.execute<{ slug: string }>(sitesOf(scope));
  const isPage = (link: string | null) => sites.some((site) => link?.endsWith(`/news/${site.slug}/${item.slug}`));
  const linked = <C extends PostContent>(content: C): C =>
    content.link && isPage(content.link)
      ? { ...content, link: content.link.slice(0, -item.slug.length) + slug }
      : content;
  const planned = await db
    .update(posts)
    .set({ payload: null })
    .where(and(ofItem(scope, item.id), notInArray(posts.state, [...mayHaveBeenOut])))
    .returning({ id: posts.id, content: posts.content, version: posts.version });
  const behind = planned.filter(({ content }) => isPage(content.link));
  for (const { id, content, version } of behind)
    await db
      .update(posts)
      .set({ content: linked(content), version: version + 1, updatedAt: now })
      .where(eq(posts.id, id));
  const recurring = await db
    .select({ id: series.id, variants: series.variants, version: series.version })
    .from(series)
    .where(and(eq(series.workspaceId, workspaceId), eq(series.itemId, item.id)))
    .for('update');
  const turned = recurring.filter(({ variants }) => variants.some(({ link }) => isPage(link)));
  for (const { id, variants, version } of turned)
    await db
      .update(series)
      .set({ variants: variants.map(linked), version: version + 1, updatedAt: now })
      .where(eq(series.id, id));
  if (behind.length > 0) await announce(scope, 'posts', null);
  if (turned.length > 0) await announce(scope, 'series', null);
}
