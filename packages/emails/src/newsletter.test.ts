import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmation } from './confirmation.ts';
import { type LetterItem, newsletter } from './newsletter.ts';
import { warningsOf } from './render.ts';

const brand = { name: 'Riverside Hospice', colour: '#0f766e', postalAddress: '4 Mill Lane' };
const frame = {
  ...brand,
  about: 'News, once a month',
  unsubscribeUrl: 'https://news.example/newsletters/unsubscribe/x',
};
const picture = { src: 'cid:garden@mobilise', alt: 'The garden in May', width: 1104, height: 736 };
const item: LetterItem = {
  title: 'Open day',
  summary: 'Come on Saturday.',
  html: '<p>From <strong>nine</strong>.</p><figure><img src="asset:garden" alt="The garden in May"><figcaption>Our garden</figcaption></figure>',
  text: 'From nine.',
  pictures: { garden: picture },
  lead: null,
  url: 'https://news.example/news/riverside/open-day',
};

test('says who it is from, why it came, and how to end it, in HTML and in plain text', async () => {
  const { subject, html, text } = await newsletter(item, frame);
  expect(subject).toBe('Open day');
  for (const part of [html, text])
    for (const words of [
      'Open day',
      'Come on Saturday.',
      'News, once a month',
      'Riverside Hospice',
      '4 Mill Lane',
      frame.unsubscribeUrl,
      item.url ?? '',
    ])
      expect(part).toContain(words);
  expect(text).not.toMatch(/<\w/);
});

test('can be heard and seen: a language, one first heading, alt texts, layout tables that say so, dark colours', async () => {
  const { html } = await newsletter({ ...item, lead: picture }, frame);
  expect(html).toMatch(/<html[^>]* lang="en-GB"/);
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html.match(/<img/g)).toHaveLength(2);
  for (const [img] of html.matchAll(/<img[^>]*>/g)) expect(img).toMatch(/alt="The garden in May"[^>]*width="552"/);
  for (const [table] of html.matchAll(/<table[^>]*>/g)) expect(table).toContain('role="presentation"');
  expect(html).toContain('prefers-color-scheme: dark');
  expect(html).toContain('max-width:600px');
});

test('the data of an infographic stay a table, with its caption and heads', async () => {
  const table =
    '<table><caption>Beds</caption><thead><tr><th>Year</th></tr></thead><tbody><tr><td>2026</td></tr></tbody></table>';
  const { html } = await newsletter({ ...item, html: table }, frame);
  expect(html).toMatch(/<table(?![^>]*presentation)[^>]*><caption/);
});

test('pictures there is no room for leave their words', async () => {
  const { html } = await newsletter({ ...item, pictures: {} }, frame);
  expect(html).not.toContain('<img');
  expect(html).toContain('Picture: The garden in May');
});

test('what people write is never markup, and names no file', { timeout: 60_000 }, async () => {
  const hostile = fc.array(
    fc.constantFrom(
      '<script>',
      '</mj-text>',
      '<mj-include path="/etc/passwd" />',
      '"',
      "'",
      '&',
      '-->',
      '<!--[if mso]>',
      '[[x]]',
      '{{ x }}',
      ' ',
      '\r\n',
      '\0',
      'a',
      '<img src=x onerror=y>',
    ),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (parts) => {
      const words = parts.join('');
      const evil = { ...item, title: words, summary: words, lead: { ...picture, alt: words } };
      const { subject, html } = await newsletter(evil, { ...frame, name: words, about: words, postalAddress: words });
      expect(html).not.toMatch(/<script|onerror=y>|<mj-|root:/);
      expect(subject).not.toMatch(/[\r\n\0]/);
      expect(html.match(/<img/g)).toHaveLength(2);
    }),
    { numRuns: 40 },
  );
});

test('a letter that Gmail would cut off is told of', async () => {
  const short = await newsletter(item, frame);
  expect(short.html.length).toBeLessThan(15_000);
  expect(warningsOf(short)).toEqual([]);
  const long = await newsletter({ ...item, html: `<p>${'word '.repeat(25_000)}</p>` }, frame);
  expect(warningsOf(long)).toEqual([expect.stringContaining('Gmail')]);
});

test('the question whether somebody meant it holds nothing that whoever typed the address could have put there', async () => {
  const { html, text, subject } = await confirmation(
    { about: 'News', confirmUrl: 'https://news.example/c/1', days: 7 },
    brand,
  );
  expect(subject).toBe('Please confirm: Riverside Hospice');
  for (const part of [html, text]) {
    expect(part).toContain('https://news.example/c/1');
    expect(part).toContain('7 days');
  }
});

test.each([
  ['#0f766e', '#ffffff'],
  ['#ffe08a', '#000000'],
])('the button on %s is written in %s', async (colour, ink) => {
  const { html } = await newsletter(item, { ...frame, colour });
  expect(html).toMatch(new RegExp(`background:${colour};color:${ink}`));
});
