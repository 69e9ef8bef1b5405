import { buildChannel, buildPost, buildPostChange, buildRevision } from '@mobilise/db/factories';
import { revisions } from '@mobilise/db/schema/items';
import { corrections, postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { workspaces } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, monday, refusal } from '../post-testing.ts';
import { getCorrection, listCorrections, startCorrection, updateCorrection } from './corrections.ts';

const { db } = await testDatabase();
const statement = 'The clinic is on Sunday, not on Saturday.';

async function outEverywhere() {
  const desk = await buildDesk(db);
  await db.update(revisions).set({ createdAt: monday }).where(eq(revisions.itemId, desk.item.id));
  /** A post of the newest revision, or of an earlier one. */
  const out = (channelId: string, minutes = 0, revisionId?: string) =>
    buildPost(db, {
      itemId: desk.item.id,
      channelId,
      state: 'published',
      publishedAt: new Date(monday.getTime() + minutes * 60_000),
      ...(revisionId && { revisionId }),
    });
  const write = (minutes: number) =>
    buildRevision(db, {
      itemId: desk.item.id,
      approved: true,
      createdAt: new Date(monday.getTime() + minutes * 60_000),
    });
  const channel = async (kind: 'mastodon' | 'bluesky' | 'slack') =>
    (await buildChannel(db, { workspaceId: desk.workspace.id, kind })).id;
  const [site, mastodon, bluesky, slack] = [
    await out(desk.channel.id),
    await out(await channel('mastodon'), 1),
    await out(await channel('bluesky'), 2),
    await out(await channel('slack'), 3),
  ];
  return { ...desk, out, write, site, mastodon, bluesky, slack, scope: await desk.as('lead') };
}

test('a correction lists every post that is out with what its channel allows, the best first', async () => {
  const { scope, item, site, mastodon, bluesky, slack } = await outEverywhere();
  await buildRevision(db, { itemId: item.id, approved: true });
  await buildRevision(db, { itemId: item.id });
  const made = await startCorrection(scope, item.id, { statement });
  expect(made).toMatchObject({
    statement,
    title: 'Flu clinic',
    by: 'The lead',
    newestRevision: 3,
    approvedRevision: 2,
  });
  expect(made.steps.map(({ postId, plans, change }) => [postId, plans, change])).toEqual([
    [site.id, ['edit', 'remove', 'leave'], null],
    [slack.id, ['leave', 'remove'], null],
    [bluesky.id, ['reply', 'remove', 'leave'], null],
    [mastodon.id, ['edit', 'reply', 'remove', 'leave'], null],
  ]);
  expect((await listCorrections(scope, item.id)).data.map(({ id }) => id)).toEqual([made.id]);
});

/** A correction that was begun an hour after everything went out. */
async function begun() {
  const desk = await outEverywhere();
  const scope = { ...desk.scope, now: new Date(monday.getTime() + 3_600_000) };
  const { id, steps } = await startCorrection(scope, desk.item.id, { statement });
  const nameOf = ({ channelId }: { channelId: string }) =>
    steps.find((step) => step.channelId === channelId)?.channelName;
  const listed = async () => (await listCorrections(scope, desk.item.id)).data.map(({ posts, left }) => [posts, left]);
  const decide = (
    post: { id: string },
    state: 'done' | 'doing' | 'dropped',
    kind: 'leave' | 'edit' | 'remove' = 'leave',
    brings: Partial<typeof postChanges.$inferInsert> = {},
  ) => buildPostChange(db, { postId: post.id, correctionId: id, kind, state, ...brings });
  return { ...desk, scope, id, nameOf, listed, decide };
}

