import { isDeepStrictEqual } from 'node:util';
import type {
  Consent,
  createConsent as createRoute,
  updateConsent as updateRoute,
  withdrawConsent as withdrawRoute,
} from '@mobilise/contracts/consents';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { assets, consentAssets, consents } from '@mobilise/db/schema/media';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { usesOf } from '../asset-uses.ts';
import { rightsChanged } from '../rights.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { getConsent, noConsent, uploadsOf } from './read.ts';

/** Writes down a consent; posts that are to go out later than it holds are held. Problem `invalid_request` for unknown uploads. */
export function createConsent(scope: Scope, body: RouteRequest<typeof createRoute>['body']): Promise<Consent> {
  const { assetIds, ...fields } = body;
  orderOrThrow(fields);
  return inTransaction(scope, async (scope) => {
    const id = newId();
    await scope.db.insert(consents).values({
      ...fields,
      ...{ id, workspaceId: scope.workspaceId, createdAt: scope.now, createdBy: scope.actor.userId },
    });
    await link(scope, id, assetIds);
    await rightsChanged(scope, assetIds);
    await record(scope, { action: 'created', noun: 'consents', id, subject: fields.person });
    await announce(scope, 'assets', null);
    return getConsent(scope, id);
  });
}

/**
 * Changes a consent, or the uploads it is about; posts that it no longer covers are held, and those it covers again are decided on
 * anew. Problems: `not_found`, `stale_version`, `wrong_state` for one that was withdrawn, `invalid_request`.
 */
export function updateConsent(
  scope: Scope,
  id: string,
  { version, assetIds, ...body }: RouteRequest<typeof updateRoute>['body'],
): Promise<Consent> {
  return inTransaction(scope, async (scope) => {
    const consent = await lockConsent(scope, id, version);
    const [before, about] = [await getConsent(scope, id), await uploadsOf(scope, id)];
    if (before.withdrawn) {
      const said = `${before.person} withdrew this consent. Write down a new one if there is one.`;
      throw new Problem('wrong_state', said);
    }
    const fields = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const after = { ...consent, ...fields };
    orderOrThrow(after);
    const linked = assetIds && [...new Set(assetIds)].sort();
    if (isDeepStrictEqual(after, consent) && (!linked || isDeepStrictEqual(linked, before.assetIds))) return before;
    await scope.db
      .update(consents)
      .set({ ...fields, version: version + 1 })
      .where(mine(scope, id));
    if (linked) {
      // What is about an upload that is gone stays.
      await scope.db
        .delete(consentAssets)
        .where(and(eq(consentAssets.consentId, id), isNotNull(consentAssets.assetId)));
      await link(scope, id, linked);
    }
    await rightsChanged(scope, [...new Set([...about, ...(linked ?? [])])]);
    await record(scope, { action: 'changed', noun: 'consents', id, subject: after.person, detail: fields });
    await announce(scope, 'assets', null);
    return getConsent(scope, id);
  });
}

/**
 * A person takes their consent back: what was to go out with an upload that they are in is held in the same transaction, and what
 * is out is answered, to be taken away by people. Problems: `not_found`, `stale_version`, `wrong_state` for one that was withdrawn.
 */
export function withdrawConsent(
  scope: Scope,
  id: string,
  { version, reason }: RouteRequest<typeof withdrawRoute>['body'],
): Promise<RouteResponse<typeof withdrawRoute>> {
  return inTransaction(scope, async (scope) => {
    const { person, withdrawnAt } = await lockConsent(scope, id, version);
    if (withdrawnAt) throw new Problem('wrong_state', `${person} withdrew this consent already.`);
    await scope.db
      .update(consents)
      .set({
        withdrawnAt: scope.now,
        withdrawnBy: scope.actor.name,
        withdrawalReason: reason,
        version: version + 1,
      })
      .where(mine(scope, id));
    const consent = await getConsent(scope, id);
    const about = await uploadsOf(scope, id);
    const heldPosts = await rightsChanged(scope, about);
    const uses = await usesOf(scope, about, { asCover: true });
    const live = uses.flatMap(({ posts }) => posts).filter(({ state }) => state === 'published').length;
    await record(scope, {
      action: 'withdrawn',
      noun: 'consents',
      id,
      subject: person,
      reason: reason || undefined,
      detail: { heldPosts, live },
    });
    await announce(scope, 'assets', null);
    return { consent, heldPosts, uses };
  });
}

/** Removes a consent that was written down by mistake. Problems: `not_found`, `wrong_state` for one that was withdrawn. */
export function removeConsent(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { person, withdrawnAt } = await lockConsent(scope, id);
    if (withdrawnAt) throw new Problem('wrong_state', `${person} withdrew this consent, and the record of that stays.`);
    const about = await uploadsOf(scope, id);
    await scope.db.delete(consents).where(mine(scope, id));
    await rightsChanged(scope, about);
    await record(scope, { action: 'removed', noun: 'consents', id, subject: person });
    await announce(scope, 'assets', null);
    return { ok: true };
  });
}

function orderOrThrow({ givenOn, until }: { givenOn: string; until: string | null }): void {
  if (until === null || until >= givenOn) return;
  const message = 'It cannot end before it was given';
  throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.until', message }] });
}

async function link(scope: Scope, consentId: string, assetIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(assetIds)];
  if (wanted.length === 0) return;
  const found = await scope.db
    .select({ assetId: assets.id, sha256: assets.sha256 })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), inArray(assets.id, wanted)))
    .for('key share');
  if (found.length < wanted.length) {
    const known = new Set(found.map(({ assetId }) => assetId));
    const fields = assetIds.flatMap((id, at) =>
      known.has(id) ? [] : [{ field: `body.assetIds.${at}`, message: 'There is no such upload' }],
    );
    throw new Problem('invalid_request', 'A consent can only be about uploads of this workspace.', { fields });
  }
  await scope.db.insert(consentAssets).values(found.map((one) => ({ consentId, ...one })));
}

async function lockConsent(scope: Scope, id: string, version?: number): Promise<typeof consents.$inferSelect> {
  const [consent] = await scope.db.select().from(consents).where(mine(scope, id)).for('update');
  if (!consent) throw noConsent();
  if (version !== undefined) sameVersionOrThrow(version, { version: consent.version }, 'consent');
  return consent;
}

function mine(scope: Scope, id: string) {
  return and(eq(consents.workspaceId, scope.workspaceId), eq(consents.id, id));
}
