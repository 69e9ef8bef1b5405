import { adapterFor } from '@mobilise/channels/registry';
import { grant as grantSchema } from '@mobilise/channels/sign-in';
import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import type { connectAuthorised, getAuthorisation } from '@mobilise/contracts/sign-in';
import { isSignInKind } from '@mobilise/contracts/sign-in-kinds';
import { authorisations } from '@mobilise/db/schema/authorisations';
import { channels } from '@mobilise/db/schema/channels';
import { open, sealingKey } from '@mobilise/db/secrets';
import { and, eq, gt } from 'drizzle-orm';
import { inTransaction, type Scope } from '../scope.ts';
import { insertConnected } from './connect.ts';
import { type Outside, wayOut } from './connection.ts';
import { partiesOf } from './sign-in.ts';

/** The pages to choose from. Problem `not_found` for anybody but the person who signed in, and when their time is over. */
export async function pagesToChoose(scope: Scope, id: string): Promise<RouteResponse<typeof getAuthorisation>> {
  const { kind, pages, expiresAt } = await readGranted(scope, id);
  const { account } = channelKindOf(kind);
  const connected = await scope.db
    .select({ name: channels.name, config: channels.config })
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.kind, kind)));
  const names = new Map(connected.map(({ name, config }) => [account(config), name]));
  return {
    kind,
    expiresAt: expiresAt.toISOString(),
    pages: pages.map((page) => ({ ...page, connectedAs: names.get(page.id) ?? null })),
  };
}

/**
 * Connects the chosen page, and forgets the tokens for the others: each channel has its own. Problems: `not_found`,
 * `invalid_request` for a page that was not offered, `conflict` for one that is connected, `channel_refused`.
 */
export async function connectChosen(
  scope: Scope,
  outside: Outside,
  id: string,
  { page, name }: RouteRequest<typeof connectAuthorised>['body'],
): Promise<Channel> {
  const { kind, pages, grant } = await readGranted(scope, id);
  if (!isSignInKind(kind)) throw new Error(`Nobody signs in at ${kind}`);
  if (!pages.some((one) => one.id === page))
    throw new Problem('invalid_request', 'Choose one of the pages in the list.', {
      fields: [{ field: 'body.page', message: 'Choose one of these' }],
    });
  const { client } = await partiesOf(outside, kind);
  const { connect } = await adapterFor(kind);
  const opened = grantSchema.parse(open(grant, sealingKey(outside.settings.secret), id));
  const connected = await connect({ page, grant: opened, origin: client.origin }, wayOut(outside));
  return inTransaction(scope, async (scope) => {
    const gone = await scope.db.delete(authorisations).where(mine(scope, id)).returning({ id: authorisations.id });
    // Two presses at once: one of them has it.
    if (gone.length === 0) throw over();
    return insertConnected(scope, outside, { kind, name }, connected);
  });
}

async function readGranted(scope: Scope, id: string) {
  const [row] = await scope.db
    .select()
    .from(authorisations)
    .where(and(mine(scope, id), gt(authorisations.expiresAt, scope.now)));
  const { grant, pages } = row ?? {};
  if (!row || !grant || !pages) throw over();
  return { ...row, grant, pages };
}

function over(): Problem {
  return new Problem(
    'not_found',
    'This sign-in is over: a page was chosen, or ten minutes have passed. Sign in again.',
  );
}

function mine(scope: Scope, id: string) {
  return and(
    eq(authorisations.workspaceId, scope.workspaceId),
    eq(authorisations.userId, scope.actor.userId ?? ''),
    eq(authorisations.id, id),
  );
}
