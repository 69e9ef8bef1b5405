import type { Document } from '@mobilise/contracts/document';
import { buildAsset, buildChannel, buildPost } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { eq } from 'drizzle-orm';
import partytime from 'podcast-partytime';
import { describe, expect, test, vi } from 'vitest';
import { origin, testNewsroom, words } from './testing.ts';

const { db, get, read, buildSite, publish, publishEpisode, buildPicture, announce } = await testNewsroom();

type Show = Parameters<typeof buildShow>[1];

async function showOn(more: Show = {}) {
  const site = await buildSite();
  const show = await buildShow(db, { channelId: site.channelId, ...more });
  return { site, show, path: `${site.path}/shows/${show.slug}`, feed: `${site.path}/shows/${show.slug}/feed.xml` };
}

/** Reads a feed as podcast apps do; fails where it is no feed at all. */
function understood(xml: string) {
  const feed = partytime.parseFeed(xml);
  if (!feed) throw new Error('This is no feed');
  return feed;
}

/** What a reader that takes a text for HTML shows of it. */
const shown = (html: string) =>
  html.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

const square = { purpose: 'artwork', format: 'jpeg', width: 3000, height: 3000 };
const cue = (start: number, text: string, speaker?: string) => ({
  ...{ start, end: start + 900, text },
  ...(speaker && { speaker }),
});

/** A show that says all there is to say, with an episode and a trailer that do. */
async function full() {
  const { site, show, ...paths } = await showOn({
    ...{ title: 'Behind the doors', author: 'Fern Hill Hospice', ownerName: 'Grace Okafor', explicit: true },
    ...{ categories: ['Health & Fitness > Mental Health', 'Government'], type: 'serial', complete: true },
    ...{ copyright: '© Fern Hill Hospice', licence: 'cc-by-4.0', verification: 'abc-123', place: 'Riverside, Leeds' },
    funding: { url: 'https://example.org/give', text: 'Support the hospice' },
  });
  const [cover, own, face] = await Promise.all([1, 2, 3].map(() => buildPicture(site.workspaceId, [square])));
  await db
    .update(shows)
    .set({ artworkId: cover?.assetId ?? null })
    .where(eq(shows.id, show.id));
  const intro = await buildAsset(db, { workspaceId: site.workspaceId, kind: 'audio', duration: 5000 });
  const episode = await publishEpisode(site, {
    ...{ showId: show.id, title: 'The night shift', summary: 'Who answers at three.', guid: 'tag:old.example,2020:1' },
    content: {
      ...{ season: 2, number: 7, explicit: true, notes: words('With Samira.') },
      intro: { assetId: intro.id },
      artwork: { assetId: own?.assetId ?? '', alt: 'A phone at night' },
      people: [
        {
          ...{ name: 'Samira Ali', role: 'guest', url: 'https://example.org/samira' },
          picture: { assetId: face?.assetId ?? '', alt: 'Samira' },
        },
      ],
      chapters: [
        { start: 0, title: 'Hello' },
        { start: 30_000, title: 'Three o’clock', url: 'https://example.org/three' },
      ],
      transcript: { language: 'en-GB', cues: [cue(0, 'Hello.', 'Samira'), cue(1500, 'It is three.')] },
    },
  });
  const trailer = await publishEpisode(site, { showId: show.id, title: 'Listen soon', content: { type: 'trailer' } });
  const mastodon = await buildChannel(db, { workspaceId: site.workspaceId, kind: 'mastodon' });
  await buildPost(db, {
    ...{ channelId: mastodon.id, itemId: episode.item.id, state: 'published', publishedAt: new Date() },
    remoteUrl: 'https://social.example/@fernhill/1',
  });
  return { site, show, episode, trailer, cover, own, ...paths };
}

