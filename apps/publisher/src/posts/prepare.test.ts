import { buildAsset, buildChannel, buildItem, buildPost, buildPostChange } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { StorageError } from '@mobilise/media-processing/errors';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { claimChanges } from './changes/claim.ts';
import { prepareChange } from './changes/prepare.ts';
import { claimDue } from './claim.ts';
import { fitImage, imageBudget } from './images.ts';
import { prepare, prepareAhead } from './prepare.ts';
import { sweep } from './sweep.ts';

const sharp = await loadSharp();
const { sql, db, storage, platform, publisher, sendDue, passTime, read } = await testPublishing();
const channel = await buildChannel(db, { kind: 'bluesky' });
const { workspaceId } = channel;

beforeEach(() => sql`delete from posts`);

/** A noisy picture, which no encoder makes small, as a stored and processed upload. */
async function picture(width: number, height: number) {
  const noise = {
    create: {
      width,
      height,
      channels: 3 as const,
      background: '#456',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 60 },
    },
  };
  const stored = await storage.put(await sharp(noise).png().toBuffer());
  return buildAsset(db, { workspaceId, sha256: stored.sha256, bytes: stored.bytes, width, height });
}

describe('what goes out', () => {
  it('has its pictures made to the channel’s limits, stored by hash, with the alt text of this use', async () => {
    const asset = await picture(2600, 2000);
    const post = await buildPost(db, {
      channelId: channel.id,
      content: { text: 'Look', images: [{ assetId: asset.id, alt: 'The garden' }], link: null },
    });
    await sendDue();
    const [image] = (await read(post.id)).payload?.images ?? [];
    expect(image).toMatchObject({ alt: 'The garden', mime: 'image/jpeg' });
    const bytes = Buffer.concat(
      await Array.fromAsync((await storage.get(image?.sha256 ?? '')) as AsyncIterable<Uint8Array>),
    );
    expect(bytes.length).toBeLessThanOrEqual(2_000_000);
    const { width, height } = await sharp(bytes).metadata();
    expect({ width, height }).toEqual({ width: image?.width, height: image?.height });
    expect(Math.max(width, height)).toBeLessThanOrEqual(2560);
  });

  it('is, in an edit of what is out, made to the limits of the same server as before', async () => {
    const asset = await picture(900, 700);
    const own = await buildChannel(db, { workspaceId, kind: 'bluesky' });
    const images = { max: 4, bytes: 100_000, altGraphemes: 2000 };
    await sql`update channels set limits = ${JSON.stringify({ text: null, images })}::text::jsonb where id = ${own.id}`;
    const content = { text: 'Look', images: [{ assetId: asset.id, alt: 'The garden' }], link: null };
    const post = await buildPost(db, { channelId: own.id, content });
    await sendDue();
    const { itemId, revisionId } = await buildPost(db, { channelId: own.id, state: 'draft' });
    await sql`update posts set item_id = ${itemId} where id = ${post.id}`;
    await buildPostChange(db, { postId: post.id, kind: 'edit', revisionId, content });
    const [claim] = await claimChanges(publisher(), { limit: 1, except: [] });
    const edit = claim && (await prepareChange(publisher(), claim));
    expect(edit?.payload?.images).toEqual((await read(post.id)).payload?.images);
  });

  it('carries a link as a card with the item’s words and picture', async () => {
    const asset = await picture(1400, 800);
    const item = await buildItem(db, {
      workspaceId,
      approved: true,
      title: 'Flu clinic',
      summary: 'Open on Saturday',
      content: { leadImage: { assetId: asset.id, alt: 'A nurse' }, body: { type: 'doc', content: [] } },
    });
    const url = 'https://news.example.org/flu';
    const [bare, inText] = await Promise.all([
      buildPost(db, { channelId: channel.id, itemId: item.id, content: { text: 'Come along', images: [], link: url } }),
      buildPost(db, {
        channelId: channel.id,
        itemId: item.id,
        content: { text: `Come along ${url}`, images: [], link: url },
      }),
    ]);
    await sendDue();
    expect((await read(bare.id)).payload?.card).toMatchObject({
      url,
      title: 'Flu clinic',
      description: 'Open on Saturday',
      image: { alt: 'A nurse', mime: 'image/jpeg' },
    });
    expect((await read(inText.id)).payload?.card).toBeNull();
  });

  it('carries a link to an episode without a cover of its own as a card with that of its show', async () => {
    const show = await buildShow(db, { workspaceId });
    const asset = await picture(900, 900);
    await sql`update assets set alt = '' where id = ${asset.id}`;
    await sql`update shows set artwork_id = ${asset.id} where id = ${show.id}`;
    const own = await picture(1000, 1000);
    const cardOf = async (content: Parameters<typeof buildEpisode>[1]) => {
      const { id: itemId } = await buildEpisode(db, { showId: show.id, ...content });
      const post = await buildPost(db, { channelId: channel.id, itemId, content: linked });
      await sendDue();
      const { image } = (await read(post.id)).payload?.card ?? {};
      return image && [image.alt, image.width, image.height];
    };
    const linked = { text: 'Listen', images: [], link: 'https://news.example.org/night' };
    expect(await cardOf({})).toEqual(['The cover of “Behind the doors”', 630, 630]);
    await sql`update assets set alt = 'A door, ajar' where id = ${asset.id}`;
    expect(await cardOf({})).toEqual(['A door, ajar', 630, 630]);
    expect(await cardOf({ content: { artwork: { assetId: own.id, alt: 'A lamp' } } })).toEqual(['A lamp', 630, 630]);
    await sql`update shows set artwork_id = null where id = ${show.id}`;
    expect(await cardOf({})).toBeNull();
  });

  it('carries a link to what has no picture as a card without one, and that stays as it was frozen', async () => {
    const show = await buildShow(db, { workspaceId });
    const { id: itemId } = await buildEpisode(db, { showId: show.id });
    const build = () => {
      const content = { text: 'Listen', images: [], link: 'https://news.example.org/night' };
      return buildPost(db, { channelId: channel.id, itemId, content });
    };
    const first = await build();
    await sendDue();
    const { payload } = await read(first.id);
    expect(payload?.card).toMatchObject({ url: 'https://news.example.org/night', image: null });

    // A cover that comes between two tries is in neither of them.
    await sql`update shows set artwork_id = ${(await picture(900, 900)).id} where id = ${show.id}`;
    const again = await build();
    await sql`update posts set payload = ${JSON.stringify({ ...payload, postId: again.id })}::text::jsonb where id = ${again.id}`;
    await sendDue();
    expect(platform.sent.find(({ postId }) => postId === again.id)?.card).toEqual(payload?.card);
  });

  it.each(['ghost', 'wordpress', 'email', 'webhook'] as const)(
    'is, of an episode without a cover of its own, shown whole with that of its show, on %s',
    async (kind) => {
      const whole = await buildChannel(db, { workspaceId, kind });
      const [cover, own] = [await picture(900, 900), await picture(1000, 1000)];
      await sql`update assets set alt = '' where id = ${cover.id}`;
      const show = await buildShow(db, { workspaceId, artworkId: cover.id });
      const shownOf = async (content: NonNullable<Parameters<typeof buildEpisode>[1]>['content'] = {}) => {
        const { id: itemId } = await buildEpisode(db, { showId: show.id, content });
        const { id } = await buildPost(db, { channelId: whole.id, itemId });
        await sendDue();
        const { leadImage, images } = (await read(id)).payload?.item ?? {};
        return { leadImage, alts: Object.entries(images ?? {}).map(([assetId, { alt }]) => [assetId, alt]) };
      };
      const [standIn, artwork] = [[cover.id, 'The cover of “Behind the doors”'], { assetId: own.id, alt: 'A lamp' }];
      expect(await shownOf()).toEqual({ leadImage: cover.id, alts: [standIn] });
      expect(await shownOf({ artwork })).toEqual({ leadImage: own.id, alts: [[own.id, 'A lamp']] });
      await sql`update assets set alt = 'A door, ajar' where id = ${cover.id}`;
      expect(await shownOf()).toEqual({ leadImage: cover.id, alts: [[cover.id, 'A door, ajar']] });
      await sql`update shows set artwork_id = null where id = ${show.id}`;
      expect(await shownOf()).toEqual({ leadImage: null, alts: [] });
    },
  );

  it('is the words of the scheduled revision, not of the newest', async () => {
    const post = await buildPost(db, {
      channelId: channel.id,
      content: { text: 'x', images: [], link: 'https://example.org/a' },
    });
    await sql`update items set title = 'Newer words' where id = ${post.itemId}`;
    await sendDue();
    expect((await read(post.id)).payload?.card?.title).not.toBe('Newer words');
  });
});

