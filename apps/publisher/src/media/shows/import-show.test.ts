import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedDownload } from '@mobilise/channels/outgoing-fetch';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { buildChannel } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { writeHold } from '@mobilise/db/holds';
import { podcastGuid } from '@mobilise/db/podcast-guid';
import { showImports } from '@mobilise/db/schema/shows';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { afterAll, expect, it } from 'vitest';
import { testPublishing } from '../../testing.ts';
import { listenForCancelled } from '../cancelling.ts';
import type { Request } from '../queue.ts';
import { importShow } from './import-show.ts';

const { sql, db, publisher } = await testPublishing();

/** A host of podcasts that exists in this test alone: thirty episodes, the enclosure of one of which is no sound. */
const sound = wav({ seconds: 1, rate: 8000 }, tone(300));
const item = (number: number) => `
  <item><guid isPermaLink="false">episode-${number}</guid><title>Night ${number}</title>
    <pubDate>${new Date(Date.UTC(2025, 0, number, 6)).toUTCString()}</pubDate><description>&lt;p&gt;Hello&lt;/p&gt;</description>
    <enclosure url="/sound/${number}.wav" type="audio/wav" length="1"/><itunes:episode>${number}</itunes:episode>
    <podcast:chapters url="/chapters.json" type="application/json+chapters"/><podcast:transcript url="/words.vtt" type="text/vtt"/></item>`;
