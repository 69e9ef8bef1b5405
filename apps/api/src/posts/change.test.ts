import { channelKinds } from '@mobilise/contracts/channels';
import { buildAsset, buildItem, buildRevision } from '@mobilise/db/factories';
import { channels } from '@mobilise/db/schema/channels';
import { publishers } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildAttempt, buildDesk, monday, refusal, row } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { publisherStatus } from './publisher-status.ts';
import { getPost, listPosts } from './read.ts';
import { updatePost } from './update.ts';
import { cancelPost, removePost, resolvePost, unschedulePost } from './withdraw.ts';

const { db } = await testDatabase();
const words = (text: string) => ({ text, images: [], link: null });

describe('editing', () => {
  test('by a lead leaves a scheduled post scheduled, to be frozen anew', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post({ payload: { text: 'old' } });
    expect(
      await updatePost(await as('lead'), id, { version: 1, content: words('New words'), useNewest: false }),
    ).toMatchObject({ state: 'scheduled', content: words('New words'), version: 2 });
    expect((await row(db, id)).payload).toBeNull();
  });

  test.each(['editor', 'designer'] as const)(
    'of a scheduled post by a role that may not approve (%s) holds it with its time',
    async (role) => {
      const { post, as } = await buildDesk(db);
      const { id } = await post();
      expect(
        await updatePost(await as(role), id, { version: 1, content: words('New words'), useNewest: false }),
      ).toMatchObject({
        state: 'held',
        holdReason: 'approval',
        dueAt: '2026-12-01T09:00:00+00:00',
      });
    },
  );

  test('of a post that waits for its channel holds it for approval, so that it does not come back unseen', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post({ state: 'held', holdReason: 'channel' });
    expect(
      await updatePost(await as('editor'), id, { version: 1, content: words('New words'), useNewest: false }),
    ).toMatchObject({ state: 'held', holdReason: 'approval' });
  });

  test('that changes nothing writes nothing', async () => {
    const { post, as } = await buildDesk(db);
    const { id, content } = await post();
    expect(await updatePost(await as('editor'), id, { version: 1, content, useNewest: true })).toMatchObject({
      state: 'scheduled',
      version: 1,
    });
    expect(await db.select().from(auditEntries).where(eq(auditEntries.subjectId, id))).toEqual([]);
  });

  test('takes the newest revision when asked: held for an editor, approved by a lead', async () => {
    const { item, post, as } = await buildDesk(db);
    const [one, two] = [await post(), await post()];
    await buildRevision(db, { itemId: item.id });
    expect(await updatePost(await as('editor'), one.id, { version: 1, useNewest: true })).toMatchObject({
      state: 'held',
      holdReason: 'approval',
      revision: { number: 2 },
    });
    expect(await updatePost(await as('lead'), two.id, { version: 1, useNewest: true })).toMatchObject({
      state: 'scheduled',
      revision: { number: 2 },
    });
    expect(await row(db, one.id)).toMatchObject({ state: 'scheduled' });
  });

  test('of a scheduled post checks again what the channel takes', async () => {
    const { post, as } = await buildDesk(db, { kind: 'bluesky' });
    const { id } = await post();
    await refusal(
      updatePost(await as('lead'), id, { version: 1, content: words('x'.repeat(301)), useNewest: false }),
      'does_not_fit_channel',
    );
    expect((await row(db, id)).version).toBe(1);
  });

  test('counts against what the channel’s own server accepts, where that said so', async () => {
    const { channel, post, as } = await buildDesk(db, { kind: 'mastodon' });
    const { limits } = channelKinds.mastodon;
    const own = { ...limits, text: { ...limits.text, max: 5000 } };
    const { id } = await post();
    const lead = await as('lead');
    const write = (version: number, length: number) =>
      updatePost(lead, id, { version, content: words('x'.repeat(length)), useNewest: false });
    await refusal(write(1, limits.text.max + 1), 'does_not_fit_channel');
    await db.update(channels).set({ limits: own }).where(eq(channels.id, channel.id));
    await write(1, 5000);
    await refusal(write(2, 5001), 'does_not_fit_channel');
  });

  test('keeps a reason to go without alternatives only for the images it was given for', async () => {
    const { workspace, post, as } = await buildDesk(db, { kind: 'bluesky' });
    const [first, second] = [
      await buildAsset(db, { workspaceId: workspace.id }),
      await buildAsset(db, { workspaceId: workspace.id }),
    ];
    const content = { text: 'Look', images: [{ assetId: first.id, alt: '' }], link: null };
    const { id } = await post({ content, override: 'Decorative' });
    const lead = await as('lead');
    expect(
      await updatePost(lead, id, { version: 1, content: { ...content, text: 'Look here' }, useNewest: false }),
    ).toMatchObject({ override: 'Decorative' });
    await refusal(
      updatePost(lead, id, {
        version: 2,
        content: { ...content, images: [{ assetId: second.id, alt: '' }] },
        useNewest: false,
      }),
      'alternatives_missing',
    );
  });

  test('a published post is refused', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post({ state: 'published', publishedAt: monday });
    const problem = await refusal(
      updatePost(await as('owner'), id, { version: 1, content: words('Other'), useNewest: false }),
      'wrong_state',
    );
    expect(problem.message).toContain('It is published already');
  });
});

