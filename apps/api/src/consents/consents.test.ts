import { consentUses, createConsent, listConsents, removeConsent, withdrawConsent } from '@mobilise/contracts/consents';
import { approveRevision, getItem } from '@mobilise/contracts/items';
import { getAsset } from '@mobilise/contracts/media';
import { getPost, updatePost } from '@mobilise/contracts/posts';
import { getShow, updateShow } from '@mobilise/contracts/shows';
import { sayDate } from '@mobilise/contracts/time';
import { buildAsset, buildItem, buildPost, buildRevision, buildWorkspace } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { assets } from '@mobilise/db/schema/media';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { testConsents } from './testing.ts';

const {
  api,
  db,
  sql,
  workspaceId,
  owner,
  workspace,
  channel,
  remote,
  story,
  soon,
  dateIn,
  consentFor,
  used,
  standing,
  withdraw,
  change,
  schedule,
  told,
} = await testConsents();

describe('consents', () => {
  test('are written down, found, changed, and removed when they were a mistake', async () => {
    const { asset } = await used();
    const consent = await consentFor([asset.id], { person: 'Zoë Quill', until: '2199-12-31' });
    expect(consent).toMatchObject({ person: 'Zoë Quill', assetIds: [asset.id], withdrawn: null, version: 1 });
    const listed = async (query: Record<string, string>) =>
      (await api.call(listConsents, { params: workspace, query: query as never }, owner)).data.map(({ id }) => id);
    expect([await listed({ asset: asset.id }), await listed({ search: 'quill' })]).toEqual([
      [consent.id],
      [consent.id],
    ]);
    expect(await (await change(consent, { scope: 'Print', assetIds: [] })).json()).toMatchObject({
      scope: 'Print',
      person: 'Zoë Quill',
      until: '2199-12-31',
      assetIds: [],
      version: 2,
    });
    expect((await change(consent, { scope: 'Stale' })).status).toBe(409);
    await api.call(removeConsent, { params: { ...workspace, consent: consent.id } }, owner);
    expect(await listed({ search: 'quill' })).toEqual([]);
  });

  test('are about uploads of their workspace alone, and end after they begin', async () => {
    const foreign = await buildAsset(db, { workspaceId: (await buildWorkspace(db)).id });
    const refused = (body: Record<string, unknown>) =>
      api.request(
        createConsent,
        { params: workspace, body: { person: 'A', scope: 'B', givenOn: '2026-01-05', ...body } as never },
        owner,
      );
    expect(await told(await refused({ assetIds: [foreign.id] }))).toMatchObject({
      status: 400,
      fields: [{ field: 'body.assetIds.0' }],
    });
    expect((await refused({ until: '2025-12-31' })).status).toBe(400);
  });
});