const longFeed = `<rss><channel><title>Every hour</title>${Array.from({ length: 5100 }, (_, n) => `<item><guid>${n}</guid>${n ? '' : '<enclosure url="https://none.example/gone.mp3"/>'}</item>`).join('')}</channel></rss>`;
let twinsGuid = '';
let onSound: (number: number) => void = () => undefined;
const host = createServer((request, response) => {
  const path = request.url ?? '';
  const number = Number(/\/sound\/(\d+)/.exec(path)?.[1]);
  if (number) onSound(number);
  if (path === '/long') return void response.end(longFeed);
  if (path === '/locked')
    return void response.end(
      `<rss xmlns:podcast="p"><channel><title>Ours</title><podcast:locked owner="press@example.org">yes</podcast:locked>${item(1)}</channel></rss>`.replaceAll(
        '"/',
        `"http://${request.headers.host}/`,
      ),
    );
  if (path === '/twins')
    return void response.end(
      `<rss><channel><title>Twins</title>${twinsGuid}${[2, 1].map((number) => item(number).replace(/episode-\d/, 'the-same')).join('')}</channel></rss>`.replaceAll(
        '"/',
        `"http://${request.headers.host}/`,
      ),
    );
  if (path === '/news')
    return void response.end('<rss><channel><title>News</title><item><title>A</title></item></channel></rss>');
  if (path.endsWith('/feed')) {
    const items = Array.from({ length: 30 }, (_, index) => item(30 - index)).join('');
    const body = `<rss xmlns:itunes="i" xmlns:podcast="p"><channel><title>Behind the doors</title><itunes:author>Fern Hill</itunes:author>
      <description>&lt;p&gt;Fern Hill&amp;#39;s nights &amp;amp; days&lt;/p&gt;</description>
      <itunes:category text="Nonsense"/><itunes:image href="/cover.jpg"/>${items}</channel></rss>`;
    response.end(body.replaceAll('"/', `"http://${request.headers.host}/`));
  } else if (number === 13) response.end('<html>This is no sound</html>');
  else if (number) response.end(sound);
  else if (path === '/chapters.json') response.end('{"version":"1.2.0","chapters":[{"startTime":0,"title":"Hello"}]}');
  else if (path === '/words.vtt') response.end('WEBVTT\n\n00:00.000 --> 00:00.900\n<v Amira>Good night\n');
  else response.writeHead(404).end();
});
await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
afterAll(() => host.close());
const feedUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/feed`;

const asked: string[] = [];
const request: Request = async ({ name }) => void asked.push(name);
const real = await publisher().ffmpeg();
// All recordings are the same one: ffmpeg looks at it once, and says the same of the others.
const said: { probe?: ReturnType<typeof real.probe>; run?: ReturnType<typeof real.run> } = {};
const ffmpeg = {
  ...real,
  probe: (...args: Parameters<typeof real.probe>) => (said.probe ??= real.probe(...args)),
  run: (...args: Parameters<typeof real.run>) => (said.run ??= real.run(...args)),
};
const worker = () => publisher({ ffmpeg: async () => ffmpeg, download: guardedDownload({ allowPrivate: true }) });
const once = { last: true };

/** Each show is taken over once, so each has an address of its own. */
const another = () => feedUrl.replace('/feed', `/${crypto.randomUUID()}/feed`);

async function begin(url = another()) {
  const channel = await buildChannel(db);
  const id = crypto.randomUUID();
  await db.insert(showImports).values({ id, workspaceId: channel.workspaceId, channelId: channel.id, feedUrl: url });
  return { id, channel };
}
const goOn = (id: string, owned = false) =>
  sql`update show_imports set state = 'running', owned = ${owned} where id = ${id}`;
const state = async (id: string) =>
  (await sql`select state, total, done, failures, failure, show_id as "showId" from show_imports where id = ${id}`)[0];

it('a show is taken over with its GUIDs, dates and words; an import that ends in the middle goes on where it was', async () => {
  const { id, channel } = await begin(feedUrl);
  const ending = new AbortController();
  onSound = (number) => {
    if (number === 8) ending.abort(new Error('The publisher is ending'));
  };
  await expect(importShow(worker(), id, { last: false, ending: ending.signal }, request)).rejects.toThrow();
  expect(await state(id)).toMatchObject({ state: 'running', total: 30, done: 7 });
  const fetched: number[] = [];
  onSound = (number) => fetched.push(number);
  await importShow(worker(), id, once, request);
  expect(fetched).toEqual(Array.from({ length: 23 }, (_, index) => index + 8));
  const run = await state(id);
  expect(run).toMatchObject({ state: 'done', total: 30, done: 29 });
  expect(run?.['failures']).toEqual([
    { episode: 'The show', part: 'cover', why: expect.stringMatching(/\w+/) },
    { episode: 'Night 13', part: 'episode', why: expect.stringMatching(/\w+/) },
  ]);

  const [show] = await sql`select title, description, guid, categories from shows where id = ${run?.['showId']}`;
  expect(show).toEqual({
    ...{ title: 'Behind the doors', description: "Fern Hill's nights & days" },
    ...{ guid: podcastGuid(feedUrl), categories: ['Health & Fitness'] },
  });
  const rows = await sql<
    { guid: string; content: EpisodeContent; files: string; url: string; at: Date; note: string }[]
  >`
    select i.guid, r.content, r.files, p.remote_url as url, to_json(p.published_at)#>>'{}' as at, a.note
    from items i join revisions r on r.id = i.revision_id join posts p on p.item_id = i.id join approvals a on a.revision_id = r.id
    where i.show_id = ${run?.['showId']} and p.state = 'published' and p.channel_id = ${channel.id} order by p.published_at`;
  expect(rows.length).toBe(29);
  expect(rows[0]).toMatchObject({
    ...{ guid: 'episode-1', files: 'wanted', note: `Imported from ${feedUrl}` },
    url: expect.stringMatching(/\/night-1$/),
    content: {
      number: 1,
      chapters: [{ start: 0, title: 'Hello' }],
      transcript: { cues: [{ start: 0, end: 900, text: 'Good night', speaker: 'Amira' }] },
      notes: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hello' }] }] },
    },
  });
  expect(new Date(rows[0]?.at ?? '')).toEqual(new Date(Date.UTC(2025, 0, 1, 6)));
  expect(asked.filter((queue) => queue === 'make-files').length).toBe(29);
  expect(
    await sql`select from audit_entries where action = 'imported' and workspace_id = ${channel.workspaceId}`,
  ).toHaveLength(29);
}, 60_000);

it('a person who cancels stops it within a download; what was taken over stays', async () => {
  const { unlisten } = await listenForCancelled(publisher());
  const { id } = await begin();
  onSound = (number) => {
    if (number !== 3) return;
    void sql`update show_imports set state = 'cancelled' where id = ${id}`.then(() => sql.notify('renders', id));
  };
  await importShow(worker(), id, once, request);
  const run = await state(id);
  expect(run?.['state']).toBe('cancelled');
  expect(run?.['done']).toBeLessThan(5);
  await unlisten();
});

it('a workspace that is full ends it at the first recording without room, and says how much is left', async () => {
  const { id } = await begin();
  const fetched: number[] = [];
  onSound = (number) => fetched.push(number);
  const small = publisher({ ...worker(), settings: { ...publisher().settings, quota: sound.length * 3 + 5000 } });
  await importShow(small, id, once, request);
  expect(fetched).toEqual([1, 2, 3, 4]);
  const run = await state(id);
  expect(run).toMatchObject({
    ...{ state: 'failed', total: 30, done: 3, failures: [{ part: 'cover' }] },
    failure: expect.stringMatching(
      /^This workspace has .* Remove uploads that nothing uses.*, then try again\. It goes on with what is not here yet, 27 of 30 episodes\.$/,
    ),
  });
  await goOn(id);
  await importShow(worker(), id, once, request);
  expect([fetched.slice(4, 6), await state(id)]).toMatchObject([[4, 5], { state: 'done', done: 29 }]);
}, 60_000);

it('while a hold is on everything, or the site is paused, nothing comes out; it goes on afterwards', async () => {
  const { id, channel } = await begin();
  const { workspaceId } = channel;
  const published = async () => (await sql`select from posts where channel_id = ${channel.id}`).length;
  const press = () =>
    db.transaction((tx) =>
      writeHold(tx, { id: crypto.randomUUID(), workspaceId, target: 'everything', reason: 'A death', by: 'Grace' }),
    );
  let pressed: Promise<void> | undefined;
  onSound = (number) => {
    if (number === 3) pressed = press();
  };
  // The hold begins while the third recording comes in.
  const slow: typeof ffmpeg.probe = async (...args) => {
    await pressed;
    return ffmpeg.probe(...args);
  };
  const holding = publisher({ ...worker(), ffmpeg: async () => ({ ...ffmpeg, probe: slow }) });
  await importShow(holding, id, once, request);
  const kept = { state: 'running', total: 30, done: 2, failure: null, failures: [{ part: 'cover' }] };
  expect([await published(), await state(id)]).toMatchObject([2, kept]);

  // Nothing is fetched before it is over.
  const fetched: number[] = [];
  onSound = (number) => fetched.push(number);
  await importShow(worker(), id, once, request);
  await sql`update holds set ended_at = statement_timestamp() where workspace_id = ${workspaceId}`;
  await sql`update channels set state = 'paused' where id = ${channel.id}`;
  await importShow(worker(), id, once, request);
  expect([fetched, await published()]).toEqual([[], 2]);
  await sql`update channels set state = 'ready' where id = ${channel.id}`;
  await importShow(worker(), id, once, request);
  expect([fetched[0], await state(id)]).toMatchObject([3, { state: 'done', done: 29 }]);
}, 60_000);

it('a show that is archived meanwhile takes in no more, and the import ends', async () => {
  const { id, channel } = await begin();
  let archived: Promise<unknown> | undefined;
  onSound = (number) => {
    if (number === 3) archived = sql`update shows set archived_at = now() where channel_id = ${channel.id}`.execute();
  };
  const slow: typeof ffmpeg.probe = async (...args) => {
    await archived;
    return ffmpeg.probe(...args);
  };
  await importShow(publisher({ ...worker(), ffmpeg: async () => ({ ...ffmpeg, probe: slow }) }), id, once, request);
  expect(await state(id)).toMatchObject({ state: 'failed', done: 2, failure: expect.stringContaining('archived') });
  expect((await sql`select from posts where channel_id = ${channel.id}`).length).toBe(2);
}, 60_000);

it('what is no feed, or lies at a private address, ends it with the reason', async () => {
  onSound = () => undefined;
  const none = await begin(feedUrl.replace('/feed', '/words.vtt'));
  await importShow(worker(), none.id, once, request);
  expect(await state(none.id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('podcast feed') });
  const news = await begin(feedUrl.replace('/feed', '/news'));
  await importShow(worker(), news.id, once, request);
  expect(await state(news.id)).toMatchObject({
    state: 'failed',
    showId: null,
    failure: expect.stringContaining('recording'),
  });
  const own = await begin(`${publisher().settings.publicUrl}/news/fern-hill/shows/doors/feed.xml`);
  await importShow(worker(), own.id, once, request);
  expect(await state(own.id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('this installation') });
  // At once, and not after the tries of a job: somebody is looking.
  const away = await begin('http://127.0.0.1:1/feed');
  await importShow(worker(), away.id, { last: false }, request);
  expect(await state(away.id)).toMatchObject({
    state: 'failed',
    failure: expect.stringMatching(/^The feed cannot be read\. \w/),
  });
  const hidden = await begin();
  await importShow(publisher({ download: guardedDownload({ allowPrivate: false }) }), hidden.id, once, request);
  expect((await state(hidden.id))?.['failure']).toMatch(/private|address/i);
});

it('a show that is here already is not taken over a second time', async () => {
  const { id, channel } = await begin(feedUrl.replace('/feed', '/twins'));
  const guid = '01a21df7-a2a2-583c-87e5-617c336ebbdf';
  await buildShow(db, { channelId: channel.id, title: 'Twins of old', guid });
  twinsGuid = `<podcast:guid>${guid.toUpperCase()}</podcast:guid>`;
  await importShow(worker(), id, once, request);
  twinsGuid = '';
  expect(await state(id)).toMatchObject({
    state: 'failed',
    showId: null,
    failure: expect.stringContaining('“Twins of old”'),
  });
});

it('of two episodes with one GUID the first is taken over, and the other named', async () => {
  onSound = () => undefined;
  const { id } = await begin(feedUrl.replace('/feed', '/twins'));
  await importShow(worker(), id, once, request);
  const twin = { episode: 'Night 2', part: 'episode', why: expect.stringContaining('It has the GUID of “Night 1”') };
  const run = await state(id);
  expect(run).toMatchObject({ state: 'done', total: 2, done: 1, failures: [twin] });
  await sql`update show_imports set state = 'running' where id = ${id}`;
  await importShow(worker(), id, once, request);
  expect(await state(id)).toEqual(run);
});

it('a feed of thousands of entries that come to nothing costs little: it is told now and then, and its failures are counted', async () => {
  const { id } = await begin(feedUrl.replace('/feed', '/long'));
  let told = 0;
  const { unlisten } = await sql.listen('changes', () => {
    told += 1;
  });
  const stands = { ...worker(), monotonic: () => 0 };
  await importShow(stands, id, once, request);
  const run = await state(id);
  expect(run).toMatchObject({ state: 'done', total: 5100, done: 0 });
  const failures: { episode: string; why: string; more?: number }[] = run?.['failures'];
  expect(failures.length).toBe(51);
  expect(failures[0]).toMatchObject({ why: expect.stringContaining('at most 5,000 are taken over at a time') });
  expect(failures.at(-1)).toMatchObject({ why: expect.stringMatching(/names no recording/), more: 4950 });
  await unlisten();
  // Once a second, however slow the machine is, and not once for each entry.
  expect(told).toBeLessThan(100);
}, 60_000);

it('a show that its feed keeps to its owner is taken over once somebody says that it is theirs', async () => {
  const { id } = await begin(feedUrl.replace('/feed', '/locked'));
  await importShow(worker(), id, once, request);
  expect(await state(id)).toMatchObject({
    ...{ state: 'failed', showId: null, failure: expect.stringContaining('press@example.org') },
    failures: [expect.objectContaining({ part: 'lock' })],
  });
  await goOn(id, true);
  await importShow(worker(), id, once, request);
  expect(await state(id)).toMatchObject({ state: 'done', done: 1, showId: expect.any(String), failures: [] });
  // Who said so once need not say so for what comes later.
  await goOn(id);
  await importShow(worker(), id, once, request);
  expect(await state(id)).toMatchObject({ state: 'done' });
});
