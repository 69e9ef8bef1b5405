import { randomUUID } from 'node:crypto';
import type { ConformanceFake } from '@mobilise/channels/conformance-fake';
import type { RemoteKind } from '@mobilise/channels/registry';
import type { PostContent } from '@mobilise/contracts/post-content';
import type { PostState } from '@mobilise/contracts/post-states';
import { buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { forceHold, writeHold } from '@mobilise/db/holds';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectedChannel, fakes, overNetwork } from '../fake-platforms.ts';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';
import { intend } from './intend.ts';
import { prepare } from './prepare.ts';
import { reconcile } from './reconcile.ts';
import { settlementOf } from './retry.ts';
import { createSending } from './send-due.ts';
import { settle } from './settle.ts';
import { sweep } from './sweep.ts';

const { sql, db, platform, publisher, passTime, read } = await testPublishing();

beforeEach(async () => {
  platform.reset();
  await sql`delete from posts`;
  await sql`delete from audit_entries`;
});

const parts = (...texts: string[]) => texts.map((text) => ({ text, images: [] }));
const content = (text: string, ...following: string[]): PostContent => ({
  text,
  images: [],
  link: null,
  thread: parts(...following),
});

interface Part {
  id: string;
  state: PostState;
  text: string;
  part: number;
  replyTo: string | null;
  holdReason: string | null;
}
/** Every post there is, the first part first. */
const all = () => sql<Part[]>`
  select id, state, content->>'text' as text, coalesce((content->>'part')::int, 1) as part, content->>'replyTo' as "replyTo",
    hold_reason as "holdReason"
  from posts order by coalesce((content->>'part')::int, 1), id`;
const states = async () => (await all()).map(({ state }) => state);

/** A publisher that sends what is due now and stops. What comes into being by that is due at once, and left for the next call. */
async function sendDue(overrides: Parameters<typeof publisher>[0] = {}) {
  const { adapterFor, ...rest } = publisher(overrides);
  const claimed = Promise.withResolvers<void>();
  const afterwards = async (kind: RemoteKind) => {
    await claimed.promise;
    return adapterFor(kind);
  };
  const sending = createSending({ ...rest, adapterFor: afterwards });
  await sending.run();
  claimed.resolve();
  await sending.idle();
  await sending.stop();
}
const three = async () => {
  const channel = await buildChannel(db, { kind: 'bluesky' });
  return { channel, ...(await buildPost(db, { channelId: channel.id, content: content('One', 'Two', 'Three') })) };
};

/** A publisher has sent what is due, and what became of it is not written. */
async function unsettled() {
  const worker = publisher();
  const { claimed } = await claimDue(worker, { limit: 10 });
  const { ready } = await prepare(worker, claimed);
  const [intended] = await sql.begin((tx) => intend(worker, tx, ready));
  if (!intended) throw new Error('Nothing was due');
  const published = { outcome: 'published' as const, remoteId: 'at://fake/1', remoteUrl: null };
  const settlement = settlementOf(intended, published, worker.random);
  return { worker, settlement, handle: ready[0]?.payload?.handle ?? '' };
}

