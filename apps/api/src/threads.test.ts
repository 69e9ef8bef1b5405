import type { PostContent } from '@mobilise/contracts/post-content';
import { createPost as createRoute, getPost as getRoute } from '@mobilise/contracts/posts';
import type { Db } from '@mobilise/db/connect';
import { buildAsset } from '@mobilise/db/factories';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { getCalendar } from './calendar/calendar.ts';
import { rankEngagement } from './engagement/rank.ts';
import { buildDesk, publicUrl, refusal, row } from './post-testing.ts';
import { createPost } from './posts/create.ts';
import { edited } from './posts/edit-published.ts';
import { lockPost } from './posts/locks.ts';
import { getPost, listPosts } from './posts/read.ts';
import { schedulePost } from './posts/schedule.ts';
import { createSeries } from './posts/series-create.ts';
import { updatePost } from './posts/update.ts';
import { cancelPost, removePost, resolvePost } from './posts/withdraw.ts';

const { db } = await testDatabase({ max: 8 });
const parts = (...texts: string[]) => texts.map((text) => ({ text, images: [] }));
const words = (text: string, ...following: string[]): PostContent => ({
  text,
  images: [],
  link: null,
  ...(following.length > 0 && { thread: parts(...following) }),
});
const when = { wallTime: '2026-12-01T09:00', disambiguation: null };

/** A desk with an account that has threads, unless told otherwise. */
async function threadDesk(kind: 'bluesky' | 'linkedin' | 'telegram' = 'bluesky') {
  const desk = await buildDesk(db, { kind });
  const lead = await desk.as('lead');
  const place = { itemId: desk.item.id, channelId: desk.channel.id };
  const create = (content: PostContent, schedule: typeof when | null = when) =>
    createPost(lead, publicUrl, { ...place, content, ...(schedule && { schedule }) });
  return { ...desk, lead, place, create };
}
const made = (db: Db, channelId: string) =>
  db.select().from(posts).where(eq(posts.channelId, channelId)).orderBy(asc(posts.id));

describe('a thread', () => {
  test('is one post until it is out: one row, one card, and all of its parts on its page', async () => {
    const { create, channel, lead } = await threadDesk();
    const post = getRoute.response.parse(await create(words('One', 'Two', 'Three')));
    expect(post).toMatchObject({ state: 'scheduled', content: words('One', 'Two', 'Three') });
    expect(post.thread).toEqual([
      { number: 1, postId: post.id, state: 'scheduled', text: 'One', files: null, failure: null, remoteUrl: null },
      { number: 2, postId: null, state: null, text: 'Two', files: null, failure: null, remoteUrl: null },
      { number: 3, postId: null, state: null, text: 'Three', files: null, failure: null, remoteUrl: null },
    ]);
    expect(await made(db, channel.id)).toHaveLength(1);
    expect((await getCalendar(lead, { from: '2026-12-01', to: '2026-12-01' })).data).toHaveLength(1);
    expect((await create(words('Alone'))).thread).toEqual([]);
  });

  test('is checked part by part, and the field of each that does not fit is named', async () => {
    const { create, lead, item } = await threadDesk();
    const tooLong = await refusal(create(words('One', 'Two', 'x'.repeat(302))), 'does_not_fit_channel');
    expect(tooLong.message).toBe('Part 3: Bluesky takes 300 characters; shorten the text by 2.');
    expect(tooLong.fields).toEqual([
      { field: 'body.content.thread.1.text', message: 'Bluesky takes 300 characters; shorten the text by 2.' },
    ]);
    const strange = { assetId: item.id, alt: 'A nurse' };
    const others = { ...words('One'), thread: [{ text: 'Two', images: [strange] }] };
    expect((await refusal(create(others), 'invalid_request')).fields).toEqual([
      { field: 'body.content.thread.0.images.0.assetId', message: 'There is no such upload' },
    ]);
    const asset = await buildAsset(db, { workspaceId: lead.workspaceId });
    const bare = { ...words('One'), thread: [{ text: 'Two', images: [{ assetId: asset.id, alt: ' ' }] }] };
    expect((await refusal(create(bare), 'alternatives_missing')).message).toBe(
      'Describe every image of part 2 in its alt text.',
    );
    // As a draft it may still be unfit; but it is never a thread where there are none.
    expect(await create(words('One', 'x'.repeat(302)), null)).toMatchObject({ state: 'draft' });
  });

  test('is refused where a channel has none, and what to do is said', async () => {
    const { create } = await threadDesk('telegram');
    for (const schedule of [when, null]) {
      const { message, fields } = await refusal(create(words('One', 'Two'), schedule), 'does_not_fit_channel');
      expect(message).toBe('Telegram has no threads. Leave the parts out, or write each as a post of its own.');
      expect(fields).toMatchObject([{ field: 'body.content.thread' }]);
    }
  });

  test('on LinkedIn is one comment of 1,250 characters', async () => {
    const { create } = await threadDesk('linkedin');
    expect((await create(words('One', 'The link'))).thread).toHaveLength(2);
    expect((await refusal(create(words('One', 'Two', 'Three')), 'does_not_fit_channel')).message).toMatch(
      /one first comment/,
    );
    expect((await refusal(create(words('One', 'x'.repeat(1251))), 'does_not_fit_channel')).message).toMatch(
      /^The comment: LinkedIn takes 1250 characters/,
    );
  });

  test('is never a part because a request says so', () => {
    const content = { ...words('One'), part: 4 };
    const body = createRoute.body.parse({ itemId: crypto.randomUUID(), channelId: crypto.randomUUID(), content });
    expect(body.content).toEqual(words('One'));
  });

  test('can be changed, shortened and given up while it waits', async () => {
    const { create, as, channel } = await threadDesk();
    const { id } = await create(words('One', 'Two'));
    const lead = await as('lead');
    const change = (version: number, content: PostContent) =>
      updatePost(lead, id, { version, content, useNewest: false });
    expect((await change(1, words('One', 'Two', 'Three'))).thread).toHaveLength(3);
    expect((await change(2, words('One'))).thread).toEqual([]);
    expect((await row(db, id)).payload).toBeNull();
    await change(3, words('One', 'Two'));
    await cancelPost(lead, id, { version: 4 });
    expect(await made(db, channel.id)).toHaveLength(1);
  });

  test('that somebody changes who may not approve is held, whichever part it was', async () => {
    const { create, as } = await threadDesk();
    const { id } = await create(words('One', 'Two'));
    const content = words('One', 'Other words');
    expect(await updatePost(await as('editor'), id, { version: 1, content, useNewest: false })).toMatchObject({
      state: 'held',
      holdReason: 'approval',
    });
    const [entry] = await db.select().from(auditEntries).where(sql`action = 'edited' and subject_id = ${id}`);
    expect(entry?.detail).toMatchObject({ text: 'One', thread: ['Other words'] });
  });

  test('repeats with its series', async () => {
    const { lead, place, channel } = await threadDesk();
    const rule = { rule: 'FREQ=WEEKLY;BYDAY=TU', startsOn: '2026-12-01', time: '09:00' };
    await createSeries(lead, { ...place, ...rule, variants: [words('One', 'Two')] });
    const occurrences = await made(db, channel.id);
    expect(occurrences.length).toBeGreaterThan(1);
    expect(new Set(occurrences.map(({ content }) => content.thread?.[0]?.text))).toEqual(new Set(['Two']));
    const unfit = createSeries(lead, { ...place, ...rule, variants: [words('Other', 'x'.repeat(301))] });
    expect((await refusal(unfit, 'does_not_fit_channel')).fields).toMatchObject([
      { field: 'body.variants.0.thread.0.text' },
    ]);
  });
});

