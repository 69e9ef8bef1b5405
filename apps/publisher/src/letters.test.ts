import { email } from '@mobilise/channels/email';
import { guardedLookup } from '@mobilise/channels/outgoing-fetch';
import { fakeLogin, type SmtpFake, smtpFake, trustFakes } from '@mobilise/channels/smtp-fake';
import { buildChannel, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { forceHold, writeHold } from '@mobilise/db/holds';
import { verified } from '@mobilise/db/links';
import { seal, sealingKey } from '@mobilise/db/secrets';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { channelsById } from './connection.ts';
import { askSubscriber, forgetUnconfirmed } from './letters/ask.ts';
import { sendLate } from './letters/late.ts';
import { claimDue } from './posts/claim.ts';
import { intend } from './posts/intend.ts';
import { prepare } from './posts/prepare.ts';
import { reconcile } from './posts/reconcile.ts';
import { sendOnce } from './posts/send.ts';
import { createSending } from './posts/send-due.ts';
import { sweep } from './posts/sweep.ts';
import type { Publisher } from './publisher.ts';
import { testPublishing } from './testing.ts';

const { sql, db, publisher, read, passTime } = await testPublishing();
const key = sealingKey('a secret that is only for tests, long enough');
const lookup = guardedLookup({ allowPrivate: true, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });

let fake: SmtpFake;
beforeAll(trustFakes);
beforeEach(async () => {
  fake = await smtpFake();
});
afterEach(() => fake.close());

const worker = (overrides: Partial<Publisher> = {}) =>
  publisher({ adapterFor: async () => email, lookup, ...overrides });
const never = new AbortController().signal;

/** A newsletter with so many subscribers, and a post of it that is due. */
async function newsletter(count: number) {
  const { id: workspaceId } = await buildWorkspace(db);
  const id = crypto.randomUUID();
  const channel = await buildChannel(db, {
    id,
    workspaceId,
    kind: 'email',
    config: {
      ...{
        host: 'localhost',
        port: fake.port,
        security: 'tls',
        user: fakeLogin.user,
        fromName: 'Riverside',
        replyTo: null,
      },
      ...{ from: `news-${id}@riverside.example`, postalAddress: '4 Mill Lane', about: 'News' },
    },
    credentials: seal({ password: fakeLogin.password }, key, id),
  });
  await sql`
    insert into subscribers (id, workspace_id, channel_id, email, state, consent_at, consent_source)
    select uuidv7(), ${workspaceId}, ${id}, 'reader' || n || '@people.example', 'active', now(), 'test' from generate_series(1, ${count}::int) n`;
  const post = await buildPost(db, { workspaceId, channelId: channel.id });
  return { workspaceId, channelId: channel.id, postId: post.id };
}

async function sendAll(one = worker()) {
  const sending = createSending(one);
  await sending.run();
  await sending.idle();
  await sending.stop();
}
const states = async (postId: string) => {
  const rows = await sql<{ state: string; count: number }[]>`
    select state, count(*)::int as count from letters where post_id = ${postId} group by state`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};
/** Whoever got it twice. */
const doubled = () => {
  const seen = new Set<string>();
  return fake.taken.map(({ to }) => to).filter((to) => seen.has(to) || !seen.add(to));
};
const expire = (postId: string) => sql`
  update posts set lease_until = lease_until - interval '10 minutes', send_at = send_at - interval '10 minutes' where id = ${postId}`;

test('everybody subscribed gets one letter, from a list that is made once', async () => {
  const { postId, workspaceId, channelId } = await newsletter(12);
  fake.onMessage = async () => {
    // Who comes while it is sent gets the next one.
    await sql`
      insert into subscribers (id, workspace_id, channel_id, email, state, consent_at, consent_source)
      values (uuidv7(), ${workspaceId}, ${channelId}, 'late@people.example', 'active', now(), 'test') on conflict do nothing`;
    return null;
  };
  await sendAll();
  expect(await read(postId)).toMatchObject({ state: 'published', attempts: 1 });
  expect(await states(postId)).toEqual({ accepted: 12 });
  expect(fake.taken.length).toBe(12);
  expect(doubled()).toEqual([]);
  const [, name = ''] = /Message-ID: <([^@]+)@/.exec(fake.taken[0]?.raw ?? '') ?? [];
  expect(verified(key, 'letter', name)).toHaveLength(1);
});

test('nobody who has not confirmed, has left, bounced or complained gets one', async () => {
  const { postId, channelId } = await newsletter(5);
  const odd = ['pending', 'unsubscribed', 'bounced', 'complained'];
  for (const [index, state] of odd.entries())
    await sql`update subscribers set state = ${state} where channel_id = ${channelId} and email = ${`reader${index + 1}@people.example`}`;
  await sendAll();
  expect(fake.taken.map(({ to }) => to)).toEqual(['reader5@people.example']);
  expect(await read(postId)).toMatchObject({ state: 'published' });
});

test('a publisher that dies in the middle of 240 skips nobody and writes to nobody twice', async () => {
  const { postId, channelId } = await newsletter(240);
  let arrived = 0;
  const dead = new Error('killed');
  // Dead after the intents of four letters: it writes no result any more and takes no letter.
  const doomed = worker();
  const dying: Publisher = {
    ...doomed,
    adapterFor: async () => ({
      ...email,
      publish: (post, connection) =>
        email.publish(post, {
          ...connection,
          mailing: connection.mailing && {
            ...connection.mailing,
            next: async () => {
              if (arrived >= 60) throw dead;
              return (await connection.mailing?.next()) ?? null;
            },
            settle: async (letter, result) => {
              if (arrived >= 60) throw dead;
              await connection.mailing?.settle(letter, result);
            },
          },
        }),
    }),
  };
  fake.onMessage = () => {
    arrived += 1;
    return null;
  };
  const { claimed } = await claimDue(dying, { limit: 10 });
  expect(claimed.map(({ id }) => id)).toEqual([postId]);
  // As a lane does, without its end: the process is gone before it could write what became of the post.
  const { ready } = await prepare(dying, claimed);
  const [intended] = await sql.begin((tx) => intend(dying, tx, ready));
  const channel = (await channelsById(dying, [channelId])).get(channelId);
  const payload = ready[0]?.payload;
  if (!intended || !channel || !payload) throw new Error('Nothing to send');
  await sendOnce(dying, {
    adapter: await dying.adapterFor('email'),
    channel,
    post: payload,
    fence: intended.fence,
    since: performance.now(),
  });
  expect(arrived).toBeGreaterThanOrEqual(60);
  expect(arrived).toBeLessThan(70);

  await expire(postId);
  await sweep(worker());
  expect(await read(postId)).toMatchObject({ state: 'unconfirmed' });
  await reconcile(worker());
  expect(await read(postId)).toMatchObject({ state: 'scheduled' });
  await sendAll();

  expect(await read(postId)).toMatchObject({ state: 'published' });
  const after = await states(postId);
  expect((after['accepted'] ?? 0) + (after['unknown'] ?? 0)).toBe(240);
  // As many as there were connections.
  expect(after['unknown']).toBeLessThanOrEqual(4);
  expect(after['unknown']).toBeGreaterThan(0);
  expect(doubled()).toEqual([]);
  const reached = new Set(fake.taken.map(({ to }) => to));
  const [missed] = await sql<{ count: number }[]>`
    select count(*)::int from letters where post_id = ${postId} and state = 'accepted' and not (address = any(${[...reached]}))`;
  expect(missed?.count).toBe(0);
});

test('two publishers that both believe a post is theirs write to nobody twice', async () => {
  const { postId } = await newsletter(60);
  const [one, two] = [worker(), worker()];
  // The second takes the post over while the first, whose lease is up, still sends.
  let taken = 0;
  let other: Promise<void> | null = null;
  fake.onMessage = async () => {
    taken += 1;
    if (taken === 10)
      other = (async () => {
        await expire(postId);
        await sweep(two);
        await reconcile(two);
        await sendAll(two);
      })();
    return null;
  };
  await sendAll(one);
  await other;
  expect(doubled()).toEqual([]);
  expect(await read(postId)).toMatchObject({ state: 'published' });
  const after = await states(postId);
  expect((after['accepted'] ?? 0) + (after['unknown'] ?? 0)).toBe(60);
});

test('two publishers at once share what a list has left behind', async () => {
  const { postId } = await newsletter(40);
  await sendAll();
  await sql`update letters set state = 'pending' where post_id = ${postId}`;
  fake.taken.length = 0;
  await Promise.all([sendLate(worker(), never), sendLate(worker(), never)]);
  expect(fake.taken.length).toBe(40);
  expect(doubled()).toEqual([]);
  expect(await states(postId)).toEqual({ accepted: 40 });
});

test('a server that refuses our password is not asked again with every look', async () => {
  const { postId, channelId } = await newsletter(3);
  await sendAll();
  await sql`update letters set state = 'pending' where post_id = ${postId}`;
  const wrong = seal({ password: 'changed' }, key, channelId);
  await sql`update channels set credentials = ${wrong} where id = ${channelId}`;
  const before = fake.logins();
  for (const _ of [1, 2, 3]) await sendLate(worker(), never);
  expect(fake.logins()).toBe(before + 1);
  expect(await states(postId)).toEqual({ pending: 3 });
});

test('who unsubscribes while it is sent gets it no more', async () => {
  const { postId, channelId } = await newsletter(6);
  fake.onMessage = async (to) => {
    if (to === 'reader1@people.example')
      await sql`update subscribers set state = 'unsubscribed' where channel_id = ${channelId} and email = 'reader6@people.example'`;
    return null;
  };
  await sendAll();
  expect(fake.taken.map(({ to }) => to)).not.toContain('reader6@people.example');
  expect(await states(postId)).toEqual({ accepted: 5, skipped: 1 });
  expect(await read(postId)).toMatchObject({ state: 'published' });
});

test('the hold switch stops it between two letters, and the rest leaves when somebody sends it', async () => {
  const { postId, workspaceId } = await newsletter(8);
  const id = crypto.randomUUID();
  let pressed: Promise<void> | null = null;
  fake.onMessage = async (to) => {
    if (to !== 'reader3@people.example') return null;
    await db.transaction((tx) =>
      writeHold(tx, { id, workspaceId, target: 'everything', reason: 'A death', by: 'Grace' }),
    );
    pressed = forceHold(db, id);
    return null;
  };
  await sendAll();
  await pressed;
  const sent = fake.taken.length;
  expect(sent).toBe(3);
  await passTime(2);
  await sendAll();
  expect(await read(postId)).toMatchObject({ state: 'held', holdReason: 'switch' });
  expect(fake.taken.length).toBe(sent);
  await sql`update holds set ended_at = now() where id = ${id}`;
  await sql`update posts set state = 'scheduled', hold_reason = null, hold_id = null, send_at = now() where id = ${postId}`;
  await sendAll();
  expect(await read(postId)).toMatchObject({ state: 'published' });
  expect(fake.taken.length).toBe(8);
  expect(doubled()).toEqual([]);
});

test('a mailbox that is gone is written to no more, and one that is put off later', async () => {
  const { postId, channelId } = await newsletter(4);
  let grey = true;
  fake.onRecipient = (to) => {
    if (to === 'reader1@people.example') return { status: 550, words: '5.1.1 No such user' };
    return grey && to === 'reader2@people.example' ? { status: 451, words: '4.7.1 Greylisted' } : null;
  };
  await sendAll();
  expect(await read(postId)).toMatchObject({ state: 'published' });
  expect(await states(postId)).toEqual({ refused: 1, pending: 1, accepted: 2 });
  const [gone] =
    await sql`select state, bounces, reply from subscribers where channel_id = ${channelId} and email = 'reader1@people.example'`;
  expect(gone).toMatchObject({ state: 'bounced', bounces: 1, reply: expect.stringContaining('No such user') });
  await sendLate(worker(), never);
  expect(fake.taken.length).toBe(2);
  grey = false;
  await sql`update letters set not_before = not_before - interval '10 minutes' where post_id = ${postId} and state = 'pending'`;
  await sendLate(worker(), never);
  expect(await states(postId)).toEqual({ refused: 1, accepted: 3 });
});

test('a letter under way while somebody stops the rest arrives, or is not tried again', async () => {
  const { postId } = await newsletter(3);
  fake.onMessage = async (to) => {
    if (to !== 'reader2@people.example') return null;
    // As the API does: what waits is crossed out, what is under way has its only try.
    await sql`
      update letters set state = case state when 'pending' then 'skipped' else state end, reply = 'Stopped by Grace.', not_before = 'infinity'
      where post_id = ${postId} and state in ('pending', 'sending')`;
    return { status: 451, words: '4.7.1 Greylisted' };
  };
  await sendAll();
  expect(await read(postId)).toMatchObject({ state: 'published' });
  expect(await states(postId)).toEqual({ accepted: 1, skipped: 2 });
  const [second] = await sql`
    select state, reply, finished_at is not null as finished from letters where post_id = ${postId} and address = 'reader2@people.example'`;
  expect(second).toEqual({ state: 'skipped', reply: 'Stopped by Grace.', finished: true });
});

test('a process that ends gives the rest of its list to another', async () => {
  const { postId } = await newsletter(9);
  const sending = createSending(worker());
  let stopping: Promise<void> | null = null;
  fake.onMessage = (to) => {
    if (to === 'reader4@people.example') stopping = sending.stop();
    return null;
  };
  await sending.run();
  await sending.idle();
  await stopping;
  expect(await read(postId)).toMatchObject({ state: 'scheduled' });
  expect(fake.taken.length).toBe(4);
  await sql`update posts set send_at = now() where id = ${postId}`;
  await sendAll();
  expect(await read(postId)).toMatchObject({ state: 'published' });
  expect(fake.taken.length).toBe(9);
});

test('nobody subscribed is told, and a list without anybody stays open', async () => {
  const { postId } = await newsletter(0);
  await sendAll();
  expect(await read(postId)).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('Nobody is subscribed'),
  });
});

