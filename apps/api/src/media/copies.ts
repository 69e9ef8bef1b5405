import type { AssetCopy } from '@mobilise/contracts/media';
import { rightsEnded } from '@mobilise/db/rights';
import { users } from '@mobilise/db/schema/auth';
import { assets } from '@mobilise/db/schema/media';
import { and, asc, desc, eq, isNull, ne, sql } from 'drizzle-orm';
import { actorOf } from '../deeds.ts';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { noAsset } from './read.ts';

/** Copies that are told one by one. */
const told = 20;

/** The other uploads of the library that have the same bytes as one. Problem `not_found`. */
export async function copiesOf(scope: Scope, assetId: string): Promise<{ total: number; data: AssetCopy[] }> {
  const { db, workspaceId } = scope;
  const [asset] = await db
    .select({ sha256: assets.sha256 })
    .from(assets)
    .where(and(eq(assets.workspaceId, workspaceId), eq(assets.id, assetId)));
  if (!asset) throw noAsset();
  const hasEnded = sql<boolean>`${sql.raw(rightsEnded('assets', `'${await todayOf(scope)}'::date`))}`;
  const rows = await db
    .select({
      id: assets.id,
      filename: assets.filename,
      createdAt: assets.createdAt,
      createdBy: sql<string>`coalesce(${users.name}, ${actorOf({ workspaceId: assets.workspaceId, id: assets.id, at: assets.createdAt })}, 'An API key')`,
      hasEnded,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(assets)
    .leftJoin(users, eq(users.id, assets.createdBy))
    .where(
      and(
        eq(assets.workspaceId, workspaceId),
        eq(assets.sha256, asset.sha256),
        ne(assets.id, assetId),
        isNull(assets.deletedAt),
      ),
    )
    .orderBy(desc(hasEnded), asc(assets.id))
    .limit(told);
  return {
    total: rows[0]?.total ?? 0,
    data: rows.map(({ total: _, createdAt, ...copy }) => ({ ...copy, createdAt: createdAt.toISOString() })),
  };
}
