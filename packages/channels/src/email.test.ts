import { channelKindOf } from '@mobilise/contracts/channels';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, Mailing, OutgoingPost } from './adapter.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { email } from './email.ts';
import { mailingFake } from './mailing-fake.ts';
import { guardedFetch, guardedLookup } from './outgoing-fetch.ts';
import { fakeLogin, lookupFakes, type SmtpFake, smtpFake, trustFakes, typedFor } from './smtp-fake.ts';

let fake: SmtpFake;
beforeAll(trustFakes);
beforeEach(async () => {
  fake = await smtpFake();
});
afterEach(() => fake.close());

const connect = (overrides: object = {}, lookup = lookupFakes) =>
  email.connect(
    { ...typedFor(fake), ...overrides },
    { fetch: guardedFetch({ allowPrivate: true }), lookup, signal: AbortSignal.timeout(10_000) },
  );

async function connected(mailing?: Mailing): Promise<Connection> {
  const connection = await connectThrough(email, '', { typed: () => typedFor(fake), lookup: lookupFakes });
  return { ...connection, ...(mailing && { mailing }) };
}
const publish = async (mailing: Mailing, post: OutgoingPost = samplePost(email)) =>
  email.publish(post, await connected(mailing));
const readers = (count: number) => Array.from({ length: count }, (_, index) => `reader${index + 1}@people.example`);

