import {
  type Asset,
  assetCopies,
  assetUses,
  cancelProcessing,
  getAsset,
  listAssets,
  processAgain,
  removeAsset,
  updateAsset,
} from '@mobilise/contracts/media';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { emptyEpisode } from '@mobilise/contracts/recordings';
import {
  buildAsset,
  buildCampaign,
  buildChannel,
  buildItem,
  buildMember,
  buildPost,
  buildRevision,
  buildSeries,
  buildWorkspace,
} from '@mobilise/db/factories';
import { assetSources, assets, consentAssets, consents } from '@mobilise/db/schema/media';
import { shows } from '@mobilise/db/schema/shows';
import { members } from '@mobilise/db/schema/team';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { testApi } from '../testing.ts';

const api = await testApi();
const { db, sql } = api.context;
const { workspaceId, owner } = await api.setUp();
const sharp = await loadSharp();
const params = (asset: string) => ({ workspace: workspaceId, asset });
const story = (id: string) => ({
  leadImage: { assetId: id, alt: 'A ward' },
  body: { type: 'doc' as const, content: [] },
});
const ready = (overrides: Parameters<typeof buildAsset>[1] = {}) =>
  buildAsset(db, { workspaceId, state: 'ready', ...overrides });
const get = (id: string) => api.call(getAsset, { params: params(id) }, owner);
const names = async (query: Record<string, string>, workspace = workspaceId) =>
  (await api.call(listAssets, { params: { workspace }, query: query as never }, owner)).data.map(
    ({ filename }) => filename,
  );
