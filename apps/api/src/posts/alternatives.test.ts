import { buildAsset, buildItem } from '@mobilise/db/factories';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { schedulePost } from './schedule.ts';

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

  test('are needed for the images of the post too', async () => {
    const { workspace, post, as } = await buildDesk(db, { kind: 'bluesky' });
    const asset = await buildAsset(db, { workspaceId: workspace.id });
    const { id } = await post({ content: { text: 'Look', images: [{ assetId: asset.id, alt: ' ' }], link: null } });
    await refusal(schedulePost(await as('editor'), id, { ...tomorrow, version: 1 }), 'alternatives_missing');
  });
});
