import { randomUUID } from 'node:crypto';
import type { ConformanceFake } from '@mobilise/channels/conformance-fake';
import type { Fault, FaultProxy, RequestHead } from '@mobilise/channels/faults';
import { adapterFor } from '@mobilise/channels/registry';
import type { ChangeState } from '@mobilise/contracts/post-changes';
import { buildChannel, buildItem, buildPost, buildPostChange, buildRevision } from '@mobilise/db/factories';
import { forceHold, writeHold } from '@mobilise/db/holds';
import { afterEach, describe, expect, it } from 'vitest';
import { connectedChannel, fakes, overNetwork } from '../../fake-platforms.ts';
import type { Publisher } from '../../publisher.ts';
import { testPublishing } from '../../testing.ts';
import { reconcile } from '../reconcile.ts';
import { sweepChanges } from './sweep.ts';
import { createChanges } from './work.ts';

const { sql, db, publisher, sendDue, passTime, read } = await testPublishing();
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await sql`update holds set ended_at = now()`;
});

/** A platform, what the public sees on it (titles or words), and the requests that change and remove a post. */
interface Stage<K extends string = string> {
  kind: K;
  fake: ConformanceFake;
  shown: () => string[];
  changes: (head: RequestHead) => boolean;
  removes: (head: RequestHead) => boolean;
}
const isDelete = ({ method }: RequestHead) => method === 'DELETE';
const stages = {
  mastodon: async (): Promise<Stage> => {
    const fake = await fakes.mastodon();
    const shown = () => [...fake.statuses.values()].map(({ text }) => text);
    return { kind: 'mastodon', fake, shown, changes: ({ method }) => method === 'PUT', removes: isDelete };
  },
  wordpress: async (): Promise<Stage> => {
    const fake = await fakes.wordpress();
    const shown = () => [...fake.posts.values()].filter(({ status }) => status === 'publish').map(({ title }) => title);
    return { kind: 'wordpress', fake, shown, changes: fake.write.matches, removes: isDelete };
  },
  ghost: async (): Promise<Stage> => {
    const fake = await fakes.ghost();
    const shown = () =>
      [...fake.posts.values()].filter(({ status }) => status === 'published').map(({ title }) => title);
    return { kind: 'ghost', fake, shown, changes: ({ method }) => method === 'PUT', removes: isDelete };
  },
  bluesky: async (): Promise<Stage> => {
    const fake = await fakes.bluesky();
    const shown = () => [...fake.records.values()].map(({ value }) => String(value['text']));
    return { kind: 'bluesky', fake, shown, changes: () => false, removes: ({ path }) => path.includes('deleteRecord') };
  },
};
type Kind = keyof typeof stages;
const kinds = Object.keys(stages) as Kind[];
const editable = kinds.filter((kind) => kind !== 'bluesky');

/** A post that went out through a proxy to a platform of its own. */
async function published(kind: Kind) {
  const stage = await stages[kind]();
  const { proxy, channel } = await connectedChannel(publisher(), kind, stage.fake);
  ends.push(proxy.close, stage.fake.close);
  const item = await buildItem(db, { workspaceId: channel.workspaceId, title: 'On Saturday', approved: true });
  const content = { text: 'On Saturday', images: [], link: null };
  const post = await buildPost(db, { channelId: channel.id, itemId: item.id, content });
  await sendDue(publisher(overNetwork));
  expect((await read(post.id)).state).toBe('published');
  const { id: revisionId } = await buildRevision(db, { itemId: item.id, title: 'On Sunday', approved: true });
  const edit = () =>
    buildPostChange(db, { postId: post.id, kind: 'edit', revisionId, content: { ...content, text: 'On Sunday' } });
  const remove = () => buildPostChange(db, { postId: post.id });
  return { ...stage, proxy, channel, item, post, revisionId, edit, remove };
}

async function work(overrides: Partial<Publisher> = {}) {
  const changes = createChanges(publisher({ ...overNetwork, ...overrides }));
  await changes.run();
  await changes.idle();
}
async function struck(proxy: FaultProxy, fault: Fault, matches: (head: RequestHead) => boolean) {
  const meeting = proxy.strike(fault, matches);
  await work();
  await meeting;
}
async function change(id: string) {
  const [row] = await sql<
    { state: ChangeState; attempts: number; message: string | null; advice: string | null; dueIn: number }[]
  >`
    select state, attempts, message, advice, extract(epoch from due_at - clock_timestamp())::float8 as "dueIn" from post_changes where id = ${id}`;
  if (!row) throw new Error('The change is gone');
  return row;
}
async function press(workspaceId: string) {
  const id = randomUUID();
  await db.transaction((tx) =>
    writeHold(tx, { id, workspaceId, target: 'everything', reason: 'A death', by: 'Grace' }),
  );
  await forceHold(db, id);
  return id;
}

