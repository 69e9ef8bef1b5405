import { Problem } from '@mobilise/contracts/problems';
import { users } from '@mobilise/db/schema/auth';
import { members } from '@mobilise/db/schema/team';
import { and, eq, notExists } from 'drizzle-orm';
import type { Response } from 'express';
import { clientAddressHeader } from '../auth.ts';
import { commonPassword } from '../common-password.ts';
import type { Context } from '../context.ts';

/**
 * Makes an account and signs it in on this response; returns its user id. Runs outside the caller's transaction, so an
 * account whose joining failed half-way is left without any membership: such a one is made anew.
 * Problems: `conflict` when the address has an account in use, `invalid_request` for a password that everybody guesses.
 */
export async function newAccount(
  { db, auth }: Context,
  person: { name: string; email: string; password: string },
  response: Response,
): Promise<string> {
  const message = commonPassword(person.password);
  if (message) throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.password', message }] });
  await removeUnused(db, person.email);
  const inUse = (cause?: unknown) =>
    new Problem(
      'conflict',
      'This e-mail address has an account already. Sign in with it first, then open the link again.',
      { fields: [{ field: 'body.email', message: 'Has an account already' }], cause },
    );
  if (await hasAccount({ db }, person.email)) throw inUse();
  const { req } = response;
  const { headers, response: signedUp } = await auth.api
    .signUpEmail({
      // For the list of sessions: the device, and where from.
      headers: new Headers({ 'user-agent': req.get('user-agent') ?? '', [clientAddressHeader]: req.ip ?? '' }),
      body: { name: person.name, email: person.email, password: person.password },
      returnHeaders: true,
    })
    .catch(async (error: unknown) => {
      // Another request with the same address was quicker.
      throw (await hasAccount({ db }, person.email)) ? inUse(error) : error;
    });
  for (const cookie of headers.getSetCookie()) response.append('Set-Cookie', cookie);
  return signedUp.user.id;
}

/** Locked first: a joining that is under way holds the row, and its membership must be seen before anything is removed. */
async function removeUnused(db: Context['db'], email: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.email, email)).for('update');
    const memberships = tx.select({ id: members.userId }).from(members).where(eq(members.userId, users.id));
    await tx.delete(users).where(and(eq(users.email, email), notExists(memberships)));
  });
}

/** Whether an address has an account. */
export async function hasAccount({ db }: Pick<Context, 'db'>, email: string): Promise<boolean> {
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
  return user !== undefined;
}
