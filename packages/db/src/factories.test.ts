import { channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { buildChannel, buildMember, buildPost, buildRevision } from './factories.ts';
import { approvals, items } from './schema/items.ts';
import { testDatabase } from './testing.ts';

const { db } = await testDatabase();

it('builds a post with every parent it needs, approved and due now', async () => {
  const post = await buildPost(db);
  expect(post).toMatchObject({ state: 'scheduled', holdReason: null, zone: 'Europe/London' });
  expect(post.sendAt).toEqual(post.dueAt);
  expect(await db.select().from(approvals).where(eq(approvals.revisionId, post.revisionId))).toHaveLength(1);
});

it('keeps a draft without a time, and an unapproved revision unapproved', async () => {
  expect(await buildPost(db, { state: 'draft' })).toMatchObject({ dueAt: null, wallTime: null });
  const post = await buildPost(db, { approved: false });
  expect(await db.select().from(approvals).where(eq(approvals.revisionId, post.revisionId))).toHaveLength(0);
});

it('makes a second revision the newest of its item', async () => {
  const post = await buildPost(db);
  const second = await buildRevision(db, { itemId: post.itemId, title: 'New words' });
  const [item] = await db.select().from(items).where(eq(items.id, post.itemId));
  expect(item).toMatchObject({ revisionId: second.id, revision: 2, title: 'New words' });
});

it('gives a person a role', async () => {
  const { user, member } = await buildMember(db, { role: 'lead', name: 'Grace Okafor' });
  expect(user.name).toBe('Grace Okafor');
  expect(member).toMatchObject({ role: 'lead', userId: user.id });
});

it.each(channelKindNames)('connects a %s with public facts that its kind knows', async (kind) => {
  const { config } = await buildChannel(db, { kind });
  expect(channelKindOf(kind).config.parse(config)).toEqual(config);
});
