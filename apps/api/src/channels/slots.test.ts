import { mostSlots } from '@mobilise/contracts/slots';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, refusal, row } from '../post-testing.ts';
import { removeChannel } from './change.ts';
import { changeSlots, listSlots } from './slots.ts';

const { db } = await testDatabase();
const at = (weekday: number, time: string) => ({ weekday, time });

test('slots are added and removed, from Monday on, and the log says which', async () => {
  const { channel, as } = await buildDesk(db);
  const owner = await as('owner');
  await changeSlots(owner, channel.id, { add: [at(3, '09:00'), at(1, '17:00'), at(1, '09:00')], remove: [] });
  const { data } = await changeSlots(owner, channel.id, { add: [at(7, '10:30')], remove: [at(3, '09:00')] });
  expect(data).toEqual([at(1, '09:00'), at(1, '17:00'), at(7, '10:30')]);
  expect(await listSlots(await as('viewer'), channel.id)).toEqual({ data });
  const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, channel.id));
  expect(log.at(-1)).toMatchObject({
    action: 'changed the slots of',
    subject: channel.name,
    detail: { added: [at(7, '10:30')], removed: [at(3, '09:00')] },
  });
});

test('two people who change them at once both get what they asked for', async () => {
  const { channel, as } = await buildDesk(db);
  const owner = await as('owner');
  const times = ['08:00', '09:00', '10:00', '11:00', '12:00'];
  await Promise.all(
    times.map((time) => changeSlots(owner, channel.id, { add: [at(1, time), at(1, '09:00')], remove: [] })),
  );
  expect((await listSlots(owner, channel.id)).data.map(({ time }) => time)).toEqual(times);
});

test('what changes nothing is not in the log', async () => {
  const { channel, as } = await buildDesk(db);
  const owner = await as('owner');
  await changeSlots(owner, channel.id, { add: [at(1, '09:00')], remove: [] });
  await changeSlots(owner, channel.id, { add: [at(1, '09:00')], remove: [at(2, '09:00')] });
  expect(await db.select().from(auditEntries).where(eq(auditEntries.subjectId, channel.id))).toHaveLength(1);
});

test('changing slots moves no post', async () => {
  const { channel, post, as } = await buildDesk(db);
  const owner = await as('owner');
  await changeSlots(owner, channel.id, { add: [at(2, '09:00')], remove: [] });
  const { id } = await post({ queued: true });
  await changeSlots(owner, channel.id, { add: [at(2, '10:00')], remove: [at(2, '09:00')] });
  expect(await row(db, id)).toMatchObject({ wallTime: '2026-12-01T09:00', queued: true, version: 1 });
});

test('there are no more than one an hour, all week', async () => {
  const { channel, as } = await buildDesk(db);
  const owner = await as('owner');
  const all = Array.from({ length: mostSlots }, (_, hour) =>
    at((hour % 7) + 1, `${String(Math.floor(hour / 7)).padStart(2, '0')}:00`),
  );
  expect((await changeSlots(owner, channel.id, { add: all, remove: [] })).data).toHaveLength(mostSlots);
  await refusal(changeSlots(owner, channel.id, { add: [at(1, '09:30')], remove: [] }), 'conflict');
  expect((await listSlots(owner, channel.id)).data).toHaveLength(mostSlots);
});

test('slots are those of one’s own channels, and go with their channel', async () => {
  const [here, there] = [await buildDesk(db), await buildDesk(db)];
  const owner = await here.as('owner');
  await refusal(changeSlots(owner, there.channel.id, { add: [at(1, '09:00')], remove: [] }), 'not_found');
  await refusal(listSlots(owner, there.channel.id), 'not_found');
  await changeSlots(owner, here.channel.id, { add: [at(1, '09:00')], remove: [] });
  await removeChannel(owner, here.channel.id);
  await refusal(listSlots(owner, here.channel.id), 'not_found');
});