describe('connecting', () => {
  test('signs in, keeps no password in what is public, and sends nothing', async () => {
    const { config, credentials } = await connect();
    expect(config).toMatchObject({ host: 'localhost', port: fake.port, user: fakeLogin.user, replyTo: null });
    expect(JSON.stringify(config)).not.toContain(fakeLogin.password);
    expect(credentials).toEqual({ password: fakeLogin.password });
    expect(fake.taken).toEqual([]);
    expect(await email.check(await connected())).toEqual({ ok: true });
  });

  test('a wrong password is the password’s fault, in the server’s words, and told to nobody', async () => {
    const refused = await connect({ password: 'wrong horse' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'channel_refused', fields: [{ field: 'body.password' }] });
    expect(String(refused)).toContain('credentials invalid');
    expect(String(refused)).not.toContain('wrong horse');
    const answer = await email.check({ ...(await connected()), credentials: { password: 'old' } });
    expect(answer).toMatchObject({ ok: false, reconnect: true });
  });

  test('a password that is taken no more sends nothing, and asks to connect again', async () => {
    const list = mailingFake(readers(3));
    const connection = { ...(await connected(list)), credentials: { password: 'old' } };
    expect(await email.publish(samplePost(email), connection)).toMatchObject({ outcome: 'refused', reconnect: true });
    expect(list.given).toEqual([]);
    expect(fake.taken).toEqual([]);
  });

  test('speaks STARTTLS, and to nobody without encryption', async () => {
    await fake.close();
    fake = await smtpFake({ security: 'starttls' });
    await connect({ security: 'starttls' });
    expect(fake.logins()).toBe(1);
    await fake.close();
    fake = await smtpFake({ security: 'none' });
    await expect(connect({ security: 'starttls' })).rejects.toMatchObject({
      code: 'channel_refused',
      fields: [{ field: 'body.host' }],
    });
    expect(fake.logins()).toBe(0);
  });

  test('a server that takes no connection: server name, port and encryption are to be checked', async () => {
    const connection = await connected();
    await fake.close();
    const { port } = fake;
    fake = await smtpFake();
    await expect(connect({ port })).rejects.toMatchObject({
      message: expect.stringMatching(/refused the connection$/),
      fields: [{ field: 'body.host', message: 'Check server name, port and encryption.' }],
    });
    expect(await email.check(connection)).toMatchObject({
      ok: false,
      reconnect: false,
      advice: expect.stringContaining('check server name, port and encryption'),
    });
  });

  test('reaches no private address, whatever the name says', async () => {
    const strict = guardedLookup({ allowPrivate: false, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    await expect(connect({}, strict)).rejects.toMatchObject({ code: 'address_refused' });
    await expect(connect({ host: '169.254.169.254' }, guardedLookup({ allowPrivate: false }))).rejects.toMatchObject({
      code: 'address_refused',
    });
    expect(fake.logins()).toBe(0);
  });

  test('trusts no certificate of another name', async () => {
    await expect(connect({ host: 'mail.elsewhere.example' })).rejects.toMatchObject({
      code: 'channel_refused',
      message: expect.stringContaining('encrypted'),
    });
  });

  test.each(['a@b', 'news@riverside.example\r\nBcc: x@y.example', 'two@x.example, three@x.example'])(
    'takes %j for no sender',
    async (from) => {
      await expect(connect({ from })).rejects.toThrow();
    },
  );
});

describe('a list', () => {
  test('gets a letter each, with a way out of its own, and its pictures inside', async () => {
    const list = mailingFake(readers(25));
    expect(await publish(list)).toMatchObject({ outcome: 'published', remoteUrl: null });
    expect(fake.taken.map(({ to }) => to).sort()).toEqual(readers(25).sort());
    const first = fake.taken.find(({ to }) => to === 'reader1@people.example')?.raw ?? '';
    const unfolded = first.replace(/=\r\n/g, '').replace(/\r\n[ \t]+/g, ' ');
    expect(unfolded).toContain('Message-ID: <1.abc@riverside.example>');
    expect(unfolded).toContain('List-Unsubscribe: <https://news.example/newsletters/unsubscribe/1.tok>');
    expect(unfolded).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(unfolded).toMatch(/From: "?Riverside Hospice"? <news@riverside\.example>/);
    expect(unfolded).toContain('Content-Type: text/plain; charset=utf-8');
    expect(unfolded).toMatch(/src=3D"cid:picture-1-[0-9a-f]+@mobilise"/);
    expect(unfolded).toMatch(/Content-Id: <picture-1-[0-9a-f]+@mobilise>/i);
    expect(unfolded.match(/unsubscribe\/1\.tok/g)?.length).toBe(3);
    expect(unfolded).not.toContain('.invalid/');
    expect(unfolded).not.toMatch(/unsubscribe\/2\.tok/);
  });

  test('signs in a few times only, and once for a short list', async () => {
    await publish(mailingFake(readers(3)));
    // Connecting is the other one.
    expect(fake.logins()).toBe(2);
    await publish(mailingFake(readers(60)));
    expect(fake.logins()).toBeLessThanOrEqual(2 + 5);
  });

  test('what is written cannot add headers, files or markup', async () => {
    const post = samplePost(email);
    const item = post.item && {
      ...post.item,
      title: 'Hello\r\nBcc: spy@evil.example\r\n\r\n<script>x</script>',
      summary: '<img src=x onerror=alert(1)>',
    };
    await publish(mailingFake(['anna@people.example']), { ...post, item });
    const [letter] = fake.taken;
    const headers = letter?.raw.split('\r\n\r\n')[0];
    expect(headers).not.toMatch(/^Bcc:/im);
    const html = letter?.raw.replace(/=\r\n/g, '').split('Content-Type: text/html')[1];
    expect(html).toContain('&#60;script&#62;');
    expect(html).not.toMatch(/<script|<img src=3Dx/);
    expect(headers?.replace(/\r\n[ \t]+/g, ' ')).toMatch(/^Subject: Hello Bcc: spy@evil\.example/m);
  });

  test('nobody on it is said, and nothing sent', async () => {
    expect(await publish(mailingFake([]))).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('Nobody'),
    });
  });

  test('refused addresses bounce, put-off ones wait, and everybody else gets it', async () => {
    const reply: Record<string, [number, string]> = {
      'gone@people.example': [550, '5.1.1 No such user here'],
      'grey@people.example': [451, '4.7.1 Greylisted, come again'],
      'full@people.example': [552, '5.2.2 Mailbox full'],
      'wall@people.example': [550, '5.7.1 You are not welcome'],
    };
    fake.onRecipient = (to) => (reply[to] ? { status: reply[to][0], words: reply[to][1] } : null);
    const list = mailingFake([...Object.keys(reply), ...readers(5)]);
    expect(await publish(list)).toMatchObject({ outcome: 'published' });
    expect(list.results.get('gone@people.example')).toMatchObject({
      state: 'refused',
      bounced: true,
      reply: expect.stringContaining('No such user'),
    });
    expect(list.results.get('grey@people.example')).toMatchObject({ state: 'later' });
    expect(list.results.get('full@people.example')).toMatchObject({ state: 'refused', bounced: false });
    expect(list.results.get('wall@people.example')).toMatchObject({ state: 'refused', bounced: false });
    expect(fake.taken.map(({ to }) => to).sort()).toEqual(readers(5).sort());
  });

  test('a connection lost after the last byte leaves one letter in doubt, and goes on', async () => {
    fake.onMessage = (to) => (to === 'reader3@people.example' ? 'gone' : null);
    const list = mailingFake(readers(8));
    expect(await publish(list)).toMatchObject({ outcome: 'published' });
    expect(list.results.get('reader3@people.example')?.state).toBe('unknown');
    expect(list.given.length).toBe(new Set(list.given).size);
    expect(fake.taken.length).toBe(8);
  });

  test('a server that swallows every letter without a word is left in peace after three', async () => {
    fake.onMessage = () => 'gone';
    const list = mailingFake(readers(9));
    expect(await publish(list)).toMatchObject({ outcome: 'refused' });
    expect([...list.results.values()].map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('a connection lost before the letter was taken leaves nothing in doubt', async () => {
    let dropped = false;
    fake.onRecipient = (to) => {
      if (to !== 'reader2@people.example' || dropped) return null;
      dropped = true;
      return 'gone';
    };
    const list = mailingFake(readers(4));
    await publish(list);
    expect(list.results.get('reader2@people.example')?.state).toBe('unsent');
    expect(fake.taken.map(({ to }) => to)).not.toContain('reader2@people.example');
    expect(list.results.get('reader4@people.example')?.state).toBe('accepted');
  });

  test('a letter that the server refuses as such is not sent to thousands', async () => {
    fake.onMessage = () => ({ status: 554, words: '5.7.1 This looks like spam' });
    const list = mailingFake(readers(9));
    expect(await publish(list)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('looks like spam'),
    });
    expect(list.results.size).toBe(5);
    expect([...list.results.values()]).toEqual(
      Array(5).fill(expect.objectContaining({ state: 'refused', bounced: false })),
    );
  });

  test('a sender that the server does not allow is the channel’s fault, and nobody’s letter', async () => {
    fake.onSender = () => ({ status: 550, words: '5.7.60 Client does not have permissions to send as this sender' });
    const list = mailingFake(readers(3));
    expect(await publish(list)).toMatchObject({ outcome: 'refused', reconnect: true });
    expect([...list.results.values()]).toEqual([{ state: 'unsent' }]);
  });

  test('a server that has had enough gets a rest', async () => {
    let taken = 0;
    fake.onSender = () => {
      taken += 1;
      return taken > 3 ? { status: 451, words: '4.7.0 Too many messages, try again later' } : null;
    };
    const list = mailingFake(readers(6));
    expect(await publish(list)).toMatchObject({
      outcome: 'waiting',
      seconds: 300,
      message: expect.stringContaining('Too many messages'),
    });
    expect(fake.taken.length).toBe(3);
    expect([...list.results.values()].filter(({ state }) => state === 'unsent').length).toBe(1);
  });

  test('a server that takes nothing at all for now is a try that failed', async () => {
    fake.onSender = () => ({ status: 451, words: '4.7.0 Too many messages, try again later' });
    expect(await publish(mailingFake(readers(2)))).toMatchObject({
      outcome: 'refused',
      limited: true,
      retryAfter: 300,
    });
  });

  test('a server that is down takes nothing, and nothing is given out', async () => {
    const list = mailingFake(readers(3));
    const connection = await connected(list);
    await fake.close();
    expect(await email.publish(samplePost(email), connection)).toMatchObject({ outcome: 'refused', retryAfter: null });
    expect(list.given).toEqual([]);
  });

  test('an image that cannot be read stops it before the first letter', async () => {
    const list = mailingFake(readers(3));
    const connection = { ...(await connected(list)), readImage: () => Promise.reject(new Error('gone')) };
    expect(await email.publish(samplePost(email), connection)).toMatchObject({ outcome: 'refused' });
    expect(list.given).toEqual([]);
  });

  test('is interrupted between two letters, and comes again', async () => {
    const list = mailingFake(readers(8));
    fake.onMessage = (to) => {
      if (to === 'reader4@people.example') list.interrupt();
      return null;
    };
    expect(await publish(list)).toMatchObject({ outcome: 'waiting' });
    expect(fake.taken.length).toBe(4);
  });
});

test('a list that was interrupted is always gone on with', async () => {
  expect(channelKindOf('email').safety).toBe('D');
  expect(await email.reconcile?.(samplePost(email), await connected(), new Date().toISOString())).toEqual({
    found: 'absent',
  });
});
