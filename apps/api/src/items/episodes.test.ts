import { createItem as createRoute } from '@mobilise/contracts/new-item';
import { type EpisodeContent, emptyEpisode, emptyVideo } from '@mobilise/contracts/recordings';
import { buildAsset } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { items } from '@mobilise/db/schema/items';
import { shows } from '@mobilise/db/schema/shows';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { getItem, listItems } from './read.ts';
import { createItem } from './write.ts';

const { db } = await testDatabase();
const sent: unknown[][] = [];
const jobs = { send: (...job: unknown[]) => Promise.resolve(String(sent.push(job))) };

const episode = (more: object) => createRoute.body.parse({ kind: 'episode', title: 'The night shift', ...more });

async function desk() {
  const { workspace, channel, as } = await buildDesk(db);
  const show = await buildShow(db, { channelId: channel.id });
  const upload = (kind: 'image' | 'audio' | 'video', duration: number | null = null) =>
    buildAsset(db, { workspaceId: workspace.id, kind, duration });
  return { workspace, channel, as, show, upload, scope: await as('editor') };
}

describe('a new episode', () => {
  test('takes over what its show says, and the next number, even of two made at once', async () => {
    const { show, upload, scope } = await desk();
    const [intro, outro] = [await upload('audio', 4000), await upload('audio', 3000)];
    await db.update(shows).set({ introId: intro.id, outroId: outro.id, explicit: true }).where(eq(shows.id, show.id));
    await buildEpisode(db, { showId: show.id, content: { season: 2, number: 5 } });
    const made = await Promise.all([1, 2].map(() => createItem(scope, jobs, episode({ showId: show.id }))));
    const contents = made.map(({ content }) => content as EpisodeContent);
    expect(contents.map(({ season, number }) => [season, number]).sort()).toEqual([
      [2, 6],
      [2, 7],
    ]);
    expect(contents[0]).toMatchObject({
      ...{ intro: { assetId: intro.id }, outro: { assetId: outro.id } },
      ...{ explicit: true, audio: null, type: 'full' },
    });
    expect(made[0]?.showId).toBe(show.id);
  });

  test('is told of another that has its number, but not of a trailer, and not of one in another season or show', async () => {
    const { show, channel, scope } = await desk();
    const numbered = (content: object, showId = show.id) =>
      buildEpisode(db, { showId, title: 'The kettle', content: { season: 2, number: 5, ...content } });
    const { id } = await numbered({});
    const same = async () => (await getItem(scope, id)).sameNumber;
    await numbered({ type: 'trailer' });
    await numbered({ season: null });
    await numbered({ number: 6 });
    await numbered({}, (await buildShow(db, { channelId: channel.id })).id);
    expect(await same()).toBeNull();
    const other = await numbered({});
    expect(await same()).toEqual({ id: other.id, title: 'The kettle' });
    await db.update(items).set({ archivedAt: new Date() }).where(eq(items.id, other.id));
    expect(await same()).toBeNull();
  });

  test('belongs to a show of its workspace that is not archived, and nothing else belongs to one', async () => {
    const { show, scope } = await desk();
    const field = async (body: Parameters<typeof createItem>[2]) =>
      (await refusal(createItem(scope, jobs, body), 'invalid_request')).fields?.[0];
    expect(await field(episode({}))).toEqual({
      field: 'body.showId',
      message: 'Say which show the episode belongs to',
    });
    expect(await field(episode({ showId: (await buildShow(db)).id }))).toMatchObject({ field: 'body.showId' });
    const story = createRoute.body.parse({ kind: 'story', title: 'Not on air', showId: show.id });
    expect(await field(story)).toEqual({ field: 'body.showId', message: 'Only episodes belong to a show' });
    await db.update(shows).set({ archivedAt: new Date() }).where(eq(shows.id, show.id));
    await refusal(createItem(scope, jobs, episode({ showId: show.id })), 'wrong_state');
  });

  test('is found by its show', async () => {
    const { show, channel, scope } = await desk();
    const [mine] = [
      await buildEpisode(db, { showId: show.id }),
      await buildEpisode(db, { showId: (await buildShow(db, { channelId: channel.id })).id }),
    ];
    const { data } = await listItems(scope, { limit: 50, archived: false, show: show.id });
    expect(data.map(({ id, showId }) => [id, showId])).toEqual([[mine.id, show.id]]);
  });
});

describe('what an episode plays', () => {
  test('is a sound of the workspace, pictures are pictures, and every use that is not is named', async () => {
    const { show, upload, scope } = await desk();
    const [sound, picture, film] = [await upload('audio'), await upload('image'), await upload('video')];
    const content = {
      ...emptyEpisode,
      audio: { assetId: film.id, trim: null },
      intro: { assetId: picture.id },
      artwork: { assetId: sound.id, alt: 'The cover' },
      people: [{ name: 'Amira', role: 'host', picture: { assetId: crypto.randomUUID(), alt: 'Amira' } }],
    };
    const problem = await refusal(createItem(scope, jobs, episode({ showId: show.id, content })), 'invalid_request');
    expect(problem.fields).toEqual([
      { field: 'body.content.audio.assetId', message: 'Choose a sound' },
      { field: 'body.content.intro.assetId', message: 'Choose a sound' },
      { field: 'body.content.artwork.assetId', message: 'Choose a picture' },
      { field: 'body.content.people.0.picture.assetId', message: 'There is no such upload. Upload it again' },
    ]);
    const video = createRoute.body.parse({
      ...{ kind: 'video', title: 'Film', content: { ...emptyVideo, video: { assetId: sound.id, trim: null } } },
    });
    expect((await refusal(createItem(scope, jobs, video), 'invalid_request')).fields).toEqual([
      { field: 'body.content.video.assetId', message: 'Choose a film' },
    ]);
  });

  test('has a cover of which the square for podcast apps is asked for once it is chosen', async () => {
    const { show, upload, scope } = await desk();
    const cover = await upload('image');
    const content = { ...emptyEpisode, artwork: { assetId: cover.id, alt: 'The cover' } };
    await createItem(scope, jobs, episode({ showId: show.id, content }));
    expect(sent).toContainEqual(['render-image', { assetId: cover.id }, expect.anything()]);
  });
});