const consentFor = async (assetId: string, overrides: Partial<typeof consents.$inferInsert> = {}) => {
  const id = crypto.randomUUID();
  const consent = { person: 'Mary Seacole', scope: 'Website', givenOn: '2026-01-05', ...overrides };
  const [asset] = await db.select().from(assets).where(eq(assets.id, assetId));
  if (!asset) throw new Error('There is no such upload');
  await db.insert(consents).values({ ...consent, id, workspaceId: asset.workspaceId });
  await db.insert(consentAssets).values({ consentId: id, assetId, sha256: asset.sha256 });
  return id;
};
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('the library', () => {
  test('counts where each is used unless it is told not to', async () => {
    const asset = await ready({ filename: 'counted.jpg' });
    await buildItem(db, { workspaceId, content: story(asset.id) });
    const used = async (query: Record<string, string>) =>
      (await api.call(listAssets, { params: { workspace: workspaceId }, query: query as never }, owner)).data.find(
        ({ id }) => id === asset.id,
      )?.used;
    expect([await used({}), await used({ counts: 'false' })]).toEqual([
      { items: 1, posts: 0, shows: 0, approved: false },
      null,
    ]);
  });

  test('leaves out what cannot be used where somebody chooses', async () => {
    const { id: workspace } = await buildWorkspace(db);
    await db.insert(members).values({ workspaceId: workspace, userId: owner.userId, role: 'owner' });
    for (const state of ['ready', 'processing', 'failed'] as const)
      await buildAsset(db, { workspaceId: workspace, filename: `${state}.jpg`, state });
    expect(await names({}, workspace)).toEqual(['failed.jpg', 'processing.jpg', 'ready.jpg']);
    expect(await names({ failed: 'false' }, workspace)).toEqual(['processing.jpg', 'ready.jpg']);
  });

  test('is filtered by kind, person, campaign, use and rights, and searched in all that is written', async () => {
    const { id: workspace } = await buildWorkspace(db);
    await db.insert(members).values({ workspaceId: workspace, userId: owner.userId, role: 'owner' });
    const build = (filename: string, overrides: Parameters<typeof buildAsset>[1] = {}) =>
      buildAsset(db, { workspaceId: workspace, filename, ...overrides });
    const photo = await build('photo.jpg', { createdBy: owner.userId, credit: 'Ann Lee' });
    await build('talk.wav', { kind: 'audio', mime: 'audio/wav', rightsUntil: inDays(10) });
    await build('old.jpg', { rightsUntil: inDays(-2), longDescription: 'A garden in bloom' });
    const posted = await build('posted.jpg', { rightsUntil: inDays(90) });
    const newer = await build('newer.jpg');
    await build('older.jpg', { replacedBy: newer.id });
    await build('gone.jpg', { deletedAt: new Date() });
    const { id: campaignId } = await buildCampaign(db, { workspaceId: workspace });
    const item = await buildItem(db, { workspaceId: workspace, campaignId, content: story(photo.id) });
    const channel = await buildChannel(db, { workspaceId: workspace });
    const content = { text: '', images: [{ assetId: posted.id, alt: 'x' }], link: null };
    await buildPost(db, { itemId: item.id, channelId: channel.id, content });
    const found = (query: Record<string, string>) => names(query, workspace);
    expect(await found({})).toEqual(['newer.jpg', 'posted.jpg', 'old.jpg', 'talk.wav', 'photo.jpg']);
    expect(await found({ replaced: 'true', search: 'older' })).toEqual(['older.jpg']);
    expect(await found({ bin: 'true' })).toEqual(['gone.jpg']);
    expect(await found({ kind: 'audio' })).toEqual(['talk.wav']);
    expect(await found({ person: owner.userId ?? '' })).toEqual(['photo.jpg']);
    expect(await found({ campaign: campaignId })).toEqual(['photo.jpg']);
    expect(await found({ used: 'yes' })).toEqual(['posted.jpg', 'photo.jpg']);
    expect(await found({ used: 'no' })).toEqual(['newer.jpg', 'old.jpg', 'talk.wav']);
    expect([await found({ rights: 'ending' }), await found({ rights: 'ended' })]).toEqual([['talk.wav'], ['old.jpg']]);
    expect([await found({ search: 'ann' }), await found({ search: 'bloom' })]).toEqual([['photo.jpg'], ['old.jpg']]);
    expect(await found({ search: 'seacole' })).toEqual([]);
    await consentFor(photo.id);
    expect(await found({ search: 'seacole' })).toEqual(['photo.jpg']);
    // Who is in something is in what was made of it, also when that is gone.
    await db.insert(assetSources).values({ assetId: posted.id, sourceId: null, sha256: photo.sha256 });
    expect(await found({ search: 'seacole' })).toEqual(['posted.jpg', 'photo.jpg']);
  });

  test('finds recordings by what is said in them, also over the end of a cue, and shows where', async () => {
    const { id: workspace } = await buildWorkspace(db);
    await db.insert(members).values({ workspaceId: workspace, userId: owner.userId, role: 'owner' });
    const record = (filename: string, words = '') =>
      buildAsset(db, { workspaceId: workspace, kind: 'audio', mime: 'audio/wav', filename, words });
    const cues = ['Bring your blue', 'inhaler with you, even', 'when the sun shines.'].map((text, at) => ({
      ...{ start: at * 1000, end: at * 1000 + 900, text: `${text}${'\n'.repeat(at)}` },
    }));
    const [night, other] = [await record('night.wav'), await record('other.wav')];
    await record('walk.wav', `${'We walk. '.repeat(20)}Then came the inhaler.`);
    const cover = await buildAsset(db, { workspaceId: workspace, filename: 'cover.jpg' });
    const content = {
      ...{ ...emptyEpisode, audio: { assetId: night.id, trim: null }, artwork: { assetId: cover.id, alt: 'x' } },
      transcript: { language: 'en-GB', cues },
    };
    const { id: itemId } = await buildItem(db, { workspaceId: workspace, kind: 'episode', content });
    const found = async (search: string) =>
      (await api.call(listAssets, { params: { workspace }, query: { search } as never }, owner)).data.map(
        ({ filename, said }) => [filename, said],
      );
    expect(await found('BLUE inhaler')).toEqual([
      ['night.wav', 'Bring your blue inhaler with you, even when the sun shines.'],
    ]);
    expect(await found('inhaler')).toEqual([
      ['walk.wav', '…e walk. We walk. We walk. Then came the inhaler.'],
      ['night.wav', expect.stringContaining('blue inhaler with')],
    ]);
    expect(await found('night')).toEqual([['night.wav', null]]);
    expect(await found('100%')).toEqual([]);
    // What another recording is taken for later is said in that one.
    await buildRevision(db, { itemId, content: { ...content, audio: { assetId: other.id, trim: null } } });
    expect(await found('blue inhaler')).toEqual([['other.wav', expect.any(String)]]);
    expect(await names({ search: 'inhaler' })).toEqual([]);
  });

  test('says how often an upload is used, and by whom consent was given', async () => {
    const asset = await ready();
    const item = await buildItem(db, { workspaceId, content: story(asset.id), approved: true });
    await buildPost(db, { itemId: item.id, workspaceId, state: 'published' });
    await buildPost(db, { itemId: item.id, workspaceId, state: 'draft' });
    const holding = await consentFor(asset.id, { person: 'Ada' });
    const over = await consentFor(asset.id, { person: 'Bo', until: inDays(-1) });
    expect(await get(asset.id)).toMatchObject({
      used: { items: 1, posts: 1, shows: 0 },
      consents: [
        { id: holding, person: 'Ada', ended: false },
        { id: over, person: 'Bo', ended: true },
      ],
    });
    await consentFor(asset.id, { person: 'bo', until: inDays(1) });
    expect((await get(asset.id)).consents.map(({ ended }) => ended)).toEqual([false, false, false]);
  });

  test('counts a series that repeats an upload as a use by its item', async () => {
    const asset = await ready();
    const { itemId } = await buildSeries(db, {
      workspaceId,
      variants: [{ text: '', images: [{ assetId: asset.id, alt: 'x' }], link: null }],
    });
    await buildSeries(db, { variants: [{ text: '', images: [{ assetId: asset.id, alt: 'x' }], link: null }] });
    expect((await get(asset.id)).used).toEqual({ items: 1, posts: 0, shows: 0, approved: false });
    const { data } = await api.call(assetUses, { params: params(asset.id) }, owner);
    expect(data).toMatchObject([{ itemId, newest: false, posts: [] }]);
  });

  test('counts all that have the same bytes, and tells the others by who and when, those first that may not be used', async () => {
    const first = await ready({ filename: 'film.mp4' });
    const same = { filename: 'film.mp4', sha256: first.sha256 };
    const { user } = await buildMember(db, { workspaceId, name: 'Grace' });
    for (let copy = 2; copy < 25; copy += 1) await ready({ ...same, createdBy: user.id });
    const over = await ready({ ...same, rightsUntil: inDays(-2) });
    await ready({ ...same, deletedAt: new Date() });
    await buildAsset(db, { sha256: first.sha256 });
    const { total, data } = await api.call(assetCopies, { params: params(first.id) }, owner);
    expect([total, data.length]).toEqual([24, 20]);
    expect(data[0]).toMatchObject({ id: over.id, hasEnded: true });
    expect(data[1]).toMatchObject({ filename: 'film.mp4', createdBy: 'Grace', hasEnded: false });
    expect(data.map(({ id }) => id)).not.toContain(first.id);
    expect((await get(first.id)).sameAs?.id).toBe(over.id);
    expect(await api.call(assetCopies, { params: params((await ready()).id) }, owner)).toEqual({ total: 0, data: [] });
    const { id: elsewhere } = await buildAsset(db);
    expect((await api.request(assetCopies, { params: params(elsewhere) }, owner)).status).toBe(404);
  });

  test('says where an upload is used: items with what is out first, and shows', async () => {
    const asset = await ready();
    const channel = await buildChannel(db, { workspaceId, name: 'News' });
    const draft = await buildItem(db, { workspaceId, title: 'Draft', content: story(asset.id) });
    const out = await buildItem(db, { workspaceId, title: 'Out', content: story(asset.id) });
    // What is no id in one post hides nothing of the others.
    const broken = { text: '', images: [{ assetId: 'no id', alt: '' }], link: null };
    await buildPost(db, { itemId: (await buildItem(db, { workspaceId })).id, channelId: channel.id, content: broken });
    await buildPost(db, { itemId: out.id, channelId: channel.id, state: 'draft' });
    await buildPost(db, { itemId: draft.id, channelId: channel.id, state: 'held', holdReason: 'files' });
    const at = new Date('2026-03-01T09:00:00Z');
    await buildPost(db, {
      itemId: out.id,
      channelId: channel.id,
      state: 'published',
      publishedAt: at,
      remoteUrl: 'https://n.example/1',
    });
    const before = await buildItem(db, { workspaceId, title: 'Before', content: story(asset.id) });
    await buildRevision(db, { itemId: before.id });
    const show = { author: 'Us', language: 'en', categories: ['Health'], guid: crypto.randomUUID() };
    await db.insert(shows).values({
      ...show,
      id: crypto.randomUUID(),
      workspaceId,
      channelId: channel.id,
      slug: 'pod',
      title: 'Pod',
      introId: asset.id,
    });
    const uses = await api.call(assetUses, { params: params(asset.id) }, owner);
    expect(uses.data.map(({ title, newest }) => [title, newest])).toEqual([
      ['Out', true],
      ['Before', false],
      ['Draft', true],
    ]);
    expect(uses.data[0]?.posts.map(({ state, channel, at, url }) => ({ state, channel, at, url }))).toEqual([
      { state: 'published', channel: 'News', at: at.toISOString(), url: 'https://n.example/1' },
      { state: 'draft', channel: 'News', at: null, url: null },
    ]);
    expect(uses.data[2]?.posts).toMatchObject([{ state: 'held', files: 'making' }]);
    expect(uses.shows.map(({ title }) => title)).toEqual(['Pod']);
    const refused = (await (
      await api.request(removeAsset, { params: params(asset.id) }, owner)
    ).json()) as ProblemDetails;
    expect(refused.detail).toBe(
      '“Draft”, “Out”, “Before”, in an earlier revision, and 1 more use this upload, so it stays.',
    );
    expect(draft.id).toBeDefined();
  });
});

