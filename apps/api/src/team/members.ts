import { Problem } from '@mobilise/contracts/problems';
import type { Role } from '@mobilise/contracts/roles';
import { users } from '@mobilise/db/schema/auth';
import { members } from '@mobilise/db/schema/team';
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { inTransaction, record, type Scope } from '../scope.ts';

/** The people of the workspace, by name. */
export async function listMembers(scope: Scope) {
  const people = await select(scope).orderBy(asc(users.name));
  return { data: people.map(show) };
}

/** Gives a member another role; Problem `conflict` for the last owner. */
export async function changeRole(scope: Scope, userId: string, role: Role) {
  return inTransaction(scope, async (scope) => {
    const member = await lockedMember(scope, userId);
    if (member.role === 'owner' && role !== 'owner') await mustNotBeLastOwner(scope, userId);
    await scope.db.update(members).set({ role }).where(oneMember(scope, userId));
    await record(scope, {
      action: 'changed role',
      noun: 'members',
      id: userId,
      subject: member.name,
      detail: { from: member.role, to: role },
    });
    return show({ ...member, role });
  });
}

/** Removes a person from the workspace; Problem `conflict` for the last owner. */
export async function removeMember(scope: Scope, userId: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const member = await lockedMember(scope, userId);
    if (member.role === 'owner') await mustNotBeLastOwner(scope, userId);
    await scope.db.delete(members).where(oneMember(scope, userId));
    await record(scope, { action: 'removed', noun: 'members', id: userId, subject: member.name });
    return { ok: true };
  });
}

function select(scope: Scope) {
  return scope.db
    .select({ userId: users.id, name: users.name, email: users.email, role: members.role, joinedAt: members.joinedAt })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.workspaceId, scope.workspaceId))
    .$dynamic();
}

function show({ joinedAt, ...member }: Awaited<ReturnType<typeof select>>[number]) {
  return { ...member, joinedAt: joinedAt.toISOString() };
}

function oneMember(scope: Scope, userId: string) {
  return and(eq(members.workspaceId, scope.workspaceId), eq(members.userId, userId));
}

async function lockedMember(scope: Scope, userId: string) {
  // Every owner's row, so that two owners cannot demote each other at the same moment.
  await scope.db.execute(
    sql`select 1 from members where workspace_id = ${scope.workspaceId} and (role = 'owner' or user_id = ${userId}) order by user_id for update`,
  );
  const member = (await select(scope)).find((person) => person.userId === userId);
  if (!member) throw new Problem('not_found', 'This person is not a member of the workspace.');
  return member;
}

async function mustNotBeLastOwner(scope: Scope, userId: string): Promise<void> {
  const others = await scope.db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, scope.workspaceId), eq(members.role, 'owner'), ne(members.userId, userId)));
  if (others.length === 0)
    throw new Problem('conflict', 'A workspace needs an owner. Make somebody else an owner first.');
}
