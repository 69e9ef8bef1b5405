import { emptyEpisode } from '@mobilise/contracts/recordings';
import { createShow as createRoute, updateShow as updateRoute } from '@mobilise/contracts/shows';
import { buildAsset, buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { lockGuids, podcastGuid } from '@mobilise/db/podcast-guid';
import { channels, formerAddresses } from '@mobilise/db/schema/channels';
import { renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { testDatabase } from '@mobilise/db/testing';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, publicUrl, refusal } from '../post-testing.ts';
import { getShow, listShows } from './read.ts';
import { createShow, moveShow, removeShow, updateShow } from './write.ts';

const { db } = await testDatabase();
const at = { publicUrl };
/** What would go to the job queue. */
const sent: unknown[][] = [];
const jobs = { send: (...job: unknown[]) => Promise.resolve(String(sent.push(job))) };

const fields = (channelId: string, more: object = {}) =>
  createRoute.body.parse({
    title: 'Behind the doors',
    description: 'What happens behind the doors of a hospice.',
    author: 'Fern Hill Hospice',
    categories: ['Health & Fitness > Medicine'],
    channelId,
    ...more,
  });
const change = (version: number, more: object) => updateRoute.body.parse({ version, ...more });

async function desk() {
  const { channel, workspace, as } = await buildDesk(db);
  return { channel, workspace, as, scope: await as('editor') };
}

describe('a show', () => {
  test('begins with an address of its own, and a podcast:guid that follows from it and stays', async () => {
    const { channel, scope } = await desk();
    const show = await createShow(scope, jobs, at, fields(channel.id));
    const site = String(channel.config['slug']);
    expect(show).toMatchObject({
      slug: 'behind-the-doors',
      feedUrl: `${publicUrl}/news/${site}/shows/behind-the-doors/feed.xml`,
      pageUrl: `${publicUrl}/news/${site}/shows/behind-the-doors`,
      guid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
      episodes: { all: 0, published: 0, inFeed: 0 },
      nextSeason: null,
      nextNumber: 1,
      version: 1,
    });
    const again = await createShow(scope, jobs, at, fields(channel.id));
    expect(again.slug).toBe('behind-the-doors-2');
    expect(again.guid).not.toBe(show.guid);
    const moved = await updateShow(scope, jobs, at, show.id, change(1, { slug: 'night-shift' }));
    expect(moved).toMatchObject({ slug: 'night-shift', guid: show.guid, version: 2 });
    const taken = updateShow(scope, jobs, at, again.id, change(1, { slug: 'night-shift' }));
    expect((await refusal(taken, 'conflict')).fields?.[0]?.field).toBe('body.slug');
  });

  test('has a podcast:guid that no other has, also at an address that another had before', async () => {
    const { channel, scope } = await desk();
    const show = await createShow(scope, jobs, at, fields(channel.id));
    await updateShow(scope, jobs, at, show.id, change(1, { slug: 'night-shift' }));
    const again = await createShow(scope, jobs, at, fields(channel.id));
    expect(again).toMatchObject({ slug: show.slug, guid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/) });
    // A site of another workspace takes over the name that a site had, too.
    const other = await desk();
    const { slug } = channel.config;
    await db
      .update(channels)
      .set({ config: { ...channel.config, slug: `${slug}-2` } })
      .where(eq(channels.id, channel.id));
    await db
      .update(channels)
      .set({ config: { ...other.channel.config, slug } })
      .where(eq(channels.id, other.channel.id));
    const theirs = await createShow(other.scope, jobs, at, fields(other.channel.id));
    expect(theirs.feedUrl).toBe(show.feedUrl);
    expect([show.guid, again.guid]).not.toContain(theirs.guid);
  });

  test('waits for who gives another show a podcast:guid, which may be the same', async () => {
    const { channel, scope } = await desk();
    const other = await desk();
    const guid = podcastGuid(`${publicUrl}/news/${channel.config['slug']}/shows/behind-the-doors/feed.xml`);
    const { creating } = await db.transaction(async (tx) => {
      await lockGuids(tx);
      const creating = createShow(scope, jobs, at, fields(channel.id));
      await expect
        .poll(() =>
          db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`),
        )
        .toHaveLength(1);
      await buildShow(tx, { channelId: other.channel.id, guid });
      return { creating };
    });
    expect((await creating).guid).not.toBe(guid);
  });

  test('changes in what is given, and in nothing else', async () => {
    const { channel, scope } = await desk();
    const whole = { explicit: true, copyright: '© Fern Hill', locked: false, language: 'cy', type: 'serial' };
    const { id } = await createShow(scope, jobs, at, fields(channel.id, whole));
    const changed = await updateShow(scope, jobs, at, id, change(1, { title: 'Other doors' }));
    expect(changed).toMatchObject({ ...whole, title: 'Other doors', version: 2 });
    expect(await updateShow(scope, jobs, at, id, change(2, { title: 'Other doors' }))).toMatchObject({ version: 2 });
    await refusal(updateShow(scope, jobs, at, id, change(1, { title: 'Late' })), 'stale_version');
  });

  test('takes pictures for a picture and sounds for a sound, of its own workspace, and asks for the square', async () => {
    const { channel, workspace, scope } = await desk();
    const picture = await buildAsset(db, { workspaceId: workspace.id, width: 3000, height: 2000 });
    const sound = await buildAsset(db, { workspaceId: workspace.id, kind: 'audio' });
    const binned = await buildAsset(db, { workspaceId: workspace.id, kind: 'audio', deletedAt: new Date() });
    const foreign = await buildAsset(db);
    const wrong = createShow(
      scope,
      jobs,
      at,
      fields(channel.id, { artworkId: sound.id, introId: binned.id, outroId: picture.id }),
    );
    expect((await refusal(wrong, 'invalid_request')).fields).toEqual([
      { field: 'body.artworkId', message: 'Choose a picture' },
      { field: 'body.introId', message: 'There is no such upload. Upload it again' },
      { field: 'body.outroId', message: 'Choose a sound' },
    ]);
    await refusal(createShow(scope, jobs, at, fields(channel.id, { artworkId: foreign.id })), 'invalid_request');
    const show = await createShow(
      scope,
      jobs,
      at,
      fields(channel.id, { artworkId: picture.id, introId: sound.id, ownerEmail: 'press@example.org' }),
    );
    expect(sent).toContainEqual(['render-image', { assetId: picture.id }, expect.anything()]);
    expect(show).toMatchObject({ artwork: null, problems: [expect.stringContaining('still being made')] });
    await db.insert(renditions).values({
      ...{ id: crypto.randomUUID(), assetId: picture.id, purpose: 'artwork', format: 'jpeg', width: 2000 },
      ...{ height: 2000, bytes: 1, sha256: 'a'.repeat(64) },
    });
    expect(await getShow(scope, at, show.id)).toMatchObject({
      artwork: `/media/${'a'.repeat(64)}.jpeg`,
      problems: [],
    });
  });

  test('knows its episodes, and the number of the next', async () => {
    const { channel, workspace, scope, as } = await desk();
    const { id } = await createShow(scope, jobs, at, fields(channel.id));
    const number = (season: number | null, number: number | null) =>
      buildEpisode(db, { showId: id, content: { season, number } });
    await number(null, 7);
    expect(await getShow(scope, at, id)).toMatchObject({ nextSeason: null, nextNumber: 8 });
    await number(2, 3);
    const last = await number(2, null);
    await number(1, 12);
    await buildPost(db, { channelId: channel.id, itemId: last.id, state: 'published', publishedAt: new Date() });
    expect(await getShow(scope, at, id)).toMatchObject({
      episodes: { all: 4, published: 1, inFeed: 1 },
      nextSeason: 2,
      nextNumber: 4,
    });
    const slug = updateShow(await as('lead'), jobs, at, id, change(1, { slug: 'elsewhere' }));
    expect((await refusal(slug, 'wrong_state')).fields?.[0]?.field).toBe('body.slug');
    await refusal(removeShow(scope, id), 'wrong_state');
    expect((await updateShow(scope, jobs, at, id, change(1, { archived: true }))).archivedAt).not.toBeNull();
    expect((await listShows(scope, at, { archived: false })).data).toEqual([]);
    expect((await listShows(scope, at, { archived: true })).data).toHaveLength(1);
    await buildItem(db, { workspaceId: workspace.id, kind: 'episode', content: emptyEpisode });
  });

  test('is archived once no episode is to go out in it; then none is', async () => {
    const { channel, scope } = await desk();
    const { id } = await createShow(scope, jobs, at, fields(channel.id));
    const episode = await buildEpisode(db, { showId: id });
    const elsewhere = await buildChannel(db, { workspaceId: scope.workspaceId, kind: 'mastodon' });
    const post = (channelId: string, state: 'draft' | 'scheduled' | 'held') =>
      buildPost(db, {
        channelId,
        itemId: episode.id,
        state,
        ...(state === 'held' && { holdReason: 'files' as const }),
      });
    await post(elsewhere.id, 'scheduled');
    for (const state of ['scheduled', 'held'] as const) {
      const waiting = await post(channel.id, state);
      const archiving = updateShow(scope, jobs, at, id, change(1, { archived: true }));
      expect((await refusal(archiving, 'wrong_state')).message).toContain('One post of this show is still to go out');
      await db.delete(posts).where(eq(posts.id, waiting.id));
    }
    await post(channel.id, 'draft');
    expect((await updateShow(scope, jobs, at, id, change(1, { archived: true }))).archivedAt).not.toBeNull();
  });

  test('moves to another host and back, and never to itself', async () => {
    const { channel, as } = await desk();
    const scope = await as('lead');
    const show = await createShow(scope, jobs, at, fields(channel.id));
    const move = (version: number, newFeedUrl: string | null) => moveShow(scope, at, show.id, { version, newFeedUrl });
    expect((await move(1, 'https://other.example/rss')).newFeedUrl).toBe('https://other.example/rss');
    expect((await getShow(scope, at, show.id)).unread).toContain('This show has moved');
    for (const nowhere of [
      'http://127.0.0.1/rss',
      'https://[::1]/rss',
      'https://nas.local/rss',
      'http://localhost./rss',
      'https://10.1.2.3/rss',
    ])
      expect((await refusal(move(2, nowhere), 'invalid_request')).fields).toEqual([
        { field: 'body.newFeedUrl', message: expect.stringContaining('cannot reach') },
      ]);
    expect((await move(2, null)).newFeedUrl).toBeNull();
    for (const publicUrl of ['http://localhost:3000', 'http://news.example.org', 'https://192.168.1.4'])
      expect((await getShow(scope, { publicUrl }, show.id)).unread).toContain(`cannot read a feed at ${publicUrl}`);
    expect((await getShow(scope, { publicUrl: 'https://news.example.org' }, show.id)).unread).toBeNull();
    await refusal(move(3, show.feedUrl), 'invalid_request');
    await db.insert(formerAddresses).values({ slug: 'before', channelId: channel.id });
    await refusal(move(3, `${publicUrl}/news/before/shows/${show.slug}/feed.xml`), 'invalid_request');
    await refusal(move(3, 'https://ada:secret@other.example/rss'), 'invalid_request');
    await refusal(move(1, 'https://other.example/rss'), 'stale_version');
  });

  test('of which an episode is out is changed by owners and leads alone, since everybody sees it at once', async () => {
    const { channel, as, scope } = await desk();
    const { id } = await createShow(scope, jobs, at, fields(channel.id));
    const words = { title: 'Other doors', ownerEmail: 'press@example.org', complete: true };
    expect(await updateShow(scope, jobs, at, id, change(1, words))).toMatchObject({ ...words, version: 2 });
    const { id: itemId } = await buildEpisode(db, { showId: id });
    await buildPost(db, { channelId: channel.id, itemId, state: 'published', publishedAt: new Date() });
    for (const part of [{ title: 'Doors' }, { locked: false }, { complete: false }, { artworkId: null, slug: 'doors' }])
      for (const role of ['editor', 'designer'] as const) {
        const { message } = await refusal(updateShow(await as(role), jobs, at, id, change(2, part)), 'forbidden');
        expect(message).toContain('Ask an owner or a lead');
      }
    // What stays as it is may be sent along.
    expect(await updateShow(scope, jobs, at, id, change(2, words))).toMatchObject({ version: 2 });
    for (const [index, role] of (['owner', 'lead'] as const).entries())
      expect(await updateShow(await as(role), jobs, at, id, change(2 + index, { complete: index > 0 }))).toMatchObject({
        complete: index > 0,
      });
  });

  test('belongs to one workspace', async () => {
    const [ours, theirs] = [await desk(), await desk()];
    const { id } = await createShow(ours.scope, jobs, at, fields(ours.channel.id));
    await refusal(getShow(theirs.scope, at, id), 'not_found');
    await refusal(updateShow(theirs.scope, jobs, at, id, change(1, { title: 'Theirs' })), 'not_found');
    await refusal(moveShow(theirs.scope, at, id, { version: 1, newFeedUrl: null }), 'not_found');
    await refusal(removeShow(theirs.scope, id), 'not_found');
    await refusal(createShow(theirs.scope, jobs, at, fields(ours.channel.id)), 'invalid_request');
    const bluesky = await buildChannel(db, { workspaceId: ours.workspace.id, kind: 'bluesky' });
    await refusal(createShow(ours.scope, jobs, at, fields(bluesky.id)), 'invalid_request');
    expect((await listShows(theirs.scope, at, { archived: true })).data).toEqual([]);
    expect(await removeShow(ours.scope, id)).toEqual({ ok: true });
  });
});