describe('a picture that cannot be used', () => {
  it.each([
    ['is damaged', async () => (await storage.put(Buffer.from('not a picture at all'))).sha256],
    ['is gone', async () => 'ab'.repeat(32)],
  ])('%s fails its post in words, and no other', async (_, make) => {
    const asset = await buildAsset(db, { workspaceId, sha256: await make() });
    const [bad, good] = await Promise.all([
      buildPost(db, {
        channelId: channel.id,
        content: { text: 'Look', images: [{ assetId: asset.id, alt: '' }], link: null },
      }),
      buildPost(db, { channelId: channel.id }),
    ]);
    await sendDue();
    expect(await read(bad.id)).toMatchObject({
      state: 'failed',
      attempts: 0,
      advice: expect.stringContaining('another picture'),
    });
    expect((await read(bad.id)).failure).toBeTruthy();
    expect((await read(good.id)).state).toBe('published');
  });
});

it('a store of files that is away delays a post with a picture, and leaves nobody in doubt whether it went out', async () => {
  const asset = await picture(900, 700);
  const build = () =>
    buildPost(db, {
      channelId: channel.id,
      content: { text: 'Look', images: [{ assetId: asset.id, alt: '' }], link: null },
    });
  const post = await build();
  await sendDue();
  const { payload } = await read(post.id);
  // Its picture is made already, so only sending needs the store.
  const again = await build();
  await sql`update posts set payload = ${JSON.stringify({ ...payload, postId: again.id })}::text::jsonb where id = ${again.id}`;
  const path = () => Promise.reject(new StorageError('away', 'The store of files cannot be reached.'));
  await sendDue(publisher({ storage: { ...storage, path } }));
  expect(await read(again.id)).toMatchObject({ state: 'claimed', attempts: 0, failure: null });
  await passTime(61);
  await sweep(publisher());
  await sendDue();
  expect(await read(again.id)).toMatchObject({ state: 'published', attempts: 1 });
});