describe('a thread', () => {
  it('goes out in order, each part answering the one before, and publishers are woken for it', async () => {
    const { id } = await three();
    const woken: string[] = [];
    const listening = await sql.listen('posts_due', (payload) => void woken.push(payload));
    expect(await all()).toHaveLength(1);
    for (const count of [2, 3, 3]) {
      await sendDue();
      expect(await all()).toHaveLength(count);
    }
    const [first, second, third] = await all();
    expect(platform.sent.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
    expect([first?.id, second?.replyTo, third?.replyTo]).toEqual([id, first?.id, second?.id]);
    expect(platform.sent.map(({ replyTo }) => replyTo ?? null)).toEqual([
      null,
      `at://fake/${platform.sent[0]?.handle}`,
      `at://fake/${platform.sent[1]?.handle}`,
    ]);
    expect(await states()).toEqual(['published', 'published', 'published']);
    expect(new Set(platform.deliveries).size).toBe(3);
    await expect.poll(() => woken).toHaveLength(2);
    await listening.unlisten();
  });

  it('makes each part an ordinary post: of the same revision, due at once, on record', async () => {
    const { id } = await three();
    await sql`update posts set grace = 77, override = 'It is urgent', created_by = null`;
    await sendDue();
    const [part] = await sql`
      select p.state, p.grace, p.override, p.handle, p.series_id, p.attempts, p.content, p.revision_id = o.revision_id and p.item_id = o.item_id
          and p.channel_id = o.channel_id and p.wall_time = o.wall_time and p.zone = o.zone as same,
        p.due_at = p.send_at and p.due_at between statement_timestamp() - interval '1 minute' and statement_timestamp() as due,
        uuid_extract_version(p.id) as version, p.id > o.id as later
      from posts p join posts o on o.id = (p.content->>'replyTo')::uuid`;
    expect(part).toMatchObject({ state: 'scheduled', grace: 77, override: 'It is urgent', handle: null, attempts: 0 });
    expect(part).toMatchObject({ same: true, due: true, version: 7, later: true, series_id: null });
    expect(part?.['content']).toEqual({
      text: 'Two',
      images: [],
      link: null,
      replyTo: id,
      part: 2,
      thread: parts('Three'),
    });
    expect(await sql`select actor, detail from audit_entries where action = 'continued'`).toEqual([
      { actor: 'Publisher', detail: { part: 2, answers: id } },
    ]);
  });

  it('of a post that is settled twice continues once', async () => {
    await three();
    const { worker, settlement } = await unsettled();
    await Promise.all([1, 2, 3].map(() => settle(worker, sql, [settlement])));
    expect(await states()).toEqual(['published', 'scheduled']);
  });

  it('goes on where a publisher stopped between two parts, by another', async () => {
    await three();
    await sendDue();
    expect(await states()).toEqual(['published', 'scheduled']);
    await sendDue();
    await sendDue();
    expect(platform.sent.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  });

  it('rolled back with its post leaves nothing, and comes with it the next time', async () => {
    await three();
    const { worker, settlement, handle } = await unsettled();
    platform.deliveries.push(handle);
    const rolledBack = sql.begin(async (tx) => {
      await settle(worker, tx, [settlement]);
      throw new Error('The power is gone');
    });
    await expect(rolledBack).rejects.toThrow('The power is gone');
    expect(await states()).toEqual(['sending']);
    await passTime(100);
    await sweep(publisher());
    await reconcile(publisher());
    expect(await states()).toEqual(['published', 'scheduled']);
  });

  it('stops at a part that is refused, what was out before stays true, and goes on when that is sent again', async () => {
    await three();
    platform.onPublish = (post, deliver) =>
      post.text === 'Two' ? { outcome: 'failed', message: 'Not these words', advice: 'Write others' } : deliver();
    for (const _ of [1, 2, 3]) await sendDue();
    expect(await states()).toEqual(['published', 'failed']);
    platform.onPublish = (_post, deliver) => deliver();
    await sql`update posts set state = 'scheduled', send_at = now() where state = 'failed'`;
    for (const _ of [1, 2]) await sendDue();
    expect(await states()).toEqual(['published', 'published', 'published']);
  });

  it('is held from the second part on by a hold that is pressed after the first', async () => {
    const { channel } = await three();
    await sendDue();
    const id = randomUUID();
    await db.transaction((tx) =>
      writeHold(tx, { id, workspaceId: channel.workspaceId, target: 'everything', reason: 'A death', by: 'Grace' }),
    );
    await forceHold(db, id);
    await sendDue();
    expect(await all()).toMatchObject([{ state: 'published' }, { state: 'held', holdReason: 'switch' }]);
    expect(platform.sent).toHaveLength(1);
    await sql`update holds set ended_at = now()`;
  });

  it('goes on when its first part is found on the channel', async () => {
    await three();
    platform.onPublish = (post, deliver) => {
      deliver();
      return post.text === 'One' ? { outcome: 'unknown', message: 'Nobody answered' } : deliver();
    };
    await sendDue();
    expect(await states()).toEqual(['unconfirmed']);
    await passTime(30);
    await reconcile(publisher());
    expect(await states()).toEqual(['published', 'scheduled']);
  });

  it('is not there for a post that is cancelled, or that was taken away before the next part left', async () => {
    const { id } = await three();
    await sql`update posts set state = 'cancelled', send_at = null where id = ${id}`;
    await sendDue();
    expect(await states()).toEqual(['cancelled']);
    await sql`delete from posts`;
    await three();
    await sendDue();
    await sql`update posts set state = 'removed' where state = 'published'`;
    await sendDue();
    expect(await states()).toEqual(['removed', 'failed']);
    expect(platform.sent).toHaveLength(2 - 1);
  });
});

describe.each(['bluesky', 'mastodon', 'linkedin'] as const)('on %s', (kind) => {
  it('what follows stands below the post once, also when the answer to the post was lost', async () => {
    const fake: ConformanceFake = await fakes[kind]();
    const { proxy, channel } = await connectedChannel(publisher(), kind, fake);
    const item = await buildItem(db, { workspaceId: channel.workspaceId, approved: true });
    const following = kind === 'linkedin' ? ['Two'] : ['Two', 'Three'];
    await buildPost(db, { channelId: channel.id, itemId: item.id, content: content('One', ...following) });
    const struck = proxy.strike('accepted, the answer lost', fake.write.matches);
    await sendDue(overNetwork);
    await struck;
    expect(await states()).toEqual(['unconfirmed']);
    await passTime(30);
    await reconcile(publisher(overNetwork));
    for (const _ of following) await sendDue(overNetwork);
    const posts = await sql<{ state: string; remote: string; url: string; answers: string | null }[]>`
      select p.state, p.remote_id as remote, p.remote_url as url, p.payload->>'replyTo' as answers from posts p
      order by coalesce((content->>'part')::int, 1)`;
    expect(posts.map(({ state }) => state)).toEqual(['published', ...following.map(() => 'published')]);
    expect(posts.slice(1).map(({ answers }) => answers)).toEqual(posts.slice(0, -1).map(({ remote }) => remote));
    if (kind === 'linkedin') expect(posts[1]?.remote).toMatch(/^urn:li:comment:\(urn:li:share:\d+,\d+\)$/);
    else expect(fake.texts()).toEqual(['One', ...following]);
    if (fake.replies) expect(fake.replies()).toEqual(posts.slice(0, -1).map(({ remote }) => remote));
    expect(fake.made()).toBe(kind === 'linkedin' ? 1 : 3);
    expect((await read((await all())[1]?.id ?? '')).attempts).toBe(1);
    await proxy.close();
    await fake.close();
  });
});
