import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const words = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><title>Café “Śmigus”</title>`;
const latin = (encoding: string) => `<?xml version='1.0' encoding='${encoding}' ?><title>Zoë – 5 €</title>`;
const windows = (text: string) => Buffer.from(text.replaceAll('–', '\x96').replaceAll('€', '\x80'), 'latin1');
const big = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('the letters of a feed and of what it names', () => {
  it.each<[string, Buffer, string | null, string]>([
    ['as UTF-8 where nothing is said', Buffer.from('<title>Café</title>'), null, '<title>Café</title>'],
    [
      'as UTF-8 with a mark, whatever else is said',
      Buffer.from(`\uFEFF${words('iso-8859-1')}`),
      'text/xml; charset=ISO-8859-1',
      words('iso-8859-1'),
    ],
    ['as their declaration says', windows(latin('ISO-8859-1')), 'application/rss+xml', latin('ISO-8859-1')],
    ['as their declaration says', windows(latin('windows-1252')), null, latin('windows-1252')],
    [
      'as they were served, before their declaration',
      windows(latin('UTF-8')),
      'text/xml; charset="Windows-1252"',
      latin('UTF-8'),
    ],
    [
      'as they were served, before their declaration',
      Buffer.from(words('ISO-8859-1')),
      'text/xml;charset=utf-8',
      words('ISO-8859-1'),
    ],
    [
      'as UTF-16 with a mark',
      Buffer.from(`\uFEFF${words('UTF-16')}`, 'utf16le'),
      'text/xml; charset=utf-8',
      words('UTF-16'),
    ],
    ['as UTF-16 with a mark, the other way round', big(`\uFEFF${words('UTF-16')}`), null, words('UTF-16')],
    ['as UTF-16 with a mark, of no XML', Buffer.from('\uFEFFWEBVTT\n\nCafé', 'utf16le'), 'text/vtt', 'WEBVTT\n\nCafé'],
    ['as UTF-16 without a mark', big(words('UTF-16')), null, words('UTF-16')],
    ['as UTF-8 where UTF-16 is declared and cannot be', Buffer.from(words('UTF-16')), null, words('UTF-16')],
  ])('are read %s', (_, bytes, type, text) => {
    expect(decodeText(bytes, type)).toBe(text);
  });

  it('that nobody knows are refused in words', () => {
    expect(() => decodeText(Buffer.from(words('x-klingon')), null)).toThrow(/written in “x-klingon”.*UTF-8/);
    expect(() => decodeText(Buffer.from(words('utf-8')), 'text/xml; charset=nothing')).toThrow(/“nothing”/);
  });
});
