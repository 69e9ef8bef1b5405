import { slugify } from '@mobilise/contracts/fields';
import type { Item } from '@mobilise/contracts/items';
import type { PostContent } from '@mobilise/contracts/post-content';
import { mayHaveBeenOut } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { channels, formerAddresses } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { auditEntries } from '@mobilise/db/schema/team';
import { freeSlug } from '@mobilise/db/slugs';
import { and, eq, inArray, notInArray, type SQLWrapper, sql } from 'drizzle-orm';
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

/** Why an address stays, as a Problem says it. */
const stays = {
  public: {
    sentence: 'This item is or was on the newsroom site, where people have linked to it. Its address stays.',
    message: 'The address of a public page stays',
  },
  linked: {
    sentence: 'A post that links to the page of this item is or was out, and people have the link. Its address stays.',
    message: 'The address that a post links to stays',
  },
};

/**
 * Problem `wrong_state`, naming `body.slug`, when people may have the address of a locked item. Its posts stay as they are until the
 * transaction ends.
 */
export async function addressMayChangeOrThrow(
  scope: Scope,
  { id, slug }: Pick<LockedItem, 'id' | 'slug'>,
): Promise<void> {
  await lockPosts(scope, id);
  const [found] = await scope.db.execute<{ why: Item['addressStays'] }>(
    sql`select ${whyAddressStays(scope, sql`${id}::uuid`, sql`${slug}::text`)} as why`,
  );
  if (!found?.why) return;
  const { sentence, message } = stays[found.why];
  throw new Problem('wrong_state', sentence, { fields: [{ field: 'body.slug', message }] });
}

/**
 * SQL: `public` when the newsroom page of an item is or was there, `linked` when a post that links to it may have been out, else null.
 * Slugs have no characters that mean something in a pattern.
 */
export const whyAddressStays = (scope: Scope, itemId: SQLWrapper, slug: SQLWrapper) => sql<Item['addressStays']>`(
  select case
    when bool_or(c.kind = 'newsroom') then 'public'
    when bool_or(concat(p.content, p.payload) ~ (
      select '/news/(' || string_agg(site.slug, '|') || ')/' || ${slug} || '(?![a-z0-9-])' from (${sitesOf(scope)}) site
    )) then 'linked'
  end
  from ${posts} p join ${channels} c on c.id = p.channel_id
  where p.workspace_id = ${scope.workspaceId} and p.item_id = ${itemId} and p.state in ${[...mayHaveBeenOut]}
)`;

/** SQL: the addresses that the workspace's newsroom sites have and had. */
const sitesOf = ({ workspaceId }: Scope) => sql`
  select n.config->>'slug' as slug from ${channels} n where n.workspace_id = ${workspaceId} and n.kind = 'newsroom'
  union
  select f.slug from ${formerAddresses} f join ${channels} n on n.id = f.channel_id where n.workspace_id = ${workspaceId}`;

/** Keeps the publisher from taking a post of a locked item until the transaction ends. */
async function lockPosts(scope: Scope, itemId: string): Promise<void> {
  await scope.db.select({ id: posts.id }).from(posts).where(ofItem(scope, itemId)).orderBy(posts.id).for('update');
}

async function wasOut(scope: Scope, itemId: string): Promise<boolean> {
  const [post] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .where(and(ofItem(scope, itemId), inArray(posts.state, [...mayHaveBeenOut])))
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
