import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedDownload } from '@mobilise/channels/outgoing-fetch';
import { errorForLog } from '@mobilise/db/error-log';
import { buildChannel } from '@mobilise/db/factories';
import { showImports } from '@mobilise/db/schema/shows';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import type { Publisher } from '../../publisher.ts';
import { testPublishing } from '../../testing.ts';
import { importShow } from './import-show.ts';

const { sql, db, publisher } = await testPublishing();

/** A host of podcasts whose feed is what a test says. */
let served: { body: string | Buffer; type?: string } = { body: '' };
const sound = wav({ seconds: 1, rate: 8000 }, tone(300));
const host = createServer((request, response) => {
  if (request.url?.endsWith('.wav')) return void response.end(sound);
  if (served.type) response.setHeader('content-type', served.type);
  response.end(served.body);
});
await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
afterAll(() => host.close());
const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;

const item = (title: string, { date = 'Thu, 02 Jan 2025 06:00:00 GMT', more = '' } = {}) => `
  <item><guid>${title}</guid><title>${title}</title><pubDate>${date}</pubDate><enclosure url="${origin}/${encodeURIComponent(title)}.wav"/>${more}</item>`;
const rss = (inner: string, declaration = '') =>
  `${declaration}<rss xmlns:itunes="i" xmlns:podcast="p"><channel><title>Behind the doors</title>${inner}</channel></rss>`;

const worker = (overrides: Partial<Publisher>) =>
  publisher({ download: guardedDownload({ allowPrivate: true }), ...overrides });
const stateOf = async (id: string) =>
  (await sql`select state, total, done, failures, failure, show_id as "showId" from show_imports where id = ${id}`)[0];

/** Takes over what is served, from an address of its own or the one given; answers the import and how it stands. */
async function take(
  body: string | Buffer,
  {
    type = '',
    path = `/${crypto.randomUUID()}`,
    ...overrides
  }: Partial<Publisher> & { type?: string; path?: string } = {},
) {
  served = { body, type };
  const channel = await buildChannel(db);
  const run = { id: crypto.randomUUID(), workspaceId: channel.workspaceId, channelId: channel.id };
  await db.insert(showImports).values({ ...run, feedUrl: `${origin}${path}` });
  const again = async () => {
    await sql`update show_imports set state = 'running' where id = ${run.id}`;
    await importShow(worker(overrides), run.id, { last: true }, async () => undefined);
    return stateOf(run.id);
  };
  const titles = async () =>
    (await sql`select title from items where workspace_id = ${run.workspaceId} order by guid desc`).map(
      (row) => row['title'],
    );
  return { ...run, state: await again(), again, titles };
}

const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toUTCString();

it('what is not out there, or in no directory, does not come out here; it is named, and taken when it is out', async () => {
  const blocked = { more: '<itunes:block>Yes</itunes:block>' };
  const mixed = rss(
    [
      ...[item('Old'), item('Nearly now', { date: ahead(120_000) }), item('Hidden', blocked)],
      item('Next week', { date: ahead(604_800_000) }),
    ].join(''),
  );
  const { state, again, titles } = await take(mixed);
  expect(state).toMatchObject({ state: 'done', total: 4, done: 2 });
  expect(state?.['failures']).toEqual([
    { episode: 'Hidden', part: 'episode', why: expect.stringContaining('kept out of directories there') },
    {
      episode: 'Next week',
      part: 'episode',
      why: expect.stringMatching(/^It is not out yet there: its date is .* UTC\./),
    },
  ]);
  expect(await titles()).toEqual(['Old', 'Nearly now']);

  // A show that moved away is often blocked where it was: what is here stays, and goes on.
  served = { body: rss(`<itunes:block>yes</itunes:block>${item('Old', blocked)}${item('Next week')}`) };
  expect(await again()).toMatchObject({ state: 'done', total: 1, done: 1, failures: [] });
  expect(await titles()).toEqual(['Old', 'Next week', 'Nearly now']);
});

