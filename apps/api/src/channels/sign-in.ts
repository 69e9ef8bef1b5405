import { adapterFor } from '@mobilise/channels/registry';
import { beginSignIn, type SignIn } from '@mobilise/channels/sign-in';
import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { callbackPath, type getSignIn, type startAuthorisation } from '@mobilise/contracts/sign-in';
import type { SignInClient, SignInKind } from '@mobilise/contracts/sign-in-kinds';
import { authorisations } from '@mobilise/db/schema/authorisations';
import { seal, sealingKey } from '@mobilise/db/secrets';
import { hashSecret, type SignedIn } from '../authorise.ts';
import type { Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import type { Outside } from './connection.ts';
import { readRow } from './locks.ts';

/** Milliseconds for signing in at the platform, and then again for choosing a page. */
export const patience = 10 * 60_000;

/** Whether this installation is registered at a platform, and what to register there. */
export function signInStatus({ settings }: Outside, kind: SignInKind): RouteResponse<typeof getSignIn> {
  const name = kind.toUpperCase();
  return {
    isSetUp: settings.signInClients[kind] !== undefined,
    redirectAddress: redirectAddress(settings),
    variables: [`MOBILISE_${name}_CLIENT_ID`, `MOBILISE_${name}_CLIENT_SECRET`],
  };
}

/**
 * Remembers who is sent to a platform and why; answers where to send them. Problems: `wrong_state` where nobody has registered
 * this installation there, `not_found`, `stale_version`, `invalid_request` for a channel of another kind.
 */
export async function startSignIn(
  scope: Scope,
  outside: Outside,
  { userId, sessionId }: SignedIn,
  { kind, channel }: RouteRequest<typeof startAuthorisation>['body'],
): Promise<RouteResponse<typeof startAuthorisation>> {
  const { client, signIn } = await partiesOf(outside, kind);
  if (channel) {
    const present = await readRow(scope, channel.id);
    sameVersionOrThrow(channel.version, { version: present.version }, 'channel');
    if (present.kind !== kind)
      throw new Problem('invalid_request', `This channel is ${channelKindOf(present.kind).label}.`, {
        fields: [{ field: 'body.kind', message: 'This channel is of another kind' }],
      });
  }
  const { address, state, verifier } = await beginSignIn(signIn, client, redirectAddress(outside.settings));
  const id = newId();
  await scope.db.insert(authorisations).values({
    id,
    workspaceId: scope.workspaceId,
    userId,
    sessionId,
    kind,
    channelId: channel?.id ?? null,
    stateHash: hashSecret(state),
    verifier: verifier === null ? null : seal({ verifier }, sealingKey(outside.settings.secret), id),
    createdAt: scope.now,
    expiresAt: new Date(scope.now.getTime() + patience),
  });
  return { address };
}

/** A platform's sign-in and what we are registered as there. Problem `wrong_state` where we are not. */
export async function partiesOf(
  { settings }: Outside,
  kind: SignInKind,
): Promise<{ client: SignInClient; signIn: SignIn }> {
  const { signIn } = await adapterFor(kind);
  const client = settings.signInClients[kind];
  if (!signIn) throw new Error(`Nobody signs in at ${kind}`);
  if (client) return { client, signIn };
  throw new Problem(
    'wrong_state',
    `This installation is not registered at ${channelKindOf(kind).label} yet. Whoever runs it has to set its client ID and secret.`,
  );
}

/** Where platforms send people back to: one address for all, made of the settings and nothing that a request says. */
export function redirectAddress({ publicUrl }: Outside['settings']): string {
  return `${publicUrl}${callbackPath}`;
}
