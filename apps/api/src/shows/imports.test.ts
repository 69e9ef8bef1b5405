import { showImports } from '@mobilise/db/schema/shows';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { cancelImport, listImports, startImport } from './imports.ts';

const { db } = await testDatabase();
const sent: unknown[][] = [];
const jobs = { send: (...job: unknown[]) => Promise.resolve(String(sent.push(job))) };
const feedUrl = 'https://podcasts.example/rss';

test('an import is asked for once, listed, and can be stopped while it runs', async () => {
  const { channel, as } = await buildDesk(db);
  const scope = await as('editor');
  const started = await startImport(scope, jobs, { feedUrl, channelId: channel.id });
  expect(started).toMatchObject({ feedUrl, state: 'running', total: 0, done: 0, failures: [], showId: null });
  expect(sent).toEqual([['import-show', { importId: started.id }, expect.anything()]]);
  await refusal(startImport(scope, jobs, { feedUrl, channelId: channel.id }), 'conflict');
  expect(await cancelImport(scope, started.id)).toMatchObject({ state: 'cancelled' });
  expect(await cancelImport(scope, started.id)).toMatchObject({ state: 'cancelled' });
  const again = await startImport(scope, jobs, { feedUrl, channelId: channel.id });
  await db.update(showImports).set({ state: 'done' }).where(eq(showImports.id, again.id));
  await refusal(cancelImport(scope, again.id), 'wrong_state');
  expect((await listImports(scope)).data.map(({ id, state }) => [id, state])).toEqual([
    [again.id, 'done'],
    [started.id, 'cancelled'],
  ]);
});

test('an import belongs to one workspace', async () => {
  const [ours, theirs] = [await buildDesk(db), await buildDesk(db)];
  const { id } = await startImport(await ours.as('editor'), jobs, { feedUrl, channelId: ours.channel.id });
  const scope = await theirs.as('owner');
  await refusal(cancelImport(scope, id), 'not_found');
  await refusal(startImport(scope, jobs, { feedUrl, channelId: ours.channel.id }), 'invalid_request');
  expect((await listImports(scope)).data).toEqual([]);
});