describe.each(editable)('an edit of what is out on %s', (kind) => {
  it('shows the new revision there, and the post carries it', async () => {
    const { edit, shown, post, revisionId } = await published(kind);
    const { id } = await edit();
    await work();
    expect(await change(id)).toMatchObject({ state: 'done', attempts: 1, message: null });
    expect(shown()).toEqual(['On Sunday']);
    const [row] = await sql`
      select revision_id, content->>'text' as text, edited_at is not null as edited, state from posts where id = ${post.id}`;
    expect(row).toEqual({ revision_id: revisionId, text: 'On Sunday', edited: true, state: 'published' });
  });

  it.each(['accepted, the answer lost', 'dropped before it arrived', '500 after accepting'] as const)(
    'is %s: done again after a while, until it is known to be there',
    async (fault) => {
      const { edit, shown, proxy, changes } = await published(kind);
      const { id } = await edit();
      await struck(proxy, fault, changes);
      expect(await change(id)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
      // Not before what is on its way has arrived.
      expect((await change(id)).dueIn).toBeGreaterThan(15);
      await work();
      expect(await change(id)).toMatchObject({ attempts: 1 });
      await passTime(60);
      await work();
      expect(await change(id)).toMatchObject({ state: 'done', attempts: 2 });
      expect(shown()).toEqual(['On Sunday']);
    },
  );

  it('is held while a hold covers it, and not done by itself afterwards', async () => {
    const { edit, shown, channel } = await published(kind);
    await press(channel.workspaceId);
    const { id } = await edit();
    await work();
    await sql`update holds set ended_at = now()`;
    await work();
    expect(await change(id)).toMatchObject({ state: 'held', attempts: 0 });
    expect(shown()).toEqual(['On Saturday']);
  });
});

describe.each(kinds)('a removal from %s', (kind) => {
  it('takes it away, also while a hold covers it, and nothing of it is read any more', async () => {
    const { remove, shown, post, channel } = await published(kind);
    await press(channel.workspaceId);
    const { id } = await remove();
    await work();
    expect(await change(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(await read(post.id)).toMatchObject({ state: 'removed', readIn: null, published: true });
    expect(shown()).toEqual([]);
  });

  it('whose answer was lost is done again', async () => {
    const { remove, shown, proxy, removes, post } = await published(kind);
    const { id } = await remove();
    await struck(proxy, 'accepted, the answer lost', removes);
    expect(await change(id)).toMatchObject({ state: 'unconfirmed' });
    expect((await read(post.id)).state).toBe('published');
    await passTime(60);
    await work();
    expect(await change(id)).toMatchObject({ state: 'done', attempts: 2 });
    expect((await read(post.id)).state).toBe('removed');
    expect(shown()).toEqual([]);
  });

  it('is taken over from a publisher that died between intent and answer', async () => {
    const { remove, post, shown } = await published(kind);
    const { id } = await remove();
    // It does what it should and never gets to say so: its answer is not written, as by a process that is gone.
    const gone = Promise.withResolvers<never>();
    const dying = publisher({
      ...overNetwork,
      adapterFor: async (name) => {
        const adapter = await adapterFor(name);
        return {
          ...adapter,
          remove: async (...given) => {
            await adapter.remove?.(...given);
            return gone.promise;
          },
        };
      },
    });
    const changes = createChanges(dying);
    await changes.run();
    await expect.poll(async () => [(await change(id)).state, shown()]).toEqual(['doing', []]);
    await work();
    expect(await change(id)).toMatchObject({ state: 'doing', attempts: 1 });
    await passTime(dying.timing.lease / 1000 + 1);
    expect(await sweepChanges(publisher())).toBe(0);
    await passTime(dying.timing.quiet / 1000);
    expect(await sweepChanges(publisher())).toBe(1);
    expect((await change(id)).state).toBe('unconfirmed');
    await work();
    expect(await change(id)).toMatchObject({ state: 'done', attempts: 2 });
    expect((await read(post.id)).state).toBe('removed');
    // The dead one's answer comes to nothing.
    gone.reject(new Error('gone'));
    await changes.idle();
    expect(await change(id)).toMatchObject({ state: 'done', attempts: 2 });
  });
});

it('what could not be sent at all is tried again, and waits for somebody after five tries', async () => {
  const { edit, proxy } = await published('mastodon');
  const { id } = await edit();
  await proxy.close();
  ends.splice(0, 1);
  for (let tries = 1; tries <= 5; tries += 1) {
    await passTime(3600);
    await work();
    await sql`update channels set state = 'ready', failures = 0`;
  }
  expect(await change(id)).toMatchObject({ state: 'refused', attempts: 5 });
});

it('an edit of what somebody deleted there asks for a person, who may remove it here', async () => {
  const { edit, remove, post, fake } = await published('mastodon');
  (fake as Awaited<ReturnType<typeof fakes.mastodon>>).statuses.clear();
  const first = await edit();
  await work();
  expect(await change(first.id)).toMatchObject({ state: 'refused', message: 'It is not there any more.' });
  const { id } = await remove();
  await work();
  expect(await change(id)).toMatchObject({ state: 'done' });
  expect((await read(post.id)).state).toBe('removed');
});

it('waits for a channel that is not ready; a removal does not wait for one that is only paused', async () => {
  const { edit, remove, channel, post } = await published('mastodon');
  await sql`update channels set state = 'needs_reconnect' where id = ${channel.id}`;
  const { id } = await edit();
  await work();
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 0 });
  await sql`update channels set state = 'paused' where id = ${channel.id}`;
  await work();
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 0 });
  await sql`delete from post_changes where id = ${id}`;
  await remove();
  await work();
  expect((await read(post.id)).state).toBe('removed');
});

