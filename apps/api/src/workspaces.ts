import { slugify } from '@mobilise/contracts/fields';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import type { updateWorkspace as updateRoute, Workspace } from '@mobilise/contracts/team';
import type { Db } from '@mobilise/db/connect';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { members, workspaces } from '@mobilise/db/schema/team';
import { and, asc, eq, like, or, sql } from 'drizzle-orm';
import type { SignedIn } from './authorise.ts';
import { createNewsroomChannel } from './newsroom-channel.ts';
import { inTransaction, record, type Scope } from './scope.ts';
import { sameVersionOrThrow } from './versions.ts';

const shown = {
  id: workspaces.id,
  name: workspaces.name,
  slug: workspaces.slug,
  zone: workspaces.zone,
  colour: workspaces.colour,
  sample: workspaces.sample,
  version: workspaces.version,
};

const defaultColour = '#0f766e';

/** The workspaces a person is a member of, with their role, by name. */
export async function workspacesOf(db: Db, userId: string) {
  return db
    .select({ ...shown, role: members.role })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, userId))
    .orderBy(asc(workspaces.sample), asc(workspaces.name));
}

/** The workspace of the scope. */
export async function getWorkspace(scope: Scope): Promise<Workspace> {
  const [workspace] = await scope.db.select(shown).from(workspaces).where(eq(workspaces.id, scope.workspaceId));
  if (!workspace) throw new Problem('not_found', 'There is no such workspace.');
  return workspace;
}

/** Makes a workspace with its first owner and its newsroom site, in the caller's transaction. */
export async function makeWorkspace(
  db: Db,
  owner: { userId: string; name: string },
  {
    name,
    zone,
    colour = defaultColour,
    sample = false,
  }: { name: string; zone: string; colour?: string | undefined; sample?: boolean },
  now: Date,
): Promise<{ workspace: Workspace; scope: Scope }> {
  const slug = await freeSlug(db, slugify(name));
  const id = newId();
  const [workspace] = await db
    .insert(workspaces)
    .values({ id, name, slug, zone, colour, sample, createdAt: now })
    .returning(shown);
  if (!workspace) throw new Error('The workspace was not inserted');
  await db.insert(members).values({ workspaceId: id, userId: owner.userId, role: 'owner', joinedAt: now });
  const scope: Scope = { db, workspaceId: id, actor: { ...owner, role: 'owner' }, now };
  await record(scope, { action: 'created', noun: 'workspaces', id, subject: name });
  await createNewsroomChannel(scope, { name: 'Newsroom', slug, colour });
  return { workspace, scope };
}

/** Makes a further workspace; Problem `forbidden` unless the person owns one already. */
export async function createWorkspace(
  db: Db,
  person: SignedIn,
  fields: { name: string; zone: string; colour?: string | undefined },
  now: Date,
): Promise<Workspace> {
  await mustOwnOne(db, person);
  return db.transaction(async (tx) => (await makeWorkspace(tx, person, fields, now)).workspace);
}

/** Problem `forbidden` unless the person is an owner somewhere in this installation. */
export async function mustOwnOne(db: Db, person: SignedIn): Promise<void> {
  const [owned] = await db
    .select({ id: members.workspaceId })
    .from(members)
    .where(and(eq(members.userId, person.userId), eq(members.role, 'owner')))
    .limit(1);
  if (!owned) throw new Problem('forbidden', 'Only an owner may add a workspace. Ask an owner of yours.');
}

/**
 * Changes name or colour. Problems: `stale_version`; `invalid_request` for another zone, which moves what is planned and has a
 * route of its own.
 */
export async function updateWorkspace(
  scope: Scope,
  { version, ...fields }: RouteRequest<typeof updateRoute>['body'],
): Promise<Workspace> {
  return inTransaction(scope, async (scope) => {
    const [present] = await scope.db
      .select(shown)
      .from(workspaces)
      .where(eq(workspaces.id, scope.workspaceId))
      .for('update');
    if (!present) throw new Problem('not_found', 'There is no such workspace.');
    sameVersionOrThrow(version, present, 'workspace');
    if (fields.zone !== undefined && fields.zone !== present.zone) {
      const message = 'Another zone moves what is planned: look at what it moves, then change it with POST …/zone';
      throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.zone', message }] });
    }
    const [workspace = present] = await scope.db
      .update(workspaces)
      .set({ ...fields, version: version + 1 })
      .where(eq(workspaces.id, scope.workspaceId))
      .returning(shown);
    await record(scope, {
      action: 'changed',
      noun: 'workspaces',
      id: scope.workspaceId,
      subject: workspace.name,
      detail: fields,
    });
    return workspace;
  });
}

/** Removes a sample workspace with everything in it; Problem `wrong_state` for a real one. */
export async function removeWorkspace(scope: Scope): Promise<{ ok: true }> {
  const { sample } = await getWorkspace(scope);
  if (!sample) {
    throw new Problem(
      'wrong_state',
      'Only a sample workspace can be removed. A real one holds your record of what was published.',
    );
  }
  await inTransaction(scope, async ({ db, workspaceId }) => {
    // What refers to others goes first; the rest goes with its workspace.
    await db.delete(posts).where(eq(posts.workspaceId, workspaceId));
    await db.update(items).set({ revisionId: null }).where(eq(items.workspaceId, workspaceId));
    await db.delete(items).where(eq(items.workspaceId, workspaceId));
    await db.delete(workspaces).where(eq(workspaces.id, workspaceId));
  });
  return { ok: true };
}

async function freeSlug(db: Db, wanted: string): Promise<string> {
  // One at a time, so that two new workspaces of one name do not take the same slug.
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('workspace slugs'))`);
  const taken = await db
    .select({ slug: workspaces.slug })
    .from(workspaces)
    .where(or(eq(workspaces.slug, wanted), like(workspaces.slug, `${wanted}-%`)));
  const slugs = new Set(taken.map(({ slug }) => slug));
  let slug = wanted;
  for (let number = 2; slugs.has(slug); number += 1) slug = `${wanted}-${number}`;
  return slug;
}