/** A thread of three of which the first was found by a person, so that the second is there. */
async function continued() {
  const desk = await threadDesk();
  const first = await desk.post({ state: 'needs_person', content: words('One', 'Two', 'Three') });
  const url = 'https://bsky.app/profile/team.example/post/3kfirsttryaaa';
  const resolved = await resolvePost(desk.lead, first.id, { outcome: 'is_there', version: 1, url });
  const second = (await made(db, desk.channel.id)).find(({ content }) => content.part === 2);
  if (!second) throw new Error('Nothing follows');
  return { ...desk, first, second, resolved };
}

test('what a post answers is not up for change', async () => {
  const { create, lead, post } = await threadDesk();
  const other = await post({ state: 'published', content: words('Other') });
  const { id } = await create(words('One'));
  const forged = updatePost(lead, id, {
    version: 1,
    content: { ...words('One'), replyTo: other.id },
    useNewest: false,
  });
  expect((await refusal(forged, 'invalid_request')).fields?.[0]?.field).toBe('body.content.replyTo');
  const answer = await create({ ...words('Answer'), replyTo: other.id });
  const content = { ...words('Another answer'), replyTo: other.id };
  expect((await updatePost(lead, answer.id, { version: 1, content, useNewest: false })).content).toEqual(content);
  expect(
    (await updatePost(lead, answer.id, { version: 2, content: words('Words alone'), useNewest: false })).content,
  ).toMatchObject({ text: 'Words alone', replyTo: other.id });
});

