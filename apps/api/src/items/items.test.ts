import { emptyDocument } from '@mobilise/contracts/document';
import type { StoryContent } from '@mobilise/contracts/kinds';
import { emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildItem, buildMember, buildRevision, buildWorkspace } from '@mobilise/db/factories';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { renditions } from '@mobilise/db/schema/media';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDesk, monday, refusal } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { removeItem, updateItem } from './place.ts';
import { getItem, listItems } from './read.ts';
import { getRevision, listRevisions } from './revisions.ts';
import { createItem, restoreRevision, saveItem } from './write.ts';

const { db, sql } = await testDatabase({ max: 25 });

/** What would go to the job queue. */
const sent: unknown[] = [];
const jobs = { send: (...job: unknown[]) => Promise.resolve(String(sent.push(job))) };

const page = { limit: 50, archived: false };
const saying = (text: string): StoryContent => ({
  leadImage: null,
  body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
});
const story = (title: string, content?: unknown) => ({
  kind: 'story' as const,
  title,
  summary: '',
  campaignId: null,
  tags: [],
  content,
});
const words = (text: string, version: number, autosave = false) => ({
  title: 'Flu clinic',
  summary: '',
  content: saying(text),
  version,
  autosave,
});
const later = (scope: Scope, minutes: number): Scope => ({
  ...scope,
  now: new Date(scope.now.getTime() + minutes * 60_000),
});
const deeds = (id: string) =>
  db
    .select({ action: auditEntries.action, actor: auditEntries.actor })
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, id))
    .orderBy(auditEntries.id);
const numbers = async (scope: Scope, id: string) =>
  (await listRevisions(scope, id, { limit: 50 })).data.map(({ number }) => number);

describe('creating', () => {
  test('makes an item with its first revision, an address from its title, and an entry in the log', async () => {
    const { as } = await buildDesk(db);
    const item = await createItem(await as('editor'), jobs, story('Carers’ week, 2026', saying('All welcome.')));
    expect(item).toMatchObject({
      slug: 'carers-week-2026',
      revision: 1,
      version: 1,
      approved: false,
      posts: {},
      updatedBy: 'The editor',
    });
    expect(item.content).toEqual(saying('All welcome.'));
    expect(await deeds(item.id)).toEqual([{ action: 'created', actor: 'The editor' }]);
  });

  test('gives twenty items of one title, made at once, twenty addresses', async () => {
    const scope = await (await buildDesk(db)).as('editor');
    const made = await Promise.all(Array.from({ length: 20 }, () => createItem(scope, jobs, story('Warm homes'))));
    const wanted = Array.from({ length: 20 }, (_, index) => (index === 0 ? 'warm-homes' : `warm-homes-${index + 1}`));
    expect(made.map(({ slug }) => slug).sort()).toEqual(wanted.sort());
  });

  test('lets two workspaces use the same address, and keeps clear of the site’s own pages', async () => {
    const [one, two] = [await (await buildDesk(db)).as('editor'), await (await buildDesk(db)).as('editor')];
    expect((await createItem(one, jobs, story('Page'))).slug).toBe('page-2');
    expect((await createItem(one, jobs, story('Sleep'))).slug).toBe('sleep');
    expect((await createItem(two, jobs, story('Sleep'))).slug).toBe('sleep');
  });

  test('refuses a campaign of another workspace, naming the field', async () => {
    const scope = await (await buildDesk(db)).as('editor');
    const elsewhere = await buildWorkspace(db);
    const campaignId = crypto.randomUUID();
    await db
      .insert(campaigns)
      .values({ id: campaignId, workspaceId: elsewhere.id, name: 'Theirs', slug: 'theirs', colour: '#0f766e' });
    const problem = await refusal(createItem(scope, jobs, { ...story('Ours'), campaignId }), 'invalid_request');
    expect(problem.fields?.[0]?.field).toBe('body.campaignId');
  });
});

