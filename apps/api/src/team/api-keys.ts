import { randomBytes } from 'node:crypto';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { Role } from '@mobilise/contracts/roles';
import { users } from '@mobilise/db/schema/auth';
import { apiKeys } from '@mobilise/db/schema/team';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { hashSecret } from '../authorise.ts';
import { inTransaction, record, type Scope } from '../scope.ts';

/** The keys of the workspace, newest first, without their secrets. */
export async function listApiKeys(scope: Scope) {
  const rows = await scope.db
    .select({ key: apiKeys, createdBy: users.name })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(eq(apiKeys.workspaceId, scope.workspaceId))
    .orderBy(desc(apiKeys.id));
  return { data: rows.map(({ key, createdBy }) => show(key, createdBy)) };
}

/** Creates a key. `mob_` and 256 random bits; only its hash is kept. */
export async function createApiKey(scope: Scope, { name, role }: { name: string; role: Role }) {
  return inTransaction(scope, async (scope) => {
    const secret = `mob_${randomBytes(32).toString('base64url')}`;
    const [key] = await scope.db
      .insert(apiKeys)
      .values({
        id: newId(),
        workspaceId: scope.workspaceId,
        name,
        role,
        prefix: secret.slice(0, 10),
        hash: hashSecret(secret),
        createdBy: scope.actor.userId,
        createdAt: scope.now,
      })
      .returning();
    if (!key) throw new Error('The key was not inserted');
    await record(scope, { action: 'created', noun: 'api-keys', id: key.id, subject: name, detail: { role } });
    return { ...show(key, scope.actor.name), secret };
  });
}

/** Revokes a key; the next request with it is refused. */
export async function revokeApiKey(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const [revoked] = await scope.db
      .update(apiKeys)
      .set({ revokedAt: scope.now })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.workspaceId, scope.workspaceId), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    if (!revoked) throw new Problem('not_found', 'There is no such key, or it is revoked already.');
    await record(scope, { action: 'revoked', noun: 'api-keys', id, subject: revoked.name });
    return { ok: true };
  });
}

function show(key: typeof apiKeys.$inferSelect, createdBy: string | null) {
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    prefix: key.prefix,
    createdAt: key.createdAt.toISOString(),
    createdBy: createdBy ?? 'Somebody who has left',
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