it('prepared ahead, needs the original no more at the instant', async () => {
  const asset = await picture(900, 700);
  const post = await buildPost(db, {
    channelId: channel.id,
    content: { text: 'Look', images: [{ assetId: asset.id, alt: '' }], link: null },
  });
  await prepareAhead(publisher(), [post.id]);
  expect((await read(post.id)).payload).toBeNull();
  await storage.remove(asset.sha256);
  const worker = publisher();
  const { claimed } = await claimDue(worker, { limit: 10 });
  expect((await prepare(worker, claimed)).ready).toHaveLength(1);
  expect(platform.sent.filter(({ postId }) => postId === post.id)).toEqual([]);
});

it('a picture that was fitted long ago is put anew for the next post, so that it is young when storage is swept', async () => {
  const { sha256 } = await picture(40, 30);
  let puts = 0;
  const counting: typeof storage.put = (...args) => {
    puts += 1;
    return storage.put(...args);
  };
  const again = () => fitImage({ storage: { ...storage, put: counting } }, sha256, imageBudget(1_000_000));
  const first = await again();
  expect([await again(), puts]).toEqual([first, 1]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * 3_600_000 });
  try {
    expect([await again(), puts]).toEqual([first, 2]);
  } finally {
    vi.useRealTimers();
  }
});