test('who is put down is asked by letter, and nobody else', async () => {
  const { channelId } = await newsletter(2);
  const people = await sql<{ id: string; email: string }[]>`
    select id, email from subscribers where channel_id = ${channelId} order by id`;
  const [asked, active] = people;
  if (!asked || !active) throw new Error('Nobody is there');
  await sql`update subscribers set state = 'pending', asked_at = now() where id = ${asked.id}`;
  for (const { id } of people) await askSubscriber(worker(), id);
  expect(fake.taken.map(({ to }) => to)).toEqual([asked.email]);
  const [, token = ''] = /newsletters\/confirm\/([^"\s]+)/.exec(fake.taken[0]?.raw.replace(/=\r\n/g, '') ?? '') ?? [];
  expect(verified(key, 'confirm', token)?.[0]).toBe(asked.id);

  // The form knows no difference between who comes and who comes back.
  for (const state of ['unsubscribed', 'bounced', 'complained']) {
    fake.taken.length = 0;
    await sql`update subscribers set state = ${state} where id = ${asked.id}`;
    await askSubscriber(worker(), asked.id);
    expect(fake.taken.map(({ to }) => to)).toEqual([asked.email]);
    await sql`update subscribers set asked_at = null where id = ${asked.id}`;
    await askSubscriber(worker(), asked.id);
    expect(fake.taken.length).toBe(1);
    await sql`update subscribers set asked_at = now() where id = ${asked.id}`;
  }

  await sql`update subscribers set state = 'pending', asked_at = now() - interval '8 days' where id = ${asked.id}`;
  await forgetUnconfirmed(worker());
  expect(await sql`select email from subscribers where channel_id = ${channelId}`).toMatchObject([
    { email: active.email },
  ]);
});
