import type { Consent, listConsents as listRoute, consentUses as usesRoute } from '@mobilise/contracts/consents';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { endedConsents } from '@mobilise/db/rights';
import { assets, consentAssets, consents } from '@mobilise/db/schema/media';
import { and, asc, eq, or, type SQL, sql } from 'drizzle-orm';
import { showsWith, usesOf } from '../asset-uses.ts';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { holds } from '../search.ts';

/**
 * The consents of a workspace, or those about one upload, about what it was made of, and about equal ones that keep it from being
 * used, by name; `search` looks at names, scopes and notes.
 */
export async function listConsents(
  scope: Scope,
  { asset, search }: RouteRequest<typeof listRoute>['query'],
): Promise<{ data: Consent[] }> {
  const words = search?.trim();
  const data = await shown(
    scope,
    and(
      asset === undefined
        ? undefined
        : sql`(${consents.id} in (
              select consent_id from ${consentAssets} where asset_id = ${asset}
              union all
              select ca.consent_id from asset_sources made join ${consentAssets} ca on ca.sha256 = made.sha256 where made.asset_id = ${asset})
            or ${consents.id} in (
              select ended.id from assets a cross join lateral ${sql.raw(endedConsents('a', `'${await todayOf(scope)}'::date`))} ended
              where a.id = ${asset} and a.workspace_id = ${scope.workspaceId}))`,
      words ? or(...[consents.person, consents.scope, consents.note].map((text) => holds(text, words))) : undefined,
    ),
  );
  return { data };
}

/** Problem `not_found`. */
export async function getConsent(scope: Scope, id: string): Promise<Consent> {
  const [consent] = await shown(scope, eq(consents.id, id));
  if (!consent) throw noConsent();
  return consent;
}

/** Where the uploads of a consent, those with the same bytes, and what was made of them are used, what is out first. Problem `not_found`. */
export async function consentUses(scope: Scope, id: string): Promise<RouteResponse<typeof usesRoute>> {
  await getConsent(scope, id);
  const ids = await uploadsOf(scope, id);
  return { data: await usesOf(scope, ids, { asCover: true }), shows: await showsWith(scope, ids) };
}

/** The uploads that have the bytes a consent is about, or were made of them. */
export async function uploadsOf(scope: Scope, consentId: string): Promise<string[]> {
  const rows = await scope.db.execute<{ id: string }>(sql`
    select a.id from ${consentAssets} ca join ${assets} a on a.sha256 = ca.sha256
    where ca.consent_id = ${consentId} and a.workspace_id = ${scope.workspaceId}
    union
    select a.id from ${consentAssets} ca join asset_sources made on made.sha256 = ca.sha256 join ${assets} a on a.id = made.asset_id
    where ca.consent_id = ${consentId} and a.workspace_id = ${scope.workspaceId}`);
  return rows.map(({ id }) => id);
}

async function shown(scope: Scope, which: SQL | undefined): Promise<Consent[]> {
  const rows = await scope.db
    .select({
      consent: consents,
      assetIds: sql<string[]>`array(
        select ca.asset_id::text from ${consentAssets} ca where ca.consent_id = ${consents.id} and ca.asset_id is not null order by 1)`,
    })
    .from(consents)
    .where(and(eq(consents.workspaceId, scope.workspaceId), which))
    .orderBy(asc(sql`lower(${consents.person})`), asc(consents.id));
  return rows.map(({ consent, assetIds }) => {
    const { id, person, scope, givenOn, until, note, version, withdrawnAt, withdrawnBy, withdrawalReason } = consent;
    const withdrawn = withdrawnAt && {
      at: withdrawnAt.toISOString(),
      by: withdrawnBy ?? '',
      reason: withdrawalReason ?? '',
    };
    return { id, person, scope, givenOn, until, note, assetIds, withdrawn, version };
  });
}

export function noConsent(): Problem {
  return new Problem('not_found', 'There is no such consent in this workspace.');
}
