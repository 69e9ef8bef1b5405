import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from '@mobilise/db/connect';
import { buildChannel, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { signed } from '@mobilise/db/links';
import { letters, subscribers } from '@mobilise/db/schema/subscribers';
import { sealingKey } from '@mobilise/db/secrets';
import { eq } from 'drizzle-orm';
import express from 'express';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { testApi } from '../testing.ts';
import { newsletterRouter } from './newsletter-router.ts';

const api = await testApi();
const { db, boss } = api.context;
const key = sealingKey(api.settings.secret);

let channel = '';
let workspaceId = '';
beforeEach(async () => {
  workspaceId = (await buildWorkspace(db)).id;
  await buildChannel(db, { workspaceId });
  const config = {
    ...{ host: 'localhost', port: 465, security: 'tls', user: null, fromName: 'Riverside & <friends>', replyTo: null },
    ...{ from: `n${crypto.randomUUID()}@riverside.example`, postalAddress: '4 Mill Lane', about: 'Monthly news' },
  };
  channel = (await buildChannel(db, { workspaceId, kind: 'email', config })).id;
});

const get = (path: string) => fetch(`${api.url}/newsletters/${path}`, { redirect: 'manual' });
const post = (path: string, body: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/newsletters/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(body),
  });
const subscribe = (email: string, more: Record<string, string> = {}) => post(channel, { email, website: '', ...more });
const rows = () => db.select().from(subscribers).where(eq(subscribers.channelId, channel));
const asked = async () => (await boss.findJobs('ask-subscriber')).length;
const confirmLink = ({ id, askedAt }: { id: string; askedAt: Date | null }) =>
  signed(key, 'confirm', [id, String(askedAt?.getTime())]);

test('the form works without script and says whose it is', async () => {
  const response = await get(channel);
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain('Riverside &#38; &#60;friends&#62;');
  expect(page).toContain('4 Mill Lane');
  expect(page).not.toMatch(/<script/);
  expect(response.headers.get('content-security-policy')).toContain("form-action 'self'");
  expect(response.headers.get('set-cookie')).toBeNull();
  expect((await get(crypto.randomUUID())).status).toBe(404);
});

test('subscribing is asked about by letter, and confirmed by a button and not by a link', async () => {
  const before = await asked();
  const answer = await subscribe(' Anna@Example.org ');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`/newsletters/${channel}/asked`);
  const [row] = await rows();
  if (!row) throw new Error('Nobody was put down');
  expect(row).toMatchObject({ email: 'anna@example.org', state: 'pending' });
  expect(await asked()).toBe(before + 1);

  const link = `confirm/${confirmLink(row)}`;
  expect(await (await get(link)).text()).toContain('<button>');
  // As programs that look at mail do.
  expect((await rows())[0]?.state).toBe('pending');
  expect((await post(link)).status).toBe(200);
  expect((await rows())[0]).toMatchObject({ state: 'active', confirmedAt: expect.any(Date), askedAt: null });
  expect((await post(link)).status).toBe(410);
});

test('says the same about every address, and writes to none twice in ten minutes', async () => {
  const say = async (email: string) => {
    const answer = await subscribe(email);
    return [answer.status, answer.headers.get('location'), await answer.text()];
  };
  const first = await say('anna@example.org');
  const before = await asked();
  expect(await say('anna@example.org')).toEqual(first);
  await db.update(subscribers).set({ state: 'active' }).where(eq(subscribers.channelId, channel));
  expect(await say('anna@example.org')).toEqual(first);
  expect(await asked()).toBe(before);
  expect((await rows())[0]?.state).toBe('active');
});

test('a stranger who types the address of somebody that left changes nothing about it', async () => {
  await subscribe('anna@example.org');
  await db.update(subscribers).set({ state: 'complained', askedAt: null }).where(eq(subscribers.channelId, channel));
  await subscribe('anna@example.org');
  const [row] = await rows();
  expect(row?.state).toBe('complained');
  // Only who reads the mailbox can.
  if (row) await post(`confirm/${confirmLink(row)}`);
  expect((await rows())[0]?.state).toBe('active');
});

