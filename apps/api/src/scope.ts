import { Problem } from '@mobilise/contracts/problems';
import type { Action, Role } from '@mobilise/contracts/roles';
import { can, whoCan } from '@mobilise/contracts/roles';
import type { Db } from '@mobilise/db/connect';
import { auditEntries } from '@mobilise/db/schema/team';
import { sql } from 'drizzle-orm';

/** Who acts. An API key acts in its own name; `userId` is null for it. */
export interface Actor {
  name: string;
  userId: string | null;
  role: Role;
}

/** What every rule takes first: one workspace, who acts in it, and the time. Every query is limited to it. */
export interface Scope {
  db: Db;
  workspaceId: string;
  actor: Actor;
  now: Date;
}

/**
 * Throws Problem `forbidden`, naming who could, unless the actor may take the action.
 * @param what it is, in the words of the sentence
 * @param instead what they can do themselves, after `Ask an owner or a lead`
 */
export function mayOrThrow(scope: Scope, action: Action, what = 'do this', instead = ''): void {
  if (can(scope.actor.role, action)) return;
  const who = whoCan(action).map((role) => (/^[aeio]/.test(role) ? `an ${role}` : `a ${role}`));
  throw new Problem('forbidden', `As ${scope.actor.role} you cannot ${what}. Ask ${who.join(' or ')}${instead}.`);
}

/** Runs in one transaction, with the scope on it. */
export function inTransaction<T>(scope: Scope, run: (scope: Scope) => Promise<T>): Promise<T> {
  return scope.db.transaction((db) => run({ ...scope, db }));
}

export interface Deed {
  /** A verb in the past: `scheduled`, `approved`, `invited`. */
  action: string;
  noun: string;
  id: string | null;
  /** What it is called, so that the log reads well when it is gone. */
  subject?: string;
  reason?: string | undefined;
  detail?: Record<string, unknown>;
}

/** Writes a deed into the audit log and, when the transaction commits, tells every open screen of the workspace. */
export async function record(scope: Scope, deed: Deed): Promise<void> {
  await scope.db.insert(auditEntries).values({
    workspaceId: scope.workspaceId,
    userId: scope.actor.userId,
    actor: scope.actor.name,
    at: scope.now,
    action: deed.action,
    noun: deed.noun,
    subjectId: deed.id,
    subject: deed.subject ?? null,
    reason: deed.reason ?? null,
    detail: deed.detail ?? null,
  });
  await announce(scope, deed.noun, deed.id);
}

/** Tells every open screen of the workspace that something of a noun changed, when the transaction commits. */
export async function announce(scope: Scope, noun: string, id: string | null): Promise<void> {
  const change = JSON.stringify({ workspaceId: scope.workspaceId, noun, id, actor: scope.actor.userId });
  await scope.db.execute(sql`select pg_notify('changes', ${change})`);
}
