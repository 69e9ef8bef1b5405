import { kinds } from '@mobilise/contracts/kinds';
import { holdWords } from '@mobilise/contracts/post-states';
import { buildAsset, buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { channels } from '@mobilise/db/schema/channels';
import { approvals } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { releaseHeld } from '../post-release.ts';
import { buildDesk, monday, refusal, row } from '../post-testing.ts';
import { inTransaction } from '../scope.ts';
import { approveRevision } from './approve.ts';
import { getItem } from './read.ts';
import { saveItem } from './write.ts';

const { db, sql } = await testDatabase();
const jobs = { send: () => Promise.resolve(null) };
const saying = (text: string) => ({
  leadImage: null,
  body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
});
const edit = (text: string, version: number, autosave = false) => ({
  title: 'Flu clinic',
  summary: '',
  content: saying(text),
  version,
  autosave,
});
const inMinutes = (minutes: number) => new Date(monday.getTime() + minutes * 60_000);

describe('an edit', () => {
  test.each([false, true])('holds what was scheduled until it is approved; by autosave: %s', async (autosave) => {
    const { as, item, post } = await buildDesk(db);
    const scheduled = await post();
    const saved = await saveItem(await as('editor'), jobs, item.id, edit('Another time', 1, autosave));
    expect(saved).toMatchObject({ heldPosts: 1, approved: false, approval: { revision: 1 } });
    expect(await row(db, scheduled.id)).toMatchObject({
      state: 'held',
      holdReason: 'approval',
      version: 2,
      revisionId: scheduled.revisionId,
    });
    const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, scheduled.id));
    expect(log).toMatchObject([{ action: 'held', actor: 'The editor', noun: 'posts', reason: holdWords.approval }]);
  });

  test.each(['claimed', 'sending', 'published', 'unconfirmed', 'failed', 'cancelled'] as const)(
    'leaves a post that is %s as it is',
    async (state) => {
      const { as, item, post } = await buildDesk(db);
      const before = await post({ state });
      expect((await saveItem(await as('lead'), jobs, item.id, edit('Another time', 1))).heldPosts).toBe(0);
      expect(await row(db, before.id)).toEqual(before);
    },
  );

  test('lets a post that waits for its channel, or was late, wait for the approval too', async () => {
    const { as, item, channel, post } = await buildDesk(db);
    await db.update(channels).set({ state: 'paused' }).where(eq(channels.id, channel.id));
    const waiting = await post({ state: 'held', holdReason: 'channel', dueAt: inMinutes(60) });
    const saved = await saveItem(await as('editor'), jobs, item.id, edit('Another time', 1));
    expect(saved.heldPosts).toBe(0);
    expect(await row(db, waiting.id)).toMatchObject({ state: 'held', holdReason: 'approval', version: 2 });
    const approved = await approveRevision(await as('lead'), item.id, { version: saved.version });
    expect(await row(db, waiting.id)).toMatchObject({
      state: 'held',
      holdReason: 'channel',
      revisionId: approved.revisionId,
    });
  });

  test('is never overtaken by a channel that resumes at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { as, item, post } = await buildDesk(db);
      const waiting = await post({ state: 'held', holdReason: 'channel', dueAt: inMinutes(60) });
      const lead = await as('lead');
      await Promise.all([
        saveItem(await as('editor'), jobs, item.id, edit('Another time', 1)),
        inTransaction(lead, (scope) => releaseHeld(scope, 'channel', eq(posts.id, waiting.id))),
      ]);
      expect(await row(db, waiting.id)).toMatchObject({ state: 'held', holdReason: 'approval' });
    }
  });

  test('never touches the posts of another item', async () => {
    const { as, item, workspace, channel } = await buildDesk(db);
    const other = await buildItem(db, { workspaceId: workspace.id, approved: true });
    const theirs = await buildPost(db, { itemId: other.id, channelId: channel.id });
    await saveItem(await as('lead'), jobs, item.id, edit('Another time', 1));
    expect(await row(db, theirs.id)).toEqual(theirs);
  });
});

