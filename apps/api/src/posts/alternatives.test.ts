import { buildAsset, buildItem, buildPost, buildSlots } from '@mobilise/db/factories';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, publicUrl, refusal } from '../post-testing.ts';
import { createPost } from './create.ts';
import { queuePost } from './queue.ts';
import { publishNow, schedulePost } from './schedule.ts';

const { db } = await testDatabase({ max: 20 });
const tomorrow = { wallTime: '2026-12-01T09:00', disambiguation: null };

describe('alternatives', () => {
  const withoutAlt = async () => {
    const desk = await buildDesk(db);
    const asset = await buildAsset(db, { workspaceId: desk.workspace.id });
    const content = { leadImage: { assetId: asset.id, alt: '' }, body: { type: 'doc' as const, content: [] } };
    const item = await buildItem(db, { workspaceId: desk.workspace.id, content, approved: true });
    const { id } = await desk.post({ state: 'draft', dueAt: null, itemId: item.id });
    return { ...desk, id };
  };

  test('that are missing stop the post', async () => {
    const { id, as } = await withoutAlt();
    const problem = await refusal(
      schedulePost(await as('lead'), id, { ...tomorrow, version: 1 }),
      'alternatives_missing',
    );
    expect(problem.extra).toEqual({ missing: ['Describe the image in its alt text.'] });
  });

  test('may be overridden by a lead with a reason, which is recorded and kept for a later time', async () => {
    const { id, as } = await withoutAlt();
    const override = 'Decorative, agreed with the access group';
    expect(await schedulePost(await as('lead'), id, { ...tomorrow, version: 1, override })).toMatchObject({
      state: 'scheduled',
      override,
    });
    const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, id));
    expect(log).toMatchObject([{ action: 'scheduled', reason: override }]);
    expect(
      await schedulePost(await as('editor'), id, { wallTime: '2026-12-02T09:00', disambiguation: null, version: 2 }),
    ).toMatchObject({ state: 'scheduled', override });
  });

  test('may not be overridden by an editor', async () => {
    const { id, as } = await withoutAlt();
    await refusal(
      schedulePost(await as('editor'), id, { ...tomorrow, version: 1, override: 'It is fine' }),
      'forbidden',
    );
  });

  test.each([
    ['infographic', 'Upload the artwork.'],
    ['episode', 'Upload the audio.'],
    ['video', 'Upload the video.'],
  ] as const)('that are waived do not waive what makes an item one of the kind %s', async (kind, sentence) => {
    const { workspace, channel, as } = await buildDesk(db);
    const lead = await as('lead');
    const item = await buildItem(db, { workspaceId: workspace.id, kind, approved: true });
    const { id } = await buildPost(db, { channelId: channel.id, itemId: item.id, state: 'draft', dueAt: null });
    const override = 'Agreed with the access group';
    await buildSlots(db, channel, ['09:00']);
    for (const ask of [
      () => schedulePost(lead, id, { ...tomorrow, version: 1, override }),
      () => publishNow(lead, id, { version: 1, override }),
      () => queuePost(lead, id, { version: 1, override }),
      () =>
        createPost(lead, publicUrl, { itemId: item.id, channelId: channel.id, schedule: { ...tomorrow, override } }),
    ])
      expect((await refusal(ask(), 'wrong_state')).message).toBe(`${sentence} Without it there is nothing to publish.`);
  });

  test('are needed for the images of the post too', async () => {
    const { workspace, post, as } = await buildDesk(db, { kind: 'bluesky' });
    const asset = await buildAsset(db, { workspaceId: workspace.id });
    const { id } = await post({ content: { text: 'Look', images: [{ assetId: asset.id, alt: ' ' }], link: null } });
    await refusal(schedulePost(await as('editor'), id, { ...tomorrow, version: 1 }), 'alternatives_missing');
  });
});