describe('a consent that is withdrawn', () => {
  test('holds what was to go out, in the revision or in the post’s own words, and lists what is out', async () => {
    const { asset, item, post } = await used();
    const out = await buildPost(db, {
      itemId: item.id,
      channelId: channel.id,
      state: 'published',
      publishedAt: new Date(),
    });
    const claimed = await buildPost(db, {
      itemId: item.id,
      channelId: channel.id,
      state: 'claimed',
      claimedBy: 'somebody',
      fence: 4,
      leaseUntil: soon(1),
    });
    const draft = await buildPost(db, { itemId: item.id, channelId: channel.id, state: 'draft' });
    const other = await buildItem(db, { workspaceId, approved: true });
    const content = { text: 'Look', images: [{ assetId: asset.id, alt: 'A ward' }], link: null };
    const inWords = await buildPost(db, { itemId: other.id, channelId: remote.id, dueAt: soon(5), content });
    const untouched = await buildPost(db, { itemId: other.id, channelId: remote.id, dueAt: soon(5) });
    const consent = await consentFor([asset.id]);
    const answer = await withdraw(consent);
    expect(answer.consent.withdrawn).toMatchObject({ by: 'Olive Owner', reason: 'Changed her mind' });
    expect(answer.heldPosts).toBe(3);
    expect(answer.uses[0]?.posts[0]).toMatchObject({ id: out.id, state: 'published' });
    for (const { id } of [post, claimed, inWords]) expect(await standing(id)).toEqual(['held', 'consent']);
    expect(await standing(untouched.id)).toEqual(['scheduled', null]);
    expect(await standing(draft.id)).toEqual(['draft', null]);
    const [row] = await sql`select fence, claimed_by, lease_until from posts where id = ${claimed.id}`;
    expect(row).toEqual({ fence: 5, claimed_by: null, lease_until: null });
    const audit = await sql`select 1 from audit_entries where subject_id = ${post.id} and action = 'held'`;
    expect(audit.length).toBe(1);
    const uses = await api.call(consentUses, { params: { ...workspace, consent: consent.id } }, owner);
    expect(uses.data).toEqual(answer.uses);
  });

  test('stays on record: it is not changed, withdrawn again or removed', async () => {
    const { consent } = await withdraw(await consentFor([]));
    expect([(await change(consent, { scope: 'x' })).status]).toEqual([409]);
    const again = { params: { ...workspace, consent: consent.id } };
    expect((await api.request(removeConsent, again, owner)).status).toBe(409);
    const body = { version: consent.version };
    expect((await api.request(withdrawConsent, { ...again, body: body as never }, owner)).status).toBe(409);
  });

  test('keeps its uploads from being scheduled or approved, and says which and why', async () => {
    const { asset, item, post } = await used({ state: 'draft' });
    await withdraw(await consentFor([asset.id]));
    expect(await told(await schedule(post.id, 1, 3))).toMatchObject({
      status: 422,
      code: 'rights_ended',
      detail: expect.stringContaining('The consent of Mary Seacole for “ward.jpg” was withdrawn'),
      extra: { assets: [{ id: asset.id, filename: 'ward.jpg' }] },
    });
    const approve = { params: { ...workspace, item: item.id }, body: { version: item.version } as never };
    expect((await told(await api.request(approveRevision, approve, owner))).code).toBe('rights_ended');
  });

  test('is told with its item and with what it holds, by person, upload and date, to a viewer, too', async () => {
    const { asset, item, post } = await used();
    const viewer = await api.member(workspaceId, 'viewer');
    const told = {
      item: () => api.call(getItem, { params: { ...workspace, item: item.id } }, viewer),
      post: () => api.call(getPost, { params: { ...workspace, post: post.id } }, viewer),
    };
    const both = async () => [(await told.item()).ended, (await told.post()).ended];
    expect(await both()).toEqual([[], []]);
    await withdraw(await consentFor([asset.id]));
    await withdraw(await consentFor([asset.id], { person: 'Ada' }));
    const why = `The consent of Ada and Mary Seacole for “ward.jpg” was withdrawn on ${sayDate(dateIn(0))}.`;
    const ended = [{ id: asset.id, filename: 'ward.jpg', why, until: null, show: null }];
    expect(await both()).toEqual([ended, ended]);
    await buildRevision(db, { itemId: item.id, approved: true });
    expect(await both()).toEqual([[], ended]);
    // What waits for approval goes out with the newest revision.
    await sql`update posts set hold_reason = 'approval' where id = ${post.id}`;
    expect(await both()).toEqual([[], []]);
  });

  test('lets a post go when its words and its revision are without the upload', async () => {
    const { asset, item, post } = await used();
    await withdraw(await consentFor([asset.id]));
    expect((await told(await schedule(post.id, 2, 6))).code).toBe('rights_ended');
    await buildRevision(db, { itemId: item.id, approved: true });
    const newest = { version: 2, useNewest: true };
    const moved = await api.call(updatePost, { params: { ...workspace, post: post.id }, body: newest as never }, owner);
    expect((await schedule(post.id, moved.version, 6)).status).toBe(200);
    expect(await standing(post.id)).toEqual(['scheduled', null]);
  });

  test('lets posts go when the same person consents anew', async () => {
    const { asset, post } = await used();
    await withdraw(await consentFor([asset.id]));
    await consentFor([asset.id], { person: 'Somebody Else' });
    expect(await standing(post.id)).toEqual(['held', 'consent']);
    await consentFor([asset.id], { person: 'mary seacole' });
    expect(await standing(post.id)).toEqual(['scheduled', null]);
  });
});