test('the list says where something is left to do, also where the same words went out later, but not where newer ones did', async () => {
  const { site, mastodon, bluesky, slack, out, write, nameOf, listed, decide } = await begun();
  expect(await listed()).toEqual([[4, [site, slack, bluesky, mastodon].map(nameOf)]]);
  await decide(site, 'done', 'edit');
  await decide(slack, 'done');
  await decide(bluesky, 'dropped');
  await decide(mastodon, 'doing', 'edit');
  expect(await listed()).toEqual([[4, [bluesky, mastodon].map(nameOf)]]);
  await decide(bluesky, 'done');
  await db.update(postChanges).set({ state: 'done' }).where(eq(postChanges.postId, mastodon.id));
  expect(await listed()).toEqual([[4, []]]);
  const again = await out(mastodon.channelId, 90);
  expect(await listed()).toEqual([[5, [nameOf(mastodon)]]]);
  await decide(again, 'done');
  expect(await listed()).toEqual([[5, []]]);
  await write(100);
  const right = await out(bluesky.channelId, 110);
  expect(await listed()).toEqual([[5, []]]);
  await decide(right, 'doing', 'edit');
  expect(await listed()).toEqual([[6, [nameOf(bluesky)]]]);
});

test('words that an edit brought are right, though written before the correction was begun; those of a channel’s own are not the item’s', async () => {
  const { site, mastodon, bluesky, slack, out, write, nameOf, listed, decide, item } = await begun();
  const { id: revisionId } = await write(30);
  for (const post of [site, bluesky, slack]) await decide(post, 'done');
  await decide(mastodon, 'done', 'edit', { revisionId, content: { text: 'On Sunday', images: [], link: null } });
  await out(bluesky.channelId, 90);
  expect(await listed()).toEqual([[5, [nameOf(bluesky)]]]);
  await decide(mastodon, 'done', 'edit', { revisionId });
  expect(await listed()).toEqual([[4, []]]);
  await out(bluesky.channelId, 100, item.revisionId ?? '');
  expect(await listed()).toEqual([[5, [nameOf(bluesky)]]]);
});

test('a site’s page that is published again keeps what was decided about it, and waits for it where nothing was', async () => {
  const { scope, site, mastodon, bluesky, slack, out, write, nameOf, listed, decide, id, item } = await begun();
  for (const post of [mastodon, bluesky, slack]) await decide(post, 'done');
  const { id: revisionId } = await write(90);
  const again = await out(site.channelId, 100);
  expect(await listed()).toEqual([[4, [nameOf(site)]]]);
  const edit = await decide(site, 'done', 'edit', { revisionId });
  expect(await listed()).toEqual([[4, []]]);
  const [step] = (await getCorrection(scope, id)).steps;
  expect([step?.postId, step?.change?.id]).toEqual([again.id, edit.id]);
  await out(site.channelId, 110, item.revisionId ?? '');
  expect(await listed()).toEqual([[4, [nameOf(site)]]]);
});

test('a page that was taken away and is published again is waited for', async () => {
  const { site, mastodon, bluesky, slack, out, write, nameOf, listed, decide } = await begun();
  for (const post of [mastodon, bluesky, slack]) await decide(post, 'done');
  await decide(site, 'done', 'remove');
  await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, site.id));
  expect(await listed()).toEqual([[4, []]]);
  await write(90);
  await out(site.channelId, 100);
  expect(await listed()).toEqual([[4, [nameOf(site)]]]);
});

test('of what the site shows there is one step, none of a reply, and what a correction removed stays in it', async () => {
  const { scope, item, channel, out, mastodon, bluesky } = await outEverywhere();
  const again = await out(channel.id, 10);
  const reply = await buildPost(db, {
    itemId: item.id,
    channelId: mastodon.channelId,
    state: 'published',
    publishedAt: monday,
    content: { text: 'Sorry', images: [], link: null, replyTo: mastodon.id },
  });
  const { id } = await startCorrection(scope, item.id, { statement });
  const removed = { state: 'removed', publishedAt: monday, itemId: item.id } as const;
  const before = await buildPost(db, { ...removed, channelId: bluesky.channelId });
  const by = await buildPost(db, { ...removed, channelId: bluesky.channelId });
  await buildPostChange(db, { postId: by.id, correctionId: id, state: 'dropped' });
  await buildPostChange(db, { postId: by.id, correctionId: id, state: 'done' });
  const { steps } = await getCorrection(scope, id);
  const shown = steps.map(({ postId }) => postId);
  expect(shown.filter((one) => [again.id, by.id].includes(one))).toHaveLength(2);
  expect(shown.filter((one) => [reply.id, before.id].includes(one))).toEqual([]);
  expect(steps).toHaveLength(5);
  expect(steps.find(({ postId }) => postId === by.id)?.change?.state).toBe('done');
});