describe('withdrawing', () => {
  test('makes a scheduled post a draft without a time', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post({ handle: 'abc' });
    expect(await unschedulePost(await as('editor'), id, { version: 1 })).toMatchObject({
      state: 'draft',
      wallTime: null,
      dueAt: null,
    });
    expect(await row(db, id)).toMatchObject({ sendAt: null, handle: null });
  });

  test('cancels, keeping the time and the reason on record', async () => {
    const { post, as } = await buildDesk(db);
    const { id } = await post();
    expect(await cancelPost(await as('editor'), id, { version: 1, reason: 'The clinic moved' })).toMatchObject({
      state: 'cancelled',
      wallTime: '2026-12-01T09:00',
    });
    expect(await db.select().from(auditEntries).where(eq(auditEntries.subjectId, id))).toMatchObject([
      { action: 'cancelled', reason: 'The clinic moved', actor: 'The editor' },
    ]);
  });

  test('removes drafts and cancelled posts, and nothing else', async () => {
    const { post, as } = await buildDesk(db);
    const editor = await as('editor');
    const draft = await post({ state: 'draft', dueAt: null });
    expect(await removePost(editor, draft.id)).toEqual({ ok: true });
    await refusal(getPost(editor, draft.id), 'not_found');
    await refusal(removePost(editor, (await post()).id), 'wrong_state');
  });

  test('touches nothing in another workspace', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const { id } = await there.post({ state: 'draft', dueAt: null });
    const owner = await here.as('owner');
    for (const attempt of [
      getPost,
      removePost,
      (scope: Scope) => cancelPost(scope, id, { version: 1 }),
      (scope: Scope) => updatePost(scope, id, { version: 1, useNewest: true }),
    ]) {
      await refusal(attempt(owner, id), 'not_found');
    }
    expect((await listPosts(owner, { limit: 50 })).data).toEqual([]);
    expect((await row(db, id)).state).toBe('draft');
  });
});

describe('a post that nobody could confirm', () => {
  const unclear = async () => {
    const desk = await buildDesk(db, { kind: 'bluesky' });
    const { id } = await desk.post({
      state: 'needs_person',
      handle: '3kfirsttryaaa',
      payload: { text: 'frozen' },
      failure: 'No answer',
    });
    await buildAttempt(db, id, 'unknown');
    return { id, scope: await desk.as('editor') };
  };

  test('is published where a person found it, since its last try', async () => {
    const { id, scope } = await unclear();
    expect(
      await resolvePost(scope, id, { outcome: 'is_there', version: 1, url: 'https://bsky.app/profile/x/post/y' }),
    ).toMatchObject({
      state: 'published',
      remoteUrl: 'https://bsky.app/profile/x/post/y',
      publishedAt: '2026-11-30T08:00:00+00:00',
      failure: null,
    });
  });

  test('has its engagement read from then on, where its address tells which post it is', async () => {
    const found = await unclear();
    await resolvePost(found.scope, found.id, {
      outcome: 'is_there',
      version: 1,
      url: 'https://bsky.app/profile/team.example/post/3kfirsttryaaa',
    });
    expect(await row(db, found.id)).toMatchObject({
      remoteId: expect.stringMatching(/^at:\/\/did:plc:.+\/app\.bsky\.feed\.post\/3kfirsttryaaa$/),
      nextReadingAt: monday,
    });
    const elsewhere = await unclear();
    await resolvePost(elsewhere.scope, elsewhere.id, { outcome: 'is_there', version: 1, url: 'https://example.org/x' });
    expect(await row(db, elsewhere.id)).toMatchObject({ remoteId: null, nextReadingAt: null });
  });

  test('needs no address where posts of the kind may have none, and one everywhere else', async () => {
    const found = async (kind: 'slack' | 'webhook' | 'mastodon') => {
      const { post, as } = await buildDesk(db, { kind });
      const { id } = await post({ state: 'needs_person' });
      return { id, answer: resolvePost(await as('editor'), id, { outcome: 'is_there', version: 1 }) };
    };
    const slack = await found('slack');
    expect(await slack.answer).toMatchObject({ state: 'published', remoteUrl: null });
    // A receiver knows a post by our id, so that it can still be changed and removed.
    const webhook = await found('webhook');
    await webhook.answer;
    expect(await row(db, webhook.id)).toMatchObject({ remoteId: webhook.id, nextReadingAt: null });
    expect((await refusal((await found('mastodon')).answer, 'invalid_request')).fields?.[0]?.field).toBe('body.url');
  });

  test('is sent again with the same bytes under the same handle', async () => {
    const { id, scope } = await unclear();
    expect(await resolvePost(scope, id, { outcome: 'send_again', version: 1 })).toMatchObject({ state: 'scheduled' });
    expect(await row(db, id)).toMatchObject({ handle: '3kfirsttryaaa', payload: { text: 'frozen' }, sendAt: monday });
  });

  test('is dropped', async () => {
    const { id, scope } = await unclear();
    expect(await resolvePost(scope, id, { outcome: 'drop', version: 1 })).toMatchObject({ state: 'cancelled' });
  });
});

