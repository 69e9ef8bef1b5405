import { type Consent, consentUses, listConsents } from '@mobilise/contracts/consents';
import { approveRevision } from '@mobilise/contracts/items';
import { emptyBin, getAsset, listAssets, updateAsset } from '@mobilise/contracts/media';
import { buildAsset, buildItem, buildPost } from '@mobilise/db/factories';
import { assetSources, assets } from '@mobilise/db/schema/media';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testConsents } from './testing.ts';

const {
  api,
  db,
  workspaceId,
  owner,
  workspace,
  channel,
  story,
  soon,
  dateIn,
  consentFor,
  used,
  standing,
  withdraw,
  change,
  told,
} = await testConsents();

/** An upload in use, and one that was made of it, in a story of its own. */
async function clipOf() {
  const { asset: source } = await used();
  const clip = await buildAsset(db, { workspaceId, filename: 'clip.jpg' });
  await db.insert(assetSources).values({ assetId: clip.id, sourceId: source.id, sha256: source.sha256 });
  const item = await buildItem(db, { workspaceId, content: story(clip.id), approved: true });
  const post = await buildPost(db, { itemId: item.id, channelId: channel.id, dueAt: soon(5) });
  const read = (id = clip.id) => api.call(getAsset, { params: { ...workspace, asset: id } }, owner);
  const draft = await buildItem(db, { workspaceId, content: story(clip.id) });
  const approve = { params: { ...workspace, item: draft.id }, body: { version: draft.version } as never };
  const refusal = async () => told(await api.request(approveRevision, approve, owner));
  const until = async (rightsUntil: string | null) => {
    const { version } = await read(source.id);
    return api.call(
      updateAsset,
      { params: { ...workspace, asset: source.id }, body: { version, rightsUntil } as never },
      owner,
    );
  };
  return { source, clip, item, post, read, refusal, until };
}

test('a consent that is written down later counts for what was made before, and so does its withdrawal', async () => {
  const { source, clip, item, post, read, refusal } = await clipOf();
  const consent = await consentFor([source.id]);
  expect((await read()).consents).toEqual([{ id: consent.id, person: 'Mary Seacole', ended: false }]);
  const listed = await api.call(listConsents, { params: workspace, query: { asset: clip.id } }, owner);
  expect(listed.data.map(({ id }) => id)).toEqual([consent.id]);

  const answer = await withdraw(consent);
  expect([answer.heldPosts, await standing(post.id)]).toEqual([2, ['held', 'consent']]);
  expect(answer.uses.map(({ itemId }) => itemId)).toContain(item.id);
  const uses = await api.call(consentUses, { params: { ...workspace, consent: consent.id } }, owner);
  expect(uses.data).toEqual(answer.uses);
  expect((await read()).consents).toEqual([{ id: consent.id, person: 'Mary Seacole', ended: true }]);
  expect(await refusal()).toMatchObject({ code: 'rights_ended', detail: expect.stringContaining('“clip.jpg”') });
  const ended = await api.call(listAssets, { params: workspace, query: { rights: 'ended' } as never }, owner);
  expect(ended.data.map(({ id }) => id)).toContain(clip.id);

  // Of the part alone, she may agree to that.
  await consentFor([clip.id]);
  expect(await standing(post.id)).toEqual(['scheduled', null]);
  expect((await read(source.id)).consents.some((one) => one.ended)).toBe(true);
});

test('a consent about something and what was made of it is told once, as ended where it has for either', async () => {
  const { source, clip, read } = await clipOf();
  const both = await consentFor([source.id, clip.id]);
  await withdraw(both);
  const again = await consentFor([source.id]);
  const { consents } = await read();
  expect(consents.map(({ id, ended }) => [id, ended]).sort()).toEqual(
    [
      [both.id, true],
      [again.id, false],
    ].sort(),
  );
});

test('another last day of a recording counts for what was made of it', async () => {
  const { post, read, refusal, until } = await clipOf();
  await until(dateIn(-1));
  expect(await standing(post.id)).toEqual(['held', 'consent']);
  expect((await refusal()).detail).toContain('The right to use what “clip.jpg” was made of ended on');
  expect((await read()).madeFrom).toMatchObject([{ filename: 'ward.jpg', rightsUntil: dateIn(-1) }]);
  await until(null);
  expect(await standing(post.id)).toEqual(['scheduled', null]);
});

test('what was made of something stays bound by it when that is removed for good', async () => {
  const source = await buildAsset(db, { workspaceId, rightsUntil: dateIn(3) });
  const clip = await buildAsset(db, { workspaceId });
  await db.insert(assetSources).values({ assetId: clip.id, sourceId: source.id, sha256: source.sha256 });
  const consent = await consentFor([source.id]);
  await db.update(assets).set({ deletedAt: new Date() }).where(eq(assets.id, source.id));
  await api.call(emptyBin, { params: workspace, body: { assets: [source.id] } as never }, owner);
  // Posts that are to go out with it are decided on anew when that consent changes.
  const item = await buildItem(db, { workspaceId, content: story(clip.id), approved: true });
  const post = await buildPost(db, { itemId: item.id, channelId: channel.id, dueAt: soon(2) });
  const shorter = (await (await change(consent, { until: dateIn(1) })).json()) as Consent;
  expect(await standing(post.id)).toEqual(['held', 'consent']);
  await withdraw(shorter);
  const left = await api.call(getAsset, { params: { ...workspace, asset: clip.id } }, owner);
  expect(left).toMatchObject({ rightsUntil: dateIn(3), madeFrom: [], consents: [{ id: consent.id, ended: true }] });
});