it('a token that was revoked marks the channel, and the change waits for its being reconnected', async () => {
  const { edit, channel, shown, fake } = await published('wordpress');
  (fake as Awaited<ReturnType<typeof fakes.wordpress>>).revoke();
  const { id } = await edit();
  await work();
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 1 });
  expect(await sql`select state from channels where id = ${channel.id}`).toEqual([{ state: 'needs_reconnect' }]);
  expect(shown()).toEqual(['On Saturday']);
});

it('a paused channel whose token was revoked is not asked for a removal again and again', async () => {
  const { remove, channel, fake } = await published('wordpress');
  (fake as Awaited<ReturnType<typeof fakes.wordpress>>).revoke();
  await sql`update channels set state = 'paused' where id = ${channel.id}`;
  const { id } = await remove();
  await work();
  await work();
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 1 });
  for (let tries = 2; tries <= 5; tries += 1) {
    await passTime(3600);
    await work();
  }
  expect(await change(id)).toMatchObject({ state: 'refused', attempts: 5 });
});

it('a limit lets the channel rest, and the change is done after it', async () => {
  const { edit, proxy, changes, shown } = await published('mastodon');
  const { id } = await edit();
  await struck(proxy, '429 with Retry-After', changes);
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 1 });
  expect((await change(id)).dueIn).toBeGreaterThan(100);
  await passTime(200);
  await work();
  expect(shown()).toEqual(['On Saturday']);
  await sql`update channels set resting_until = null`;
  await work();
  expect(shown()).toEqual(['On Sunday']);
});

it('a look that is asked for during another begins nothing twice, and the end waits for both', async () => {
  const { edit, shown } = await published('mastodon');
  const { id } = await edit();
  const changes = createChanges(publisher(overNetwork));
  void changes.run();
  void changes.run();
  await changes.stop();
  const { state, attempts } = await change(id);
  expect([state, attempts, shown()]).toEqual(
    state === 'done' ? ['done', 1, ['On Sunday']] : ['planned', 0, ['On Saturday']],
  );
});

it('takes no token for what comes to nothing', async () => {
  const { edit, post, channel } = await published('mastodon');
  await sql`update channels set tokens = 5, tokens_at = statement_timestamp() where id = ${channel.id}`;
  await sql`update posts set remote_id = null where id = ${post.id}`;
  await edit();
  await work();
  const [row] = await sql`select tokens from channels where id = ${channel.id}`;
  expect(row).toEqual({ tokens: 5 });
});

it('two publishers do one change once', async () => {
  const { edit, fake } = await published('mastodon');
  await edit();
  await Promise.all([work(), work(), work()]);
  const { calls } = fake as Awaited<ReturnType<typeof fakes.mastodon>>;
  expect(calls.filter((call) => call.startsWith('PUT '))).toHaveLength(1);
});

it('a publisher that was stopped for too long does nothing with an old claim', async () => {
  const { edit, shown } = await published('mastodon');
  const { id } = await edit();
  const times = [0, 0, 0, 1e9];
  await work({ monotonic: () => times.shift() ?? 1e9 });
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 1 });
  expect(shown()).toEqual(['On Saturday']);
});

it('a post whose name on its channel nobody knows is a person’s to change', async () => {
  const { edit, post } = await published('mastodon');
  await sql`update posts set remote_id = null where id = ${post.id}`;
  const { id } = await edit();
  await work();
  expect(await change(id)).toMatchObject({ state: 'needs_person', attempts: 0 });
});

