import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fakeKey } from './ghost-fake.ts';
import { adminKeyOf, tokenOf } from './ghost-token.ts';

describe('the token', () => {
  test('is a JWT that names the key, the Admin API and at most five minutes, signed with the secret as bytes', () => {
    const key = adminKeyOf(fakeKey);
    if (!key) throw new Error('The fake’s key is none');
    const [head = '', claims = '', signature] = tokenOf(key, 1_795_000_000).split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(head)).toEqual({ alg: 'HS256', typ: 'JWT', kid: key.id });
    expect(read(claims)).toEqual({ iat: 1_795_000_000, exp: 1_795_000_240, aud: '/admin/' });
    const bytes = Buffer.from(key.secret, 'hex');
    expect(signature).toBe(createHmac('sha256', bytes).update(`${head}.${claims}`).digest('base64url'));
  });

  test.each(['', 'abc', '6748592f:xyz', '6748592f', ':b1b5', null])('%s is no key', (typed) => {
    expect(adminKeyOf(typed)).toBeNull();
  });
});
