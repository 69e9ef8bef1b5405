import { newId } from '@mobilise/contracts/new-id';
import type { PostChange } from '@mobilise/contracts/post-changes';
import type { Role } from '@mobilise/contracts/roles';
import { buildChannel, buildCorrection, buildPost, buildPostChange, buildRevision } from '@mobilise/db/factories';
import { approvals } from '@mobilise/db/schema/items';
import { postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, monday, publicUrl, refusal, row } from '../post-testing.ts';
import { changePost, listChanges } from './changes.ts';
import { createPost } from './create.ts';
import { decideChange } from './decide-change.ts';
import { updatePost } from './update.ts';

const { db } = await testDatabase();

/** A published post on a channel of this kind, of an item with a newer revision. */
async function out(
  kind: 'mastodon' | 'bluesky' | 'newsroom' | 'slack' | 'wordpress' | 'linkedin' | 'email' = 'mastodon',
  approved = true,
) {
  const desk = await buildDesk(db, { kind });
  const published = { state: 'published', publishedAt: monday, remoteId: '7' } as const;
  const post = await desk.post(published);
  const newer = await buildRevision(db, { itemId: desk.item.id, title: 'Flu clinic on Sunday', approved });
  const scope = await desk.as('lead');
  const change = async (
    body: Partial<Parameters<typeof changePost>[2]> & { kind: PostChange['kind'] },
    role: Role = 'lead',
  ) => changePost(await desk.as(role), post.id, { version: (await row(db, post.id)).version, ...body } as never);
  return { ...desk, scope, published, post, newer, change, content: { text: 'On Sunday', images: [], link: null } };
}
const stateOf = async (id: string) => (await db.select().from(postChanges).where(eq(postChanges.id, id)))[0]?.state;

describe('an edit of what is out', () => {
  test('brings the newest approved revision, and words of its own if there are any', async () => {
    const { change, content, newer } = await out();
    const made = await change({ kind: 'edit', content, revision: newer.number });
    expect(made).toMatchObject({
      kind: 'edit',
      state: 'planned',
      revision: 2,
      content,
      by: 'The lead',
      channelReady: true,
    });
  });

  test('never brings a revision that nobody approved', async () => {
    const { change, content, newer } = await out('mastodon', false);
    expect((await change({ kind: 'edit', content })).revision).toBe(1);
    await refusal(change({ kind: 'edit', content, revision: newer.number }), 'stale_version');
    await db.delete(approvals);
    await refusal(change({ kind: 'edit', content: { ...content, text: 'On Monday' } }), 'wrong_state');
  });

  test('of words takes who may correct; a revision that was approved does not', async () => {
    const { change, content } = await out();
    await refusal(change({ kind: 'edit', content }, 'editor'), 'forbidden');
    expect((await change({ kind: 'edit' }, 'editor')).content).toBeNull();
  });

  test('is refused where the channel has none, where nothing would change, and where it does not fit', async () => {
    const bluesky = await out('bluesky');
    const problem = await refusal(bluesky.change({ kind: 'edit' }), 'wrong_state');
    expect(problem.message).toContain('Bluesky does not let anybody change');
    const same = await out('mastodon', false);
    await refusal(same.change({ kind: 'edit' }), 'wrong_state');
    await refusal(
      same.change({ kind: 'edit', content: { ...same.content, text: 'x'.repeat(501) } }),
      'does_not_fit_channel',
    );
    const site = await out('wordpress');
    await refusal(site.change({ kind: 'edit', content: site.content }), 'wrong_state');
  });

  test('brings words alone where the channel changes nothing else, and names what it would leave', async () => {
    const { change, content } = await out('linkedin');
    expect((await change({ kind: 'edit', content })).content).toEqual(content);
    const link = 'https://news.example.org/news/flu';
    const problem = await refusal(change({ kind: 'edit', content: { ...content, link } }), 'does_not_fit_channel');
    expect(problem.message).toContain('LinkedIn changes only the words');
    expect(problem.fields).toEqual([{ field: 'body.content.link', message: expect.any(String) }]);
  });

  test('of a newsroom page is one of the post that the site shows', async () => {
    const { change, post: earlier, published } = await out('newsroom');
    await buildPost(db, {
      channelId: earlier.channelId,
      itemId: earlier.itemId,
      ...published,
      publishedAt: new Date(monday.getTime() + 1),
    });
    expect((await refusal(change({ kind: 'edit' }), 'wrong_state')).message).toContain('a later post');
  });

  test('of a page that is right already puts a correction’s note there, and nothing without one', async () => {
    const { change, item } = await out('newsroom', false);
    await refusal(change({ kind: 'edit' }), 'wrong_state');
    const { id: correctionId } = await buildCorrection(db, { itemId: item.id });
    expect(await change({ kind: 'edit', correctionId })).toMatchObject({ revision: 1, correctionId });
  });

  test('is only of what is out', async () => {
    const { post, as } = await buildDesk(db, { kind: 'mastodon' });
    const { id, version } = await post();
    await refusal(changePost(await as('lead'), id, { kind: 'remove', version }), 'wrong_state');
  });
});

