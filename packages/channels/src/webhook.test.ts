import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, sampleImage, samplePost } from './conformance-fake.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { webhook } from './webhook.ts';
import { fakeSigningSecret, fakeWebhookPath, type WebhookFake, webhookFake } from './webhook-fake.ts';

conformance('a signed webhook', webhook, webhookFake);

let fake: WebhookFake;
let connection: Connection;
beforeEach(async () => {
  fake = await webhookFake();
  connection = await connectThrough(webhook, fake.url, fake);
});
afterEach(() => fake.close());

const post = samplePost(webhook);
const publish = (one: OutgoingPost = post) => webhook.publish(one, connection);
const last = () => {
  const received = fake.received.at(-1);
  if (!received) throw new Error('Nothing was received');
  return received;
};

describe('connecting', () => {
  const connect = (typed: object) =>
    webhook.connect(
      { ...fake.typed(fake.url), ...typed },
      { fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(5000) },
    );

  test('pings, and keeps nothing in public but the host', () => {
    expect(fake.received.map(({ message }) => message['event'])).toEqual(['ping']);
    expect(connection.config).toEqual({ host: new URL(fake.url).host });
    expect(connection.credentials).toEqual({
      webhookUrl: `${fake.url}${fakeWebhookPath}`,
      signingSecret: fakeSigningSecret,
    });
  });

  test('a receiver that knows another secret says so beside the secret', async () => {
    await expect(connect({ signingSecret: 'another secret of enough characters' })).rejects.toMatchObject({
      code: 'channel_refused',
      message: 'The signature is not ours',
      fields: [{ field: 'body.signingSecret', message: expect.stringContaining('signing secret') }],
    });
  });

  test('an address where nobody listens says so beside the address', async () => {
    await expect(connect({ webhookUrl: `${fake.url}/nothing` })).rejects.toMatchObject({
      code: 'channel_refused',
      fields: [{ field: 'body.webhookUrl', message: expect.stringContaining('nothing at the address') }],
    });
  });
});

describe('the message', () => {
  test('has the item whole, its pictures and the handle', async () => {
    await publish();
    expect(last().headers).toMatchObject({ 'idempotency-key': post.postId, 'content-type': /json/ });
    expect(last().message).toEqual({
      id: post.postId,
      event: 'post.published',
      createdAt: post.createdAt,
      title: post.item?.title,
      summary: post.item?.summary,
      text: post.item?.text,
      html: post.item?.html,
      url: post.item?.url,
      slug: post.item?.slug,
      language: 'en-GB',
      leadImage: 'nurse',
      images: [{ id: 'nurse', ...post.item?.images['nurse'], data: sampleImage.toString('base64') }],
    });
  });

  test('is the same on every try, and a receiver that keeps to the documentation shows it once', async () => {
    const first = await publish();
    const { raw } = last();
    expect(await publish()).toEqual(first);
    expect(last().raw).toBe(raw);
    expect(fake.made()).toBe(1);
  });

  test('carries pictures up to 5 MB together, and the others without their data', async () => {
    const { nurse } = post.item?.images ?? {};
    const images = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { ...(nurse as OutgoingImage), sha256: id }]));
    const sizes: Record<string, number> = { a: 3_000_000, b: 2_000_001, c: 2_000_000 };
    connection.readImage = async (sha256) => new Uint8Array(sizes[sha256] ?? 0);
    await publish({ ...post, item: post.item && { ...post.item, images } });
    const sent = last().message['images'] as { id: string; data: string | null }[];
    expect(sent.map(({ id, data }) => [id, data && Buffer.from(data, 'base64').length])).toEqual([
      ['a', 3_000_000],
      ['b', null],
      ['c', 2_000_000],
    ]);
  });

  test.each([
    [{ status: 200, body: { url: 'https://intranet.example/7' } }, 'https://intranet.example/7'],
    [{ status: 200, body: { url: 'javascript:alert(1)' } }, null],
    [{ status: 204 }, null],
    [{ status: 200, body: 'Thank you' }, null],
  ])('answered with %o is shown at %s', async (answer, remoteUrl) => {
    fake.answer(answer);
    expect(await publish()).toEqual({ outcome: 'published', remoteId: post.postId, remoteUrl });
  });
});

describe('refusals', () => {
  test.each([
    [401, 'refused', true],
    [404, 'refused', true],
    [422, 'failed', undefined],
  ])('%i is %s', async (status, outcome, reconnect) => {
    fake.answer({ status, body: { message: 'No, thank you' } });
    const said = await publish();
    expect(said).toMatchObject({ outcome, message: 'No, thank you' });
    expect('reconnect' in said ? said.reconnect : undefined).toBe(reconnect);
  });

  test.each([500, 503])('%i leaves it unknown', async (status) => {
    fake.answer({ status });
    expect((await publish()).outcome).toBe('unknown');
  });
});

describe('changes', () => {
  const changed = { ...post, item: post.item && { ...post.item, title: 'Now on Sunday' } };

  test('and removals reach the receiver, without a key that it could take for the post’s', async () => {
    await publish();
    expect(await webhook.edit?.(post.postId, changed, connection)).toEqual({ change: 'done' });
    expect(fake.shown.get(post.postId)).toMatchObject({ title: 'Now on Sunday', event: 'post.changed' });
    expect(last().headers).not.toHaveProperty('idempotency-key');
    expect(await webhook.remove?.(post.postId, connection)).toEqual({ change: 'done' });
    expect(last().message).toEqual({ id: post.postId, event: 'post.removed' });
    expect(fake.shown.size).toBe(0);
  });

  test('of what the receiver no longer has find it gone', async () => {
    expect(await webhook.edit?.(post.postId, changed, connection)).toEqual({ change: 'gone' });
    expect(await webhook.remove?.(post.postId, connection)).toEqual({ change: 'gone' });
  });

  test('may tell a new address', async () => {
    fake.answer({ status: 200, body: { url: 'https://intranet.example/8' } });
    expect(await webhook.edit?.(post.postId, changed, connection)).toEqual({
      change: 'done',
      remoteUrl: 'https://intranet.example/8',
    });
  });

  test('where nobody listens any more do not look as if the post were gone', async () => {
    fake.answer({ status: 404 });
    expect(await webhook.remove?.(post.postId, connection)).toMatchObject({ change: 'refused', reconnect: true });
  });
});

describe('the example in docs/webhooks.md', () => {
  type Check = (headers: object, body: string, secret: string, now?: number) => boolean;
  const example = async (): Promise<Check> => {
    const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
    return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).isFromMobilise;
  };

  test('accepts what we send, and nothing that somebody changed, guessed or kept', async () => {
    const isFromMobilise = await example();
    await publish();
    const { headers, raw } = last();
    const seconds = Number(headers['mobilise-timestamp']);
    expect(isFromMobilise(headers, raw, fakeSigningSecret)).toBe(true);
    expect(isFromMobilise(headers, raw.replace('nine', 'ten'), fakeSigningSecret)).toBe(false);
    expect(isFromMobilise(headers, raw, 'another secret of enough characters')).toBe(false);
    expect(isFromMobilise({ ...headers, 'mobilise-timestamp': String(seconds + 1) }, raw, fakeSigningSecret)).toBe(
      false,
    );
    expect(isFromMobilise(headers, raw, fakeSigningSecret, seconds + 301)).toBe(false);
    expect(isFromMobilise({}, raw, fakeSigningSecret)).toBe(false);
  });
});