it('pressing the hold switch waits until an edit that was on its way has left, and stops one that was about to', async () => {
  const { edit, channel, shown } = await published('mastodon');
  const leaving = Promise.withResolvers<void>();
  const { id } = await edit();
  const slow = publisher({
    ...overNetwork,
    adapterFor: async (name) => {
      const adapter = await adapterFor(name);
      return {
        ...adapter,
        edit: async (...given) => {
          await leaving.promise;
          return (await adapter.edit?.(...given)) ?? { change: 'gone' };
        },
      };
    },
  });
  const changes = createChanges(slow);
  await changes.run();
  await expect.poll(async () => (await change(id)).state).toBe('doing');
  let inForce = false;
  const pressing = press(channel.workspaceId).then(() => {
    inForce = true;
  });
  await expect.poll(async () => (await sql`select 1 from holds where ended_at is null`).length).toBe(1);
  expect(inForce).toBe(false);
  leaving.resolve();
  await changes.idle();
  await pressing;
  expect(await change(id)).toMatchObject({ state: 'done' });
  expect(shown()).toEqual(['On Sunday']);
});

it('an edit whose intent was written just before the switch was pressed is given up', async () => {
  const { edit, shown } = await published('mastodon');
  const { id } = await edit();
  await work({ held: { at: Number.POSITIVE_INFINITY } });
  expect(await change(id)).toMatchObject({ state: 'planned', attempts: 1 });
  expect(shown()).toEqual(['On Saturday']);
});

describe('a reply', () => {
  const answer = async ({ channel, item, post }: Awaited<ReturnType<typeof published>>) =>
    buildPost(db, {
      channelId: channel.id,
      itemId: item.id,
      revisionId: post.revisionId,
      content: { text: 'Correction: on Sunday', images: [], link: null, replyTo: post.id },
    });
  const send = () => sendDue(publisher(overNetwork));

  it.each(['mastodon', 'bluesky'] as const)(
    'answers on %s what is out, once, also when its answer was lost',
    async (kind) => {
      const stage = await published(kind);
      const { id } = await answer(stage);
      const meeting = stage.proxy.strike('accepted, the answer lost', stage.fake.write.matches);
      await send();
      await meeting;
      expect((await read(id)).state).toBe('unconfirmed');
      await passTime(30);
      await reconcile(publisher(overNetwork));
      expect(await read(id)).toMatchObject({ state: 'published', attempts: 1 });
      const [{ remote }] = (await sql`select remote_id as remote from posts where id = ${stage.post.id}`) as [
        { remote: string },
      ];
      expect(stage.fake.replies?.()).toEqual([remote]);
      expect(stage.shown()).toEqual(['On Saturday', 'Correction: on Sunday']);
    },
  );

  it('to what is not out any more is not sent', async () => {
    const stage = await published('mastodon');
    const { id } = await answer(stage);
    await sql`update posts set state = 'removed' where id = ${stage.post.id}`;
    await send();
    expect(await read(id)).toMatchObject({
      state: 'failed',
      failure: 'The post that it answers is not there any more, or its name there is not known.',
    });
    expect(stage.shown()).toEqual(['On Saturday']);
  });
});

describe('the newsroom', () => {
  async function onSite() {
    const channel = await buildChannel(db);
    const item = await buildItem(db, { workspaceId: channel.workspaceId, approved: true });
    const post = () =>
      buildPost(db, { channelId: channel.id, itemId: item.id, state: 'published', publishedAt: new Date() });
    return { channel, item, post };
  }

  it('shows the newer revision from one commit on', async () => {
    const { item, post } = await onSite();
    const { id: postId } = await post();
    const { id: revisionId } = await buildRevision(db, { itemId: item.id, approved: true });
    const { id } = await buildPostChange(db, { postId, kind: 'edit', revisionId });
    await work();
    expect(await change(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(await sql`select revision_id, edited_at is not null as edited from posts where id = ${postId}`).toEqual([
      { revision_id: revisionId, edited: true },
    ]);
  });

  it('loses every post of the item, or an earlier one would come back in its place', async () => {
    const { post } = await onSite();
    const [first, second] = [await post(), await post()];
    const waiting = await buildPostChange(db, { postId: first.id, kind: 'edit', dueAt: new Date(Date.now() + 1e6) });
    const { id } = await buildPostChange(db, { postId: second.id });
    await work();
    expect((await change(id)).state).toBe('done');
    expect((await change(waiting.id)).state).toBe('dropped');
    for (const { id } of [first, second]) expect((await read(id)).state).toBe('removed');
  });

  it('is not edited while a hold covers it', async () => {
    const { post, channel } = await onSite();
    await press(channel.workspaceId);
    const { id: postId } = await post();
    const { id } = await buildPostChange(db, { postId, kind: 'edit' });
    await work();
    expect(await change(id)).toMatchObject({ state: 'held', attempts: 0 });
  });
});
