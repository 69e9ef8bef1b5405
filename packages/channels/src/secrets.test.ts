import { inspect } from 'node:util';
import { channelKindOf } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import { afterEach, describe, expect, test } from 'vitest';
import type { Adapter, Connection } from './adapter.ts';
import { type ConformanceFake, connectThrough, samplePost } from './conformance-fake.ts';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { slack } from './slack.ts';
import { fakeSlackPath, slackFake } from './slack-fake.ts';
import { teams } from './teams.ts';
import { fakeTeamsPath, fakeTeamsSignature, teamsFake } from './teams-fake.ts';
import { telegram } from './telegram.ts';
import { fakeToken, telegramFake } from './telegram-fake.ts';
import { webhook } from './webhook.ts';
import { fakeSigningSecret, fakeWebhookPath, webhookFake } from './webhook-fake.ts';

/** Channels whose secret is part of an address, with what nobody may ever read of it and how they word an error. */
const channels: [string, Adapter, () => Promise<ConformanceFake>, string[], (words: string) => unknown][] = [
  ['Telegram', telegram, telegramFake, [fakeToken], (description) => ({ ok: false, description })],
  ['Slack', slack, slackFake, [fakeSlackPath, 'kEpTs3cr3tF0rTheRiver24x'], (words) => words],
  [
    'Teams',
    teams,
    teamsFake,
    [fakeTeamsPath, fakeTeamsSignature],
    (message) => ({ error: { code: 'Something', message } }),
  ],
  [
    'a signed webhook',
    webhook,
    webhookFake,
    [fakeWebhookPath, '3f9a6c1d8e2b4705a1c9', fakeSigningSecret],
    (message) => ({ message }),
  ],
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** All that an adapter tells over a connection: what it answers, and what it throws with everything behind it. */
async function told(adapter: Adapter, typed: Record<string, unknown>, connection: Connection): Promise<string> {
  const post = samplePost(adapter);
  const all = await Promise.allSettled([
    adapter.connect(typed, connection).then(({ config }) => config),
    adapter.check(connection),
    adapter.publish(post, connection),
    adapter.edit?.('-1001234567890/17', post, connection),
    adapter.remove?.('-1001234567890/17', connection),
    adapter.engagement(['-1001234567890/17'], connection).then((readings) => [...readings]),
  ]);
  return inspect(all, { depth: 20, showHidden: true, maxStringLength: null });
}

describe.each(channels)('%s never tells its secret', (_name, adapter, makeFake, secrets, wording) => {
  const connected = async (): Promise<{ fake: ConformanceFake; connection: Connection }> => {
    const fake = await makeFake();
    closing.push(fake.close);
    return { fake, connection: await connectThrough(adapter, fake.url, fake) };
  };
  /** The same connection, to somewhere else. */
  const elsewhere = async (url: string, fetch?: typeof globalThis.fetch) => {
    const { fake, connection } = await connected();
    const { config } = connection;
    return {
      typed: fake.typed(url),
      connection: {
        ...connection,
        config: 'service' in config ? { ...config, service: url } : config,
        credentials: 'webhookUrl' in connection.credentials ? fake.typed(url) : connection.credentials,
        ...(fetch && { fetch }),
      },
    };
  };
  const expectSilent = (words: string) => {
    for (const secret of secrets) expect(words).not.toContain(secret);
    expect(words.length).toBeGreaterThan(0);
  };

  test('in what everybody may see of a connection', async () => {
    const { connection } = await connected();
    const { address, account } = channelKindOf(adapter.kind);
    const { config } = connection;
    expectSilent(
      inspect([
        config,
        address(config, 'https://news.example'),
        account(config),
        connectOf(adapter.kind).known(config),
      ]),
    );
    expect(inspect(connection.credentials)).toContain(secrets.at(-1));
  });

  test('when all is well', async () => {
    const { fake, connection } = await connected();
    expectSilent(await told(adapter, fake.typed(fake.url), connection));
  });

  test.each([200, 202, 302, 307, 400, 401, 403, 404, 410, 413, 429, 500])(
    'to whom a platform answers %i with all that it was sent',
    async (status) => {
      const echo = ({ path, headers, body }: FakeRequest): FakeAnswer => {
        const words = `Cannot ${path} (${decodeURIComponent(path)}) ${JSON.stringify(headers)} ${body.toString('latin1')}`;
        return { status, body: wording(words), headers: { location: `https://other.example${path}` } };
      };
      const server = await fakeServer(echo);
      closing.push(server.close);
      const { typed, connection } = await elsewhere(server.url);
      expectSilent(await told(adapter, typed, connection));
    },
  );

  test('when nobody listens, when the address may not be reached, and when time is up', async () => {
    const server = await fakeServer(() => ({ status: 200 }));
    await server.close();
    const { typed, connection } = await elsewhere(server.url);
    expectSilent(await told(adapter, typed, connection));
    expectSilent(await told(adapter, typed, { ...connection, fetch: guardedFetch({ allowPrivate: false }) }));
    expectSilent(await told(adapter, typed, { ...connection, signal: AbortSignal.abort() }));
  });

  test('when the way out itself fails and names the address', async () => {
    const { typed, connection } = await elsewhere('https://platform.example', (input) => {
      const cause = new Error(`connect ${input}`);
      return Promise.reject(new TypeError(`Failed to fetch ${input}`, { cause }));
    });
    const words = await told(adapter, typed, connection);
    expectSilent(words);
    expect(words).toContain('Failed to fetch');
  });
});
