import { channelKindOf } from '@mobilise/contracts/channels';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, Outcome, OutgoingPost } from './adapter.ts';
import { deadline } from './conformance.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { email } from './email.ts';
import { type Fault, faultNames, faults } from './faults.ts';
import { type MailingFake, mailingFake } from './mailing-fake.ts';
import { handleFor } from './registry.ts';
import { lookupFakes, type SmtpFake, smtpFake, trustFakes, typedFor } from './smtp-fake.ts';
import { type SmtpFaultProxy, type SmtpRequest, smtpFaultProxy } from './smtp-faults.ts';

const readers = ['anna@people.example', 'ben@people.example', 'cleo@people.example'];
/** The letter in the middle is the one that things happen to. */
const [, ben = ''] = readers;
/** What is said before a letter, in this order. */
const steps = ['AUTH', 'MAIL', 'RCPT', 'DATA'];
/** Faults in which the server itself says that it has not taken the letter. */
const refusals = ['429 with Retry-After', '500 before accepting'];

/**
 * The promises of `conformance.ts`, by the same names, as they are kept for a list of letters: what is said of each is true, and
 * nobody is written to twice.
 */
describe("E-mail keeps the adapter's promises", () => {
  const { safety, after } = channelKindOf('email');
  const post: OutgoingPost = samplePost(email);
  let fake: SmtpFake;
  let proxy: SmtpFaultProxy;
  let list: MailingFake;
  let connection: Connection;

  beforeAll(trustFakes);
  beforeEach(async () => {
    fake = await smtpFake();
    proxy = await smtpFaultProxy(fake);
    const typed = () => typedFor({ host: fake.host, port: proxy.port });
    list = mailingFake(readers);
    connection = { ...(await connectThrough(email, '', { typed, lookup: lookupFakes })), mailing: list };
  });
  afterEach(async () => {
    await proxy.close();
    await fake.close();
  });

  const written = () => fake.taken.map(({ to }) => to).sort();

  test('connects, and says that the connection works', async () => {
    expect(await email.check(connection)).toEqual({ ok: true });
  });

  test('gives a post the same handle every time, and another post another', () => {
    const due = { postId: post.postId, dueAt: '2026-11-30T09:00:00Z' };
    expect(handleFor('email', due)).toBe(handleFor('email', due));
    expect(handleFor('email', { ...due, postId: 'another' })).not.toBe(handleFor('email', due));
  });

  test('publishes a post once', async () => {
    expect((await email.publish(post, connection)).outcome).toBe('published');
    expect(written()).toEqual(readers);
  });

  test('can be looked at exactly where its class of safety says so', () => {
    expect(safety).toBe('D');
    expect(email.reconcile).toBeDefined();
  });

  test('has edit and remove exactly where its kind says so', () => {
    const has = { edit: email.edit !== undefined, remove: email.remove !== undefined };
    expect(has).toEqual({ edit: after.edit, remove: after.remove });
  });

  test('publishes a post once when it is sent twice', async () => {
    const first = await email.publish(post, connection);
    list.again();
    expect(await email.publish(post, connection)).toEqual(first);
    expect(written()).toEqual(readers);
  });

  // A mail server cannot be looked at, and the list is always gone on with.
  test.skip('finds nothing where nothing was sent');
  // What is out cannot be changed, taken away or answered, and no letter has a place where another could be.
  test.skip('answers what it was told to answer');
  test.skip('answers a post that is out, once');
  test.skip('publishes a post once when it is sent five times at once');
  test.skip('neither takes for its own nor overwrites what others put in its place');
  test.skip('changes what is out, and doing it twice does no harm');
  test.skip('takes what is out away, and doing it twice does no harm');

  test('renews an expired session, where it has one, and publishes', async () => {
    let ended = false;
    fake.onSender = () => {
      if (ended || fake.taken.length === 0) return null;
      ended = true;
      return { status: 421, words: '4.4.2 This session has taken enough' };
    };
    expect((await email.publish(post, connection)).outcome).toBe('published');
    list.again();
    expect((await email.publish(post, connection)).outcome).toBe('published');
    expect(ended).toBe(true);
    expect(written()).toEqual(readers);
  });

  test('refuses, without reconnect, while the server is down', async () => {
    await proxy.close();
    const outcome = await email.publish(post, connection);
    proxy = await smtpFaultProxy(fake);
    expect(outcome).toMatchObject({ outcome: 'refused', retryAfter: null });
    expect(outcome).not.toHaveProperty('reconnect');
    expect(list.given).toEqual([]);
  });

  test('sends nothing when its time is up already', async () => {
    const outcome = await email.publish(post, { ...connection, signal: AbortSignal.abort() });
    expect(outcome.outcome).toBe('refused');
    expect(list.given).toEqual([]);
    expect(written()).toEqual([]);
  });

  test('cannot read an image, and sends nothing', async () => {
    const unreadable = { ...connection, readImage: () => Promise.reject(new Error('gone')) };
    expect((await email.publish(post, unreadable)).outcome).toBe('refused');
    expect(list.given).toEqual([]);
    expect(written()).toEqual([]);
  });

  /** Sends through a fault, giving up on what hangs. */
  const publishThrough = async (fault: Fault, matches: (request: SmtpRequest) => boolean): Promise<Outcome> => {
    const { signal, abort } = deadline();
    const struck = proxy.strike(fault, matches);
    const sending = email.publish(post, { ...connection, signal });
    await struck;
    if (faults[fault].hangs) abort();
    return sending;
  };

  /** Goes on as the publisher does. Whom nobody knows about is left in peace, and everybody else has one letter. */
  const settle = async (doubtful: readonly string[]): Promise<void> => {
    const before = written().filter((to) => doubtful.includes(to));
    list.again();
    expect((await email.publish(post, connection)).outcome).toBe('published');
    expect(written()).toEqual([...readers.filter((to) => !doubtful.includes(to)), ...before].sort());
    for (const to of doubtful) expect(list.given.filter((other) => other === to)).toHaveLength(1);
  };

  test.for(faultNames)('the write is %s: says only what is true, and never doubles', async (fault, { task }) => {
    const { outcome } = await publishThrough(
      fault,
      ({ step, text }) => step === 'message' && text.includes(`To: ${ben}`),
    );
    const state = list.results.get(ben)?.state;
    const arrived = written().includes(ben);
    task.meta.said = `${state}, ${arrived ? 'is' : 'is not'} there`;
    expect([state, arrived]).toEqual(refusals.includes(fault) ? ['later', false] : ['unknown', arrived]);
    // One letter in doubt, or put off, is no reason to call the rest anything but what it is.
    expect(outcome).toBe(list.results.size === readers.length ? 'published' : 'waiting');
    await settle(state === 'unknown' ? [ben] : []);
  });

  test.for(faultNames)(
    'a request before the write is %s: nothing was made, and it says so',
    async (fault, { task }) => {
      const said = new Set<string>();
      for (const step of steps) {
        list = mailingFake(readers.slice(0, 1));
        connection.mailing = list;
        const outcome = await publishThrough(fault, (request) => request.step === step);
        const [state = 'unsent'] = [...list.results.values()].map((result) => result.state);
        said.add(state);
        expect(['unsent', 'later']).toContain(state);
        // A list is out once everybody on it has been tried; who was put off is tried again afterwards.
        expect(state === 'later' ? ['published', 'refused'] : ['refused']).toContain(outcome.outcome);
        expect(outcome).not.toHaveProperty('reconnect');
        expect(written()).toEqual([]);
      }
      task.meta.said = [...said].join(', ');
      list = mailingFake(readers);
      connection.mailing = list;
      await settle([]);
    },
  );

  test.for(faultNames)('the look is %s: does not know, rather than guess', (_, { task, skip }) => {
    task.meta.said = 'no such request';
    skip('The publisher keeps the list, and nobody is asked');
  });
});
