import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, Finding, OutgoingPost } from './adapter.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { mastodon } from './mastodon.ts';
import { type MastodonFake, mastodonFake } from './mastodon-fake.ts';
import { contentOf } from './mastodon-fake-content.ts';
import { fakeFriend } from './mastodon-fake-state.ts';
import { saysTheSame, wordsInHtml } from './mastodon-words.ts';

const hour = 3_600_000;
let fake: MastodonFake;
let connection: Connection;
beforeEach(async () => {
  fake = await mastodonFake();
  connection = await connectThrough(mastodon, fake.url, fake);
});
afterEach(() => fake.close());

const post: OutgoingPost = { ...samplePost(mastodon, { mention: `@${fakeFriend}`, images: [] }) };
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
/** Whether a send that began so long ago is found. */
const look = (since = 60_000, overrides: Partial<OutgoingPost> = {}): Promise<Finding> =>
  mastodon.reconcile({ ...post, ...overrides }, connection, ago(since));
const asksForSource = () => fake.calls.some((call) => call.endsWith('/source'));

describe('a status of ours is found', () => {
  test('by its words, with links, tags and mentions as the server shows them', async () => {
    const { id } = fake.post({ text: post.text });
    expect(await look()).toMatchObject({ found: 'published', remoteId: id });
    expect(asksForSource()).toBe(false);
  });

  test('by what was written, where the server dresses words up', async () => {
    const { id } = fake.post({ text: post.text, content: '<p><b>Flu clinic</b></p><p>Read more…</p>' });
    expect(await look()).toMatchObject({ found: 'published', remoteId: id });
    expect(asksForSource()).toBe(true);
  });

  test('with its link behind its words', async () => {
    const card = { url: 'https://riverside.example/a', title: '', description: '', image: null };
    const { id } = fake.post({ text: 'Flu clinic\n\nhttps://riverside.example/a' });
    expect(await look(60_000, { text: 'Flu clinic', card })).toMatchObject({ found: 'published', remoteId: id });
  });

  test('behind a hundred others that came after it', async () => {
    const { id } = fake.post({ text: post.text });
    for (let count = 0; count < 100; count += 1) fake.post({ text: `Other words ${count}`, inReplyTo: '1' });
    expect(await look()).toMatchObject({ found: 'published', remoteId: id });
    expect(fake.calls.filter((call) => call.endsWith('/statuses'))).toHaveLength(3);
  });

  test('among more posts than there are requests for, without asking for any source', async () => {
    for (let count = 0; count < 50; count += 1) fake.post({ text: `Other words ${count}` });
    const { id } = fake.post({ text: post.text });
    for (let count = 0; count < 50; count += 1) fake.post({ text: `More words ${count}` });
    expect(await look()).toMatchObject({ found: 'published', remoteId: id });
    expect(asksForSource()).toBe(false);
  });

  test.each([
    ['an hour ahead', hour],
    ['an hour behind', -hour],
  ])('when the clock of the server is %s', async (_, ahead) => {
    fake.setAhead(ahead);
    const before = fake.post({ text: post.text, createdAt: Date.now() + ahead - 120_000 });
    expect(await look()).toEqual({ found: 'absent' });
    const { id } = fake.post({ text: post.text });
    expect(id).not.toBe(before.id);
    expect(await look()).toMatchObject({ found: 'published', remoteId: id });
  });
});

describe('what is no status of ours', () => {
  test.each([
    ['is older', { text: post.text, createdAt: Date.now() - 120_000 }],
    ['says something else', { text: `${post.text} and more` }],
    ['answers somebody', { text: post.text, inReplyTo: '109302436954721000' }],
    ['is a boost', { text: post.text, isReblog: true }],
    ['shows an image that the post has not', { text: post.text, media: ['1'] }],
  ])('%s', async (_, status) => {
    fake.post(status);
    expect(await look()).toEqual({ found: 'absent' });
  });

  test('shows images that we did not upload', async () => {
    const { images } = samplePost(mastodon);
    fake.post({ text: post.text, media: ['7'] });
    const progress = (id: string) => ({ since: ago(60_000), media: [{ sha256: images[0]?.sha256, id }] });
    expect(await look(60_000, { images, progress: progress('8') })).toEqual({ found: 'absent' });
    expect(await look(60_000, { images, progress: progress('7') })).toMatchObject({ found: 'published' });
    expect(await look(60_000, { images, progress: null })).toMatchObject({ found: 'published' });
  });

  test('may be one all the same when it was edited since, and a person looks', async () => {
    fake.post({ text: 'Moved to Sunday', editedAt: Date.now() });
    expect(await look()).toMatchObject({ found: 'different', message: expect.stringContaining('edited') });
  });
});

describe('among more posts than there are requests for, none of which says the same', () => {
  beforeEach(() => {
    for (let count = 0; count < 41; count += 1) fake.post({ text: `Other words ${count}` });
  });

  test('it is absent while the server remembers the key it would be sent under again', async () => {
    expect(await look(49 * 60_000)).toEqual({ found: 'absent' });
    expect(asksForSource()).toBe(false);
  });

  test('nobody knows afterwards', async () => {
    expect(await look(51 * 60_000)).toMatchObject({ found: 'unknown' });
  });
});

test('a look that was not finished does not say that nothing is there', async () => {
  fake.post({ text: 'Something else' });
  fake.refuse('GET /api/v1/statuses/', 500, 'Internal Server Error');
  expect(await look()).toEqual({ found: 'unknown', message: 'Internal Server Error' });
});

test('whatever is written says the same in the HTML that the server makes of it', () => {
  const bits = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\n\n',
    '<b>',
    '&amp;',
    '"',
    '#tag',
    '@carers@elsewhere.test',
    '💉',
    'https://nhs.uk/a?b=1&c',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(bits, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 20 }), (parts) => {
      const text = parts.join(' ');
      const html = contentOf(text, { origin: 'https://mastodon.test', known: [fakeFriend] });
      expect(saysTheSame(wordsInHtml(html), text)).toBe(true);
    }),
  );
});

test('other words do not say the same', () => {
  expect(saysTheSame('Flu clinic on Monday', 'Flu clinic on Sunday')).toBe(false);
  expect(saysTheSame(wordsInHtml('<p>1 &lt; 2 &#38; 3 &#x2764; &unknown;</p>'), '1 < 2 & 3 ❤ &unknown;')).toBe(true);
});
