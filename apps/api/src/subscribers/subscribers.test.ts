import { newId } from '@mobilise/contracts/new-id';
import * as contract from '@mobilise/contracts/subscribers';
import { buildChannel, buildPost } from '@mobilise/db/factories';
import { signed } from '@mobilise/db/links';
import { letters, subscribers, suppressions } from '@mobilise/db/schema/subscribers';
import { auditEntries } from '@mobilise/db/schema/team';
import { sealingKey } from '@mobilise/db/secrets';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { testApi } from '../testing.ts';
import { exportSubscribers } from './read.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const { db } = api.context;
const key = sealingKey(api.settings.secret);
const consent = { source: 'Paper form at the open day', on: '2026-06-01' };

let channel = '';
const params = () => ({ workspace: workspaceId, channel });
beforeEach(async () => {
  const config = {
    ...{ host: 'localhost', port: 465, security: 'tls', user: null, fromName: 'Riverside', replyTo: null },
    ...{ from: `n${crypto.randomUUID()}@riverside.example`, postalAddress: '4 Mill Lane', about: 'Monthly news' },
  };
  channel = (await buildChannel(db, { workspaceId, kind: 'email', config })).id;
});

const imported = (csv: string) =>
  api.call(contract.importSubscribers, { params: params(), body: { csv, consent } }, owner);
const listed = (query: object = {}) => api.call(contract.listSubscribers, { params: params(), query } as never, owner);
const idOf = async (email: string) => (await listed({ search: email })).data[0]?.id ?? '';

describe('importing', () => {
  test('adds who has agreed, with where and when, and asks nobody', async () => {
    expect(await imported('email\nanna@example.org\nBEN@example.org\nnobody\n')).toEqual({
      ...{ added: 2, known: 0, suppressed: 0, invalidCount: 1 },
      invalid: [{ line: 4, value: 'nobody' }],
    });
    const { data, counts } = await listed();
    expect(data.map(({ email }) => email).sort()).toEqual(['anna@example.org', 'ben@example.org']);
    expect(data[0]).toMatchObject({
      state: 'active',
      consentSource: consent.source,
      consentAt: '2026-06-01T12:00:00.000Z',
      confirmedAt: null,
    });
    expect(counts).toMatchObject({ active: 2, pending: 0 });
    const log = await db.select().from(auditEntries).where(eq(auditEntries.noun, 'subscribers'));
    expect(log.at(-1)?.detail).toMatchObject({ added: 2, source: consent.source });
    expect(JSON.stringify(log)).not.toContain('anna@');
  });

  test('brings nobody back who left, bounced or complained', async () => {
    await imported('a@example.org\nb@example.org\nc@example.org');
    for (const [email, state] of [
      ['a', 'unsubscribed'],
      ['b', 'bounced'],
      ['c', 'complained'],
    ] as const)
      await db
        .update(subscribers)
        .set({ state })
        .where(eq(subscribers.email, `${email}@example.org`));
    expect(await imported('a@example.org\nb@example.org\nc@example.org\nd@example.org')).toMatchObject({
      added: 1,
      known: 3,
    });
    expect((await listed()).counts).toMatchObject({ active: 1, unsubscribed: 1, bounced: 1, complained: 1 });
  });

  test('subscribes who was asked by letter and has not answered, with the consent that is given', async () => {
    const person = { id: newId(), workspaceId, channelId: channel, email: 'anna@example.org' };
    const asked = { state: 'pending' as const, consentAt: new Date(), consentSource: 'Form', askedAt: new Date() };
    await db.insert(subscribers).values({ ...person, ...asked });
    expect(await imported('anna@example.org\nben@example.org')).toMatchObject({ added: 2, known: 0 });
    const [row] = await db.select().from(subscribers).where(eq(subscribers.id, person.id));
    expect(row).toMatchObject({
      ...{ state: 'active', consentSource: consent.source, askedAt: null, confirmedAt: null },
      consentAt: new Date('2026-06-01T12:00:00Z'),
    });
    expect(await imported('anna@example.org')).toMatchObject({ added: 0, known: 1 });
  });

  test('20,000 addresses at once', async () => {
    const csv = Array.from({ length: 20_000 }, (_, n) => `reader${n}@example.org`).join('\n');
    expect(await imported(csv)).toMatchObject({ added: 20_000 });
    const page = await listed({ limit: '200' });
    expect(page.data).toHaveLength(200);
    const next = await listed({ limit: '200', cursor: page.next ?? '' });
    expect(new Set([...page.data, ...next.data].map(({ id }) => id)).size).toBe(400);
  });

  test('refuses a consent that is still to come', async () => {
    const body = { csv: 'a@example.org', consent: { ...consent, on: '2099-01-01' } };
    expect((await api.request(contract.importSubscribers, { params: params(), body }, owner)).status).toBe(400);
  });
});

