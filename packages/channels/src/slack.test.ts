import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { slack } from './slack.ts';
import { fakeSlackPath, type SlackFake, slackFake } from './slack-fake.ts';

conformance('Slack', slack, slackFake);

let fake: SlackFake;
let connection: Connection;
beforeEach(async () => {
  fake = await slackFake();
  connection = await connectThrough(slack, fake.url, fake);
});
afterEach(() => fake.close());

const publish = (overrides: Partial<OutgoingPost> = {}) =>
  slack.publish(samplePost(slack, { images: [], ...overrides }), connection);
const card = { url: 'https://riverside.example/flu?a=1&b=2', title: 'Flu clinic', description: '', image: null };

describe('connecting', () => {
  const connect = (webhookUrl: string) =>
    slack.connect(
      { webhookUrl, place: '#news' },
      { fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(5000) },
    );
  const problem = (message: unknown, advice: string) => ({
    code: 'channel_refused',
    message,
    fields: [{ field: 'body.webhookUrl', message: expect.stringContaining(advice) }],
  });

  test('keeps what the team calls the place and the host; the address is a credential', () => {
    expect(connection.config).toEqual({ place: '#news at Riverside', host: new URL(fake.url).host });
    expect(connection.credentials).toEqual({ webhookUrl: `${fake.url}${fakeSlackPath}` });
  });

  test('asks without posting anything', async () => {
    expect(fake.requests()).toBe(1);
    expect(await slack.check(connection)).toEqual({ ok: true });
    expect(fake.messages).toEqual([]);
  });

  test.each(['no_text', 'invalid_payload', 'missing_text_or_fallback_or_attachments'])(
    'takes “%s” for a webhook that is alive',
    async (body) => {
      fake.answer({ status: 400, body });
      await expect(connect(`${fake.url}${fakeSlackPath}`)).resolves.toBeDefined();
    },
  );

  test('a webhook that is gone is told in Slack’s word', async () => {
    await expect(connect(`${fake.url}/services/T0/B0/gone`)).rejects.toMatchObject(
      problem('no_service', 'make a new one'),
    );
  });

  test('what takes messages without words is not Slack', async () => {
    fake.answer({ status: 200, body: 'ok' });
    await expect(connect(fake.url)).rejects.toMatchObject(problem(expect.stringContaining('without words'), 'Copy'));
    expect(await slack.check(connection)).toMatchObject({ ok: false, reconnect: true });
  });

  test('a page that is not there is not Slack either', async () => {
    fake.answer({ status: 404, body: '<h1>Not found</h1>' });
    await expect(connect(fake.url)).rejects.toMatchObject(problem(expect.stringContaining('404'), 'Copy'));
  });
});

describe('the message', () => {
  test('has Slack’s control characters escaped, so that nothing in it is a mention or a command', async () => {
    await publish({ text: 'Tea & cake <!channel> <@U123> 1 > 0' });
    expect(fake.messages).toEqual([{ text: 'Tea &amp; cake &lt;!channel&gt; &lt;@U123&gt; 1 &gt; 0' }]);
  });

  test('has its link below the words, and asks for its card', async () => {
    await publish({ text: 'Come by', card });
    await publish({ text: '', card });
    expect(fake.texts()).toEqual([`Come by\n\n${card.url}`, card.url]);
    expect(fake.messages).toMatchObject([{ unfurl_links: true }, { unfurl_links: true }]);
  });

  test('has no address that anybody tells', async () => {
    const post = samplePost(slack);
    expect(await slack.publish(post, connection)).toEqual({
      outcome: 'published',
      remoteId: post.handle,
      remoteUrl: null,
    });
  });
});

describe('refusals', () => {
  test.each([
    [400, 'invalid_payload', 'failed', undefined],
    [403, 'action_prohibited', 'refused', true],
    [403, 'posting_to_general_channel_denied', 'refused', true],
    [403, 'invalid_token', 'refused', true],
    [404, 'channel_not_found', 'refused', true],
    [404, 'no_service', 'refused', true],
    [410, 'channel_is_archived', 'refused', true],
  ])('%i %s is %s', async (status, body, outcome, reconnect) => {
    fake.answer({ status, body });
    const said = await publish();
    expect(said).toMatchObject({ outcome, message: body, advice: expect.stringMatching(/\w/) });
    expect(said).toHaveProperty('outcome', outcome);
    expect('reconnect' in said ? said.reconnect : undefined).toBe(reconnect);
  });

  test('a limit says how long to wait', async () => {
    fake.answer({ status: 429, body: 'rate_limited', headers: { 'retry-after': '7' } });
    expect(await publish()).toMatchObject({ outcome: 'refused', retryAfter: 7, limited: true });
  });

  test.each([
    [500, 'rollup_error', 'rollup_error'],
    [200, 'OK, thank you', 'Slack answered “OK, thank you” instead of “ok”.'],
    [200, '', 'Slack answered “” instead of “ok”.'],
  ])('%i “%s” leaves it unknown', async (status, body, message) => {
    fake.answer({ status, body });
    expect(await publish()).toEqual({ outcome: 'unknown', message });
  });
});
