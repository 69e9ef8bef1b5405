import { buildPost } from '@mobilise/db/factories';
import { releaseHeld } from '@mobilise/db/release-held';
import { revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { releaseAndTell } from '../releasing.ts';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';
import { freeLeftBehind } from './probe.ts';

const { sql, db, publisher, sendDue, read } = await testPublishing();

it('a post whose files are being made, or failed, is held; it goes on when they are there, and not before', async () => {
  for (const files of ['wanted', 'failed'] as const) {
    const post = await buildPost(db);
    await sql`update revisions set files = ${files} where id = ${post.revisionId}`;
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'files', attempts: 0 });
    const by = { workspaceId: post.workspaceId, actor: { userId: null, name: 'Publisher' }, now: new Date() };
    const release = () => releaseHeld(db, by, 'files', eq(posts.id, post.id));
    expect(await release()).toEqual([]);
    await sql`update revisions set files = 'ready' where id = ${post.revisionId}`;
    expect(await release()).toMatchObject([{ id: post.id, reason: null }]);
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'published' });
  }
});

it('what was held for another reason stays held while its files are not there', async () => {
  const post = await buildPost(db, { state: 'held', holdReason: 'channel' });
  await sql`update revisions set files = 'wanted' where id = ${post.revisionId}`;
  const by = { workspaceId: post.workspaceId, actor: { userId: null, name: 'Publisher' }, now: new Date() };
  expect(await releaseHeld(db, by, 'channel', eq(posts.id, post.id))).toMatchObject([{ reason: 'files' }]);
});

it('a post that is held at the very moment at which its files are ready is decided on again', async () => {
  const post = await buildPost(db);
  const bystander = await buildPost(db, { state: 'held', holdReason: 'files' });
  await sql`update revisions set files = 'wanted' where id in ${sql([post.revisionId, bystander.revisionId].map(String))}`;
  await sql.begin(async (claiming) => {
    await claimDue(publisher({ sql: claiming as never }), { limit: 10 });
    await db.transaction(async (making) => {
      await making
        .update(revisions)
        .set({ files: 'ready' })
        .where(eq(revisions.id, String(post.revisionId)));
      // The claim is not to be seen yet, and nothing waits for it.
      expect(await releaseAndTell(making, post.workspaceId, 'files', eq(posts.id, post.id))).toBe(0);
    });
  });
  expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'files' });
  expect(await freeLeftBehind(publisher())).toBe(1);
  await sendDue();
  expect(await read(post.id)).toMatchObject({ state: 'published' });
  expect(await read(bystander.id)).toMatchObject({ state: 'held', holdReason: 'files' });
});