test('adding one twice, and one who was erased, is a conflict that says why', async () => {
  const add = (email: string) =>
    api.request(contract.addSubscriber, { params: params(), body: { email, consent } }, owner);
  expect((await add('Anna@Example.org')).status).toBe(201);
  expect(await (await add('anna@example.org')).json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining('already'),
  });
  await api.call(contract.removeSubscriber, { params: { ...params(), subscriber: await idOf('anna@') } }, owner);
  expect(await (await add('anna@example.org')).json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining('erased'),
  });
});

test('an export runs no formula', async () => {
  await imported('=cmd@example.org\n+44@example.org\nanna@example.org');
  await db.update(subscribers).set({ consentSource: '@SUM(1),"x"' }).where(eq(subscribers.email, 'anna@example.org'));
  const csv = await api.call(contract.exportSubscribers, { params: params(), query: {} } as never, owner);
  expect(csv).toContain("\r\n'=cmd@example.org,active,");
  expect(csv).toContain("\r\n'+44@example.org,active,");
  expect(csv).toContain(`,"'@SUM(1),""x""",`);
});

test('an export has everybody once, and reads no further than it is taken', async () => {
  await imported(Array.from({ length: 2500 }, (_, n) => `reader${n}@example.org`).join('\n'));
  const csv = await api.call(contract.exportSubscribers, { params: params(), query: {} } as never, owner);
  const lines = csv.split('\r\n').slice(1, -1);
  expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(2500);
  expect(lines).toHaveLength(2500);

  const actor = { name: 'Olive Owner', userId: owner.userId, role: 'owner' as const };
  const pieces = await exportSubscribers({ db, workspaceId, actor, now: new Date() }, channel, {});
  let whole = '';
  for await (const piece of pieces) {
    whole += piece;
    // What has not been read yet says so.
    await db.update(subscribers).set({ state: 'unsubscribed' }).where(eq(subscribers.channelId, channel));
  }
  expect(whole.match(/,active,/g)).toHaveLength(1000);
  expect(whole.match(/,unsubscribed,/g)).toHaveLength(1500);
});

/** A subscriber with a letter of a post that was sent. */
async function withLetter(email = 'anna@example.org') {
  await imported(email);
  const subscriberId = await idOf(email);
  const post = await buildPost(db, { workspaceId, channelId: channel, state: 'published', publishedAt: new Date() });
  const [letter] = await db
    .insert(letters)
    .values({ postId: post.id, subscriberId, address: email, state: 'accepted' })
    .returning();
  if (!letter) throw new Error('No letter');
  return { subscriberId, letter, messageId: `${signed(key, 'letter', [String(letter.id)])}@riverside.example` };
}

test('erasing leaves no address behind, and a hash that no import gets past', async () => {
  const { subscriberId, letter } = await withLetter();
  await api.call(contract.removeSubscriber, { params: { ...params(), subscriber: subscriberId } }, owner);
  expect(await db.select().from(subscribers).where(eq(subscribers.channelId, channel))).toEqual([]);
  const [kept] = await db.select().from(letters).where(eq(letters.id, letter.id));
  expect(kept).toMatchObject({ address: '', subscriberId: null });
  const [gone] = await db.select().from(suppressions).where(eq(suppressions.channelId, channel));
  expect(gone?.hash).toMatch(/^[0-9a-f]{32}$/);
  expect(await imported('anna@example.org')).toMatchObject({ added: 0, suppressed: 1 });
});

test('what waits for who leaves does not leave', async () => {
  const { subscriberId, letter } = await withLetter();
  await db.update(letters).set({ state: 'pending' }).where(eq(letters.id, letter.id));
  const left = await api.call(
    contract.unsubscribeSubscriber,
    { params: { ...params(), subscriber: subscriberId } },
    owner,
  );
  expect(left.state).toBe('unsubscribed');
  const [row] = await db.select().from(letters).where(eq(letters.id, letter.id));
  expect(row?.state).toBe('skipped');
});