describe('a change of an upload', () => {
  test('keeps everything that is written about it; its own name only, without folders', async () => {
    const asset = await ready();
    const fields = {
      filename: '../ward.jpg',
      alt: 'A ward',
      longDescription: 'Six beds.',
      credit: 'Ann Lee',
      licence: 'CC BY 4.0',
      rightsUntil: '2027-01-31',
    };
    const changed = await api.call(updateAsset, { params: params(asset.id), body: { version: 1, ...fields } }, owner);
    expect(changed).toMatchObject({ ...fields, filename: 'ward.jpg', version: 2 });
  });

  test('of the crops makes its files again', async () => {
    const asset = await ready();
    const crops = { square: { x: 0, y: 0, width: 0.5, height: 0.5 } };
    await api.call(updateAsset, { params: params(asset.id), body: { version: 1, crops } }, owner);
    const jobs = await sql`select 1 from pgboss.job where name like 'render%' and data->>'assetId' = ${asset.id}`;
    expect(jobs.length).toBe(1);
  });
});

describe('the making of files', () => {
  test('is cancelled, which the publisher hears, and asked for again', async () => {
    const asset = await ready({ state: 'processing' });
    const heard: string[] = [];
    const { unlisten } = await sql.listen('renders', (id) => void heard.push(id));
    const call = (route: typeof cancelProcessing | typeof processAgain) =>
      api.request(route, { params: params(asset.id) }, owner);
    expect(((await (await call(cancelProcessing)).json()) as Asset).state).toBe('cancelled');
    await expect.poll(() => heard).toEqual([asset.id]);
    await unlisten();
    expect((await call(cancelProcessing)).status).toBe(409);
    expect(((await (await call(processAgain)).json()) as Asset).state).toBe('processing');
    expect((await call(processAgain)).status).toBe(409);
    const jobs = await sql`select 1 from pgboss.job where name like 'render%' and data->>'assetId' = ${asset.id}`;
    expect(jobs.length).toBe(1);
  });

  test('is asked for again after a fault of ours, not of a file that was refused', async () => {
    const again = async (failureCode: 'fault' | 'refused') => {
      const { id } = await ready({ state: 'failed', failure: 'The file is damaged.', failureCode });
      const answer = await api.request(processAgain, { params: params(id) }, owner);
      const jobs = await sql`select 1 from pgboss.job where name like 'render%' and data->>'assetId' = ${id}`;
      return { status: answer.status, body: await answer.json(), jobs: jobs.length };
    };
    expect(await again('fault')).toMatchObject({ status: 200, body: { state: 'processing' }, jobs: 1 });
    expect(await again('refused')).toMatchObject({
      status: 409,
      body: {
        code: 'wrong_state',
        detail: 'The file is damaged. Making the files again would fail in the same way: upload another file.',
      },
      jobs: 0,
    });
  });
});

