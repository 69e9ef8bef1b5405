import { literalOrThrow } from '@mobilise/channels/outgoing-fetch';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import type { ShowImport, startImport as startRoute } from '@mobilise/contracts/shows';
import { whyKept } from '@mobilise/db/holds';
import { channels } from '@mobilise/db/schema/channels';
import { showImports, shows } from '@mobilise/db/schema/shows';
import type { Settings } from '@mobilise/db/settings';
import { importWork } from '@mobilise/db/work-queues';
import { and, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { ask, type Jobs } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { siteOrThrow } from './checks.ts';

/** Imports of a workspace that run at a time: each fetches recordings for hours, and those of others wait behind it. */
const mostAtATime = 3;

/**
 * Asks the publisher to take over a show from its feed, once the transaction commits. A feed that was taken over to the site before goes
 * on where that ended: into the show that was made of it, with the notes of what it lacks, and that the show is theirs need not be said
 * again. Problems: `address_refused` for a feed at an address of a private network, `invalid_request` for another's site, `wrong_state` for a show that is archived, `conflict` while the same feed is being taken over, as many as may be at a time, or
 * nothing may come out on the site.
 */
export function startImport(
  scope: Scope,
  jobs: Jobs,
  { allowPrivateAddresses: allowPrivate }: Pick<Settings, 'allowPrivateAddresses'>,
  { feedUrl, channelId, ...said }: RouteRequest<typeof startRoute>['body'],
): Promise<ShowImport> {
  return inTransaction(scope, async (scope) => {
    literalOrThrow({ allowPrivate }, feedUrl);
    // Locks the site, so that of two who ask at once one finds what the other began.
    await siteOrThrow(scope, channelId);
    await mayComeOutOrThrow(scope, channelId);
    const running = and(eq(showImports.feedUrl, feedUrl), eq(showImports.state, 'running'));
    if ((await shown(scope, running)).length > 0)
      throw new Problem('conflict', 'This feed is being taken over at this moment. Wait until that has ended.');
    // Locks the workspace, so that of two who ask at once for different sites one counts the other's.
    await scope.db.execute(sql`select from workspaces where id = ${scope.workspaceId} for no key update`);
    const going = await scope.db.$count(showImports, and(mine(scope), eq(showImports.state, 'running')));
    if (going >= mostAtATime)
      throw new Problem(
        'conflict',
        `${mostAtATime} feeds are being taken over at this moment, as many as may be at a time. Wait until one has ended, or stop one.`,
      );
    const [before] = await scope.db
      .select({ ...getTableColumns(showImports), archivedAt: shows.archivedAt })
      .from(showImports)
      .leftJoin(shows, eq(shows.id, showImports.showId))
      .where(and(mine(scope), eq(showImports.feedUrl, feedUrl), eq(showImports.channelId, channelId)));
    if (before?.archivedAt)
      throw new Problem(
        'wrong_state',
        'The show of this feed is archived here, so no episode comes out in it. Take it out of the archive, then begin again.',
      );
    const { workspaceId, actor, now } = scope;
    const owned = said.owned || before?.owned === true;
    const begun = { state: 'running' as const, failure: null, createdAt: now, createdBy: actor.userId };
    const id = before?.id ?? newId();
    if (before) {
      const failures = before.failures.filter(({ part }) => part !== 'lock');
      await scope.db
        .update(showImports)
        .set({ ...begun, failures, owned })
        .where(eq(showImports.id, id));
    } else await scope.db.insert(showImports).values({ ...begun, id, workspaceId, channelId, feedUrl, owned });
    await ask(scope, jobs, importWork(id));
    await record(scope, { action: 'import started', noun: 'shows', id, subject: feedUrl, detail: { owned } });
    return getImport(scope, id);
  });
}

/** Imports of the workspace, the newest first. */
export async function listImports(scope: Scope): Promise<{ data: ShowImport[] }> {
  return { data: await shown(scope) };
}

/** Stops an import; the publisher sees it before the next episode. Problems: `not_found`, `wrong_state` once it has ended. */
export function cancelImport(scope: Scope, id: string): Promise<ShowImport> {
  return inTransaction(scope, async (scope) => {
    const { state, feedUrl } = await getImport(scope, id);
    const stopped = await scope.db
      .update(showImports)
      .set({ state: 'cancelled' })
      .where(and(mine(scope), eq(showImports.id, id), eq(showImports.state, 'running')))
      .returning({ id: showImports.id });
    if (stopped.length === 0 && state !== 'cancelled')
      throw new Problem('wrong_state', 'This import has ended already. Nothing is left to stop.');
    if (stopped.length > 0) await scope.db.execute(sql`select pg_notify('renders', ${id})`);
    if (stopped.length > 0) await record(scope, { action: 'import stopped', noun: 'shows', id, subject: feedUrl });
    return getImport(scope, id);
  });
}

/** Problem `conflict` while a hold is in force on the site, or the site is paused: what is taken over is out at once. */
async function mayComeOutOrThrow({ db }: Scope, channelId: string): Promise<void> {
  const [site] = await db
    .select({ why: sql<string | null>`${sql.raw(whyKept('channels'))}` })
    .from(channels)
    .where(eq(channels.id, channelId));
  if (site?.why)
    throw new Problem(
      'conflict',
      `${site.why} What is taken over would be out at once: begin when nothing keeps it any more.`,
    );
}

async function getImport(scope: Scope, id: string): Promise<ShowImport> {
  const [found] = await shown(scope, eq(showImports.id, id));
  if (!found) throw new Problem('not_found', 'There is no such import in this workspace.');
  return found;
}

async function shown(scope: Scope, which?: SQL): Promise<ShowImport[]> {
  const waiting = sql<
    string | null
  >`case when ${showImports.state} = 'running' then ${sql.raw(whyKept('channels'))} end`;
  const rows = await scope.db
    .select({ ...getTableColumns(showImports), title: shows.title, waiting })
    .from(showImports)
    .innerJoin(channels, eq(channels.id, showImports.channelId))
    .leftJoin(shows, eq(shows.id, showImports.showId))
    .where(and(mine(scope), which))
    .orderBy(desc(showImports.createdAt), desc(showImports.id))
    .limit(200);
  return rows.map(
    ({ id, feedUrl, channelId, showId, title, state, total, done, failures, failure, waiting, createdAt }) => ({
      ...{ id, feedUrl, channelId, showId, title, state, waiting, total, done, failure },
      locked: state === 'failed' && failures.some(({ part }) => part === 'lock'),
      failures: failures.flatMap(({ part = 'episode', ...one }) => (part === 'lock' ? [] : [{ ...one, part }])),
      createdAt: createdAt.toISOString(),
    }),
  );
}

const mine = (scope: Scope): SQL => eq(showImports.workspaceId, scope.workspaceId);
