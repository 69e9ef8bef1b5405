import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import type { setup as setupRoute } from '@mobilise/contracts/team';
import type { Db } from '@mobilise/db/connect';
import { members } from '@mobilise/db/schema/team';
import { eq, sql } from 'drizzle-orm';
import type { Response } from 'express';
import { derivedKey } from '../auth.ts';
import type { Context } from '../context.ts';
import { makeWorkspace } from '../workspaces.ts';
import { newAccount } from './accounts.ts';

/** Whether nobody owns a workspace yet. */
export async function setupNeeded(db: Db): Promise<boolean> {
  const [owner] = await db.select({ id: members.userId }).from(members).where(eq(members.role, 'owner')).limit(1);
  return !owner;
}

/**
 * The token of the set-up link. It follows from the secret, so that a restart prints the same link; it is worth
 * nothing once there is an owner.
 */
export function setupToken(secret: string): string {
  return createHmac('sha256', derivedKey(secret, 'set-up')).update('first owner').digest('base64url');
}

/** Throws Problem `gone` for a token that is not the set-up link’s, or of no use any more. */
export async function checkSetup({ db, settings }: Context, token: string): Promise<{ ok: true }> {
  const expected = Buffer.from(setupToken(settings.secret));
  const given = Buffer.from(token);
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  if (genuine && (await setupNeeded(db))) return { ok: true };
  throw new Problem(
    'gone',
    'This set-up link is not valid, or has been used. Sign in, or start Mobilise again to see the present link.',
  );
}

/** Creates the first owner and their workspace, and signs them in. Problem `gone` when there is one already. */
export async function setUp(
  context: Context,
  body: RouteRequest<typeof setupRoute>['body'],
  response: Response,
  now: Date,
): Promise<{ workspaceId: string }> {
  await checkSetup(context, body.token);
  return context.db.transaction(async (tx) => {
    // Not waited for: the account is made on another connection, which those who wait would hold.
    const [lock] = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('set-up')) as mine`,
    );
    if (!lock?.mine)
      throw new Problem('conflict', 'Somebody is setting Mobilise up at this moment. Wait a few seconds and sign in.');
    if (!(await setupNeeded(tx)))
      throw new Problem('gone', 'Somebody has just set Mobilise up. Sign in, or ask them to invite you.');
    const userId = await newAccount(context, body, response);
    const { workspace } = await makeWorkspace(tx, { userId, name: body.name }, body.workspace, now);
    return { workspaceId: workspace.id };
  });
}