describe('replacing an upload', () => {
  let shade = 0;
  const replace = async (old: string) => {
    shade += 1;
    const create = { width: 20, height: 20, channels: 3 as const, background: { r: shade, g: 3, b: 3 } };
    const response = await fetch(
      `${api.url}/api/v1/workspaces/${workspaceId}/assets?filename=new.png&replaces=${old}`,
      {
        method: 'POST',
        headers: { ...owner.headers, 'Content-Type': 'image/png' },
        body: new Uint8Array(await sharp({ create }).png().toBuffer()),
      },
    );
    return { status: response.status, asset: (await response.json()) as Asset };
  };

  test('takes over words, rights, focal point and consents; items keep the old one', async () => {
    const taken = {
      alt: 'A ward',
      longDescription: 'Six beds.',
      credit: 'Ann Lee',
      licence: 'CC BY 4.0',
      rightsUntil: '2199-01-31',
      focalPoint: { x: 0.1, y: 0.9 },
    };
    const old = await ready(taken);
    const consent = await consentFor(old.id);
    const item = await buildItem(db, { workspaceId, content: story(old.id), approved: true });
    const { asset } = await replace(old.id);
    expect(asset).toMatchObject({ ...taken, consents: [{ id: consent }], used: { items: 0 } });
    expect(await get(old.id)).toMatchObject({ replacedBy: asset.id, used: { items: 1 } });
    const [revision] = await sql`select content from revisions where id = ${item.revisionId ?? ''}`;
    expect(revision?.['content']).toEqual(story(old.id));
    expect((await names({ search: 'new.png' })).length).toBe(1);
  });

  test('again and again leads to the newest, whichever is replaced, and past one in the bin', async () => {
    const old = await ready();
    const { asset: second } = await replace(old.id);
    const { asset: third } = await replace(old.id);
    expect((await get(old.id)).replacedBy).toBe(third.id);
    expect((await get(second.id)).replacedBy).toBe(third.id);
    await api.call(removeAsset, { params: params(third.id) }, owner);
    expect([(await get(old.id)).replacedBy, (await get(second.id)).replacedBy]).toEqual([second.id, null]);
  });

  test('is refused for another kind, and for what is not there', async () => {
    const sound = await ready({ kind: 'audio', mime: 'audio/wav' });
    expect([(await replace(sound.id)).status, (await replace(crypto.randomUUID())).status]).toEqual([400, 400]);
    expect((await get(sound.id)).replacedBy).toBeNull();
  });
});
