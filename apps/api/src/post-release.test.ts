import { testDatabase } from '@mobilise/db/testing';
import { expect, test } from 'vitest';
import { updateChannel } from './channels/change.ts';
import { buildDesk, publicUrl, row } from './post-testing.ts';
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