describe('the feed of a show', () => {
  test('says in tags that are all understood what there is to say', async () => {
    const { show, site, path, feed, episode, trailer, cover, own } = await full();
    const xml = await read(feed);
    const { pc20support, ...told } = understood(xml);
    const used = new Set([...xml.matchAll(/<podcast:(\w+)/g)].map(([, name]) => name ?? ''));
    const parts = ['source', 'integrity'];
    const known = new Set(
      Object.values(pc20support)
        .flat()
        .map((name) => name.replace(/^podcast:/, '')),
    );
    expect([...used].filter((name) => !known.has(name) && !parts.includes(name))).toEqual([]);
    expect(used.size).toBeGreaterThan(15);

    const [artwork = '', ownArtwork = ''] = [cover, own].map((picture) => `${origin}/media/${picture?.sha256}.jpg`);
    expect(told).toMatchObject({
      ...{ title: 'Behind the doors', link: origin + path, language: 'en-gb', author: 'Fern Hill Hospice' },
      ...{ explicit: true, itunesType: 'serial', itunesComplete: true, itunesImage: artwork, guid: show.guid },
      owner: { name: 'Grace Okafor', email: 'press@example.org' },
      locked: true,
      medium: 'podcast',
      license: { identifier: 'cc-by-4.0' },
      podcastLocation: { name: 'Riverside, Leeds' },
      podcastFunding: [{ url: 'https://example.org/give', message: 'Support the hospice' }],
      podcastTxt: [{ purpose: 'verify', value: 'abc-123' }],
      trailers: [{ title: 'Listen soon', url: origin + (trailer.paths[0] ?? '') }],
    });
    expect(xml).toContain(
      '<itunes:category text="Health &#38; Fitness"><itunes:category text="Mental Health"/></itunes:category>',
    );
    expect(xml).toContain(`<atom:link href="${origin}${feed}" rel="self" type="application/rss+xml"/>`);
    expect(told.items.map(({ title }) => title)).toEqual(['Listen soon', 'The night shift']);
    const at = `${origin}${site.path}/episodes/${episode.item.id}`;
    const [mp3, m4a] = episode.files.toSorted((a, b) => (a.format < b.format ? 1 : -1));
    expect(told.items[1]).toMatchObject({
      ...{ guid: 'tag:old.example,2020:1', link: origin + episode.path, duration: 90, explicit: true },
      enclosure: { url: `${at}/${mp3?.sha256}.mp3`, length: mp3?.bytes, type: 'audio/mpeg' },
      ...{ itunesSeason: 2, itunesEpisode: 7, itunesEpisodeType: 'full', itunesImage: ownArtwork },
      podcastSeason: { number: 2 },
      podcastEpisode: { number: 7 },
      podcastPeople: [{ name: 'Samira Ali', role: 'Guest', href: 'https://example.org/samira' }],
      podcastChapters: { url: `${at}/${episode.item.revisionId}/chapters.json`, type: 'application/json+chapters' },
      podcastSocialInteraction: [{ platform: 'activitypub', url: 'https://social.example/@fernhill/1' }],
    });
    // As the specification names it; partytime says it in another way.
    expect(xml).toContain('transcript.srt" type="application/x-subrip" language="en-GB" rel="captions"/>');
    expect(told.items[1]?.podcastTranscripts?.map(({ type }) => type)).toEqual([
      ...['text/vtt', 'application/srt', 'application/json', 'text/html'],
    ]);
    expect(
      told.items[1]?.alternativeEnclosures?.map(({ type, length, source }) => [type, length, source[0]?.uri]),
    ).toEqual([
      ['audio/mpeg', mp3?.bytes, `${at}/${mp3?.sha256}.mp3`],
      ['audio/mp4', m4a?.bytes, `${at}/${m4a?.sha256}.m4a`],
    ]);
  });

  test('has what Apple and Spotify ask for, also where little is said', async () => {
    const { site, show, feed } = await showOn();
    const { assetId } = await buildPicture(site.workspaceId, [square]);
    await db.update(shows).set({ artworkId: assetId }).where(eq(shows.id, show.id));
    await publishEpisode(site, { showId: show.id });
    const xml = await read(feed);
    const [channel = '', item = ''] = xml.split('<item>');
    for (const tag of ['title', 'description', 'link', 'language', 'itunes:author', 'itunes:explicit', 'itunes:email'])
      expect(channel).toMatch(new RegExp(`<${tag}>[^<]+</${tag}>`));
    expect(channel).toMatch(/<itunes:image href="https:[^"]+\.jpg"\/>/);
    expect(channel).toMatch(/<itunes:category text="[^"]+"\/>/);
    for (const tag of [
      'title',
      'link',
      'pubDate',
      'description',
      'itunes:duration',
      'itunes:explicit',
      'itunes:episodeType',
    ])
      expect(item).toMatch(new RegExp(`<${tag}>[^<]+</${tag}>`));
    expect(item).toMatch(/<enclosure url="https:[^"]+\.mp3" length="[1-9]\d*" type="audio\/mpeg"\/>/);
    expect(item).toMatch(/<pubDate>\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT<\/pubDate>/);
    expect(xml).not.toMatch(
      /<podcast:(transcript|chapters|person|season|episode|trailer|funding|license|location|txt)\b/,
    );
    expect(xml).not.toMatch(/null|undefined|NaN/);
  });

  test('lists three hundred episodes, the newest first, each by a name and a file of its own', async () => {
    const { site, show, feed } = await showOn();
    for (let done = 0; done < 300; done += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          buildEpisode(db, { showId: show.id, title: `Episode ${done + index}`, duration: 10 }).then(({ id }) =>
            buildPost(db, {
              ...{ channelId: site.channelId, itemId: id, state: 'published' },
              publishedAt: new Date(Date.UTC(2020, 0, 1 + done + index)),
            }),
          ),
        ),
      );
    const { items } = understood(await read(feed));
    expect(items.map(({ title }) => title)).toEqual(
      Array.from({ length: 300 }, (_, index) => `Episode ${299 - index}`),
    );
    expect(new Set(items.map(({ guid }) => guid)).size).toBe(300);
    expect(new Set(items.map(({ enclosure }) => enclosure.url)).size).toBe(300);
  });

  test('leaves out an episode whose files are missing, other shows and other kinds', async () => {
    const { site, show, feed } = await showOn();
    const other = await buildShow(db, { channelId: site.channelId });
    await publishEpisode(site, { showId: other.id, title: 'Of another show' });
    await publish(site, { title: 'A story' });
    const without = await publishEpisode(site, { showId: show.id, title: 'Still being made' });
    await db
      .update(revisions)
      .set({ files: 'wanted' })
      .where(eq(revisions.id, without.item.revisionId ?? ''));
    await db.execute(`delete from revision_files where revision_id = '${without.item.revisionId}'`);
    await publishEpisode(site, { showId: show.id, title: 'Ready' });
    expect(understood(await read(feed)).items.map(({ title }) => title)).toEqual(['Ready']);
    expect((await get(`${site.path}/shows/no-such-show/feed.xml`)).status).toBe(404);
  });

  test('is asked for again with little, by HEAD as well, and from everywhere', async () => {
    const { site, show, feed } = await showOn();
    await publishEpisode(site, { showId: show.id });
    const first = await get(feed);
    expect(first.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    const again = { 'If-None-Match': first.headers.get('etag') ?? '' };
    expect((await get(feed, { headers: again })).status).toBe(304);
    const since = { 'If-Modified-Since': first.headers.get('last-modified') ?? '' };
    expect((await get(feed, { headers: since })).status).toBe(304);
    const head = await get(feed, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('that has moved sends on who follows, tells who reads, and can come back', async () => {
    const newFeedUrl = 'https://elsewhere.example/rss?a=1&b=2';
    const { site, show, feed } = await showOn({ newFeedUrl, locked: true });
    await publishEpisode(site, { showId: show.id });
    const moved = await get(feed);
    expect([moved.status, moved.headers.get('location')]).toEqual([301, newFeedUrl]);
    expect(moved.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    const text = await moved.text();
    expect(understood(text).itunesNewFeedUrl).toBe(newFeedUrl);
    // Or the new host would refuse to take it.
    expect(text).toMatch(/<podcast:locked[^>]*>no</);
    await db.update(shows).set({ newFeedUrl: null }).where(eq(shows.id, show.id));
    await announce(site, 'shows');
    await vi.waitFor(async () => expect((await get(feed)).status).toBe(200), { timeout: 10_000 });
  });

  test('carries hostile and endless words as words', async () => {
    const hostile = `]]> </title><script>alert("1")</script> & 'quoted' שלום 👩‍⚕️ \u0008`;
    const endless: Document = words('Ä long night. '.repeat(20_000));
    const { site, show, feed } = await showOn({
      ...{ title: hostile, description: `${hostile} ${'é'.repeat(3900)}`, author: hostile, ownerName: hostile },
      ...{ copyright: hostile, verification: hostile, place: hostile, licence: 'Ask us first & always' },
    });
    await publishEpisode(site, {
      ...{ showId: show.id, title: `${hostile} ${'x'.repeat(300)}`, guid: hostile },
      content: { notes: endless, people: [{ name: hostile, role: 'host' }] },
    });
    const xml = await read(feed);
    expect(xml).not.toContain('<script>');
    expect(xml).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
    const { title, description, items } = understood(xml);
    expect(title).toBe(`]]> </title><script>alert("1")</script> & 'quoted' שלום 👩‍⚕️`);
    expect(Buffer.byteLength(description)).toBeLessThanOrEqual(4000);
    expect(items[0]?.title?.length).toBeLessThanOrEqual(255);
    expect(items[0]?.title).toMatch(/x…$/);
    expect(Buffer.byteLength(items[0]?.description ?? '')).toBeLessThanOrEqual(4000);
    expect(items[0]?.content?.length ?? 0).toBeGreaterThan(200_000);
  });

  test('says each category once, and where a licence is explained that is no known name', async () => {
    const { site, feed } = await showOn({ categories: ['Arts', 'Arts', 'Arts > Books'], licence: 'Copyright' });
    const xml = await read(feed);
    expect(xml.match(/<itunes:category text="Arts"\/>/g)).toHaveLength(1);
    expect(xml).toMatch(new RegExp(`<podcast:license url="[^"]+${site.path}/shows/[^"]+">Copyright</podcast:license>`));
    for (const licence of ['CC0-1.0', 'cc-by-4.0', 'CC-BY-NC-SA-3.0-IGO', 'OGL-UK-3.0'])
      expect(await read((await showOn({ licence })).feed)).toContain(`<podcast:license>${licence}</podcast:license>`);
  });

  test('leaves apostrophes and quotes as they are, so that a description as long as the form takes is whole', async () => {
    const quoted = `Fern Hill's "quiet" hours. ${'é"'.repeat(1300)}`;
    const text = quoted.padEnd(4000 - Buffer.byteLength(quoted) + quoted.length, '.');
    expect(Buffer.byteLength(text)).toBe(4000);
    const { site, show, feed } = await showOn({ description: text });
    await publishEpisode(site, { showId: show.id, summary: "Fern Hill's kettle" });
    const { description, items } = understood(await read(feed));
    expect([description, items[0]?.description]).toEqual([text, "Fern Hill's kettle"]);
  });

  test('carries plain words as words where apps expect HTML', async () => {
    const plain = `waiting < 4 h & age > 65: <img src=x onerror="alert(1)"> 'now'`;
    const { site, show, feed } = await showOn({ description: plain });
    await publishEpisode(site, { showId: show.id, summary: plain, content: { notes: words('') } });
    const { description, items } = understood(await read(feed));
    const [item] = items;
    for (const html of [description, item?.description ?? '', item?.content ?? '']) {
      expect(html).not.toMatch(/<(?!\/?p>)/);
      expect(shown(html)).toBe(plain);
    }
  });
});

describe('beside an episode', () => {
  test('stand its words and chapters in every format, moved by the intro that is played before', async () => {
    const { site, episode } = await full();
    const at = `${site.path}/episodes/${episode.item.id}/${episode.item.revisionId}`;
    const types: Record<string, string> = {
      'transcript.vtt': 'text/vtt; charset=utf-8',
      'transcript.srt': 'application/x-subrip; charset=utf-8',
      'transcript.json': 'application/json; charset=utf-8',
      'transcript.html': 'text/html; charset=utf-8',
      'chapters.json': 'application/json+chapters; charset=utf-8',
    };
    for (const [name, type] of Object.entries(types)) {
      const response = await get(`${at}/${name}`);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await read(`${at}/transcript.vtt`)).toContain('00:00:05.000 --> 00:00:05.900\n<v Samira>Hello.');
    expect(await read(`${at}/transcript.srt`)).toContain('00:00:06,500 --> 00:00:07,400');
    expect(JSON.parse(await read(`${at}/transcript.json`)).segments[0]).toMatchObject({ startTime: 5, body: 'Hello.' });
    expect(JSON.parse(await read(`${at}/chapters.json`)).chapters).toMatchObject([
      { startTime: 0, title: 'Hello' },
      { startTime: 35, title: 'Three o’clock' },
    ]);
  });

  test('is nothing of what nobody approved, of another item, or that was never written', async () => {
    const { site, episode, trailer } = await full();
    const draft = await buildEpisode(db, { workspaceId: site.workspaceId, approved: false });
    const at = (item: string, revision: string | null, name: string) =>
      `${site.path}/episodes/${item}/${revision}/${name}`;
    for (const path of [
      at(trailer.item.id, trailer.item.revisionId, 'transcript.vtt'),
      at(trailer.item.id, trailer.item.revisionId, 'chapters.json'),
      at(trailer.item.id, episode.item.revisionId, 'transcript.vtt'),
      at(draft.id, draft.revisionId, 'transcript.vtt'),
      at(episode.item.id, episode.item.revisionId, 'transcript.doc'),
      at(episode.item.id, episode.item.revisionId, 'constructor'),
      at(episode.item.id, 'not-an-id', 'transcript.vtt'),
    ])
      expect((await get(path)).status, path).toBe(404);
  });

  test('is gone once the episode was taken down, and was never there where nothing was', async () => {
    const { site, episode, trailer } = await full();
    for (const { post } of [episode, trailer])
      await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, post.id));
    const planned = await publishEpisode(
      site,
      { showId: episode.item.showId ?? '', content: { chapters: [{ start: 0, title: 'Hello' }] } },
      { state: 'scheduled', publishedAt: null },
    );
    const status = async ({ item: { id, revisionId } }: typeof episode, name: string) =>
      (await get(`${site.path}/episodes/${id}/${revisionId}/${name}`)).status;
    for (const name of ['transcript.vtt', 'transcript.html', 'chapters.json']) {
      expect(await status(episode, name)).toBe(410);
      expect(await status(trailer, name)).toBe(404);
    }
    expect(await status(planned, 'chapters.json')).toBe(404);
    expect(await status(episode, 'transcript.doc')).toBe(404);
  });
});
