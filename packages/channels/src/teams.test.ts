import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { guardedFetch } from './outgoing-fetch.ts';
import { teams } from './teams.ts';
import { fakeTeamsPath, type TeamsFake, teamsFake } from './teams-fake.ts';

conformance('Microsoft Teams', teams, teamsFake);

let fake: TeamsFake;
let connection: Connection;
beforeEach(async () => {
  fake = await teamsFake();
  connection = await connectThrough(teams, fake.url, fake);
});
afterEach(() => fake.close());

const publish = (overrides: Partial<OutgoingPost> = {}) =>
  teams.publish(samplePost(teams, { images: [], ...overrides }), connection);
const card = { url: 'https://riverside.example/flu', title: 'Flu clinic', description: '', image: null };

describe('connecting', () => {
  const connect = (webhookUrl: string) =>
    teams.connect(
      { webhookUrl, place: 'News' },
      { fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(5000) },
    );
  const problem = (message: string, advice: string) => ({
    code: 'channel_refused',
    message: expect.stringContaining(message),
    fields: [{ field: 'body.webhookUrl', message: expect.stringContaining(advice) }],
  });

  test('keeps what the team calls the place and the host, and posts nothing', () => {
    expect(connection.config).toEqual({ place: 'News at Riverside', host: new URL(fake.url).host });
    expect(fake.cards).toEqual([]);
  });

  test('an address without its end, and a workflow that is off or gone, are told', async () => {
    await expect(connect(`${fake.url}${fakeTeamsPath.slice(0, -5)}`)).rejects.toMatchObject(
      problem('authentication credentials', 'Copy the whole address'),
    );
    await expect(connect(`${fake.url}/workflows/other`)).rejects.toMatchObject(
      problem('could not be found', 'Switch the workflow on'),
    );
    fake.switchOff();
    await expect(connect(`${fake.url}${fakeTeamsPath}`)).rejects.toMatchObject(
      problem('not enabled', 'Switch the workflow on'),
    );
    expect(await teams.check(connection)).toMatchObject({ ok: false, reconnect: true });
  });

  test('a connector of old is known by what it says of a message without words', async () => {
    fake.answer({ status: 400, body: 'Summary or Text is required.' });
    await expect(connect(fake.url)).resolves.toBeDefined();
    fake.answer({ status: 400, body: 'Bad payload received by generic incoming webhook.' });
    await expect(connect(fake.url)).rejects.toMatchObject(problem('Bad payload', ''));
  });
});

describe('the card', () => {
  test('says the words line by line, never as Markdown, with links that lead somewhere', async () => {
    await publish({ text: '*Flu* clinic\nsee https://riverside.example/flu.\n\n\n1. Come (https://a.example/x) by' });
    const link = (url: string) => ({ type: 'TextRun', text: url, selectAction: { type: 'Action.OpenUrl', url } });
    expect(fake.cards[0]).toMatchObject({
      version: '1.4',
      body: [
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '*Flu* clinic' }] },
        {
          type: 'RichTextBlock',
          spacing: 'None',
          inlines: [
            { type: 'TextRun', text: 'see ' },
            link('https://riverside.example/flu'),
            { type: 'TextRun', text: '.' },
          ],
        },
        {
          type: 'RichTextBlock',
          inlines: [
            { type: 'TextRun', text: '1. Come (' },
            link('https://a.example/x'),
            { type: 'TextRun', text: ') by' },
          ],
        },
      ],
    });
    expect(fake.cards[0]).not.toHaveProperty('actions');
    expect(fake.cards[0]?.['body']).not.toHaveProperty('2.spacing');
  });

  test('has a button for its link, and its title where there are no words', async () => {
    await publish({ text: '', card });
    expect(fake.cards).toMatchObject([{ actions: [{ type: 'Action.OpenUrl', title: 'Flu clinic', url: card.url }] }]);
    expect(fake.texts()).toEqual(['Flu clinic']);
  });

  test('that is larger than Teams takes is not sent, since a workflow would lose it', async () => {
    expect(await publish({ text: 'x'.repeat(28_000) })).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/^Teams takes 28000 bytes a message; this one is \d+ bytes too long\.$/),
    });
    expect((await publish({ text: 'é'.repeat(10_000) })).outcome).toBe('published');
    expect(fake.cards).toHaveLength(1);
  });
});

describe('answers', () => {
  test.each([
    [202, ''],
    [202, 'Accepted'],
    [200, '1'],
    [200, ''],
  ])('%i “%s” means that Teams took it', async (status, body) => {
    fake.answer({ status, body });
    const post = samplePost(teams);
    expect(await teams.publish(post, connection)).toEqual({
      outcome: 'published',
      remoteId: post.handle,
      remoteUrl: null,
    });
  });

  test.each([
    [200, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429'],
    [500, 'Internal error'],
  ])('%i “%s” leaves it unknown', async (status, body) => {
    fake.answer({ status, body });
    expect(await publish()).toMatchObject({ outcome: 'unknown', message: expect.stringContaining(body) });
  });

  test('a workflow that is off needs a person', async () => {
    fake.switchOff();
    expect(await publish()).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('not enabled'),
      reconnect: true,
    });
  });

  test('a card that it does not want is final', async () => {
    fake.answer({ status: 400, body: { error: { code: 'TriggerInputSchemaMismatch', message: 'Invalid body' } } });
    expect(await publish()).toMatchObject({ outcome: 'failed', message: 'Invalid body' });
  });
});