describe('a removal', () => {
  test('is asked for by anybody who may schedule', async () => {
    const { change } = await out();
    expect(await change({ kind: 'remove', reason: 'A name that should not be there' }, 'editor')).toMatchObject({
      kind: 'remove',
      state: 'planned',
      reason: 'A name that should not be there',
      revision: null,
    });
  });

  test('where the channel takes nothing back is done by hand, and said', async () => {
    const { change, post, scope } = await out('slack');
    const made = await change({ kind: 'remove' });
    expect(made).toMatchObject({ state: 'needs_person', advice: 'Delete it there by hand, then say so here.' });
    await refusal(decideChange(scope, made.id, { version: made.version, decision: 'again' }), 'wrong_state');
    const done = await decideChange(scope, made.id, { version: made.version, decision: 'done' });
    expect(done).toMatchObject({ state: 'done', finishedAt: expect.any(String) });
    expect(await row(db, post.id)).toMatchObject({ state: 'removed', nextReadingAt: null });
  });
});

test('what nobody can call back is not asked to be deleted', async () => {
  await refusal((await out('email')).change({ kind: 'remove' }), 'wrong_state');
});

describe('one change at a time', () => {
  test('the later one takes the place of what waits, and not of what is being done', async () => {
    const { change, content } = await out();
    const edit = await change({ kind: 'edit', content });
    const removal = await change({ kind: 'remove' });
    expect(await stateOf(edit.id)).toBe('dropped');
    await db.update(postChanges).set({ state: 'doing' }).where(eq(postChanges.id, removal.id));
    await refusal(change({ kind: 'edit', content }), 'wrong_state');
  });

  test('what may still arrive is waited for', async () => {
    const { change, post } = await out();
    const dueAt = new Date(monday.getTime() + 20_000);
    await buildPostChange(db, { postId: post.id, kind: 'edit', state: 'unconfirmed', dueAt });
    const { id } = await change({ kind: 'remove' });
    const [made] = await db.select().from(postChanges).where(eq(postChanges.id, id));
    expect(made?.dueAt).toEqual(dueAt);
  });
});