describe('saving', () => {
  test('makes a revision, moves drafts to it, and writes it into the log', async () => {
    const { as, item, post } = await buildDesk(db);
    const draft = await post({ state: 'draft', dueAt: null });
    const saved = await saveItem(await as('editor'), jobs, item.id, words('New words', 1));
    expect(saved).toMatchObject({
      revision: 2,
      version: 2,
      approved: false,
      heldPosts: 0,
      updatedAt: monday.toISOString(),
    });
    expect((await sql`select revision_id, version from posts where id = ${draft.id}`)[0]).toEqual({
      revision_id: saved.revisionId,
      version: 1,
    });
    expect((await deeds(item.id)).map(({ action }) => action)).toEqual(['saved']);
  });

  test('of the same words, in whatever order of keys, makes no revision', async () => {
    const { as, item } = await buildDesk(db);
    const scope = await as('editor');
    await saveItem(scope, jobs, item.id, words('Same', 1));
    const { body, leadImage } = saying('Same');
    const again = await saveItem(scope, jobs, item.id, { ...words('Same', 2), content: { body, leadImage } });
    expect(again).toMatchObject({ revision: 2, version: 2, heldPosts: 0 });
    expect(await numbers(scope, item.id)).toEqual([2, 1]);
  });

  test('refuses a stale version and tells who changed what there is now', async () => {
    const { as, item } = await buildDesk(db);
    await saveItem(await as('lead'), jobs, item.id, words('By the lead', 1));
    const problem = await refusal(
      saveItem(await as('editor'), jobs, item.id, words('By the editor', 1)),
      'stale_version',
    );
    expect(problem.extra).toEqual({ version: 2, revision: 2, updatedBy: 'The lead', updatedAt: monday.toISOString() });
  });

  test('says so when it was the same member who changed it, in another window', async () => {
    const { as, item } = await buildDesk(db);
    const editor = await as('editor');
    await saveItem(editor, jobs, item.id, words('Here', 1));
    const problem = await refusal(saveItem(editor, jobs, item.id, words('There', 1)), 'stale_version');
    expect(problem.message).toMatch(/^In another window you changed this item/);
  });

  test('twice at the same version lets one through', async () => {
    const { as, item } = await buildDesk(db);
    const [editor, lead] = [await as('editor'), await as('lead')];
    const outcomes = await Promise.allSettled([
      saveItem(editor, jobs, item.id, words('One', 1)),
      saveItem(lead, jobs, item.id, words('Two', 1)),
    ]);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({
      code: 'stale_version',
      extra: { version: 2, revision: 2, updatedBy: expect.stringMatching(/^The (editor|lead)$/) },
    });
    expect(await numbers(editor, item.id)).toEqual([2, 1]);
  });

  test('by an API key names the key', async () => {
    const { as, item } = await buildDesk(db);
    const key = { ...(await as('editor')), actor: { name: 'API key “Site”', userId: null, role: 'editor' as const } };
    expect((await saveItem(key, jobs, item.id, words('By a program', 1))).updatedBy).toBe('API key “Site”');
    const [newest] = (await listRevisions(key, item.id, { limit: 1 })).data;
    expect(newest?.author).toBe('API key “Site”');
    expect(await deeds(item.id)).toEqual([{ action: 'saved', actor: 'API key “Site”' }]);
  });
});

