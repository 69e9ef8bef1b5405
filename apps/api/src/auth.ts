import { hkdfSync } from 'node:crypto';
import { personName } from '@mobilise/contracts/team';
import type { Connection } from '@mobilise/db/connect';
import * as tables from '@mobilise/db/schema/auth';
import type { Settings } from '@mobilise/db/settings';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Logger } from 'pino';
import { commonPassword } from './common-password.ts';

/** Set by the API itself from the connection, whatever the client sent: what the rate limits count by. */
export const clientAddressHeader = 'x-mobilise-client';

/** Milliseconds for which a code of an authenticator may count: its half minute, the one before and the one after, and some. */
const codeCounts = 120_000;

/** A key for one purpose, derived from the installation's secret (HKDF-SHA256, RFC 5869), hex. */
export function derivedKey(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', `mobilise ${purpose}`, 32)).toString('hex');
}

/** Passwords, sessions, second factors and their rate limits, by better-auth. Memberships and roles are our own. */
export function createAuth(settings: Settings, db: Connection['db'], log: Logger) {
  const secure = settings.publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'Mobilise',
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    secret: derivedKey(settings.secret, 'sessions'),
    telemetry: { enabled: false },
    database: drizzleAdapter(db, { provider: 'pg', schema: tables, usePlural: true, transaction: true }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: 14 * 24 * 3600, updateAge: 24 * 3600, freshAge: 24 * 3600 },
    // Cross-site requests are refused before they come here (cross-site.ts); any name of this host is our own origin.
    trustedOrigins: (request) => (request ? [new URL(request.url).origin] : []),
    // Per address and path. A whole hospital may share one address, so the limits leave room for a Monday morning.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 200,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/two-factor/verify-totp': { window: 60, max: 5 },
        '/two-factor/verify-backup-code': { window: 60, max: 5 },
        '/change-password': { window: 60, max: 5 },
      },
    },
    advanced: {
      cookiePrefix: 'mobilise',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', secure },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    // What is nobody's mistake goes to the one handler of problems, which knows an absent database from a fault.
    onAPIError: { throw: true },
    databaseHooks: { user: { update: { before: checkName } } },
    hooks: { before: refuseBefore, after: freeWrong },
    plugins: [twoFactor({ issuer: 'Mobilise' })],
    logger: { log: (level, message) => log[level]({ from: 'auth' }, message) },
  });
}

const refuseBefore = createAuthMiddleware(async (asked) => {
  const body = (asked.body ?? {}) as Record<string, unknown>;
  // Where people join, their account is made by ours (team/accounts.ts), which looks at the password itself.
  if (asked.path === '/change-password') refuseCommon(body['newPassword']);
  if (asked.path === '/two-factor/verify-totp') await refuseUsed(asked);
});

/** What was merely wrong was not used: typed once more, it is told to be wrong again. */
const freeWrong = createAuthMiddleware(async (asked) => {
  const { returned, internalAdapter } = asked.context;
  if (asked.path !== '/two-factor/verify-totp' || !isAPIError(returned) || returned.body?.code !== 'INVALID_CODE')
    return;
  const typed = await typedCode(asked);
  if (typed) await internalAdapter.deleteVerificationByIdentifier(typed.identifier);
});

function refuseCommon(password: unknown): void {
  const message = typeof password === 'string' ? commonPassword(password) : null;
  if (message) throw new APIError('BAD_REQUEST', { code: 'PASSWORD_COMMON', message: `${message}.` });
}

type Asked = Parameters<typeof getSessionFromCtx>[0];

/**
 * A code of an authenticator counts once (RFC 6238, 5.2), so that whoever saw it typed has no use of it. It is taken before it is
 * looked at, by one row that only one request can write.
 */
async function refuseUsed(asked: Asked): Promise<void> {
  const typed = await typedCode(asked);
  if (!typed) return;
  const isFirst = await asked.context.internalAdapter.reserveVerificationValue({
    identifier: typed.identifier,
    value: typed.userId,
    expiresAt: new Date(Date.now() + codeCounts),
  });
  if (!isFirst)
    throw new APIError('UNAUTHORIZED', {
      code: 'CODE_USED',
      message: 'That code was used already. Each works once: wait for the next.',
    });
}

/** Who typed a code of an authenticator, and the name of the row that takes it; null for anything else. */
async function typedCode(asked: Asked): Promise<{ userId: string; identifier: string } | null> {
  const { code } = (asked.body ?? {}) as { code?: unknown };
  if (typeof code !== 'string' || !/^\d{6}$/.test(code)) return null;
  const { internalAdapter, createAuthCookie, secret } = asked.context;
  const half = await asked.getSignedCookie(createAuthCookie('two_factor').name, secret);
  // Looking also clears away, now and then, what has expired.
  const signingIn = await internalAdapter.findVerificationValue(half || 'nobody');
  const userId = (await getSessionFromCtx(asked))?.user.id ?? signingIn?.value;
  return userId ? { userId, identifier: `totp-${userId}-${code}` } : null;
}

async function checkName({ name }: { name?: unknown }): Promise<void> {
  const checked = personName.optional().safeParse(name);
  if (!checked.success) throw new APIError('BAD_REQUEST', { message: checked.error.issues[0]?.message ?? '' });
}

export type Auth = ReturnType<typeof createAuth>;
