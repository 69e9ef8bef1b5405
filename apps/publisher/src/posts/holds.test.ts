import { randomUUID } from 'node:crypto';
import { buildCampaign, buildChannel, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { forceHold, writeHold } from '@mobilise/db/holds';
import { holds } from '@mobilise/db/schema/holds';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { createSending } from './send-due.ts';

const { sql, db, platform, publisher, sendDue, read } = await testPublishing();

beforeEach(platform.reset);

type Target = Partial<typeof holds.$inferInsert>;

async function desk() {
  const workspace = await buildWorkspace(db);
  const channel = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
  const item = await buildItem(db, { workspaceId: workspace.id, approved: true });
  const post = (overrides: Parameters<typeof buildPost>[1] = {}) =>
    buildPost(db, { channelId: channel.id, itemId: item.id, ...overrides });
  const press = async (target: Target = {}) => {
    const id = randomUUID();
    await db.transaction((tx) =>
      writeHold(tx, { id, workspaceId: workspace.id, target: 'everything', reason: 'A death', by: 'Grace', ...target }),
    );
    await forceHold(db, id);
    const [hold] = await db.select().from(holds).where(eq(holds.id, id));
    if (!hold?.inForceAt) throw new Error('The hold is not in force');
    return { id, inForceAt: hold.inForceAt };
  };
  return { workspace, channel, item, post, press };
}

describe('the hold switch', () => {
  it('keeps what it covers from going out, and says which hold it was', async () => {
    const { post, press } = await desk();
    const { id: holdId } = await press();
    const { id } = await post();
    await sendDue();
    expect(await read(id)).toMatchObject({ state: 'held', holdReason: 'switch', attempts: 0 });
    expect(await sql`select hold_id from posts where id = ${id}`).toEqual([{ hold_id: holdId }]);
    expect(platform.sent).toEqual([]);
  });

  it('covers a channel, a campaign or a tag, and nothing beside it', async () => {
    const { workspace, channel, item, post, press } = await desk();
    const campaign = await buildCampaign(db, { workspaceId: workspace.id });
    const other = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    const ofCampaign = await buildItem(db, { workspaceId: workspace.id, campaignId: campaign.id, approved: true });
    const tagged = await buildItem(db, { workspaceId: workspace.id, tags: ['winter', 'flu'], approved: true });
    const cases: [Target, Parameters<typeof buildPost>[1], Parameters<typeof buildPost>[1]][] = [
      [{ target: 'channel', channelId: other.id }, { channelId: other.id }, { channelId: channel.id }],
      [{ target: 'campaign', campaignId: campaign.id }, { itemId: ofCampaign.id }, { itemId: item.id }],
      [{ target: 'tag', tag: 'flu' }, { itemId: tagged.id }, { itemId: item.id }],
    ];
    for (const [target, covered, free] of cases) {
      const { id } = await press(target);
      const [kept, sent] = [await post(covered), await post(free)];
      await sendDue();
      expect([target.target, (await read(kept.id)).state, (await read(sent.id)).state]).toEqual([
        target.target,
        'held',
        'published',
      ]);
      await db.update(holds).set({ endedAt: new Date() }).where(eq(holds.id, id));
    }
  });

  it('leaves other workspaces alone, and a time outside its dates', async () => {
    const [here, there] = [await desk(), await desk()];
    await here.press();
    const free = await there.post();
    const hour = 3_600_000;
    const dated = { workspaceId: there.workspace.id, target: 'everything', reason: 'Election', by: 'Grace' } as const;
    await db.transaction((tx) => writeHold(tx, { ...dated, id: randomUUID(), startsAt: new Date(Date.now() + hour) }));
    await db.transaction((tx) =>
      writeHold(tx, {
        ...dated,
        id: randomUUID(),
        startsAt: new Date(Date.now() - 2 * hour),
        endsAt: new Date(Date.now() - hour),
      }),
    );
    await sendDue();
    expect((await read(free.id)).state).toBe('published');
  });

  it('pressed while a thousand posts are going out, lets none leave after it is in force', async () => {
    const { post, press } = await desk();
    await Promise.all(Array.from({ length: 1000 }, () => post()));
    const arrivals: number[] = [];
    const begun = Promise.withResolvers<void>();
    platform.onPublish = async (_post, deliver) => {
      // A request takes its time, and the post is public at its end.
      await new Promise((resolve) => setImmediate(resolve));
      arrivals.push(Date.now());
      if (arrivals.length === 100) begun.resolve();
      return deliver();
    };
    const own = publisher();
    const listening = await sql.listen('holds', () => {
      own.held.at = own.monotonic();
    });
    const sending = createSending(own);
    const running = sending.run();
    await begun.promise;
    const { inForceAt } = await press();
    const leftBefore = arrivals.length;
    await running;
    await sending.idle();
    // What was about to leave was called back, and is due again: the next look holds it.
    await sending.run();
    await sending.idle();
    await listening.unlisten();
    expect(leftBefore).toBeLessThan(1000);
    expect(arrivals.length).toBe(leftBefore);
    expect(arrivals.filter((at) => at > inForceAt.getTime() + 1)).toEqual([]);
    const states = await sql`
      select state, count(*)::int from posts where workspace_id = (select workspace_id from holds order by created_at desc limit 1)
      group by state order by state`;
    expect(states).toEqual([
      { state: 'held', count: 1000 - leftBefore },
      { state: 'published', count: leftBefore },
    ]);
    expect(new Set(platform.deliveries).size).toBe(leftBefore);
  });
});
