import { getAsset, updateAsset } from '@mobilise/contracts/media';
import type { PostState } from '@mobilise/contracts/post-states';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildItem, buildPost, buildRevision } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { describe, expect, test } from 'vitest';
import { testApi } from '../testing.ts';

const api = await testApi();
const { db } = api.context;
const { workspaceId, owner } = await api.setUp();
const [lead, editor, designer] = await Promise.all(
  (['lead', 'editor', 'designer'] as const).map((role) => api.member(workspaceId, role)),
);
const tiny = { x: 0.5, y: 0.5, width: 0.1, height: 0.1 };

async function picture(side = 3000) {
  const { id } = await buildAsset(db, { workspaceId, width: side, height: side });
  const crop = async (artwork: typeof tiny) => {
    const read = await api.request(
      updateAsset,
      { params: { workspace: workspaceId, asset: id }, body: { version, crops: { artwork } } as never },
      owner,
    );
    if (read.status === 200) version += 1;
    return [read.status, ((await read.json()) as ProblemDetails).detail];
  };
  let version = 1;
  return { id, crop };
}

test('a crop with which a cover in use is too small for directories is refused', async () => {
  const { id, crop } = await picture();
  expect(await crop(tiny)).toEqual([200, undefined]);
  expect(await crop({ ...tiny, width: 0.5, height: 0.5 })).toEqual([200, undefined]);
  await buildShow(db, { workspaceId, title: 'Night voices', artworkId: id });
  const sentence =
    'This picture is the cover of the show “Night voices”. The part chosen as artwork has 300 × 300 pixels, and podcast apps need at least 1,400 × 1,400 of it. Choose a larger part.';
  expect(await crop(tiny)).toEqual([400, sentence]);
  expect(await crop({ x: 0, y: 0, width: 0.6, height: 0.6 })).toEqual([200, undefined]);
});

test('so is one of the cover of an episode, as long as that has it', async () => {
  const { id, crop } = await picture();
  const content = { artwork: { assetId: id, alt: '' } };
  const episode = await buildEpisode(db, { workspaceId, title: 'The ward', content });
  expect((await crop(tiny))[1]).toContain('This picture is the cover of the episode “The ward”. The part chosen');
  await buildRevision(db, { itemId: episode.id, content: emptyEpisode });
  expect(await crop(tiny)).toEqual([200, undefined]);
});

test('a picture that is too small for a cover in itself is cropped as people like', async () => {
  const { id, crop } = await picture(1000);
  await buildShow(db, { workspaceId, artworkId: id });
  expect(await crop(tiny)).toEqual([200, undefined]);
});

describe('crops of what was approved', () => {
  const square = { x: 0, y: 0, width: 0.5, height: 0.5 };
  const storyWith = (assetId: string, approved = false) =>
    buildItem(db, {
      ...{ workspaceId, approved },
      content: { leadImage: { assetId, alt: 'A ward' }, body: { type: 'doc', content: [] } },
    });
  /** The status for a caller who changes a part of an upload, and why; `used.approved` says it before. */
  const change = async (id: string, body: object, caller = editor) => {
    const params = { workspace: workspaceId, asset: id };
    const { version, used } = await api.call(getAsset, { params }, owner);
    const read = await api.request(updateAsset, { params, body: { version, ...body } as never }, caller);
    const { detail } = (await read.json()) as ProblemDetails;
    return { status: read.status, detail, approved: used?.approved };
  };

  test('are changed by those who may approve, from the approval on', async () => {
    const { id } = await buildAsset(db, { workspaceId });
    const { id: itemId } = await storyWith(id, true);
    expect(await change(id, { crops: { square } })).toMatchObject({ status: 403, approved: true });
    await buildRevision(db, { itemId });
    expect(await change(id, { crops: { square } })).toMatchObject({ status: 200, approved: false });
  });

  test('are changed by those who may approve, while it is out or to go out', async () => {
    const { id } = await buildAsset(db, { workspaceId });
    const story = await storyWith(id);
    expect(await change(id, { crops: { square } })).toMatchObject({ status: 200, approved: false });
    await buildPost(db, { itemId: story.id, workspaceId, state: 'published' });
    for (const caller of [editor, designer])
      for (const body of [{ crops: {} }, { focalPoint: { x: 0.2, y: 0.2 } }])
        expect(await change(id, body, caller)).toEqual({
          ...{ status: 403, approved: true },
          detail: expect.stringMatching(
            /^As (editor|designer) you cannot change the focal point .+ Ask an owner or a lead, or upload the picture again, crop that one and use it instead\.$/,
          ),
        });
    // What they see of it stays as it is, and so do its words theirs to write.
    expect(await change(id, { alt: 'A ward at night', crops: { square } })).toMatchObject({ status: 200 });
    for (const caller of [lead, owner]) {
      expect(await change(id, { focalPoint: { x: 0.2, y: 0.2 } }, caller)).toMatchObject({ status: 200 });
      expect(await change(id, { focalPoint: null }, caller)).toMatchObject({ status: 200 });
    }
  });

  const states: [PostState, boolean][] = [
    ['scheduled', true],
    ['claimed', true],
    ['sending', true],
    ['unconfirmed', true],
    ['needs_person', true],
    ['draft', false],
    ['failed', false],
    ['cancelled', false],
    ['removed', false],
  ];
  test.each(states)('are so in a post that is %s: %s', async (state, isLocked) => {
    const { id } = await buildAsset(db, { workspaceId });
    const story = await storyWith(id);
    await buildPost(db, { itemId: story.id, workspaceId, state });
    expect(await change(id, { crops: { square } })).toMatchObject({ status: isLocked ? 403 : 200, approved: isLocked });
  });

  test.each([
    ['approval', 200],
    ['channel', 403],
    ['late', 403],
  ] as const)('are so in a post that is held for %s: %i', async (holdReason, status) => {
    const { id } = await buildAsset(db, { workspaceId });
    const story = await storyWith(id);
    await buildPost(db, { itemId: story.id, workspaceId, state: 'held', holdReason });
    expect(await change(id, { crops: { square } })).toMatchObject({ status });
  });

  test('are so of the cover of a show once an episode of it is out or to go out', async () => {
    const { id } = await buildAsset(db, { workspaceId, width: 3000, height: 3000 });
    const show = await buildShow(db, { workspaceId, artworkId: id });
    const episode = await buildEpisode(db, { showId: show.id });
    expect(await change(id, { focalPoint: { x: 0.2, y: 0.2 } })).toMatchObject({ status: 200 });
    await buildPost(db, { itemId: episode.id, channelId: show.channelId, state: 'published' });
    expect(await change(id, { focalPoint: null })).toMatchObject({ status: 403, approved: true });
    expect(await change(id, { focalPoint: null }, lead)).toMatchObject({ status: 200 });
  });

  test('are told apart in the library, and free in the posts of another workspace', async () => {
    const { id } = await buildAsset(db, { workspaceId });
    // Nothing but the id in its words for the channel.
    await buildPost(db, { content: { text: '', images: [{ assetId: id, alt: '' }], link: null }, state: 'published' });
    expect(await change(id, { crops: { square } })).toMatchObject({ status: 200, approved: false });
    const story = await buildItem(db, { workspaceId });
    const content = { text: '', images: [{ assetId: id, alt: '' }], link: null };
    await buildPost(db, { itemId: story.id, workspaceId, content });
    expect(await change(id, { crops: {} })).toMatchObject({ status: 403, approved: true });
  });
});
