import { createHmac } from 'node:crypto';

/** Seconds a token is good for. Ghost takes none that is older than five minutes. */
const lifetime = 240;

/** A key of the Admin API: who we are, and what signs for it. */
export interface AdminKey {
  id: string;
  secret: string;
}

/** Both parts of `id:secret`; null for anything else. */
export function adminKeyOf(typed: unknown): AdminKey | null {
  const [, id, secret] = typeof typed === 'string' ? (/^([0-9a-f]+):((?:[0-9a-f]{2})+)$/i.exec(typed) ?? []) : [];
  return id && secret ? { id, secret } : null;
}

/** A JSON Web Token (HS256) for one request, made at `now` in seconds since 1970. */
export function tokenOf({ id, secret }: AdminKey, now = Math.floor(Date.now() / 1000)): string {
  const parts = [
    { alg: 'HS256', typ: 'JWT', kid: id },
    { iat: now, exp: now + lifetime, aud: '/admin/' },
  ];
  const said = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = createHmac('sha256', Buffer.from(secret, 'hex')).update(said).digest('base64url');
  return `${said}.${signature}`;
}
