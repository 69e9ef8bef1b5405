import { buildRevision } from '@mobilise/db/factories';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { testDatabase } from '@mobilise/db/testing';
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { updateChannel } from './channels/change.ts';
import { buildDesk, publicUrl, row } from './post-testing.ts';
import { createPost } from './posts/create.ts';
import { schedulePost } from './posts/schedule.ts';

const { db } = await testDatabase();

test('pausing and scheduling at once never leave a post scheduled on a paused channel', async () => {
  const { channel, post, as } = await buildDesk(db);
  const [owner, editor] = [await as('owner'), await as('editor')];
  for (let version = 1; version <= 21; version += 2) {
    const { id } = await post({ state: 'draft', dueAt: null });
    await Promise.all([
      updateChannel(owner, publicUrl, channel.id, { version, paused: true }),
      schedulePost(editor, id, { version: 1, wallTime: '2026-12-01T09:00', disambiguation: null }),
    ]);
    expect(await row(db, id)).toMatchObject({ state: 'held', holdReason: 'channel' });
    await updateChannel(owner, publicUrl, channel.id, { version: version + 1, paused: false });
  }
});

test('a new revision and scheduling at once never leave words scheduled that nobody approved', async () => {
  for (let round = 0; round < 15; round += 1) {
    const { item, channel, as } = await buildDesk(db);
    const editor = await as('editor');
    const save = db.transaction(async (tx) => {
      await tx.select().from(items).where(eq(items.id, item.id)).for('update');
      await buildRevision(tx, { itemId: item.id });
      const scheduled = and(eq(posts.itemId, item.id), eq(posts.state, 'scheduled'));
      await tx.update(posts).set({ state: 'held', holdReason: 'approval' }).where(scheduled);
    });
    const schedule = { wallTime: '2026-12-01T09:00', disambiguation: null };
    const [{ id }] = await Promise.all([
      createPost(editor, publicUrl, { itemId: item.id, channelId: channel.id, schedule }),
      save,
    ]);
    expect(await row(db, id)).toMatchObject({ state: 'held', holdReason: 'approval' });
  }
});