describe('lists', () => {
  test('go through every post once, the newest first', async () => {
    const { post, as } = await buildDesk(db);
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push((await post()).id);
    const scope = await as('viewer');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPosts(scope, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(ids.toReversed());
  });

  test('filter by item, channel and state', async () => {
    const { workspace, post, channel, as } = await buildDesk(db);
    const other = await buildItem(db, { workspaceId: workspace.id });
    const [one, two] = [await post(), await post({ itemId: other.id, state: 'draft', dueAt: null })];
    const scope = await as('viewer');
    const ids = async (query: object) => (await listPosts(scope, { limit: 50, ...query })).data.map(({ id }) => id);
    expect(await ids({ item: other.id })).toEqual([two.id]);
    expect(await ids({ state: 'scheduled' })).toEqual([one.id]);
    expect(await ids({ channel: channel.id })).toEqual([two.id, one.id]);
  });

  test('refuse a cursor that was made up', async () => {
    const { as } = await buildDesk(db);
    for (const cursor of ['nonsense', Buffer.from('["1; drop"]').toString('base64url')]) {
      await refusal(listPosts(await as('viewer'), { limit: 50, cursor }), 'invalid_request');
    }
  });
});

/** A further revision of an item, whose files could not be made. */
const unmade = async (itemId: string) => (await buildRevision(db, { itemId, approved: true, files: 'failed' })).id;

describe('the publisher’s status', () => {
  test('tells who lives by the database’s clock, what is due today and what needs attention', async () => {
    const { item, post, as } = await buildDesk(db, { zone: 'America/New_York', now: new Date('2026-12-01T03:00:00Z') });
    // It is still Monday in New York, until 05:00 in UTC.
    await post({ dueAt: new Date('2026-12-01T04:59:00Z') });
    await post({ dueAt: new Date('2026-12-01T05:00:00Z') });
    for (const state of ['failed', 'needs_person', 'held', 'draft', 'cancelled'] as const) await post({ state });
    // Nobody needs to act while files are being made, unless their post will not go on: its grace is over, or they could not be.
    const held = { state: 'held' as const, holdReason: 'files' as const, grace: 900 };
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const waiting = [
      await post({ ...held, dueAt: ago(14) }),
      await post({ ...held, dueAt: ago(16) }),
      await post({ ...held, revisionId: await unmade(item.id) }),
    ];
    // What is scheduled is told about before it is held: only that its files were not made, for they may be there in time.
    const ahead = { dueAt: new Date('2026-12-16T09:00:00Z') };
    const making = await buildRevision(db, { itemId: item.id, approved: true, files: 'wanted' });
    waiting.push(await post({ ...ahead, revisionId: making.id }));
    const doomed = await post({ ...ahead, revisionId: await unmade(item.id) });
    waiting.push(doomed);
    const scope = await as('viewer');
    const files = await Promise.all(waiting.map(async ({ id }) => (await getPost(scope, id)).files));
    expect(files).toEqual(['making', 'late', 'failed', null, 'failed']);
    const listed = await listPosts(scope, { state: 'scheduled', files: 'failed', limit: 50 });
    expect(listed.data.map(({ id }) => id)).toEqual([doomed.id]);
    expect(await publisherStatus(scope)).toEqual({ running: false, seenAt: null, dueToday: 1, needAttention: 6 });
    await db.insert(publishers).values({ id: 'a', seenAt: sql`now() - interval '1 minute'` });
    expect(await publisherStatus(scope)).toMatchObject({ running: false, seenAt: expect.any(String) });
    await db.update(publishers).set({ seenAt: sql`now()` });
    expect((await publisherStatus(scope)).running).toBe(true);
  });
});
