import { hold as holdSchema } from '@mobilise/contracts/holds';
import { newId } from '@mobilise/contracts/new-id';
import { buildCampaign, buildItem } from '@mobilise/db/factories';
import { holds } from '@mobilise/db/schema/holds';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { endHold, listHolds, pressHold } from './holds.ts';

const { db } = await testDatabase({ max: 6 });
const everything = { kind: 'everything' } as const;

describe('the hold switch', () => {
  test('is in force when it answers, and everybody sees who pressed it and why', async () => {
    const { as, post } = await buildDesk(db);
    await post();
    const hold = holdSchema.parse(await pressHold(await as('lead'), { target: everything, reason: 'A death' }));
    expect(hold).toMatchObject({
      covers: 'everything',
      reason: 'A death',
      by: 'The lead',
      endsAt: null,
      held: 0,
      ahead: 1,
    });
    expect(hold.inForceAt).not.toBeNull();
    expect((await listHolds(await as('viewer'))).data).toEqual([hold]);
    const audit = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.noun, 'holds'), eq(auditEntries.subjectId, hold.id)));
    expect(audit).toMatchObject([{ action: 'pressed', subject: 'everything', reason: 'A death', actor: 'The lead' }]);
  });

  test('waits for what is on its way, and only for what it covers', async () => {
    const { as, post } = await buildDesk(db);
    const sending = { state: 'sending' as const, leaseUntil: new Date(Date.now() + 60_000) };
    const { id } = await post(sending);
    const other = await buildDesk(db);
    await other.post(sending);
    let answered = false;
    const pressing = pressHold(await as('lead'), { target: everything, reason: 'Incident' }).then((hold) => {
      answered = true;
      return hold;
    });
    // It is pressed at once: the list has it, not yet in force.
    const lead = await as('lead');
    let listed = (await listHolds(lead)).data;
    while (listed.length === 0) listed = (await listHolds(lead)).data;
    expect(listed[0]?.inForceAt).toBeNull();
    expect(answered).toBe(false);
    await db.update(posts).set({ state: 'published', publishedAt: new Date() }).where(eq(posts.id, id));
    expect((await pressing).inForceAt).not.toBeNull();
  });

  test('that lies ahead says how much it will keep', async () => {
    const { as, post } = await buildDesk(db);
    await post();
    await post({ dueAt: new Date('2026-12-08T09:00:00Z') });
    const dates = { startsAt: '2126-12-01T00:00', endsAt: '2126-12-05T00:00' };
    const hold = await pressHold(await as('owner'), { target: everything, reason: 'Election', ...dates });
    expect(hold).toMatchObject({ startsAt: '2126-12-01T00:00:00.000Z', inForceAt: null, ahead: 0 });
  });

  test('names what it covers', async () => {
    const { workspace, channel, as, post } = await buildDesk(db);
    const campaign = await buildCampaign(db, { workspaceId: workspace.id, name: 'Winter well' });
    const item = await buildItem(db, { workspaceId: workspace.id, campaignId: campaign.id, tags: ['flu'] });
    await post({ itemId: item.id });
    const lead = await as('lead');
    for (const [target, covers] of [
      [{ kind: 'channel', id: channel.id }, channel.name],
      [{ kind: 'campaign', id: campaign.id }, 'Winter well'],
      [{ kind: 'tag', tag: 'flu' }, 'flu'],
    ] as const)
      expect(await pressHold(lead, { target, reason: 'Care' })).toMatchObject({ target, covers, ahead: 1 });
  });

  test('refuses a channel or a campaign of another workspace', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const target = { kind: 'channel', id: there.channel.id } as const;
    const problem = await refusal(pressHold(await here.as('lead'), { target, reason: 'No' }), 'invalid_request');
    expect(problem.fields?.[0]?.field).toBe('body.target.id');
  });

  test.each([
    ['endsAt', { endsAt: '2026-11-30T08:00' }, /has passed/],
    ['startsAt', { startsAt: '2127-03-30T01:30', endsAt: '2127-04-01T00:00' }, /does not exist/],
  ] as const)('refuses dates that cannot be meant, beside %s', async (field, dates, why) => {
    const { as } = await buildDesk(db);
    const pressing = pressHold(await as('lead'), { target: everything, reason: 'Election', ...dates });
    const { fields } = await refusal(pressing, 'invalid_request');
    expect(fields).toEqual([{ field: `body.${field}`, message: expect.stringMatching(why) }]);
  });

  test('that began by its date is in force once what was on its way must have left', async () => {
    const { workspace, as } = await buildDesk(db);
    const hold = { workspaceId: workspace.id, target: 'everything' as const, reason: 'Election', by: 'Grace' };
    const [long, just] = [new Date(Date.now() - 60_000), new Date(Date.now() - 1000)];
    await db.insert(holds).values([
      { ...hold, id: newId(), startsAt: long, createdAt: long },
      { ...hold, id: newId(), startsAt: just, createdAt: just },
    ]);
    const { data } = await listHolds(await as('viewer'));
    expect(data.map(({ inForceAt }) => inForceAt)).toEqual([new Date(long.getTime() + 25_000).toISOString(), null]);
  });

  test('ended, says how many posts wait, and sends none of them', async () => {
    const { as, post } = await buildDesk(db);
    const lead = await as('lead');
    const { id } = await pressHold(lead, { target: everything, reason: 'A death' });
    const held = await post({ state: 'held', holdReason: 'switch', holdId: id });
    expect(await endHold(lead, id)).toEqual({ held: 1, keptByOthers: { held: 0, ahead: 0 } });
    expect((await listHolds(lead)).data).toEqual([]);
    const [row] = await db.select().from(posts).where(eq(posts.id, held.id));
    expect(row).toMatchObject({ state: 'held', holdReason: 'switch' });
    await refusal(endHold(lead, id), 'not_found');
  });

  test('says what the holds that remain keep: at the time of each post, and of what it covers', async () => {
    const { as, post, channel } = await buildDesk(db);
    const lead = await as('lead');
    const { id } = await pressHold(lead, { target: everything, reason: 'A death' });
    await post({ state: 'held', holdReason: 'switch', holdId: id });
    await post({ dueAt: new Date('2126-12-02T09:00:00Z') });
    await post({ dueAt: new Date('2126-12-08T09:00:00Z') });
    const listed = async () => (await listHolds(lead)).data[0];
    expect(await listed()).toMatchObject({ held: 1, ahead: 2, keptByOthers: { held: 0, ahead: 0 } });

    const week = { startsAt: '2126-12-01T00:00', endsAt: '2126-12-05T00:00' };
    await pressHold(lead, { target: { kind: 'channel', id: channel.id }, reason: 'Election', ...week });
    const other = await buildDesk(db);
    await pressHold(await other.as('lead'), { target: everything, reason: 'Theirs' });
    await pressHold(lead, { target: { kind: 'tag', tag: 'flu' }, reason: 'Not about these' });
    expect(await listed()).toMatchObject({ held: 1, ahead: 2, keptByOthers: { held: 0, ahead: 1 } });

    const second = await pressHold(lead, { target: everything, reason: 'A second death' });
    expect(await endHold(lead, id)).toEqual({ held: 1, keptByOthers: { held: 1, ahead: 2 } });
    expect(await endHold(lead, second.id)).toEqual({ held: 0, keptByOthers: { held: 0, ahead: 1 } });
  });

  test('of another workspace can neither be seen nor ended', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const { id } = await pressHold(await there.as('lead'), { target: everything, reason: 'Theirs' });
    expect((await listHolds(await here.as('owner'))).data).toEqual([]);
    await refusal(endHold(await here.as('owner'), id), 'not_found');
  });
});