describe('the same file uploaded twice', () => {
  test('is held with the other when a person takes it back, in this workspace alone, until they consent to either', async () => {
    const first = await used();
    const twin = { sha256: first.asset.sha256 };
    const posted = async (asset: { id: string; workspaceId: string }) => {
      const place = { workspaceId: asset.workspaceId };
      const item = await buildItem(db, { ...place, content: story(asset.id), approved: true });
      return buildPost(db, { ...place, itemId: item.id, dueAt: soon(5) });
    };
    const second = await buildAsset(db, { workspaceId, ...twin });
    const [ours, theirs] = [await posted(second), await posted(await buildAsset(db, twin))];
    const answer = await withdraw(await consentFor([first.asset.id]));
    expect(answer.heldPosts).toBe(2);
    expect(answer.uses.map(({ itemId }) => itemId).sort()).toEqual([first.item.id, ours.itemId].sort());
    const uses = { params: { ...workspace, consent: answer.consent.id } };
    expect((await api.call(consentUses, uses, owner)).data).toEqual(answer.uses);
    expect(await standing(ours.id)).toEqual(['held', 'consent']);
    expect(await standing(theirs.id)).toEqual(['scheduled', null]);

    await consentFor([second.id]);
    expect(await standing(ours.id)).toEqual(['scheduled', null]);
    // It is the same picture.
    expect(await standing(first.post.id)).toEqual(['scheduled', null]);
  });

  test('is refused and says so when it comes after a person took it back', async () => {
    const { asset } = await used();
    await withdraw(await consentFor([asset.id]));
    const again = await buildAsset(db, { workspaceId, sha256: asset.sha256, filename: 'again.jpg' });
    const read = () => api.call(getAsset, { params: { ...workspace, asset: again.id } }, owner);
    expect(await read()).toMatchObject({
      sameAs: { id: asset.id, filename: 'ward.jpg', hasEnded: true },
      consents: [{ person: 'Mary Seacole', ended: true }],
    });
    const listed = async () =>
      (await api.call(listConsents, { params: workspace, query: { asset: again.id } as never }, owner)).data.map(
        ({ person, assetIds, withdrawn }) => [person, assetIds, withdrawn !== null],
      );
    expect(await listed()).toEqual([['Mary Seacole', [asset.id], true]]);
    await db.update(assets).set({ deletedAt: new Date() }).where(eq(assets.id, asset.id));
    expect(await listed()).toEqual([['Mary Seacole', [asset.id], true]]);
    const item = await buildItem(db, { workspaceId, content: story(again.id) });
    const approve = { params: { ...workspace, item: item.id }, body: { version: item.version } as never };
    expect(await told(await api.request(approveRevision, approve, owner))).toMatchObject({
      code: 'rights_ended',
      detail: expect.stringContaining('The consent of Mary Seacole for “again.jpg” was withdrawn'),
    });
    await consentFor([again.id], { person: 'mary seacole' });
    expect((await read()).consents).toMatchObject([{ person: 'mary seacole', ended: false }]);
    expect(await listed()).toEqual([['mary seacole', [again.id], false]]);
    expect((await api.request(approveRevision, approve, owner)).status).toBeLessThan(300);
  });

  test('has licences of its own: the end of one says so beside the other, and keeps it from nothing', async () => {
    const old = await buildAsset(db, { workspaceId, rightsUntil: dateIn(-2) });
    const { asset, post } = await used({ state: 'draft' });
    await db.update(assets).set({ sha256: old.sha256 }).where(eq(assets.id, asset.id));
    const { sameAs } = await api.call(getAsset, { params: { ...workspace, asset: asset.id } }, owner);
    expect(sameAs).toMatchObject({ id: old.id, hasEnded: true });
    expect((await schedule(post.id, 1, 3)).status).toBe(200);
  });
});