it('a show that is in no directory, or of which nothing is out, is not made', async () => {
  const none = { state: 'failed', showId: null };
  const hidden = await take(rss(`<itunes:block>Yes</itunes:block>${item('One')}`));
  expect(hidden.state).toMatchObject({ ...none, failure: expect.stringContaining('kept out of directories') });
  const early = await take(rss(item('Trailer', { date: ahead(604_800_000) })));
  expect(early.state).toMatchObject({
    ...none,
    failure: expect.stringMatching(/^Nothing of this show is out there\. “Trailer”: It is not out yet there/),
  });
});

it('a feed that is not in UTF-8 is taken over letter by letter; one in an encoding that nobody knows is not', async () => {
  const declared = (encoding: string) => rss(item('Zoë fährt'), `<?xml version="1.0" encoding="${encoding}"?>`);
  const latin = await take(Buffer.from(declared('ISO-8859-1'), 'latin1'));
  const utf16 = await take(Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le'), { type: 'application/rss+xml' });
  const windows = await take(Buffer.from(declared('utf-8'), 'latin1'), { type: 'text/xml; charset=windows-1252' });
  expect(await Promise.all([latin, utf16, windows].map(({ titles }) => titles()))).toEqual(
    Array.from({ length: 3 }, () => ['Zoë fährt']),
  );
  expect((await take(declared('x-none'))).state).toMatchObject({
    ...{ state: 'failed', showId: null, failure: expect.stringContaining('“x-none”') },
  });
});

it('a show is here once, however its address is written and whichever workspace took it', async () => {
  const path = `/${crypto.randomUUID()}`;
  const feed = rss(item('One'));
  expect((await take(feed, { path })).state).toMatchObject({ state: 'done', done: 1 });
  const twice = {
    state: 'failed',
    showId: null,
    failure: expect.stringContaining('here already, in another workspace'),
  };
  expect((await take(feed, { path: `${path}/` })).state).toMatchObject(twice);
  expect((await take(feed, { path })).state).toMatchObject(twice);
  // One that states its GUID since then has the same address.
  expect(
    (await take(rss(`<podcast:guid>${crypto.randomUUID()}</podcast:guid>${item('One')}`), { path })).state,
  ).toMatchObject(twice);
  const stated = rss(`<podcast:guid>${crypto.randomUUID()}</podcast:guid>${item('One')}`);
  expect((await take(stated)).state).toMatchObject({ state: 'done' });
  expect((await take(stated)).state).toMatchObject(twice);

  // Of two that are taken over at once, one is.
  const both = rss(item('Both'));
  const at = `/${crypto.randomUUID()}`;
  const states = await Promise.all(['', '/', '//'].map((end) => take(both, { path: `${at}${end}` })));
  expect(states.map(({ state }) => state?.['state']).toSorted()).toEqual(['done', 'failed', 'failed']);
});

it('what goes wrong here is said without what only the log is for', async () => {
  const logged: string[] = [];
  const log = pino({ serializers: { error: errorForLog } }, { write: (line) => void logged.push(line) });
  // Longer than an index of the database takes, and not to be made shorter.
  const guid = Array.from({ length: 9000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('');
  const feed = rss(
    [
      item('Long').replace('<guid>Long', `<guid>${guid}`),
      item('Nowhere').replace(/url="[^"]*"/, 'url="no address"'),
      item('Ancient', { date: '-000044-03-15T12:00:00Z' }),
      item('Whole&#0;'),
    ].join(''),
  );
  const { state } = await take(feed, { log });
  expect(state).toMatchObject({ state: 'done', total: 4, done: 2 });
  expect(state?.['failures']).toEqual([
    { episode: 'Ancient', part: 'date', why: expect.stringContaining('cannot be read') },
    { episode: 'Nowhere', part: 'episode', why: 'The address that the feed names for it is none.' },
    { episode: 'Long', part: 'episode', why: expect.stringMatching(/^There was a fault on our side/) },
  ]);
  expect(logged.join('')).toContain('Failed query: insert into');
  const whole = await take(rss(item('One')), {
    log,
    ffmpeg: () => Promise.reject(new Error('spawn /opt/secret/ffmpeg ENOENT')),
  });
  expect(JSON.stringify(whole.state)).not.toContain('secret');
});