test('a part of a thread is corrected like the post that it goes on', async () => {
  const { scope, item, mastodon } = await outEverywhere();
  const content = { text: 'And on Sunday', images: [], link: null, replyTo: mastodon.id, part: 2 };
  const out = { itemId: item.id, channelId: mastodon.channelId, state: 'published', publishedAt: monday } as const;
  const part = await buildPost(db, { ...out, content });
  const { steps } = await startCorrection(scope, item.id, { statement });
  expect(steps.find(({ postId }) => postId === part.id)).toMatchObject({ plans: ['edit', 'reply', 'remove', 'leave'] });
});

test('parts come in their order, and only the first is answered where nobody chooses', async () => {
  const { scope, item, site, bluesky, slack, mastodon } = await outEverywhere();
  const follow = (replyTo: string, part: number) =>
    buildPost(db, {
      itemId: item.id,
      channelId: bluesky.channelId,
      state: 'published',
      publishedAt: new Date(monday.getTime() + part * 600_000),
      content: { text: `Part ${part}`, images: [], link: null, replyTo, part },
    });
  const second = await follow(bluesky.id, 2);
  const third = await follow(second.id, 3);
  const { steps } = await startCorrection(scope, item.id, { statement });
  expect(steps.map(({ postId, plans }) => [postId, plans[0]])).toEqual([
    [site.id, 'edit'],
    [slack.id, 'leave'],
    [bluesky.id, 'reply'],
    [second.id, 'leave'],
    [third.id, 'leave'],
    [mastodon.id, 'edit'],
  ]);
  await db.delete(posts).where(eq(posts.id, second.id));
  const without = await startCorrection(scope, item.id, { statement });
  expect(without.steps.map(({ postId }) => postId)).toContain(third.id);
});

test('there is nothing to correct of what is not out', async () => {
  const { as, item, post } = await buildDesk(db);
  await post();
  await refusal(startCorrection(await as('lead'), item.id, { statement }), 'wrong_state');
});

test('the sentence can be put right, by who saw it', async () => {
  const { scope, item } = await outEverywhere();
  const { id, version } = await startCorrection(scope, item.id, { statement });
  const changed = await updateCorrection(scope, id, { version, statement: 'It is on Sunday.' });
  expect(changed.statement).toBe('It is on Sunday.');
  await refusal(updateCorrection(scope, id, { version, statement }), 'stale_version');
});

test('a workspace that is removed takes its corrections and changes with it', async () => {
  const { scope, item, site, workspace } = await outEverywhere();
  const { id } = await startCorrection(scope, item.id, { statement });
  await buildPostChange(db, { postId: site.id, correctionId: id, kind: 'edit', state: 'done' });
  await db.delete(workspaces).where(eq(workspaces.id, workspace.id));
  expect(await db.select().from(corrections).where(eq(corrections.id, id))).toEqual([]);
});

test('another workspace’s item and correction are not there', async () => {
  const [mine, theirs] = [await outEverywhere(), await outEverywhere()];
  const { id } = await startCorrection(theirs.scope, theirs.item.id, { statement });
  await refusal(startCorrection(mine.scope, theirs.item.id, { statement }), 'not_found');
  await refusal(getCorrection(mine.scope, id), 'not_found');
  await refusal(listCorrections(mine.scope, theirs.item.id), 'not_found');
  await refusal(updateCorrection(mine.scope, id, { version: 1, statement }), 'not_found');
});