test('a link to confirm works for a week, and only the newest', async () => {
  await subscribe('anna@example.org');
  const [row] = await rows();
  if (!row) throw new Error('Nobody was put down');
  const old = new Date(Date.now() - 8 * 86_400_000);
  await db.update(subscribers).set({ askedAt: old }).where(eq(subscribers.id, row.id));
  expect((await get(`confirm/${confirmLink({ ...row, askedAt: old })}`)).status).toBe(410);
  expect((await get(`confirm/${confirmLink(row)}`)).status).toBe(410);
  const forged = signed(sealingKey('another secret, long enough to be one of ours'), 'confirm', [
    row.id,
    String(Date.now()),
  ]);
  expect((await post(`confirm/${forged}`)).status).toBe(410);
  expect((await rows())[0]?.state).toBe('pending');
});

test('what only a program fills in is told the same, and kept nowhere', async () => {
  expect((await subscribe('bot@example.org', { website: 'http://spam.example' })).status).toBe(303);
  expect(await rows()).toEqual([]);
});

test('what is no address is said, and shown again harmlessly', async () => {
  const response = await subscribe('"><script>alert(1)</script>@x');
  const page = await response.text();
  expect(response.status).toBe(422);
  expect(page).toContain('role="alert"');
  expect(page).not.toMatch(/<script/);
  expect(await rows()).toEqual([]);
});

test('one click ends it, from anywhere, without a cookie, and is counted with its letter', async () => {
  await subscribe('anna@example.org');
  const [row] = await rows();
  if (!row) throw new Error('Nobody was put down');
  await db.update(subscribers).set({ state: 'active' }).where(eq(subscribers.id, row.id));
  const published = await buildPost(db, {
    workspaceId,
    channelId: channel,
    state: 'published',
    publishedAt: new Date(),
  });
  const letter = { postId: published.id, subscriberId: row.id, address: row.email };
  const [sent] = await db
    .insert(letters)
    .values({ ...letter, state: 'accepted' })
    .returning();
  const link = `unsubscribe/${signed(key, 'unsubscribe', [row.id, String(sent?.id)])}`;

  expect(await (await get(link)).text()).toContain('<button>');
  expect((await rows())[0]?.state).toBe('active');
  // As a mailbox of another site asks for it (RFC 8058).
  const answer = await post(
    link,
    { 'List-Unsubscribe': 'One-Click' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' },
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get('location')).toBeNull();
  expect((await rows())[0]?.state).toBe('unsubscribed');
  const [counted] = await db
    .select()
    .from(letters)
    .where(eq(letters.id, sent?.id ?? 0));
  expect(counted?.unsubscribedAt).not.toBeNull();
  expect((await post(link)).status).toBe(200);
});

test('a link to unsubscribe that is not ours ends nothing', async () => {
  await subscribe('anna@example.org');
  const [row] = await rows();
  await db.update(subscribers).set({ state: 'active' }).where(eq(subscribers.channelId, channel));
  await post(`unsubscribe/${row?.id}.1.${'0'.repeat(32)}`);
  await post(`unsubscribe/${signed(key, 'confirm', [row?.id ?? '', '1'])}`);
  expect((await rows())[0]?.state).toBe('active');
});

test('an error is shown as a page, and no link is logged', async () => {
  const tooLong = await post(channel, { email: 'a'.repeat(10_000) });
  expect([tooLong.status, tooLong.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
  for (const path of [`${channel}/nothing`, '%ff']) {
    const missing = await get(path);
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('There is no such page')]);
  }

  // Without its database.
  const lines: string[] = [];
  const away = connect('postgres://nobody@127.0.0.1:1/none');
  const app = express().use(
    newsletterRouter({ ...api.context, db: away.db, log: pino({}, { write: (line) => lines.push(line) }) }),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const token = signed(key, 'unsubscribe', [crypto.randomUUID(), '1']);
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const response = await fetch(`${base}/newsletters/unsubscribe/${token}`, { method: 'POST' });
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('</html>')]);
  expect(lines.join()).toContain('/newsletters/unsubscribe/…');
  expect(lines.join()).not.toContain(token);
  server.close();
  await away.end();
});
