import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedDownload } from '@mobilise/channels/outgoing-fetch';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { buildChannel } from '@mobilise/db/factories';
import { showImports } from '@mobilise/db/schema/shows';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { ffmetadata } from '@mobilise/media-processing/id3-tags';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { afterAll, expect, it } from 'vitest';
import { testPublishing } from '../../testing.ts';
import { importShow } from './import-show.ts';

const { sql, db, publisher } = await testPublishing();
const sharp = await loadSharp();
const picture = (background: string) =>
  sharp({ create: { width: 40, height: 40, channels: 3, background } })
    .png()
    .toBuffer();

/** Two seconds of a tone, whose tags say where its second chapter begins. */
async function taggedSound(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'take-episode-test-'));
  const file = (name: string) => join(folder, name);
  try {
    await writeFile(file('tone.wav'), wav({ seconds: 2, rate: 16_000 }, tone(300)));
    const chapters = [
      { start: 0, title: 'In the tags' },
      { start: 1500, title: 'The end of it' },
    ];
    const ffmpeg = await publisher().ffmpeg();
    await ffmpeg.run({
      inputs: [
        { path: file('tone.wav'), format: 'wav' },
        { path: 'tags.txt', format: 'ffmetadata' },
      ],
      files: { 'tags.txt': ffmetadata({ tags: {}, chapters, duration: 2000 }) },
      outputs: [
        {
          path: file('tone.mp3'),
          args: ['-map', '0:a', '-map_metadata', '1', '-map_chapters', '1', '-c:a', 'libmp3lame'],
        },
      ],
      ...{ seconds: 10, maxBytes: 1_000_000, timeout: 60 },
    });
    return await readFile(file('tone.mp3'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const files: Record<string, string | Buffer> = {
  '/show.png': await picture('red'),
  '/own.png': await picture('blue'),
  '/no-picture.png': '<html>Not found</html>',
  '/sound.mp3': await taggedSound(),
  '/chapters.json':
    '{"version":"1.2.0","chapters":[{"startTime":0,"title":"In the file"},{"startTime":99,"title":"Too late"}]}',
  '/words.vtt': 'WEBVTT\n\n00:00.000 --> 00:00.900\n<v Amira>Nos da\n\n00:03.000 --> 00:03.900\nToo late\n',
  '/words.json': JSON.stringify({
    segments: [{ startTime: 0, endTime: 1, speaker: 'Ann', body: 'if a <b and c> d\n\nso' }],
  }),
  '/words.html': '<html><body><p>Good night</p></body></html>',
  '/words.txt': 'no vtt at all',
  '/lossy.json': JSON.stringify({
    chapters: [-5, 0, 0, 1, 99].map((startTime) => ({ startTime, title: `At ${startTime}` })),
  }),
  '/lossy.vtt':
    'WEBVTT\n\n00:00.900 --> 00:00.100\nBackwards\n\n00:01.000 --> 00:01.500\nAnn: forwards\n\n00:x --> 00:09\nNever\n',
  '/segments.json': JSON.stringify({
    segments: [
      { startTime: 1, endTime: 0.5, body: 'Backwards' },
      { startTime: 1, endTime: 1.5, body: 'Forwards' },
    ],
  }),
  '/lossy': `<rss xmlns:itunes="i" xmlns:podcast="p"><channel><title>Lossy</title><itunes:new-feed-url>https://elsewhere.example/feed</itunes:new-feed-url>
    <item><guid>one</guid><title>One</title><pubDate>Thu, 02 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/><itunes:season>0</itunes:season>
      <itunes:episode>1.5</itunes:episode><podcast:chapters url="/lossy.json"/><podcast:transcript url="/lossy.vtt" type="text/vtt"/></item>
    <item><guid>two</guid><title>Two</title><pubDate>Fri, 03 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/><itunes:episode>0</itunes:episode>
      <podcast:transcript url="/segments.json" type="application/json"/></item></channel></rss>`,
  '/own-address': `<rss xmlns:itunes="i"><channel><title>Own address</title><itunes:new-feed-url>ORIGIN/own-address/</itunes:new-feed-url>
    <item><guid>one</guid><title>One</title><enclosure url="/none.mp3"/></item></channel></rss>`,
  '/changed': `<rss xmlns:itunes="i" xmlns:podcast="p"><channel><title>Changed</title>
    <item><guid>newest</guid><title>Newest</title><pubDate>Sun, 05 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/></item>
    <item><guid>undated</guid><title>${'Word '.repeat(80)}</title><pubDate>the day before</pubDate><enclosure url="/sound.mp3"/>
      <description>&lt;img src='x' alt='The ward'&gt;${'word '.repeat(44_000)}</description><podcast:transcript url="/words.txt" type="text/vtt; charset=utf-8"/>
      ${'<podcast:person>Ann</podcast:person>'.repeat(51)}<podcast:person>${'x'.repeat(129)}</podcast:person></item>
    <item><guid>untitled</guid><title> </title><pubDate>Thu, 02 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/></item>
    </channel></rss>`,
  '/chapters.latin': Buffer.from('{"chapters":[{"startTime":0,"title":"Zoë"}]}', 'latin1'),
  '/words.utf16': Buffer.from('\uFEFFWEBVTT\n\n00:00.000 --> 00:00.900\nDoßt\n', 'utf16le'),
  '/klingon': 'WEBVTT\n\n00:00.000 --> 00:00.900\nWords\n',
  '/letters': `<rss xmlns:podcast="p"><channel><title>Letters</title>
    <item><guid>known</guid><title>Known</title><pubDate>Thu, 02 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/>
      <podcast:chapters url="/chapters.latin"/><podcast:transcript url="/words.utf16" type="text/vtt"/></item>
    <item><guid>unknown</guid><title>Unknown</title><pubDate>Fri, 03 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/>
      <podcast:transcript url="/klingon" type="text/vtt"/></item></channel></rss>`,
  '/feed': `<rss xmlns:itunes="i" xmlns:podcast="p"><channel><title>Behind the doors</title><language>en-gb</language>
    <podcast:location geo="geo:53.8,-1.5">Leeds</podcast:location><itunes:image href="/show.png"/>
    <item><guid>full</guid><title>All of it</title><pubDate>Thu, 02 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/>
      <itunes:image href="/own.png"/><itunes:season>2</itunes:season><itunes:episode>7</itunes:episode>
      <itunes:episodeType>bonus</itunes:episodeType><itunes:explicit>yes</itunes:explicit>
      <podcast:person role="Guest" href="javascript:alert(1)">Amira</podcast:person><podcast:person>Frank</podcast:person>
      <podcast:chapters url="/chapters.json"/><podcast:transcript url="/words.vtt" type="text/vtt" language="cy"/></item>
    <item><guid>same</guid><title>The same cover</title><pubDate>Fri, 03 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/>
      <itunes:image href="/own.png"/><itunes:season>20250103</itunes:season><podcast:transcript url="/words.html" type="text/html"/></item>
    <item><guid>shows</guid><title>The show’s cover</title><pubDate>Sat, 04 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/>
      <itunes:image href="/show.png"/><podcast:transcript url="/words.json" type="application/json"/></item>
    <item><guid>gone</guid><title>Much is gone</title><pubDate>Sun, 05 Jan 2025 06:00:00 GMT</pubDate><enclosure url="/sound.mp3"/>
      <itunes:image href="/no-picture.png"/><podcast:chapters url="/nothing.json"/><podcast:transcript url="/nothing.vtt"/></item>
    </channel></rss>`,
};
const types: Record<string, string> = {
  '/chapters.latin': 'application/json; charset=ISO-8859-1',
  '/klingon': 'text/vtt; charset=x-klingon',
};
const host = createServer((request, response) => {
  const file = files[request.url ?? ''];
  if (file === undefined) return void response.writeHead(404).end();
  const type = types[request.url ?? ''];
  if (type) response.setHeader('content-type', type);
  response.end(
    typeof file === 'string' ? file.replaceAll(/(?<=")(?=\/)|ORIGIN/g, `http://${request.headers.host}`) : file,
  );
});
await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
afterAll(() => host.close());

async function take(path: string) {
  const channel = await buildChannel(db);
  const run = { id: crypto.randomUUID(), workspaceId: channel.workspaceId, channelId: channel.id };
  const feedUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}${path}`;
  await db.insert(showImports).values({ ...run, feedUrl });
  const asked: string[] = [];
  const worker = publisher({ download: guardedDownload({ allowPrivate: true }) });
  await importShow(
    worker,
    run.id,
    { last: true },
    async ({ name, options }) => void asked.push(`${name} ${options.singletonKey}`),
  );
  return { run, asked };
}

it('an episode brings its cover, numbers, people, chapters and words; what is gone is said and holds nothing up', async () => {
  const { run, asked } = await take('/feed');

  const [told] = await sql`select state, done, failures from show_imports where id = ${run.id}`;
  expect(told).toEqual({
    ...{ state: 'done', done: 4 },
    failures: [
      {
        episode: 'All of it',
        part: 'people',
        why: '“Amira” has no link now: “javascript:alert(1)” is no address of a web page.',
      },
      {
        episode: 'All of it',
        part: 'chapters',
        why: 'Left out, since the recording ends before: 1 of 2 chapters.',
      },
      { episode: 'All of it', part: 'transcript', why: 'Left out, since the recording ends before: 1 of 2 cues.' },
      {
        episode: 'The same cover',
        part: 'number',
        why: '“20250103” is none that a season can have here, and was left out.',
      },
      ...['cover', 'chapters', 'transcript'].map((part) => ({
        ...{ episode: 'Much is gone', part, why: expect.stringMatching(/\w+/) },
      })),
    ],
  });
  const rows = await sql<{ guid: string; content: EpisodeContent; used: string[] }[]>`
    select i.guid, r.content, array(select asset_id from revision_assets where revision_id = r.id) as used
    from items i join revisions r on r.id = i.revision_id where i.workspace_id = ${run.workspaceId}`;
  const { full, same, shows, gone } = Object.fromEntries(rows.map((row) => [row.guid, row]));
  expect(full?.content).toMatchObject({
    ...{ season: 2, number: 7, type: 'bonus', explicit: true },
    people: [
      { name: 'Amira', role: 'guest' },
      { name: 'Frank', role: 'host' },
    ],
    artwork: { alt: 'The cover of “All of it”' },
    chapters: [{ start: 0, title: 'In the file' }],
    transcript: { language: 'cy', cues: [{ text: 'Nos da', speaker: 'Amira' }] },
  });
  expect(full?.content.people[0]).not.toHaveProperty('url');
  const cover = full?.content.artwork?.assetId ?? '';
  expect(full?.used.toSorted()).toEqual([cover, full?.content.audio?.assetId].toSorted());
  expect(asked.filter((work) => work.includes(cover))).toEqual([`render-image ${cover}`]);
  expect(await sql`select mime, width, workspace_id from assets where id = ${cover}`).toEqual([
    { mime: 'image/png', width: 40, workspace_id: run.workspaceId },
  ]);

  const names = await sql<{ filename: string }[]>`
    select filename from assets where workspace_id = ${run.workspaceId} order by filename collate "C"`;
  expect(names.map(({ filename }) => filename)).toEqual([
    'Behind the doors.png',
    'Much is gone.mp3',
    'S2 E7 All of it.mp3',
    'S2 E7 All of it.png',
    'The same cover.mp3',
    'The show’s cover.mp3',
  ]);

  expect(same?.content).toMatchObject({ season: null, artwork: { assetId: cover }, transcript: { language: 'en-GB' } });
  expect(same?.content.transcript?.cues.map(({ text }) => text)).toEqual(['Good night']);
  expect(shows?.content.artwork).toBeNull();
  expect(shows?.content.transcript?.cues).toEqual([
    { start: 0, end: 1000, text: 'if a <b and c> d\nso', speaker: 'Ann' },
  ]);
  expect(gone?.content).toMatchObject({
    ...{ artwork: null, transcript: null },
    chapters: [
      { start: 0, title: 'In the tags' },
      { start: 1500, title: 'The end of it' },
    ],
  });
  expect(await sql`select place from shows where channel_id = ${run.channelId}`).toEqual([{ place: 'Leeds' }]);
}, 60_000);

it('what comes over changed is said, part by part, and an episode without a date keeps its place', async () => {
  const { run } = await take('/changed');
  const [told] = await sql`select state, done, failures from show_imports where id = ${run.id}`;
  const long = expect.stringMatching(/^Word Word/);
  expect(told).toEqual({
    ...{ state: 'done', done: 3 },
    failures: [
      { episode: 'Without a title', part: 'title', why: 'The feed gives it none, so it is called “Without a title”.' },
      {
        episode: long,
        part: 'date',
        why: expect.stringMatching(
          /^Its date, “the day before”, cannot be read\. It keeps its place in the feed, dated .*05:59 UTC\.$/,
        ),
      },
      {
        episode: long,
        part: 'title',
        why: expect.stringMatching(/longer than 200 characters, and was cut\. It was: (Word ?){80}$/),
      },
      {
        episode: long,
        part: 'notes',
        why: expect.stringMatching(
          /^They are too long to be kept whole.* Pictures were left out, such as “The ward”\.$/,
        ),
      },
      {
        episode: long,
        part: 'people',
        why: expect.stringMatching(/^“x+” was cut: .* Of 52 people the first 50 were kept\.$/),
      },
      { episode: long, part: 'transcript', why: expect.stringMatching(/^There are no captions in this WebVTT file/) },
    ],
  });
  const rows = await sql<{ guid: string; title: string; at: string; notes: number; people: number }[]>`
    select i.guid, i.title, to_json(p.published_at at time zone 'UTC')#>>'{}' as at, length(r.content->>'notes') as notes,
      jsonb_array_length(r.content->'people') as people
    from items i join revisions r on r.id = i.revision_id join posts p on p.item_id = i.id
    where i.workspace_id = ${run.workspaceId} order by p.published_at`;
  expect(rows.map(({ guid, at }) => [guid, at])).toEqual([
    ['untitled', '2025-01-02T06:00:00'],
    ['undated', '2025-01-05T05:59:59'],
    ['newest', '2025-01-05T06:00:00'],
  ]);
  expect(rows[1]).toMatchObject({ title: `${'Word '.repeat(39).trim()}…`, people: 50 });
  expect(rows[1]?.notes).toBeGreaterThan(99_000);

  // Published when it was; written and approved when it came here.
  const written = await sql`
    select r.created_at = e.at and a.at = e.at and e.at >= m.created_at as now, p.published_at < m.created_at - interval '1 month' as before
    from items i join revisions r on r.item_id = i.id join approvals a on a.revision_id = r.id join posts p on p.item_id = i.id
      join audit_entries e on e.subject_id = i.id::text and e.action = 'imported' join show_imports m on m.workspace_id = i.workspace_id
    where i.workspace_id = ${run.workspaceId}`;
  expect(written).toEqual(Array.from({ length: 3 }, () => ({ now: true, before: true })));
}, 60_000);

it('times, numbers and an address that cannot be kept are named', async () => {
  const { run } = await take('/lossy');
  const [told] = await sql`select state, done, failures from show_imports where id = ${run.id}`;
  const none = (given: string, of: string) => `“${given}” is none that ${of} can have here, and was left out.`;
  expect(told).toEqual({
    ...{ state: 'done', done: 2 },
    failures: [
      {
        episode: 'The show',
        part: 'address',
        why: expect.stringMatching(/^Its feed says that it has moved to https:\/\/elsewhere\.example\/feed /),
      },
      { episode: 'One', part: 'number', why: none('0', 'a season') },
      { episode: 'One', part: 'number', why: none('1.5', 'an episode') },
      {
        episode: 'One',
        part: 'chapters',
        why: 'Chapter 1 has no time or no title. Left out. Of chapters that start at the same time, the first was kept.',
      },
      { episode: 'One', part: 'chapters', why: 'Left out, since the recording ends before: 1 of 3 chapters.' },
      {
        episode: 'One',
        part: 'transcript',
        why: expect.stringMatching(
          /^Line 3: this cue ends before it starts\. It lasts one second now.* Line 9: these times cannot be read\./,
        ),
      },
      { episode: 'Two', part: 'number', why: none('0', 'an episode') },
      { episode: 'Two', part: 'transcript', why: 'Segment 1: it ends before it starts. It was left out.' },
    ],
  });
  const rows = await sql<{ content: EpisodeContent }[]>`
    select r.content from items i join revisions r on r.id = i.revision_id where i.workspace_id = ${run.workspaceId} order by i.guid`;
  expect(rows.map(({ content: { season, number, chapters } }) => [season, number, chapters.length])).toEqual([
    [null, null, 2],
    [null, null, 2],
  ]);

  // Many feeds name their own address there.
  const { run: own } = await take('/own-address');
  const moved = sql`select from show_imports where id = ${own.id} and failures @? '$[*] ? (@.part == "address")'`;
  expect(await moved).toEqual([]);
}, 60_000);

it('chapters and words are read in the letters that they are written in', async () => {
  const { run } = await take('/letters');
  const rows = await sql<{ content: EpisodeContent }[]>`
    select r.content from items i join revisions r on r.id = i.revision_id where i.workspace_id = ${run.workspaceId} order by i.guid`;
  const [known, unknown] = rows.map(({ content }) => content);
  expect(known).toMatchObject({ chapters: [{ title: 'Zoë' }], transcript: { cues: [{ text: 'Doßt' }] } });
  expect(unknown?.transcript).toBeNull();
  const [told] = await sql`select failures from show_imports where id = ${run.id}`;
  const why = expect.stringMatching(/^This file is written in “x-klingon”, .* Have its host send it in UTF-8/);
  expect(told).toEqual({ failures: [{ episode: 'Unknown', part: 'transcript', why }] });
}, 60_000);
