import { setTimeout as wait } from 'node:timers/promises';
import type { Connected } from '@mobilise/channels/adapter';
import { adapterFor } from '@mobilise/channels/registry';
import { failureIn } from '@mobilise/channels/service';
import { finishSignIn, type Grant, grant as grantSchema, renewalOf, withKeptRefresh } from '@mobilise/channels/sign-in';
import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import type { finishAuthorisation } from '@mobilise/contracts/sign-in';
import { isSignInKind } from '@mobilise/contracts/sign-in-kinds';
import { authorisations } from '@mobilise/db/schema/authorisations';
import { workspaces } from '@mobilise/db/schema/team';
import { open, SealError, seal, sealingKey } from '@mobilise/db/secrets';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { hashSecret, type SignedIn, scopeOf } from '../authorise.ts';
import type { Context } from '../context.ts';
import { inTransaction, type Scope } from '../scope.ts';
import { replaceCredentials, sameAccountOrThrow } from './connect.ts';
import { type Outside, wayOut } from './connection.ts';
import { isRenewing, lockChannel, readRow } from './locks.ts';
import { getChannel } from './read.ts';
import { partiesOf, patience, redirectAddress } from './sign-in.ts';

/** Milliseconds between looks whether a renewal is over. */
const pause = 250;

type AuthorisationRow = typeof authorisations.$inferSelect;
type Answer = RouteResponse<typeof finishAuthorisation>;
type Body = RouteRequest<typeof finishAuthorisation>['body'];

/**
 * Takes what a platform sent somebody back with: once, in time, and only in the session that began. Exchanges the code, and
 * finds the pages to choose from, or reconnects the channel for which it was begun. What the platform refuses is told in the
 * answer, so that the person gets back to where they were. Problem `gone` for an answer that nobody waits for.
 */
export async function finishAuthorised(context: Context, signedIn: SignedIn, body: Body, now: Date): Promise<Answer> {
  const row = await takeOnce(context, signedIn, body.state, now);
  const scope = { ...(await scopeOf(context, 'channels.manage', row.workspaceId, signedIn)), now };
  const [workspace] = await scope.db
    .select({ slug: workspaces.slug })
    .from(workspaces)
    .where(eq(workspaces.id, row.workspaceId));
  const { publicUrl } = context.settings;
  const channel = row.channelId && (await getChannel(scope, publicUrl, row.channelId));
  const plain = {
    workspace: workspace?.slug ?? '',
    kind: row.kind,
    authorisation: null,
    channel: channel || null,
    refusal: null,
  };
  try {
    const granted = await exchange(context, row, body);
    if (row.channelId) return { ...plain, channel: await reconnect(scope, context, row.channelId, granted) };
    await keep(scope, context, row.id, granted);
    return { ...plain, authorisation: row.id };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { ...plain, refusal };
  }
}

/** The authorisation that a `state` belongs to, from now on used up. Another session's attempt leaves it as it is. */
async function takeOnce(
  { db }: Context,
  { userId, sessionId }: SignedIn,
  state: string,
  now: Date,
): Promise<AuthorisationRow> {
  const [row] = await db
    .update(authorisations)
    .set({ usedAt: now })
    .where(
      and(
        eq(authorisations.stateHash, hashSecret(state)),
        eq(authorisations.sessionId, sessionId),
        eq(authorisations.userId, userId),
        isNull(authorisations.usedAt),
        gt(authorisations.expiresAt, now),
      ),
    )
    .returning();
  if (row) return row;
  throw new Problem(
    'gone',
    'This answer belongs to no sign-in that was begun in this browser in the last ten minutes, or it has been used already. Begin again.',
  );
}

interface Granted {
  kind: AuthorisationRow['kind'];
  grant: Grant;
  pages: NonNullable<AuthorisationRow['pages']>;
}

