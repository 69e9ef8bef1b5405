import { getItem } from '@mobilise/contracts/items';
import { getAsset, updateAsset } from '@mobilise/contracts/media';
import { changePost } from '@mobilise/contracts/post-changes';
import { getPost, updatePost } from '@mobilise/contracts/posts';
import { createSeries } from '@mobilise/contracts/series';
import { sayDate } from '@mobilise/contracts/time';
import { buildAsset, buildItem, buildPost, buildRevision } from '@mobilise/db/factories';
import { describe, expect, test } from 'vitest';
import { testConsents } from './testing.ts';

const {
  api,
  db,
  workspaceId,
  owner,
  workspace,
  remote,
  story,
  soon,
  dateIn,
  consentFor,
  used,
  standing,
  change,
  schedule,
  told,
} = await testConsents();

describe('what may be used until a day', () => {
  test('goes out on that day, and not the day after', async () => {
    const { asset, post } = await used({ state: 'draft' });
    const body = { version: 1, rightsUntil: dateIn(4) };
    await api.call(updateAsset, { params: { ...workspace, asset: asset.id }, body }, owner);
    expect((await told(await schedule(post.id, 1, 5))).code).toBe('rights_ended');
    expect((await schedule(post.id, 1, 4)).status).toBe(200);
  });

  test('is said to end where that is ahead, and to have ended where it is past', async () => {
    const { asset, item, post } = await used({ wallTime: `${dateIn(5)}T09:00` });
    const until = async (days: number) => {
      const { version } = await api.call(getAsset, { params: { ...workspace, asset: asset.id } }, owner);
      const body = { version, rightsUntil: dateIn(days) };
      await api.call(updateAsset, { params: { ...workspace, asset: asset.id }, body }, owner);
      const { ended } = await api.call(getPost, { params: { ...workspace, post: post.id } }, owner);
      return { item: (await api.call(getItem, { params: { ...workspace, item: item.id } }, owner)).ended, post: ended };
    };
    expect(await until(3)).toMatchObject({
      item: [],
      post: [{ why: `The right to use “ward.jpg” ends on ${sayDate(dateIn(3))}.`, until: dateIn(3) }],
    });
    const past = [{ why: `The right to use “ward.jpg” ended on ${sayDate(dateIn(-2))}.`, until: null }];
    expect(await until(-2)).toMatchObject({ item: past, post: past });
    await consentFor([asset.id], { until: dateIn(-1) });
    expect((await until(9)).item).toMatchObject([
      { why: `The consent of Mary Seacole for “ward.jpg” ended on ${sayDate(dateIn(-1))}.`, until: null },
    ]);
  });

  test('is held as soon as that day is before its time, and freed when it is not', async () => {
    const { asset, post } = await used();
    const until = (version: number, rightsUntil: string | null) =>
      api.call(updateAsset, { params: { ...workspace, asset: asset.id }, body: { version, rightsUntil } }, owner);
    await until(1, dateIn(2));
    expect(await standing(post.id)).toEqual(['held', 'consent']);
    await until(2, null);
    expect(await standing(post.id)).toEqual(['scheduled', null]);
    const consent = await consentFor([asset.id], { until: dateIn(3) });
    expect(await standing(post.id)).toEqual(['held', 'consent']);
    await change(consent, { until: dateIn(8) });
    expect(await standing(post.id)).toEqual(['scheduled', null]);
  });

  test('does not come into a post that is on schedule', async () => {
    const other = await buildItem(db, { workspaceId, approved: true });
    const post = await buildPost(db, { itemId: other.id, channelId: remote.id, dueAt: soon(5) });
    const asset = await buildAsset(db, { workspaceId, rightsUntil: dateIn(2) });
    const content = { text: 'Look', images: [{ assetId: asset.id, alt: 'A ward' }], link: null };
    const answer = await api.request(
      updatePost,
      { params: { ...workspace, post: post.id }, body: { version: 1, content } as never },
      owner,
    );
    expect((await told(answer)).code).toBe('rights_ended');
  });

  test('is said when a series begins, of the text that carries it', async () => {
    const item = await buildItem(db, { workspaceId, approved: true });
    const asset = await buildAsset(db, { workspaceId, filename: 'nurse.jpg', rightsUntil: dateIn(2) });
    const words = { text: 'Look', images: [], link: null };
    const begin = (startsOn: string) => {
      const variants = [words, { ...words, text: 'See', images: [{ assetId: asset.id, alt: 'A nurse' }] }];
      const plan = { rule: 'FREQ=DAILY;INTERVAL=7;COUNT=2', startsOn, time: '09:00', variants };
      const body = { ...plan, itemId: item.id, channelId: remote.id };
      return api.request(createSeries, { params: workspace, body: body as never }, owner);
    };
    expect(await told(await begin(dateIn(3)))).toMatchObject({
      code: 'rights_ended',
      detail: expect.stringMatching(/^Text 2: The right to use “nurse.jpg” ends/),
    });
    expect((await begin(dateIn(1))).status).toBe(201);
  });

  test('is said when a post that is out is edited to what carries it', async () => {
    const { asset, item, post } = await used({ state: 'published', publishedAt: new Date() });
    await buildRevision(db, { itemId: item.id, content: story(asset.id), approved: true });
    const body = { version: 1, rightsUntil: dateIn(-2) };
    await api.call(updateAsset, { params: { ...workspace, asset: asset.id }, body }, owner);
    const edit = { params: { ...workspace, post: post.id }, body: { kind: 'edit', version: 1 } as never };
    expect((await told(await api.request(changePost, edit, owner))).code).toBe('rights_ended');
  });
});
