import { normaliseEmail } from '@mobilise/contracts/email-address';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesIn } from './csv.ts';

describe('an e-mail address', () => {
  test.each([
    [' Anna.Example@Example.ORG ', 'anna.example@example.org'],
    ['o’brien@example.org', null],
    ["o'brien+news@example.org", "o'brien+news@example.org"],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['a@b', null],
    ['a@127.0.0.1', null],
    ['a@[127.0.0.1]', null],
    ['a@example.org\r\nBcc: b@example.org', null],
    ['"a b"@example.org', null],
    ['a..b@example.org', null],
    ['a@example.org/path', null],
    ['a@b@example.org', null],
    [`${'a'.repeat(65)}@example.org`, null],
    [`a@${'b.'.repeat(130)}org`, null],
    ['', null],
  ])('%j is %j', (typed, address) => {
    expect(normaliseEmail(typed)).toBe(address);
  });

  test('in its one spelling stays as it is, is one line, and has one @', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary', maxLength: 60 })), (typed) => {
        const address = normaliseEmail(typed);
        if (address === null) return;
        expect(normaliseEmail(address)).toBe(address);
        expect(address).toMatch(/^[!-~]+$/);
        expect(address.split('@')).toHaveLength(2);
        expect(address.length).toBeLessThanOrEqual(254);
      }),
    );
  });
});

describe('the addresses of a CSV file', () => {
  test.each([
    [
      'with a heading',
      'Name,E-mail\nAnna,anna@example.org\n"Ben, Dr","BEN@example.org"\n',
      ['anna@example.org', 'ben@example.org'],
      0,
    ],
    ['of a spreadsheet', '\ufeffname;email\r\nAnna;anna@example.org\r\n', ['anna@example.org'], 0],
    ['one a line', 'anna@example.org\nben@example.org', ['anna@example.org', 'ben@example.org'], 0],
    ['of a mail program', 'Anna Example <anna@example.org>\n', ['anna@example.org'], 0],
    ['twice the same', 'anna@example.org\nANNA@example.org\n', ['anna@example.org'], 0],
    ['with an unknown heading', 'Kontakt\nanna@example.org\n', ['anna@example.org'], 0],
    ['with lines without', 'email\nanna@example.org\nnobody\n\n', ['anna@example.org'], 1],
    [
      'hostile',
      'email\n=HYPERLINK("http://x";"anna@example.org")\n"a@example.org\r\nBcc: b@example.org"\nanna@example.org',
      ['anna@example.org'],
      2,
    ],
    [
      'with a quote that is never closed',
      'anna@example.org\n"ben@example.org\ncleo@example.org',
      ['anna@example.org', 'ben@example.org', 'cleo@example.org'],
      0,
    ],
  ])('%s', (_name, csv, emails, invalid) => {
    const found = addressesIn(csv);
    expect(found.emails).toEqual(emails);
    expect(found.invalid).toHaveLength(invalid);
  });

  test('are addresses, each once, whatever the file', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('a@example.org', '"', ',', ';', '\n', '\r\n', 'x', '=1', 'B@EXAMPLE.ORG', '<', '>', ' '),
        ),
        (parts) => {
          const { emails, invalid } = addressesIn(parts.join(''));
          expect(new Set(emails).size).toBe(emails.length);
          for (const email of emails) expect(normaliseEmail(email)).toBe(email);
          for (const { line } of invalid) expect(line).toBeGreaterThan(0);
        },
      ),
    );
  });
});
