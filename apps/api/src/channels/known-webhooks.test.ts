import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slackFake } from '@mobilise/channels/slack-fake';
import { teamsFake } from '@mobilise/channels/teams-fake';
import { channels } from '@mobilise/db/schema/channels';
import { seal, sealingKey } from '@mobilise/db/secrets';
import type { Settings } from '@mobilise/db/settings';
import { testDatabase } from '@mobilise/db/testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { eq } from 'drizzle-orm';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { buildDesk, publicUrl, refusal } from '../post-testing.ts';
import { connectChannel, reconnectChannel } from './connect.ts';
import type { Outside } from './connection.ts';

const { db } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'mobilise-webhooks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const outside: Outside = {
  storage: diskStorage(folder),
  settings: {
    publicUrl,
    secret: 'a secret that is only for tests, long enough',
    allowPrivateAddresses: true,
  } as Settings,
};
const fakes = { slack: slackFake, teams: teamsFake };

test.each(['slack', 'teams'] as const)('a webhook of %s is one channel of a workspace', async (kind) => {
  const fake = await fakes[kind]();
  onTestFinished(() => fake.close());
  const typed = (name: string, url = fake.url) => ({ kind, name, ...fake.typed(url) }) as never;
  const desk = await buildDesk(db);
  const owner = await desk.as('owner');
  // One whose credentials nobody can open any more stands in nobody's way.
  const lost = await connectChannel(owner, outside, typed('Lost'));
  const elsewhere = seal({}, sealingKey('another secret, which is long enough as well'), lost.id);
  await db.update(channels).set({ credentials: elsewhere }).where(eq(channels.id, lost.id));

  const first = await connectChannel(owner, outside, typed('Carers'));
  for (const url of [fake.url, fake.url.replace('http:', 'HTTP:')]) {
    const problem = await refusal(connectChannel(owner, outside, typed('Again', url)), 'conflict');
    expect(problem.message).toBe('This webhook is connected already, as “Carers”.');
    expect(problem.fields).toEqual([{ field: 'body.webhookUrl', message: 'Connected already' }]);
  }
  const again = (id: string, version: number) =>
    reconnectChannel(owner, outside, id, { kind, version, ...fake.typed(fake.url) } as never);
  expect((await again(first.id, first.version)).name).toBe('Carers');
  expect((await refusal(again(lost.id, lost.version), 'conflict')).message).toContain('“Carers”');

  const neighbours = await (await buildDesk(db)).as('owner');
  expect((await connectChannel(neighbours, outside, typed('Theirs'))).name).toBe('Theirs');
});

test('of two who connect one webhook at once, one is told', async () => {
  const fake = await slackFake();
  onTestFinished(() => fake.close());
  const owner = await (await buildDesk(db)).as('owner');
  const connect = (name: string) =>
    connectChannel(owner, outside, { kind: 'slack', name, ...fake.typed(fake.url) } as never);
  const both = await Promise.allSettled([connect('One'), connect('Other')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
