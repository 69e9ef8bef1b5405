import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countText, misfits, outgoingText } from '../channels.ts';
import { mastodonTyped } from '../connecting/mastodon.ts';
import { mastodonConfig, withoutServers } from './mastodon.ts';

const count = (text: string) => countText('mastodon', text);

describe('what Mastodon counts', () => {
  test.each([
    ['plain words', 'Flu clinic', 10],
    ['a family as one', '👩‍👩‍👧‍👦!', 2],
    ['a link as 23, short or long', `See https://nhs.uk and https://nhs.uk/${'x'.repeat(300)}`, 4 + 23 + 5 + 23],
    ['a link with a query as 23', 'https://nhs.uk/find?town=York&open=now#map', 23],
    ['the full stop behind a link', 'At https://nhs.uk/flu.', 3 + 23 + 1],
    ['the bracket behind a link', '(https://nhs.uk/flu)', 1 + 23 + 1],
    ['a link without a scheme in full', 'www.nhs.uk/flu', 14],
    ['what has no dot in full', 'http://localhost/flu', 20],
    ['a mention without its server', '@carers@mastodon.social hello', 13],
    ['a mention with dots and hyphens', '@carers-uk.north@social.nhs.uk', 16],
    ['a mention of this server', '@carers hello', 13],
    ['an e-mail address in full', 'flu@clinic.nhs.uk', 17],
    ['a mention inside a link as part of it', 'https://nhs.uk/@carers@mastodon.social/1', 23],
  ])('%s', (_, text, characters) => {
    expect(count(text)).toBe(characters);
  });

  test('links and mentions only ever save characters, short links aside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        fc.pre(!/https?:/i.test(text));
        expect(count(text)).toBeLessThanOrEqual([...new Intl.Segmenter().segment(text)].length);
        expect(withoutServers(withoutServers(text)).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('a link on Mastodon', () => {
  const link = 'https://news.riverside.example/news/riverside/flu-clinic';
  const post = (text: string, images: { alt: string }[] = []) => ({ text, images, link });

  test('stands behind the words, once, and not with images, where no card is shown', () => {
    expect(outgoingText('mastodon', post('Flu clinic'))).toBe(`Flu clinic\n\n${link}`);
    expect(outgoingText('mastodon', post(`${link} opens`))).toBe(`${link} opens`);
    expect(outgoingText('mastodon', post(' '))).toBe(link);
    expect(outgoingText('mastodon', post('Flu clinic', [{ alt: 'A nurse' }]))).toBe('Flu clinic');
    expect(outgoingText('bluesky', post('Flu clinic'))).toBe('Flu clinic');
  });

  test('takes its 23 characters and two line breaks from the 500', () => {
    expect(misfits('mastodon', post('x'.repeat(475)))).toEqual([]);
    expect(misfits('mastodon', post('x'.repeat(476)))).toEqual([
      'Mastodon takes 500 characters; shorten the text by 1.',
    ]);
  });
});

test('a pasted token loses what was copied around it, and a sentence is no token', () => {
  const typed = { server: 'https://mastodon.social', accessToken: ' abc123\n' };
  expect(mastodonTyped.parse(typed)).toEqual({ server: 'https://mastodon.social', accessToken: 'abc123' });
  expect(mastodonTyped.safeParse({ ...typed, accessToken: 'my access token' }).success).toBe(false);
});

test('what is public of a connection never holds a token', () => {
  const known = { server: 'https://mastodon.social', accountId: '1', handle: 'riverside@mastodon.social' };
  expect(mastodonConfig.parse({ ...known, accessToken: 'abc123' })).toEqual(known);
});
