import { createHash } from 'node:crypto';
import { Problem } from '@mobilise/contracts/problems';
import type { Action, Role } from '@mobilise/contracts/roles';
import type { Access } from '@mobilise/contracts/route';
import { apiKeys, members } from '@mobilise/db/schema/team';
import { fromNodeHeaders } from 'better-auth/node';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Request } from 'express';
import { z } from 'zod';
import type { Context } from './context.ts';
import { mayOrThrow, type Scope } from './scope.ts';

/** A signed-in person, outside any workspace. */
export interface SignedIn {
  userId: string;
  /** This sign-in; another browser of the same person has another. */
  sessionId: string;
  name: string;
  email: string;
  twoFactor: boolean;
}

/** The signed-in person; Problem `not_signed_in` without a session. API keys have none. */
export async function sessionOf(context: Context, request: Request): Promise<SignedIn> {
  if (bearer(request))
    throw new Problem('forbidden', 'An API key belongs to a workspace; this address is for a signed-in person.');
  const session = await context.auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (!session) throw new Problem('not_signed_in', 'Your session has ended or there is none. Sign in and try again.');
  const { user } = session;
  return {
    userId: user.id,
    sessionId: session.session.id,
    name: user.name,
    email: user.email,
    twoFactor: user.twoFactorEnabled ?? false,
  };
}

/**
 * The scope of a request to a workspace's route: who acts, in which role. Problems: `not_signed_in`; `not_found` for a
 * workspace the caller is no member of, exactly as for one that does not exist; `forbidden` when the role is not enough.
 */
export async function scopeFor(context: Context, access: Access, request: Request): Promise<Scope> {
  if (access === 'public' || access === 'session') throw new Error('This route has no workspace');
  const key = bearer(request);
  const caller = key ? await keyOf(context, key) : await sessionOf(context, request);
  return scopeOf(context, access, z.uuid().safeParse(request.params['workspace']).data, caller);
}

/** The scope of a caller in a workspace that the address does not name; problems as of `scopeFor`. */
export async function scopeOf(
  context: Context,
  access: Action,
  workspaceId: string | undefined,
  caller: SignedIn | KeyCaller,
): Promise<Scope> {
  const role =
    workspaceId &&
    ('role' in caller
      ? caller.workspaceId === workspaceId
        ? caller.role
        : null
      : await roleOf(context, workspaceId, caller.userId));
  if (!workspaceId || !role)
    throw new Problem('not_found', 'There is no such workspace, or you are not a member of it.');
  const actor = { name: caller.name, userId: 'userId' in caller ? caller.userId : null, role };
  const scope = { db: context.db, workspaceId, actor, now: new Date() };
  mayOrThrow(scope, access);
  return scope;
}

/** Whether whoever asks is signed in, and a member of a workspace. */
export async function isMember(context: Context, request: Request, workspaceId: string): Promise<boolean> {
  if (!request.headers.cookie) return false;
  const session = await context.auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  return session !== null && (await roleOf(context, workspaceId, session.user.id)) !== null;
}

async function roleOf({ db }: Context, workspaceId: string, userId: string): Promise<Role | null> {
  const [member] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
  return member?.role ?? null;
}

/** The hash under which an API key's secret is stored. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

interface KeyCaller {
  name: string;
  role: Role;
  workspaceId: string;
}

async function keyOf({ db }: Context, secret: string): Promise<KeyCaller> {
  const [key] = await db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      role: apiKeys.role,
      workspaceId: apiKeys.workspaceId,
      // Once a minute is exact enough to tell which keys are in use, and keeps reads from becoming writes.
      stale: sql<boolean>`coalesce(${apiKeys.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashSecret(secret)), isNull(apiKeys.revokedAt)));
  if (!key) throw new Problem('not_signed_in', 'This API key is unknown or was revoked.');
  const { id, stale, ...caller } = key;
  if (stale)
    void db
      .update(apiKeys)
      .set({ lastUsedAt: sql`now()` })
      .where(eq(apiKeys.id, id))
      .catch(() => undefined);
  return { ...caller, name: `API key “${caller.name}”` };
}

function bearer(request: Request): string | null {
  const match = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}
