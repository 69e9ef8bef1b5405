import { fakeLogin, type SmtpFake, smtpFake, trustFakes } from '@mobilise/channels/smtp-fake';
import * as contract from '@mobilise/contracts/letters';
import { buildAsset, buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { letters, subscribers } from '@mobilise/db/schema/subscribers';
import { seal, sealingKey } from '@mobilise/db/secrets';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApi } from '../testing.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const { db } = api.context;
let mail: SmtpFake;
beforeAll(async () => {
  trustFakes();
  mail = await smtpFake();
});
afterAll(() => mail.close());

async function newsletter() {
  const id = crypto.randomUUID();
  const config = {
    ...{
      host: 'localhost',
      port: mail.port,
      security: 'tls',
      user: fakeLogin.user,
      fromName: 'Riverside',
      replyTo: null,
    },
    ...{ from: `n${id}@riverside.example`, postalAddress: '4 Mill Lane', about: 'Monthly news' },
  };
  const credentials = seal({ password: fakeLogin.password }, sealingKey(api.settings.secret), id);
  return buildChannel(db, { id, workspaceId, kind: 'email', config, credentials });
}

/** A post with a letter in each of these states. */
async function withLetters(states: (typeof letters.$inferInsert)['state'][]) {
  const channel = await newsletter();
  const post = await buildPost(db, { workspaceId, channelId: channel.id, state: 'published', publishedAt: new Date() });
  for (const [index, state] of states.entries()) {
    const email = `reader${index}@people.example`;
    const id = crypto.randomUUID();
    await db.insert(subscribers).values({
      id,
      workspaceId,
      channelId: channel.id,
      email,
      state: 'active',
      consentAt: new Date(),
      consentSource: 'test',
    });
    await db.insert(letters).values({
      postId: post.id,
      subscriberId: id,
      address: email,
      state,
      reply: state === 'refused' ? '550 No' : null,
    });
  }
  return { workspace: workspaceId, post: post.id };
}
const rowsOf = (post: string) => db.select().from(letters).where(eq(letters.postId, post));

test('tells how far a list has got, and what went wrong', async () => {
  const params = await withLetters(['accepted', 'accepted', 'refused', 'unknown', 'pending']);
  const told = await api.call(contract.listLetters, { params }, owner);
  expect(told).toMatchObject({
    total: 5,
    counts: { accepted: 2, refused: 1, unknown: 1, pending: 1, sending: 0, skipped: 0 },
    bounced: 0,
  });
  expect(told.troubled.map(({ address, state, reply }) => [address, state, reply])).toEqual([
    ['reader2@people.example', 'refused', '550 No'],
    ['reader3@people.example', 'unknown', null],
  ]);
});

test('stopping crosses out what has not left, and nothing else', async () => {
  const params = await withLetters(['accepted', 'sending', 'unknown', 'pending', 'pending']);
  const told = await api.call(contract.stopLetters, { params }, owner);
  expect(told.counts).toMatchObject({ accepted: 1, sending: 1, unknown: 1, pending: 0, skipped: 2 });
  expect((await api.request(contract.stopLetters, { params }, owner)).status).toBe(409);
  const skipped = (await rowsOf(params.post)).filter(({ state }) => state === 'skipped');
  expect(skipped[0]?.reply).toBe('Stopped by Olive Owner.');
  // What is under way is let go, and never tried again: the publisher looks at this.
  const never = await db.execute<{ state: string }>(
    sql`select state from letters where post_id = ${params.post} and state <> 'skipped' and not_before = 'infinity'`,
  );
  expect(never.map(({ state }) => state)).toEqual(['sending']);
});

test.each([
  ['send_again', { pending: 2, unknown: 0, accepted: 1 }],
  ['leave', { skipped: 2, unknown: 0, accepted: 1 }],
] as const)('what nobody knows is decided by a person: %s', async (outcome, counts) => {
  const params = await withLetters(['unknown', 'accepted', 'unknown']);
  expect((await api.call(contract.resolveLetters, { params, body: { outcome } }, owner)).counts).toMatchObject(counts);
  expect((await api.request(contract.resolveLetters, { params, body: { outcome } }, owner)).status).toBe(409);
});

test('letters of a post on another kind of channel are none', async () => {
  const post = await buildPost(db, { workspaceId, state: 'draft', dueAt: null });
  expect(
    (await api.request(contract.listLetters, { params: { workspace: workspaceId, post: post.id } }, owner)).status,
  ).toBe(404);
});

test('a letter can be looked at, and sent to whoever asks, who is a person', async () => {
  const channel = await newsletter();
  const item = await buildItem(db, { workspaceId, title: 'Open <day>', summary: 'Come along' });
  const params = { workspace: workspaceId, channel: channel.id };
  const seen = await api.call(contract.previewLetter, { params, query: { item: item.id } }, owner);
  expect(seen).toMatchObject({ subject: 'Open <day>', warnings: [] });
  expect(seen.html).toContain('Open &#60;day&#62;');
  expect(seen.text).toContain('Come along');
  const sent = await api.call(contract.sendTestLetter, { params, body: { item: item.id } }, owner);
  expect(sent.sentTo).toBe('olive@example.org');
  expect(mail.taken.map(({ to }) => to)).toEqual(['olive@example.org']);
  expect(mail.taken[0]?.raw).toContain('[Test]');
  mail.onRecipient = () => ({ status: 550, words: '5.7.1 Not today' });
  const refused = await api.request(contract.sendTestLetter, { params, body: { item: item.id } }, owner);
  expect(await refused.json()).toMatchObject({ code: 'channel_refused', detail: expect.stringContaining('Not today') });
});

test('a letter links to the page of its item until that is taken down', async () => {
  const channel = await newsletter();
  const item = await buildItem(db, { workspaceId });
  const site = await buildChannel(db, { workspaceId, kind: 'newsroom' });
  const post = await buildPost(db, { workspaceId, itemId: item.id, channelId: site.id, state: 'scheduled' });
  const params = { workspace: workspaceId, channel: channel.id };
  const page = `/news/${(site.config as { slug: string }).slug}/${item.slug}`;
  const seen = async () => (await api.call(contract.previewLetter, { params, query: { item: item.id } }, owner)).text;
  expect(await seen()).toContain(page);
  await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, post.id));
  expect(await seen()).not.toContain(page);
});

test('a letter about an episode without a cover of its own has that of its show on top, as the list gets it', async () => {
  const channel = await newsletter();
  const picture = await loadSharp();
  const create = { width: 800, height: 800, channels: 3 as const, background: 'teal' };
  const { sha256, bytes } = await api.context.storage.put(await picture({ create }).jpeg().toBuffer());
  const cover = await buildAsset(db, { workspaceId, sha256, alt: 'A door, ajar' });
  const made = { purpose: 'responsive', format: 'jpeg', width: 800, height: 800, sha256, bytes };
  await db.insert(renditions).values({ id: crypto.randomUUID(), assetId: cover.id, ...made });
  const { id: showId } = await buildShow(db, { workspaceId, artworkId: cover.id });
  const { id: item } = await buildEpisode(db, { showId });
  const params = { workspace: workspaceId, channel: channel.id };
  const seen = await api.call(contract.previewLetter, { params, query: { item } }, owner);
  expect(seen.html).toMatch(/<img src="data:image\/jpeg;base64,[^"]+" alt="A door, ajar"/);
  expect(seen.text).toContain('[Picture: A door, ajar]');
});