describe('an approval', () => {
  test('releases the posts that waited, carrying the newest revision, and says so to the publisher', async () => {
    const { as, item, post } = await buildDesk(db);
    const told: string[] = [];
    const { unlisten } = await sql.listen('posts_due', (payload) => told.push(payload));
    const soon = await post({ dueAt: inMinutes(1), payload: { text: 'old' }, handle: 'h1' });
    const saved = await saveItem(await as('editor'), jobs, item.id, edit('Another time', 1));
    const approved = await approveRevision(await as('lead'), item.id, {
      version: saved.version,
      note: 'Checked with the ward',
    });
    expect(approved).toMatchObject({
      approved: true,
      releasedPosts: 1,
      version: 2,
      approval: { revision: 2, by: 'The lead', at: monday.toISOString(), note: 'Checked with the ward' },
    });
    expect(await row(db, soon.id)).toMatchObject({
      state: 'scheduled',
      holdReason: null,
      revisionId: saved.revisionId,
      payload: null,
      handle: 'h1',
    });
    await vi.waitFor(() => expect(told).toContain(inMinutes(1).toISOString()), { timeout: 10_000 });
    await unlisten();
    const log = await db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.subjectId, item.id))
      .orderBy(auditEntries.id);
    expect(log.map(({ action, reason }) => [action, reason])).toEqual([
      ['saved', null],
      ['approved', 'Checked with the ward'],
    ]);
  });

  test('sends what is late within its grace, and holds what is later', async () => {
    const { as, item, post } = await buildDesk(db);
    const within = await post({ dueAt: inMinutes(-5), grace: 600 });
    const beyond = await post({ dueAt: inMinutes(-15), grace: 600 });
    const { version } = await saveItem(await as('editor'), jobs, item.id, edit('Another time', 1));
    expect((await approveRevision(await as('lead'), item.id, { version })).releasedPosts).toBe(1);
    expect(await row(db, within.id)).toMatchObject({ state: 'scheduled' });
    expect(await row(db, beyond.id)).toMatchObject({ state: 'held', holdReason: 'late' });
  });

  test('holds for the channel what its channel cannot take', async () => {
    const { as, item, workspace } = await buildDesk(db);
    const paused = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky', state: 'paused' });
    const waiting = await buildPost(db, {
      itemId: item.id,
      channelId: paused.id,
      state: 'held',
      holdReason: 'approval',
      dueAt: inMinutes(60),
    });
    expect((await approveRevision(await as('lead'), item.id, { version: 1 })).releasedPosts).toBe(0);
    expect(await row(db, waiting.id)).toMatchObject({ state: 'held', holdReason: 'channel' });
  });

  test('of a version that is not the newest any more is refused', async () => {
    const { as, item } = await buildDesk(db);
    await saveItem(await as('editor'), jobs, item.id, edit('Another time', 1));
    await refusal(approveRevision(await as('lead'), item.id, { version: 1 }), 'stale_version');
    expect(await getItem(await as('lead'), item.id)).toMatchObject({ approved: false });
  });

  test('twice keeps the first decision', async () => {
    const { as, item } = await buildDesk(db, { approved: false });
    await approveRevision(await as('lead'), item.id, { version: 1 });
    await approveRevision(await as('owner'), item.id, { version: 1, note: 'Me too' });
    const { revisionId } = await getItem(await as('lead'), item.id);
    expect(await db.select().from(approvals).where(eq(approvals.revisionId, revisionId))).toMatchObject([
      { by: 'The lead', note: null },
    ]);
  });

  test('of what lacks its alternatives takes a note, which goes into the log and the posts', async () => {
    const { as, workspace, channel } = await buildDesk(db);
    const { id: assetId } = await buildAsset(db, { workspaceId: workspace.id });
    const content = { ...kinds.infographic.empty, artwork: { assetId, alt: '' } };
    const item = await buildItem(db, { workspaceId: workspace.id, kind: 'infographic', content });
    const waiting = await buildPost(db, {
      itemId: item.id,
      channelId: channel.id,
      state: 'held',
      holdReason: 'approval',
      dueAt: inMinutes(60),
    });
    const lead = await as('lead');
    const problem = await refusal(approveRevision(lead, item.id, { version: 1, note: '  ' }), 'alternatives_missing');
    expect(problem.extra).toEqual({
      missing: [
        'Describe the image in its alt text.',
        'Write the long description: everything the artwork says, in words.',
      ],
    });
    await approveRevision(lead, item.id, { version: 1, note: 'Urgent: the ward closes tonight' });
    expect(await row(db, waiting.id)).toMatchObject({
      state: 'scheduled',
      override: 'Urgent: the ward closes tonight',
    });
    expect(await db.select().from(auditEntries).where(eq(auditEntries.subjectId, item.id))).toMatchObject([
      { action: 'approved', reason: 'Urgent: the ward closes tonight' },
    ]);
  });

  test.each([
    ['infographic', 'Upload the artwork.'],
    ['episode', 'Upload the audio.'],
    ['video', 'Upload the video.'],
  ] as const)(
    'of an item of the kind %s without what makes it one is refused, also with a note',
    async (kind, sentence) => {
      const { as, workspace, channel } = await buildDesk(db);
      const item = await buildItem(db, { workspaceId: workspace.id, kind });
      const waiting = await buildPost(db, {
        ...{ itemId: item.id, channelId: channel.id, state: 'held', holdReason: 'approval', dueAt: inMinutes(60) },
      });
      const problem = await refusal(
        approveRevision(await as('lead'), item.id, { version: 1, note: 'Now' }),
        'wrong_state',
      );
      expect(problem.message).toBe(`${sentence} Without it there is nothing to publish.`);
      expect(await row(db, waiting.id)).toMatchObject({ state: 'held', holdReason: 'approval', override: null });
    },
  );

  test('at the moment of an edit never lets the unseen words out', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { as, item, post } = await buildDesk(db);
      const scheduled = await post();
      const [editor, lead] = [await as('editor'), await as('lead')];
      await Promise.allSettled([
        saveItem(editor, jobs, item.id, edit('Unseen', 1)),
        approveRevision(lead, item.id, { version: 1 }),
      ]);
      expect(await row(db, scheduled.id)).toMatchObject({ state: 'held', holdReason: 'approval' });
      expect(await getItem(lead, item.id)).toMatchObject({ revision: 2, approved: false });
    }
  });

  test('from another workspace finds nothing', async () => {
    const [{ item }, theirs] = [await buildDesk(db, { approved: false }), await buildDesk(db)];
    await refusal(approveRevision(await theirs.as('owner'), item.id, { version: 1 }), 'not_found');
  });
});
