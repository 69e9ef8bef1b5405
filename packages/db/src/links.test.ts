import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signed, suppressionHash, verified } from './links.ts';
import { sealingKey } from './secrets.ts';

const key = sealingKey('a secret that is only for tests, long enough');
const other = sealingKey('another secret that is only for tests, long enough');
const part = fc.stringMatching(/^[0-9a-z-]{1,40}$/);

test('what was signed is known again, for its purpose and by its key alone', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
      const name = signed(key, 'unsubscribe', parts);
      expect(verified(key, 'unsubscribe', name)).toEqual(parts);
      expect(verified(key, 'confirm', name)).toBeNull();
      expect(verified(other, 'unsubscribe', name)).toBeNull();
      expect(verified(key, 'unsubscribe', `${name}0`)).toBeNull();
      expect(verified(key, 'unsubscribe', `1${name}`)).toBeNull();
    }),
  );
});

test('anything else is not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(verified(key, 'letter', text)).toBeNull();
    }),
  );
});

test('the same address of two newsletters has two hashes', () => {
  expect(suppressionHash(key, 'one', 'anna@example.org')).not.toBe(suppressionHash(key, 'two', 'anna@example.org'));
  expect(suppressionHash(key, 'one', 'anna@example.org')).not.toBe(suppressionHash(other, 'one', 'anna@example.org'));
});