describe('a part', () => {
  test('comes into being when a person says that the one before is there', async () => {
    const { first, second, resolved, lead } = await continued();
    expect(second).toMatchObject({
      state: 'scheduled',
      revisionId: first.revisionId,
      wallTime: first.wallTime,
      content: { ...words('Two', 'Three'), replyTo: first.id, part: 2 },
    });
    const numbers = [first.id, second.id, null];
    expect(resolved.thread.map(({ postId }) => postId)).toEqual(numbers);
    // From wherever one looks it is the same thread.
    expect((await getPost(lead, second.id)).thread).toEqual(resolved.thread);
  });

  test('says on every card which part it is', async () => {
    const { lead, first, second } = await continued();
    const { data } = await getCalendar(lead, { from: '2026-12-01', to: '2026-12-01' });
    const listed = await listPosts(lead, { limit: 10 });
    for (const cards of [data, listed.data]) {
      const parts = new Map(cards.map(({ id, part }) => [id, part]));
      expect([parts.get(first.id), parts.get(second.id)]).toEqual([null, 2]);
    }
    expect((await getPost(lead, second.id)).part).toBe(2);
    await db.update(posts).set({ state: 'published' }).where(eq(posts.id, second.id));
    expect((await listPosts(lead, { limit: 10 })).data.find(({ id }) => id === second.id)?.part).toBe(2);
  });

  test('does not come where a person says that it is not there', async () => {
    const { lead, post, channel } = await threadDesk();
    for (const outcome of ['send_again', 'drop'] as const) {
      const { id } = await post({ state: 'needs_person', content: words('One', 'Two') });
      await resolvePost(lead, id, { outcome, version: 1 });
    }
    expect(await made(db, channel.id)).toHaveLength(2);
  });

  test('has no card once it is out, and one as long as it needs somebody', async () => {
    const { lead, second } = await continued();
    const cards = async () =>
      (await getCalendar(lead, { from: '2026-12-01', to: '2026-12-01' })).data.map(({ id }) => id);
    const change = (state: 'failed' | 'published') => db.update(posts).set({ state }).where(eq(posts.id, second.id));
    expect(await cards()).toContain(second.id);
    await change('failed');
    expect(await cards()).toContain(second.id);
    await change('published');
    expect(await cards()).toHaveLength(1);
  });

  test('that failed can be changed and sent again, stays a part, and is counted by what follows it', async () => {
    const { lead, first, second } = await continued();
    await db.update(posts).set({ state: 'failed' }).where(eq(posts.id, second.id));
    const content = words('Two, shorter', 'Three');
    await updatePost(lead, second.id, { version: 1, content, useNewest: false });
    const again = await schedulePost(lead, second.id, { ...when, version: 2 });
    expect(again).toMatchObject({ state: 'scheduled', content: { ...content, replyTo: first.id, part: 2 } });
    const long = words('Two', ...Array.from({ length: 24 }, (_, at) => `Part ${at}`));
    await refusal(
      updatePost(lead, second.id, { version: again.version, content: long, useNewest: false }),
      'does_not_fit_channel',
    );
  });

  test('stays on record: deleted, its words would seem to be still to come', async () => {
    const { lead, second } = await continued();
    await cancelPost(lead, second.id, { version: 1 });
    expect((await refusal(removePost(lead, second.id), 'wrong_state')).message).toMatch(/^This is a part of a thread/);
    expect((await getPost(lead, second.id)).state).toBe('cancelled');
  });

  test('is not what a series begins with', async () => {
    const { lead, place, second } = await continued();
    const rule = { rule: 'FREQ=WEEKLY;BYDAY=TU', startsOn: '2026-12-01', time: '09:00' };
    const repeated = createSeries(lead, { ...place, ...rule, variants: [words('One')], from: second.id });
    expect((await refusal(repeated, 'wrong_state')).message).toMatch(/^This is a part of a thread/);
  });

  test('of LinkedIn has the limits of a comment, also when it is scheduled again', async () => {
    const { post, lead, channel } = await threadDesk('linkedin');
    const first = await post({ state: 'published', content: words('One') });
    const content = { ...words('x'.repeat(1251)), replyTo: first.id, part: 2 };
    const { id } = await post({ state: 'failed', content });
    expect(channel.kind).toBe('linkedin');
    await refusal(schedulePost(lead, id, { ...when, version: 1 }), 'does_not_fit_channel');
  });

  test('that is out keeps its place when its words are changed there', async () => {
    const { lead, second } = await continued();
    await db.update(posts).set({ state: 'published' }).where(eq(posts.id, second.id));
    await db.execute(sql`update channels set kind = 'mastodon' where id = ${second.channelId}`);
    const { post, place } = await lockPost(lead, second.id, 'change');
    const brought = await edited(lead, post, place, { kind: 'edit', version: 1, content: words('Two, corrected') });
    expect(brought.content).toEqual({ ...second.content, text: 'Two, corrected' });
  });

  test('is a post of its own in the figures, and is no reaction to the one before', async () => {
    const { lead, first, second } = await continued();
    await db.update(posts).set({ state: 'published', publishedAt: lead.now }).where(eq(posts.id, second.id));
    for (const { id } of [first, second])
      await db.execute(sql`insert into readings (post_id, metric, source, status, value, observed_at)
        values (${id}, 'replies', 'test', 'ok', 1, now()), (${id}, 'likes', 'test', 'ok', 5, now())`);
    await db.update(posts).set({ publishedAt: lead.now }).where(eq(posts.id, first.id));
    const { total } = await rankEngagement(lead, { from: '2026-11-30', to: '2026-11-30' });
    // Nobody but us answered the first; somebody answered the second.
    expect(total).toMatchObject({ posts: 2, reactions: 5 + 0 + 5 + 1 });
  });
});