describe('a report of a letter that came back', () => {
  const dsn = (messageId: string, status = '5.1.1', action = 'failed') =>
    [
      ...['From: MAILER-DAEMON@mx.example', 'To: news@riverside.example', 'Subject: Undelivered', 'MIME-Version: 1.0'],
      ...[
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Sorry.',
      ],
      ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
      ...['Final-Recipient: rfc822; anna@example.org', `Action: ${action}`, `Status: ${status}`],
      ...[`Diagnostic-Code: smtp; 550 ${status} No such`, '    user here'],
      ...[
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        'From: news@riverside.example',
        `Message-ID: <${messageId}>`,
        '',
        '--b--',
        '',
      ],
    ].join('\r\n');
  const arf = (messageId: string) =>
    [
      ...[
        'From: fbl@mx.example',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
        '',
      ],
      ...['--b', 'Content-Type: text/plain', '', 'Spam.', '--b', 'Content-Type: message/feedback-report', ''],
      ...['Feedback-Type: abuse', 'User-Agent: x/1', 'Version: 1', '', '--b', 'Content-Type: message/rfc822', ''],
      ...[`Message-ID: <${messageId}>`, 'Subject: News', '', 'Hello', '--b--', ''],
    ].join('\r\n');
  const report = (body: object) => api.call(contract.reportBounce, { params: params(), body } as never, owner);
  const stateOf = async (id: string) => (await db.select().from(subscribers).where(eq(subscribers.id, id)))[0];

  test('for good: the reader bounces, in the server’s words', async () => {
    const { subscriberId, messageId, letter } = await withLetter();
    expect(await report({ message: dsn(messageId) })).toEqual({ outcome: 'bounced' });
    expect(await stateOf(subscriberId)).toMatchObject({
      state: 'bounced',
      bounces: 1,
      reply: '550 5.1.1 No such user here',
    });
    const [row] = await db.select().from(letters).where(eq(letters.id, letter.id));
    expect(row?.bouncedAt).not.toBeNull();
    expect(await report({ message: dsn(messageId) })).toEqual({ outcome: 'bounced' });
    expect(await stateOf(subscriberId)).toMatchObject({ bounces: 1 });
  });

  test.each([
    ['4.4.1', 'delayed'],
    ['5.2.2', 'failed'],
    ['5.7.1', 'failed'],
  ])('with %s, %s, it is only noted', async (status, action) => {
    const { subscriberId, messageId } = await withLetter();
    expect(await report({ message: dsn(messageId, status, action) })).toEqual({ outcome: 'noted' });
    expect(await stateOf(subscriberId)).toMatchObject({ state: 'active' });
  });

  test('that calls it spam ends it, and no bounce brings it back', async () => {
    const { subscriberId, messageId } = await withLetter();
    expect(await report({ message: arf(messageId) })).toEqual({ outcome: 'complained' });
    await report({ messageId, type: 'hard' });
    expect(await stateOf(subscriberId)).toMatchObject({ state: 'complained' });
  });

  test('in plain fields', async () => {
    const { subscriberId, messageId } = await withLetter();
    expect(await report({ messageId: `<${messageId}>`, type: 'hard', reply: 'Unknown' })).toEqual({
      outcome: 'bounced',
    });
    expect(await stateOf(subscriberId)).toMatchObject({ state: 'bounced' });
  });

  test('that anybody could have written counts for nothing', async () => {
    const { subscriberId, letter, messageId } = await withLetter();
    const forged = `${letter.id}.${'0'.repeat(32)}@riverside.example`;
    expect(await report({ message: dsn(forged) })).toEqual({ outcome: 'unknown' });
    expect(await report({ message: 'no report at all' })).toEqual({ outcome: 'unknown' });
    expect(await report({ message: `Message-ID: <${messageId}>\r\n\r\nHello` })).toEqual({ outcome: 'unknown' });
    const other = await buildChannel(db, { workspaceId, kind: 'email', config: {} });
    const elsewhere = { params: { ...params(), channel: other.id }, body: { message: dsn(messageId) } };
    expect(await api.call(contract.reportBounce, elsewhere as never, owner)).toEqual({ outcome: 'unknown' });
    expect(await stateOf(subscriberId)).toMatchObject({ state: 'active' });
  });
});