describe('a change that waits for somebody', () => {
  test('is tried again, or dropped, by who saw how it stands', async () => {
    const { post, scope } = await out();
    const refused = { postId: post.id, kind: 'edit', state: 'refused', attempts: 5, message: 'No' } as const;
    const { id } = await buildPostChange(db, refused);
    await refusal(decideChange(scope, id, { version: 9, decision: 'again' }), 'stale_version');
    const again = await decideChange(scope, id, { version: 1, decision: 'again' });
    expect(again).toMatchObject({ state: 'planned', attempts: 0, message: null });
    await refusal(decideChange(scope, id, { version: 2, decision: 'done' }), 'wrong_state');
    expect(await decideChange(scope, id, { version: 2, decision: 'drop' })).toMatchObject({ state: 'dropped' });
  });

  test('is listed for those who have to decide', async () => {
    const { post, scope } = await out();
    const waiting = await buildPostChange(db, { postId: post.id, state: 'needs_person' });
    await buildPostChange(db, { postId: post.id, state: 'done' });
    const { data } = await listChanges(scope, { attention: true });
    expect(data.map(({ id }) => id)).toEqual([waiting.id]);
    expect((await listChanges(scope, { attention: false, post: post.id })).data).toHaveLength(2);
  });

  test('of another workspace is not there', async () => {
    const [mine, theirs] = [await out(), await out()];
    const { id } = await buildPostChange(db, { postId: theirs.post.id, state: 'refused' });
    await refusal(decideChange(mine.scope, id, { version: 1, decision: 'drop' }), 'not_found');
    await refusal(changePost(mine.scope, theirs.post.id, { kind: 'remove', version: 1 }), 'not_found');
    const { id: correctionId } = await buildCorrection(db, { itemId: theirs.item.id });
    await refusal(mine.change({ kind: 'remove', correctionId }), 'invalid_request');
    expect((await listChanges(mine.scope, { attention: false, correction: correctionId })).data).toEqual([]);
  });
});

describe('a reply', () => {
  test('is a post like any other that answers what is out, due now', async () => {
    const { change, post } = await out('bluesky');
    const made = await change({ kind: 'reply', text: 'Correction: it is on Sunday.' });
    expect(made).toMatchObject({ kind: 'reply', state: 'done', reply: { state: 'scheduled' } });
    const reply = await row(db, made.reply?.id ?? '');
    expect(reply).toMatchObject({
      content: { text: 'Correction: it is on Sunday.', images: [], link: null, replyTo: post.id },
      revisionId: post.revisionId,
      channelId: post.channelId,
      dueAt: monday,
    });
    expect(reply.handle).not.toBe(post.handle);
  });

  test('approves nothing by the way, takes who may correct, fits, and goes only where there are replies', async () => {
    const { change } = await out('bluesky', false);
    await change({ kind: 'reply', text: 'Sorry' });
    expect(await db.select().from(approvals)).not.toContainEqual(expect.objectContaining({ implied: true }));
    await refusal(change({ kind: 'reply', text: 'Sorry' }, 'editor'), 'forbidden');
    await refusal(change({ kind: 'reply', text: 'x'.repeat(301) }), 'does_not_fit_channel');
    await refusal((await out('slack')).change({ kind: 'reply', text: 'Sorry' }), 'wrong_state');
  });

  test('asked for twice with one id is one post', async () => {
    const { change, post, item } = await out('bluesky');
    const ask = (id: string, text = 'Sorry') => change({ kind: 'reply', text, id });
    const id = newId();
    const [first, second] = await Promise.all([ask(id), ask(id)]);
    expect(second).toEqual(first);
    expect(await ask(id, 'Sorry again')).toEqual(first);
    const replies = await db.select().from(posts).where(eq(posts.itemId, item.id));
    expect(replies.filter(({ content }) => content.replyTo === post.id)).toHaveLength(1);
    await refusal(change({ kind: 'remove', id }), 'conflict');
    await refusal(ask('ffffffff-ffff-7fff-bfff-ffffffffffff'), 'invalid_request');
  });

  test('can be composed to a post that is out on the same channel, and keeps what it answers when it is edited', async () => {
    const { post, item, channel, scope, workspace, content } = await out('bluesky');
    const make = (replyTo: string, channelId = channel.id) =>
      createPost(scope, publicUrl, { itemId: item.id, channelId, content: { ...content, replyTo } });
    const { id, version } = await make(post.id);
    await updatePost(scope, id, { version, content: { ...content, text: 'Sorry' }, useNewest: false });
    expect((await row(db, id)).content).toEqual({ ...content, text: 'Sorry', replyTo: post.id });
    const other = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    await refusal(make(post.id, other.id), 'invalid_request');
    await refusal(make(id), 'invalid_request');
    await refusal(make((await out('bluesky')).post.id), 'invalid_request');
  });
});
