import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, SealError, seal, sealingKey } from './secrets.ts';

const key = sealingKey('a secret of at least thirty-two characters');
const channel = '01991e2a-0000-7000-8000-000000000001';
const credentials = { accessJwt: 'eyJ…', note: 'Zoë' };

describe('sealed credentials', () => {
  it('open again to what they were', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
        expect(open(seal(plain, key, channel), key, channel)).toEqual(plain);
      }),
    );
  });

  it('show nothing of what they hold and differ every time', () => {
    const [one, two] = [seal(credentials, key, channel), seal(credentials, key, channel)];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^v1\./);
    expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain('eyJ');
  });

  it('do not open when any one bit was changed', () => {
    const sealed = seal(credentials, key, channel);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const tampered = Buffer.from(bytes);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      expect(() => open(`v1.${tampered.toString('base64url')}`, key, channel)).toThrow(SealError);
    }
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', 'plain words'])('refuse what was never sealed: %j', (sealed) => {
    expect(() => open(sealed, key, channel)).toThrow(SealError);
  });

  it('do not open for another channel or with another secret', () => {
    const sealed = seal(credentials, key, channel);
    expect(() => open(sealed, key, '01991e2a-0000-7000-8000-000000000002')).toThrow(SealError);
    expect(() => open(sealed, sealingKey('another secret of thirty-two characters!'), channel)).toThrow(SealError);
  });

  it('name no secret in the error', () => {
    const error = (() => {
      try {
        return open(seal(credentials, key, channel), sealingKey('x'.repeat(32)), channel);
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(String(error)).not.toContain('eyJ');
    expect(error).not.toHaveProperty('cause');
  });
});
