import { type MediaKind, mediaKinds } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { assetSources, assets, consentAssets } from '@mobilise/db/schema/media';
import { and, eq, sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

const nouns: Record<MediaKind, string> = { image: 'a picture', audio: 'a recording', video: 'a film' };

/**
 * Puts a new upload in the place of an old one: it takes over words, rights, focal point, consents and what it was made of, and the old one says
 * what replaced it. Where that was replaced already, what did is replaced, so that there is always one newest, unless it has been
 * put in the bin. Items keep what they have until
 * somebody takes the new one into a new revision. Problem `invalid_request` where there is no such upload, or one of another kind.
 */
export async function takePlace(scope: Scope, made: { id: string; kind: MediaKind }, replaces: string): Promise<void> {
  const old = await lockNewest(scope, replaces);
  if (!old) throw wrongPlace('There is no such upload to replace. It may have been removed; upload this as a new one');
  if (old.kind !== made.kind)
    throw wrongPlace(
      `This is ${nouns[made.kind]}, and cannot take the place of ${nouns[old.kind]}. Upload it as a new one`,
    );
  const { alt, longDescription, credit, licence, rightsUntil, focalPoint } = old;
  await scope.db
    .update(assets)
    .set({ alt, longDescription, credit, licence, rightsUntil, focalPoint })
    .where(eq(assets.id, made.id));
  await scope.db.execute(sql`
    insert into ${consentAssets} (consent_id, asset_id, sha256)
    select ca.consent_id, made.id, made.sha256 from ${consentAssets} ca, ${assets} made where ca.asset_id = ${old.id} and made.id = ${made.id}`);
  await scope.db.execute(sql`
    insert into ${assetSources} (asset_id, source_id, sha256)
    select ${made.id}, source_id, sha256 from ${assetSources} where asset_id = ${old.id} and source_id is distinct from ${made.id}::uuid
    on conflict do nothing`);
  await scope.db
    .update(assets)
    .set({ replacedBy: made.id, version: sql`${assets.version} + 1` })
    .where(eq(assets.id, old.id));
}

/** Problem as of `takePlace`, before any byte is sent. */
export async function replaceableOrThrow(scope: Scope, id: string, claimedType: string): Promise<void> {
  const [old] = await scope.db
    .select({ kind: assets.kind })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, id)));
  if (!old) throw wrongPlace('There is no such upload to replace');
  const claimed = mediaKinds.find((kind) => claimedType.startsWith(`${kind}/`));
  if (claimed && claimed !== old.kind)
    throw wrongPlace(
      `This is ${nouns[claimed]}, and cannot take the place of ${nouns[old.kind]}. Upload it as a new one`,
    );
}

async function lockNewest(scope: Scope, id: string): Promise<typeof assets.$inferSelect | null> {
  const [old] = await scope.db
    .select()
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, id)))
    .for('update');
  if (!old) return null;
  const newer = old.replacedBy ? await lockNewest(scope, old.replacedBy) : null;
  return newer && !newer.deletedAt ? newer : old;
}

function wrongPlace(message: string): Problem {
  return new Problem('invalid_request', `${message}.`, { fields: [{ field: 'query.replaces', message }] });
}
