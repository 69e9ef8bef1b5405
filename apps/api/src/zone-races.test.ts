import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk } from './post-testing.ts';
import { schedulePost } from './posts/schedule.ts';
import { createSeries } from './posts/series-create.ts';
import { changeZone } from './zones/change.ts';

const { db } = await testDatabase({ max: 20 });

test('a change of zone leaves no post planned by the old clock, whoever schedules at the same moment', async () => {
  const { workspace, item, channel, post, as } = await buildDesk(db, { kind: 'bluesky' });
  const [owner, editor] = [await as('owner'), await as('editor')];
  const drafts = await Promise.all(Array.from({ length: 12 }, () => post({ state: 'draft', dueAt: null })));
  const schedule = ({ id }: { id: string }) =>
    schedulePost(editor, id, { version: 1, wallTime: '2026-12-02T09:00', disambiguation: null });
  const repeat = createSeries(editor, {
    itemId: item.id,
    channelId: channel.id,
    variants: [{ text: 'Again', images: [], link: null }],
    rule: 'FREQ=DAILY;COUNT=10',
    startsOn: '2026-12-01',
    time: '09:00',
  });
  await Promise.all([
    ...drafts.slice(0, 6).map(schedule),
    repeat,
    changeZone(owner, { version: 1, zone: 'America/New_York' }),
    ...drafts.slice(6).map(schedule),
  ]);
  const all = await db.select().from(posts).where(eq(posts.workspaceId, workspace.id));
  expect(all).toHaveLength(22);
  for (const { zone, wallTime, dueAt } of all) {
    expect(zone).toBe('America/New_York');
    expect(dueAt).toEqual(new Date(`${wallTime}:00-05:00`));
  }
  const [one] = await db.select().from(series).where(eq(series.workspaceId, workspace.id));
  expect(one?.zone).toBe('America/New_York');
});
