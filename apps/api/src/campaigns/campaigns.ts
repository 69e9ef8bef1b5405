import type {
  Campaign,
  createCampaign as createRoute,
  updateCampaign as updateRoute,
} from '@mobilise/contracts/campaigns';
import { slugify } from '@mobilise/contracts/fields';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { items } from '@mobilise/db/schema/items';
import { freeSlug } from '@mobilise/db/slugs';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { inTransaction, record, type Scope } from '../scope.ts';
import { slugIsFreeOrThrow } from '../slugs.ts';
import { sameVersionOrThrow } from '../versions.ts';

/** Every campaign of the workspace, the newest start first, those without a date last. */
export async function listCampaigns(scope: Scope): Promise<{ data: Campaign[] }> {
  return { data: await shown(scope) };
}

/** Creates a campaign; without a slug it gets a free one made from its name. Problem `conflict` for a slug in use. */
export function createCampaign(scope: Scope, body: RouteRequest<typeof createRoute>['body']): Promise<Campaign> {
  return inTransaction(scope, async (scope) => {
    const id = newId();
    if (body.slug) await slugIsFreeOrThrow(scope, campaigns, body.slug);
    const slug = body.slug ?? (await freeSlug(scope, campaigns, slugify(body.name)));
    await scope.db
      .insert(campaigns)
      .values({ ...body, id, workspaceId: scope.workspaceId, slug, createdAt: scope.now });
    await record(scope, { action: 'created', noun: 'campaigns', id, subject: body.name });
    return getCampaign(scope, id);
  });
}

/** Changes a campaign; without a slug it keeps its own. Problems: `not_found`, `stale_version`, `conflict`. */
export function updateCampaign(
  scope: Scope,
  id: string,
  { version, slug, ...fields }: RouteRequest<typeof updateRoute>['body'],
): Promise<Campaign> {
  return inTransaction(scope, async (scope) => {
    const present = await lockCampaign(scope, id);
    sameVersionOrThrow(version, { version: present.version }, 'campaign');
    if (slug && slug !== present.slug) await slugIsFreeOrThrow(scope, campaigns, slug);
    await scope.db
      .update(campaigns)
      .set({ ...fields, ...(slug && { slug }), version: version + 1 })
      .where(mine(scope, id));
    await record(scope, { action: 'changed', noun: 'campaigns', id, subject: fields.name, detail: fields });
    return getCampaign(scope, id);
  });
}

/** Removes a campaign; its items stay, without one. Problem `not_found`. */
export function removeCampaign(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { name } = await lockCampaign(scope, id);
    await scope.db.delete(campaigns).where(mine(scope, id));
    await record(scope, { action: 'removed', noun: 'campaigns', id, subject: name });
    return { ok: true };
  });
}

async function lockCampaign(scope: Scope, id: string) {
  const [campaign] = await scope.db
    .select({ name: campaigns.name, slug: campaigns.slug, version: campaigns.version })
    .from(campaigns)
    .where(mine(scope, id))
    .for('update');
  return campaign ?? notFound();
}

async function getCampaign(scope: Scope, id: string): Promise<Campaign> {
  const [campaign] = await shown(scope, eq(campaigns.id, id));
  return campaign ?? notFound();
}

async function shown(scope: Scope, which?: SQL): Promise<Campaign[]> {
  return scope.db
    .select({
      id: campaigns.id,
      name: campaigns.name,
      slug: campaigns.slug,
      summary: campaigns.summary,
      colour: campaigns.colour,
      startsOn: campaigns.startsOn,
      endsOn: campaigns.endsOn,
      items: sql<number>`count(${items.id})::int`,
      version: campaigns.version,
    })
    .from(campaigns)
    .leftJoin(items, eq(items.campaignId, campaigns.id))
    .where(and(eq(campaigns.workspaceId, scope.workspaceId), which))
    .groupBy(campaigns.id)
    .orderBy(sql`${campaigns.startsOn} desc nulls last, ${campaigns.id} desc`);
}

function mine(scope: Scope, id: string): SQL | undefined {
  return and(eq(campaigns.workspaceId, scope.workspaceId), eq(campaigns.id, id));
}

function notFound(): never {
  throw new Problem('not_found', 'There is no such campaign in this workspace.');
}