describe('the cover of a show', () => {
  test('keeps its episodes from being approved, scheduled and sent when a consent about it ends, until there is another', async () => {
    const cover = await buildAsset(db, { workspaceId, filename: 'host.jpg' });
    const [show, another] = [
      await buildShow(db, { channelId: channel.id, artworkId: cover.id, title: 'Night shifts' }),
      await buildAsset(db, { workspaceId }),
    ];
    const item = await buildEpisode(db, {
      ...{ workspaceId, showId: show.id },
      content: { transcript: { language: 'en', cues: [{ start: 0, end: 1000, text: 'Hello' }] } },
    });
    const due = await buildPost(db, { itemId: item.id, channelId: channel.id, dueAt: soon(5) });
    const draft = await buildPost(db, { itemId: item.id, channelId: channel.id, state: 'draft' });
    const at = { params: { ...workspace, show: show.id } };
    const consent = await consentFor([cover.id]);
    const answer = await withdraw(consent);
    expect(answer).toMatchObject({ heldPosts: 1, uses: [{ itemId: item.id }] });
    expect(answer.uses[0]?.posts.map(({ id, state }) => [id, state])).toContainEqual([due.id, 'held']);
    const uses = { params: { ...workspace, consent: consent.id } };
    expect(await api.call(consentUses, uses, owner)).toMatchObject({ shows: [{ id: show.id }] });
    expect(await standing(due.id)).toEqual(['held', 'consent']);
    expect(await told(await schedule(draft.id, 1, 3))).toMatchObject({
      code: 'rights_ended',
      detail: expect.stringMatching(
        /“host\.jpg”, the cover of the show “Night shifts”, was withdrawn.* Choose another cover in the settings of the show/,
      ),
    });
    const approve = { params: { ...workspace, item: item.id }, body: { version: item.version } as never };
    expect((await told(await api.request(approveRevision, approve, owner))).code).toBe('rights_ended');
    const { ended } = await api.call(getItem, { params: { ...workspace, item: item.id } }, owner);
    expect(ended).toMatchObject([{ id: cover.id, show: { id: show.id, title: 'Night shifts' } }]);
    const { version, problems } = await api.call(getShow, at, owner);
    expect(problems).toContainEqual(expect.stringContaining('Choose another cover'));

    // A link card that a channel has refused once.
    const frozen = JSON.stringify({ card: { image: { sha256: cover.sha256 } } });
    await sql`update posts set payload = ${frozen}::text::jsonb where id = ${due.id}`;
    await api.call(updateShow, { ...at, body: { version, artworkId: another.id } as never }, owner);
    expect(await standing(due.id)).toEqual(['held', 'files']);
    expect(await sql`select payload from posts where id = ${due.id}`).toEqual([{ payload: null }]);
    // The old cover is in the files: they are made anew before anything goes out.
    const [{ files } = {}] = await sql`select files from revisions where id = ${item.revisionId}`;
    const jobs =
      await sql`select 1 from pgboss.job where name = 'make-files' and data->>'revisionId' = ${item.revisionId}`;
    expect([files, jobs.length]).toEqual(['wanted', 1]);
    expect((await schedule(draft.id, 1, 3)).status).toBe(200);
  });

  test('keeps an episode with a cover of its own from nothing: it is neither in its files nor on its page', async () => {
    const [cover, own] = [await buildAsset(db, { workspaceId }), await buildAsset(db, { workspaceId })];
    const { id: showId } = await buildShow(db, { channelId: channel.id, artworkId: cover.id });
    const item = await buildEpisode(db, {
      ...{ workspaceId, showId },
      content: {
        artwork: { assetId: own.id, alt: 'A lamp' },
        transcript: { language: 'en', cues: [{ start: 0, end: 1000, text: 'Hello' }] },
      },
    });
    const due = await buildPost(db, { itemId: item.id, channelId: channel.id, dueAt: soon(5) });
    const draft = await buildPost(db, { itemId: item.id, channelId: channel.id, state: 'draft' });
    expect(await withdraw(await consentFor([cover.id]))).toMatchObject({ heldPosts: 0, uses: [] });
    expect(await standing(due.id)).toEqual(['scheduled', null]);
    expect((await schedule(draft.id, 1, 3)).status).toBe(200);
    const approve = { params: { ...workspace, item: item.id }, body: { version: item.version } as never };
    expect((await api.request(approveRevision, approve, owner)).status).toBeLessThan(300);
    expect(await withdraw(await consentFor([own.id]))).toMatchObject({ uses: [{ itemId: item.id }] });
  });
});