/** Problem `channel_refused` for what the platform or the person refused; throws ServiceFailure. */
async function exchange(
  context: Context,
  row: AuthorisationRow,
  { state, code, error, errorDescription }: Body,
): Promise<Granted> {
  const { kind, id } = row;
  if (!isSignInKind(kind)) throw new Error(`Nobody signs in at ${kind}`);
  const { label } = channelKindOf(kind);
  if (!code) {
    const said = errorDescription || error;
    throw new Problem('channel_refused', said ? `${label} says: “${said}”` : `${label} sent no code.`);
  }
  const { client, signIn } = await partiesOf(context, kind);
  const sealedVerifier = row.verifier && open(row.verifier, sealingKey(context.settings.secret), id);
  const verifier = sealedVerifier ? String(sealedVerifier['verifier']) : null;
  const back = { code, state, verifier, redirectAddress: redirectAddress(context.settings) };
  const grant = await finishSignIn(signIn, client, back, wayOut(context));
  const { pages, member } = await signIn.pages(grant, client, wayOut(context));
  if (pages.length === 0)
    throw new Problem('channel_refused', connectOf(kind).signIn?.noPages ?? `${label} names nothing to post to.`);
  return { kind, grant: { ...grant, member }, pages };
}

/** Keeps the tokens, sealed, until a page is chosen. */
async function keep(scope: Scope, { settings }: Outside, id: string, { grant, pages }: Granted): Promise<void> {
  await scope.db
    .update(authorisations)
    .set({
      grant: seal(grant, sealingKey(settings.secret), id),
      pages,
      expiresAt: new Date(scope.now.getTime() + patience),
    })
    .where(and(eq(authorisations.workspaceId, scope.workspaceId), eq(authorisations.id, id)));
}

/** Problems: `conflict` when who signed in has nothing to do with the channel's page. */
async function reconnect(
  scope: Scope,
  context: Context,
  id: string,
  { kind, grant, pages }: Granted,
): Promise<Channel> {
  const present = await readRow(scope, id);
  const wanted = channelKindOf(kind).account(present.config);
  const page = pages.find((one) => one.id === wanted);
  if (!page || !isSignInKind(kind)) {
    const there = channelKindOf(kind).address(present.config, context.settings.publicUrl);
    throw new Problem(
      'conflict',
      `Whoever signed in does not look after ${there}. Sign in as somebody who does, or connect another page as a channel of its own.`,
    );
  }
  const { client } = await partiesOf(context, kind);
  const { connect } = await adapterFor(kind);
  const connected = await connect({ page: page.id, grant, origin: client.origin }, wayOut(context));
  sameAccountOrThrow(context, present, connected);
  for (;;) {
    const channel = await inTransaction(scope, async (scope) => {
      const locked = await lockChannel(scope, id);
      // Its answer may bring the only refresh token that still counts.
      if (await isRenewing(scope, id)) return null;
      return replaceCredentials(scope, context, locked, withStoredRefresh(context, id, locked.credentials, connected));
    });
    if (channel) return channel;
    await wait(pause);
  }
}

/** Platforms do not always give a refresh token again to who has allowed the same before: then the one there is stays. */
function withStoredRefresh({ settings }: Context, id: string, stored: string | null, connected: Connected): Connected {
  const fresh = grantSchema.safeParse(connected.credentials).data;
  // A kind may keep something else of what was allowed: a page's own token, say.
  if (!stored || !fresh) return connected;
  try {
    const present = grantSchema.safeParse(open(stored, sealingKey(settings.secret), id)).data;
    return present ? { ...connected, ...renewalOf(withKeptRefresh(fresh, present)) } : connected;
  } catch (error) {
    // Sealed with a secret that is gone: there is nothing to keep.
    if (error instanceof SealError) return connected;
    throw error;
  }
}

function refusalOf(error: unknown): Answer['refusal'] {
  const again = 'Nothing was connected. You can sign in again.';
  if (
    error instanceof Problem &&
    ['channel_refused', 'address_refused', 'conflict', 'wrong_state'].includes(error.code)
  )
    return { message: error.message, advice: error.fields?.[0]?.message ?? again };
  const failure = failureIn(error);
  return failure && { message: failure.message, advice: again };
}