describe('autosave', () => {
  test('replaces the one before by the same person within ten minutes, and writes no log', async () => {
    const { as, item, post } = await buildDesk(db);
    const scope = await as('editor');
    await post({ state: 'draft', dueAt: null });
    for (const version of [1, 2, 3])
      await saveItem(later(scope, version), jobs, item.id, words(`Draft ${version}`, version, true));
    expect(await numbers(scope, item.id)).toEqual([4, 1]);
    expect(await deeds(item.id)).toEqual([]);
  });

  test('replaces none that is older, by another, deliberate, approved, or carried by a post', async () => {
    const { as, item, post } = await buildDesk(db);
    const [editor, lead] = [await as('editor'), await as('lead')];
    await saveItem(editor, jobs, item.id, words('a', 1, true)); // 2
    await saveItem(later(editor, 11), jobs, item.id, words('b', 2, true)); // 3: more than ten minutes later
    await saveItem(later(lead, 12), jobs, item.id, words('c', 3, true)); // 4: by another
    await saveItem(later(lead, 13), jobs, item.id, words('d', 4)); // 5: deliberate
    const { revisionId } = await saveItem(later(lead, 14), jobs, item.id, words('e', 5, true)); // 6
    await sql`insert into approvals (id, revision_id, "by") values (${crypto.randomUUID()}, ${revisionId}, 'The lead')`;
    const carried = await saveItem(later(lead, 15), jobs, item.id, words('f', 6, true)); // 7: 6 is approved
    await post({ state: 'published', revisionId: carried.revisionId });
    await saveItem(later(lead, 16), jobs, item.id, words('g', 7, true)); // 8: 7 was published
    expect(await numbers(editor, item.id)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('replaces none of which it lacks a chapter or five words, and moves or mends them without a trace', async () => {
    const { as, item, workspace } = await buildDesk(db);
    const scope = await as('editor');
    const long = 'The clinic opens at nine on Monday';
    const texts = [long, 'On Monday at ten the clinic opens', 'The clinic opens', 'The clinic shuts', long];
    for (const [index, text] of texts.entries()) await saveItem(scope, jobs, item.id, words(text, index + 1, true));
    await saveItem(scope, jobs, item.id, { ...words(long, 6, true), summary: 'Come as you are, it is free' }); // 7
    await saveItem(scope, jobs, item.id, words(long, 7, true));
    // 3 moved and mended what 2 had, and 4 left most of it out.
    expect(await numbers(scope, item.id)).toEqual([8, 7, 3, 1]);

    const audio = { assetId: (await buildAsset(db, { workspaceId: workspace.id, kind: 'audio' })).id, trim: null };
    const { id } = await buildItem(db, { workspaceId: workspace.id, kind: 'episode', content: emptyEpisode });
    const [cue, chapters] = [{ start: 0, end: 4000 }, [0, 9000].map((start) => ({ start, title: 'Supper' }))];
    const transcript = { language: 'en-GB', cues: [{ ...cue, text: 'Nobody sleeps much in here' }] };
    const stages = [{ chapters, transcript }, { chapters, transcript: null }, { chapters: chapters.slice(1) }, {}];
    for (const [index, stage] of stages.entries()) {
      const content = { ...emptyEpisode, audio, ...stage };
      await saveItem(scope, jobs, id, { ...words('', index + 1, true), content });
    }
    expect(await numbers(scope, id)).toEqual([5, 4, 3, 2, 1]);
    const back = await restoreRevision(scope, jobs, id, 2, { version: 5 });
    expect(back.content).toMatchObject({ chapters, transcript });
  });

  test('that a person then saves on purpose stays for good', async () => {
    const { as, item } = await buildDesk(db);
    const scope = await as('editor');
    await saveItem(scope, jobs, item.id, words('Meant', 1, true));
    await saveItem(scope, jobs, item.id, words('Meant', 2));
    await saveItem(scope, jobs, item.id, words('Further', 2, true));
    expect(await numbers(scope, item.id)).toEqual([3, 2, 1]);
  });
});

describe('content', () => {
  const paragraph = (content: unknown[]) => ({
    leadImage: null,
    body: { type: 'doc', content: [{ type: 'paragraph', content }] },
  });
  const nested = (depth: number): unknown =>
    depth === 0 ? { type: 'paragraph' } : { type: 'blockquote', content: [nested(depth - 1)] };
  const link = (href: string) => paragraph([{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] }]);
  const hostile: [string, unknown, string][] = [
    ['a script in a link', link('javascript:alert(1)'), 'body.content.body.content.0.content.0.marks.0.attrs.href'],
    [
      'a null character in a link',
      link('mailto:a\0b@example.org'),
      'body.content.body.content.0.content.0.marks.0.attrs.href',
    ],
    [
      'an unknown node',
      paragraph([{ type: 'iframe', attrs: { src: 'https://example.org' } }]),
      'body.content.body.content.0.content.0.type',
    ],
    ['a null character', paragraph([{ type: 'text', text: 'a\0b' }]), 'body.content.body.content.0.content.0.text'],
    [
      'half a surrogate pair',
      paragraph([{ type: 'text', text: 'a\ud800b' }]),
      'body.content.body.content.0.content.0.text',
    ],
    [
      'five megabytes in one text',
      paragraph([{ type: 'text', text: 'x'.repeat(5_000_000) }]),
      'body.content.body.content.0.content.0.text',
    ],
    [
      'a thousand quotes in each other',
      { leadImage: null, body: { type: 'doc', content: [nested(1000)] } },
      'body.content.body.content.0',
    ],
    ['no content', null, 'body.content'],
    ['HTML', '<p>Hello</p>', 'body.content'],
    [
      'another kind’s content',
      { artwork: null, longDescription: '', data: null, sources: [] },
      'body.content.leadImage',
    ],
    ['a field that its kind does not know', { ...saying('Hello'), onload: 'alert(1)' }, 'body.content.onload'],
    [
      'one that no node knows',
      { ...saying('Hello'), body: { ...saying('Hello').body, style: 'position:fixed' } },
      'body.content.body.style',
    ],
  ];
  test.each(hostile)('with %s is refused, naming the field, and changes nothing', async (_what, content, field) => {
    const { as, item } = await buildDesk(db);
    const scope = await as('editor');
    const problem = await refusal(saveItem(scope, jobs, item.id, { ...words('', 1), content }), 'invalid_request');
    expect(problem.fields?.[0]?.field).toSatisfy((name: string) => name.startsWith(field));
    expect(problem.fields?.length).toBeLessThanOrEqual(20);
    expect(await getItem(scope, item.id)).toMatchObject({ version: 1, revision: 1 });
  });

  test('comes back as it was saved, whatever people write', async () => {
    const { as, item } = await buildDesk(db);
    const scope = await as('editor');
    let version = 1;
    const anything = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .filter((text) => !text.includes('\0') && text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const saved = await saveItem(scope, jobs, item.id, words(text, version));
        version = saved.version;
        expect(saved.content).toEqual(saying(text));
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test('records the images it uses, shows the first, and refuses those of another workspace', async () => {
    const { as, item, workspace } = await buildDesk(db);
    const scope = await as('editor');
    const [ours, theirs] = [await buildAsset(db, { workspaceId: workspace.id }), await buildAsset(db)];
    const sha256 = 'ab'.repeat(32);
    await db.insert(renditions).values({
      id: crypto.randomUUID(),
      assetId: ours.id,
      purpose: 'thumb',
      format: 'webp',
      width: 320,
      height: 320,
      bytes: 9,
      sha256,
    });
    const image = (assetId: string) => ({ type: 'image' as const, attrs: { assetId, alt: 'x' } });
    const using = (assetId: string) => ({
      leadImage: { assetId: ours.id, alt: '' },
      body: { type: 'doc' as const, content: [image(ours.id), image(assetId)] },
    });
    const problem = await refusal(
      saveItem(scope, jobs, item.id, { ...words('', 1), content: using(theirs.id) }),
      'invalid_request',
    );
    expect(problem.fields).toEqual([
      { field: 'body.content.body.content.1.attrs.assetId', message: 'There is no such upload. Upload it again' },
    ]);
    const saved = await saveItem(scope, jobs, item.id, { ...words('', 1), content: using(ours.id) });
    expect(saved).toMatchObject({ thumb: `/media/${sha256}.webp`, missing: ['Describe the image in its alt text.'] });
    expect(await db.select().from(revisionAssets).where(eq(revisionAssets.revisionId, saved.revisionId))).toEqual([
      { revisionId: saved.revisionId, assetId: ours.id },
    ]);
  });

  test('asks for artwork to be rendered whole when an infographic first uses it, and only then', async () => {
    const { as, workspace } = await buildDesk(db);
    const scope = await as('designer');
    const asset = await buildAsset(db, { workspaceId: workspace.id });
    const content = (longDescription: string) => ({
      artwork: { assetId: asset.id, alt: 'Chart' },
      longDescription,
      data: null,
      sources: [],
    });
    sent.length = 0;
    const item = await createItem(scope, jobs, {
      kind: 'infographic',
      title: 'Falls',
      summary: '',
      campaignId: null,
      tags: [],
      content: content('One'),
    });
    await saveItem(scope, jobs, item.id, { ...words('', 1), content: content('Two') });
    expect(sent).toEqual([['render-image', { assetId: asset.id }, expect.anything()]]);
  });
});

describe('revisions', () => {
  test('are listed newest first, in pages', async () => {
    const { as, item } = await buildDesk(db);
    const scope = await as('editor');
    for (const version of [1, 2, 3]) await saveItem(scope, jobs, item.id, words(`Words ${version}`, version));
    const first = await listRevisions(scope, item.id, { limit: 3 });
    expect(first.data.map(({ number, author }) => [number, author])).toEqual([
      [4, 'The editor'],
      [3, 'The editor'],
      [2, 'The editor'],
    ]);
    const second = await listRevisions(scope, item.id, { limit: 3, cursor: first.next ?? '' });
    expect(second).toMatchObject({ data: [{ number: 1, approval: { revision: 1, by: 'Grace Okafor' } }], next: null });
  });

  test('are restored as a new one, which holds what was scheduled', async () => {
    const { as, item, post } = await buildDesk(db);
    const scope = await as('editor');
    const { revisionId } = await saveItem(scope, jobs, item.id, words('Second', 1));
    await post({ revisionId });
    const restored = await restoreRevision(scope, jobs, item.id, 1, { version: 2 });
    expect(restored).toMatchObject({ revision: 3, content: { body: emptyDocument }, heldPosts: 1, approved: false });
    expect(await getRevision(scope, item.id, 3)).toMatchObject({ origin: 'restore', posts: 0 });
    await refusal(restoreRevision(scope, jobs, item.id, 9, { version: 3 }), 'not_found');
    await refusal(restoreRevision(scope, jobs, item.id, 1, { version: 2 }), 'stale_version');
    expect((await deeds(item.id)).map(({ action }) => action)).toEqual(['saved', 'restored']);
  });
});

describe('what is not part of a revision', () => {
  test('changes with a version of its own and no new revision', async () => {
    const { as, item, workspace } = await buildDesk(db);
    const scope = await as('lead');
    const { user } = await buildMember(db, { workspaceId: workspace.id, name: 'Priya' });
    const changed = await updateItem(scope, item.id, { version: 1, assigneeId: user.id, slug: 'flu-2026' });
    expect(changed).toMatchObject({
      version: 2,
      revision: 1,
      approved: true,
      slug: 'flu-2026',
      assignee: { id: user.id, name: 'Priya' },
    });
    await refusal(updateItem(scope, item.id, { version: 1, slug: 'older' }), 'stale_version');
    expect(await updateItem(scope, item.id, { version: 2, slug: 'flu-2026' })).toMatchObject({ version: 2 });
  });

  test('refuses people who are no members, addresses in use and addresses of public pages', async () => {
    const { as, item, post, workspace } = await buildDesk(db);
    const scope = await as('lead');
    const other = await buildItem(db, { workspaceId: workspace.id, slug: 'taken' });
    const { user } = await buildMember(db);
    expect(
      (await refusal(updateItem(scope, item.id, { version: 1, assigneeId: user.id }), 'invalid_request')).fields?.[0]
        ?.field,
    ).toBe('body.assigneeId');
    expect(
      (await refusal(updateItem(scope, item.id, { version: 1, slug: other.slug }), 'conflict')).fields?.[0]?.field,
    ).toBe('body.slug');
    await refusal(updateItem(scope, item.id, { version: 1, slug: 'campaigns' }), 'conflict');
    await post({ state: 'published', publishedAt: monday });
    await refusal(updateItem(scope, item.id, { version: 1, slug: 'moved' }), 'wrong_state');
  });

  test.each(['scheduled', 'sending', 'held', 'unconfirmed', 'needs_person'] as const)(
    'is not archived while a post is %s',
    async (state) => {
      const { as, item, post } = await buildDesk(db);
      await post({ state });
      await refusal(updateItem(await as('lead'), item.id, { version: 1, archived: true }), 'wrong_state');
    },
  );

  test('is archived and taken back', async () => {
    const { as, item, post } = await buildDesk(db);
    const scope = await as('lead');
    await post({ state: 'published' });
    expect((await updateItem(scope, item.id, { version: 1, archived: true })).archivedAt).toBe(monday.toISOString());
    expect((await listItems(scope, page)).data).toEqual([]);
    expect((await listItems(scope, { ...page, archived: true })).data.map(({ id }) => id)).toEqual([item.id]);
    expect((await updateItem(scope, item.id, { version: 2, archived: false })).archivedAt).toBeNull();
    expect((await deeds(item.id)).map(({ action }) => action)).toEqual(['archived', 'unarchived']);
  });
});

describe('removing', () => {
  test('takes revisions and drafts with it, and stays in the log', async () => {
    const { as, item, post } = await buildDesk(db);
    const scope = await as('editor');
    await post({ state: 'draft', dueAt: null });
    await removeItem(scope, item.id);
    await refusal(getItem(scope, item.id), 'not_found');
    expect(await db.select().from(revisions).where(eq(revisions.itemId, item.id))).toEqual([]);
    expect((await deeds(item.id)).map(({ action }) => action)).toEqual(['removed']);
  });

  test.each(['scheduled', 'published', 'cancelled', 'failed'] as const)(
    'is refused once a post is %s',
    async (state) => {
      const { as, item, post } = await buildDesk(db);
      await post({ state });
      await refusal(removeItem(await as('editor'), item.id), 'wrong_state');
    },
  );
});

describe('the list', () => {
  test('counts posts by state, and filters by kind, campaign and posts', async () => {
    const { as, item, post, workspace } = await buildDesk(db);
    const scope = await as('viewer');
    await post({ state: 'published' });
    await post();
    await post();
    const files = { state: 'held', holdReason: 'files' } as const;
    await post({ ...files, dueAt: new Date() });
    await post({ ...files, dueAt: new Date('2026-03-02T09:00Z') });
    const unmade = await buildRevision(db, { itemId: item.id, approved: true, files: 'failed' });
    await post({ revisionId: unmade.id });
    await post({ revisionId: unmade.id, ...files });
    const idle = await buildItem(db, { workspaceId: workspace.id, kind: 'infographic' });
    const ids = async (query: object) => (await listItems(scope, { ...page, ...query })).data.map(({ id }) => id);
    expect((await listItems(scope, { ...page, kind: 'story' })).data).toMatchObject([
      { id: item.id, approved: true, posts: { published: 1, scheduled: 2, making: 1, unmade: 1, held: 2 } },
    ]);
    expect(await ids({ kind: 'infographic' })).toEqual([idle.id]);
    expect(await ids({ posts: 'none' })).toEqual([idle.id]);
    expect(await ids({ campaign: crypto.randomUUID() })).toEqual([]);
  });

  test('searches titles, summaries and words, and takes % and _ as they are', async () => {
    const { as, workspace } = await buildDesk(db);
    const scope = await as('viewer');
    const titled = await buildItem(db, { workspaceId: workspace.id, title: '100% of beds_free' });
    const written = await buildItem(db, { workspaceId: workspace.id, content: saying('Bring your inhaler') });
    const ids = async (search: string) => (await listItems(scope, { ...page, search })).data.map(({ id }) => id);
    expect(await ids('100%')).toEqual([titled.id]);
    expect(await ids('s_f')).toEqual([titled.id]);
    expect(await ids('INHALER')).toEqual([written.id]);
    expect(await ids('paragraph')).toEqual([]);
    expect(await ids('\\')).toEqual([]);
  });

  test('shows every item once over its pages, also those changed in the same microsecond', async () => {
    const workspace = await buildWorkspace(db);
    const { user } = await buildMember(db, { workspaceId: workspace.id });
    const scope: Scope = {
      db,
      workspaceId: workspace.id,
      actor: { name: user.name, userId: user.id, role: 'viewer' },
      now: monday,
    };
    const made = await Promise.all(Array.from({ length: 11 }, () => buildItem(db, { workspaceId: workspace.id })));
    await sql`update items set updated_at = '2026-11-20T10:00:00.123456Z' where workspace_id = ${workspace.id} and id <> ${made[0]?.id ?? ''}`;
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { data, next } = await listItems(scope, { ...page, limit: 3, ...(cursor && { cursor }) });
      seen.push(...data.map(({ id }) => id));
      cursor = next;
    }
    expect(seen).toHaveLength(11);
    expect(new Set(seen)).toEqual(new Set(made.map(({ id }) => id)));
  });

  test.each([
    ['"x"'],
    ['["now","1"]'],
    ['["0000-01-01T00:00:00Z","01a20897-6f3d-73a1-af53-bb8c318e6b64"]'],
    ['["2026-11-26T17:00:00+16:00","01a20897-6f3d-73a1-af53-bb8c318e6b64"]'],
    ['{'],
  ])('refuses the made-up cursor %s', async (key) => {
    const scope = await (await buildDesk(db)).as('viewer');
    const problem = await refusal(
      listItems(scope, { ...page, cursor: Buffer.from(key).toString('base64url') }),
      'invalid_request',
    );
    expect(problem.fields?.[0]?.field).toBe('query.cursor');
  });
});

test('nothing of another workspace can be read or changed', async () => {
  const { item, workspace } = await buildDesk(db);
  const theirs = await buildDesk(db);
  const scope = await theirs.as('owner');
  const tries = [
    () => getItem(scope, item.id),
    () => saveItem(scope, jobs, item.id, words('Theirs', 1)),
    () => updateItem(scope, item.id, { version: 1, archived: true }),
    () => removeItem(scope, item.id),
    () => listRevisions(scope, item.id, { limit: 5 }),
    () => getRevision(scope, item.id, 1),
    () => restoreRevision(scope, jobs, item.id, 1, { version: 1 }),
  ];
  for (const attempt of tries) await refusal(attempt(), 'not_found');
  expect((await listItems(scope, page)).data.map(({ id }) => id)).toEqual([theirs.item.id]);
  const [row] = await db
    .select()
    .from(items)
    .where(and(eq(items.id, item.id), eq(items.workspaceId, workspace.id)));
  expect(row).toMatchObject({ version: 1, revision: 1, archivedAt: null });
});
