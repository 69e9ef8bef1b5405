import { randomBytes } from 'node:crypto';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { Role } from '@mobilise/contracts/roles';
import { users } from '@mobilise/db/schema/auth';
import { invitations, members, workspaces } from '@mobilise/db/schema/team';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Request, Response } from 'express';
import { hashSecret, sessionOf } from '../authorise.ts';
import type { Context } from '../context.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { hasAccount, newAccount } from './accounts.ts';

/** Days an invitation's link works. */
const validDays = 7;

/** Invites a person. The link holds the only copy of its token. Problem `conflict` for somebody who is a member. */
export async function invite(scope: Scope, publicUrl: string, { email, role }: { email: string; role: Role }) {
  return inTransaction(scope, async (scope) => {
    // One at a time for one person, so that each sees and replaces the one before.
    await scope.db.execute(
      sql`select pg_advisory_xact_lock(hashtext('invitation'), hashtext(${scope.workspaceId + email}))`,
    );
    const [already] = await scope.db
      .select({ id: users.id })
      .from(users)
      .innerJoin(members, and(eq(members.userId, users.id), eq(members.workspaceId, scope.workspaceId)))
      .where(eq(users.email, email));
    if (already)
      throw new Problem('conflict', `${email} is a member already.`, {
        fields: [{ field: 'body.email', message: 'Is a member already' }],
      });
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(scope.now.getTime() + validDays * 86_400_000);
    const row = {
      id: newId(),
      workspaceId: scope.workspaceId,
      email,
      role,
      tokenHash: hashSecret(token),
      expiresAt,
      createdAt: scope.now,
      invitedBy: scope.actor.userId,
    };
    // A new invitation of the same person replaces the old link.
    await scope.db
      .delete(invitations)
      .where(
        and(
          eq(invitations.workspaceId, scope.workspaceId),
          eq(invitations.email, email),
          isNull(invitations.acceptedAt),
        ),
      );
    await scope.db.insert(invitations).values(row);
    await record(scope, { action: 'invited', noun: 'members', id: row.id, subject: email, detail: { role } });
    return {
      id: row.id,
      email,
      role,
      invitedBy: scope.actor.name,
      expiresAt: expiresAt.toISOString(),
      link: `${publicUrl}/invitation/${token}`,
    };
  });
}

/** Invitations that are still open, newest first. */
export async function listInvitations(scope: Scope) {
  const rows = await scope.db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
      invitedBy: users.name,
    })
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(
      and(
        eq(invitations.workspaceId, scope.workspaceId),
        isNull(invitations.acceptedAt),
        gt(invitations.expiresAt, scope.now),
      ),
    )
    .orderBy(desc(invitations.createdAt));
  return {
    data: rows.map((row) => ({
      ...row,
      invitedBy: row.invitedBy ?? 'Somebody who has left',
      expiresAt: row.expiresAt.toISOString(),
    })),
  };
}

/** Withdraws an open invitation; its link stops working. */
export async function withdrawInvitation(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const [gone] = await scope.db
      .delete(invitations)
      .where(
        and(eq(invitations.id, id), eq(invitations.workspaceId, scope.workspaceId), isNull(invitations.acceptedAt)),
      )
      .returning({ email: invitations.email });
    if (!gone) throw new Problem('not_found', 'There is no such open invitation.');
    await record(scope, { action: 'withdrew the invitation of', noun: 'members', id, subject: gone.email });
    return { ok: true };
  });
}

/** What an invitation is for; Problem `gone` for a link that does not work. */
export async function getInvitation(context: Context, token: string, now: Date) {
  const found = await openInvitation(context.db, token, now);
  return {
    workspace: found.workspace,
    role: found.role,
    email: found.email,
    invitedBy: found.invitedBy ?? 'Somebody who has left',
    hasAccount: await hasAccount(context, found.email),
  };
}

/**
 * Joins the workspace. Somebody new gives name and password; somebody with an account must be signed in to it.
 * Problems: `gone`, `not_signed_in`, `forbidden` for another person's invitation.
 */
export async function acceptInvitation(
  context: Context,
  token: string,
  { name, password }: { name?: string | undefined; password?: string | undefined },
  { request, response }: { request: Request; response: Response },
  now: Date,
): Promise<{ workspaceId: string }> {
  const found = await openInvitation(context.db, token, now);
  const person = (await hasAccount(context, found.email))
    ? await invitedSession(context, request, found.email)
    : { userId: await newAccount(context, newcomer(found.email, name, password), response), name: name ?? found.email };
  return context.db.transaction(async (tx) => {
    const [taken] = await tx
      .update(invitations)
      .set({ acceptedAt: now })
      .where(and(eq(invitations.id, found.id), isNull(invitations.acceptedAt)))
      .returning({ id: invitations.id });
    if (!taken) throw linkGone();
    await tx
      .insert(members)
      .values({ workspaceId: found.workspaceId, userId: person.userId, role: found.role, joinedAt: now })
      .onConflictDoNothing();
    const scope: Scope = {
      db: tx,
      workspaceId: found.workspaceId,
      actor: { userId: person.userId, name: person.name, role: found.role },
      now,
    };
    await record(scope, {
      action: 'joined',
      noun: 'members',
      id: person.userId,
      subject: person.name,
      detail: { role: found.role },
    });
    return { workspaceId: found.workspaceId };
  });
}

async function openInvitation(db: Context['db'], token: string, now: Date) {
  const [found] = await db
    .select({
      id: invitations.id,
      workspaceId: invitations.workspaceId,
      workspace: workspaces.name,
      role: invitations.role,
      email: invitations.email,
      invitedBy: users.name,
    })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(
      and(eq(invitations.tokenHash, hashSecret(token)), isNull(invitations.acceptedAt), gt(invitations.expiresAt, now)),
    );
  if (!found) throw linkGone();
  return found;
}

function linkGone(): Problem {
  return new Problem('gone', 'This invitation has been used, withdrawn or has expired. Ask for a new one.');
}

function newcomer(email: string, name: string | undefined, password: string | undefined) {
  const missing = [
    ...(name ? [] : [{ field: 'body.name', message: 'Write your name' }]),
    ...(password ? [] : [{ field: 'body.password', message: 'Choose a password' }]),
  ];
  if (!name || !password)
    throw new Problem('invalid_request', 'Write your name and choose a password.', { fields: missing });
  return { email, name, password };
}

async function invitedSession(context: Context, request: Request, email: string) {
  const person = await sessionOf(context, request).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not_signed_in') {
      throw new Problem('not_signed_in', `${email} has an account. Sign in with it, then open this link again.`);
    }
    throw error;
  });
  if (person.email !== email)
    throw new Problem('forbidden', `This invitation is for ${email}; you are signed in as ${person.email}.`);
  return person;
}
