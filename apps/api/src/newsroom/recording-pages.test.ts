import { gzipSync } from 'node:zlib';
import { emptyVideo } from '@mobilise/contracts/recordings';
import { buildAsset } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { revisionFiles, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { origin, testNewsroom, words } from './testing.ts';

const { db, get, read, buildSite, publish, publishEpisode, buildPicture, announce } = await testNewsroom();

const cues = [
  { start: 0, end: 1000, text: 'Hello, and\nwelcome.', speaker: 'Samira' },
  { start: 1100, end: 2000, text: 'It is three.', speaker: 'Samira' },
  { start: 65_000, end: 66_000, text: 'Is it <late>?', speaker: 'Frank' },
];
const chapters = [
  { start: 0, title: 'Hello' },
  { start: 65_500, title: 'Late <b>', url: 'https://example.org/late' },
  { start: 70_000, title: 'Not listed', hidden: true },
];

async function showOn(more: Parameters<typeof buildShow>[1] = {}) {
  const site = await buildSite();
  const show = await buildShow(db, { channelId: site.channelId, ...more });
  return { site, show, path: `${site.path}/shows/${show.slug}` };
}

/** The JSON-LD of a page. */
const structured = (page: string) =>
  [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, json = '']) => JSON.parse(json));

describe('the page of an episode', () => {
  test('plays without script, and says in words all that is heard, with times that links lead to', async () => {
    const { site, show, path } = await showOn({ title: 'Behind the doors' });
    const picture = await buildPicture(site.workspaceId, [{ width: 3000, height: 3000, purpose: 'artwork' }, {}]);
    await db.update(shows).set({ artworkId: picture.assetId }).where(eq(shows.id, show.id));
    const episode = await publishEpisode(site, {
      ...{ showId: show.id, title: 'The night shift' },
      content: {
        ...{ season: 2, number: 7, notes: words('With Samira.'), chapters },
        people: [{ name: 'Samira Ali', role: 'guest' }],
        transcript: { language: 'en-GB', cues },
      },
    });
    const page = await read(episode.path);
    const [mp3 = '', m4a = ''] = episode.paths;
    expect(page).toContain(
      `<audio controls preload="none" aria-label="The night shift"><source src="${mp3}" type="audio/mpeg"><source src="${m4a}" type="audio/mp4"></audio>`,
    );
    expect(page).toContain(
      `<a class="at" href="${mp3}#t=65.5" data-t="65.5"><time datetime="PT65S">1:05</time> Late &#60;b&#62;</a>`,
    );
    expect(page).not.toContain('Not listed');
    expect(page).toContain(
      '<span class="hidden">Play from </span><time datetime="PT0S">0:00</time></a> <strong>Samira:</strong> Hello, and welcome. It is three.</p>',
    );
    expect(page).toContain('<strong>Frank:</strong> Is it &#60;late&#62;?</p>');
    for (const part of [
      'Season 2',
      'Episode 7',
      '2 min',
      'With Samira.',
      'Samira Ali',
      `<a href="${path}">Behind the doors</a>`,
    ])
      expect(page).toContain(part);
    expect(page).toContain(
      `<link rel="alternate" type="application/rss+xml" title="Behind the doors" href="${path}/feed.xml">`,
    );
    const [episodeData, crumbs] = structured(page);
    expect(episodeData).toMatchObject({
      ...{ '@type': 'PodcastEpisode', name: 'The night shift', timeRequired: 'PT90S', episodeNumber: 7 },
      partOfSeries: { '@type': 'PodcastSeries', webFeed: `${origin}${path}/feed.xml` },
      associatedMedia: { contentUrl: origin + mp3, encodingFormat: 'audio/mpeg', duration: 'PT90S' },
    });
    expect(crumbs.itemListElement[1]).toMatchObject({ name: 'Behind the doors' });
  });

  test('counts times from where the recording begins, after the intro', async () => {
    const { site, show } = await showOn();
    const intro = await buildAsset(db, { workspaceId: site.workspaceId, kind: 'audio', duration: 5000 });
    const episode = await publishEpisode(site, {
      showId: show.id,
      content: { chapters, transcript: { language: 'en', cues }, intro: { assetId: intro.id } },
    });
    const page = await read(episode.path);
    expect(page).toContain('data-t="70.5"><time datetime="PT70S">1:10</time>');
    expect(page).toContain('data-t="5"><span class="hidden">Play from </span><time datetime="PT5S">0:05</time>');
  });

  test('alone may load sounds and our scripts, which are served for good and small', async () => {
    const { site, show } = await showOn();
    const [episode, story] = [await publishEpisode(site, { showId: show.id }), await publish(site)];
    const response = await get(episode.path);
    expect(response.headers.get('content-security-policy')).toMatch(/; media-src 'self'; script-src 'self'$/);
    const page = await response.text();
    expect(page.length).toBeLessThan(60_000);
    expect(page).not.toMatch(/style="|<style|\son[a-z]+="/);
    const scripts = [...page.matchAll(/<script(?! type="application\/ld)([^>]*)>([^<]*)</g)];
    expect(scripts.map(([, , inline]) => inline)).toEqual(['', '']);
    let bytes = 0;
    for (const [, attributes = ''] of scripts) {
      const script = await get(/src="([^"]+)"/.exec(attributes)?.[1] ?? '');
      expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(script.headers.get('cache-control')).toContain('immutable');
      // As it is sent, compressed.
      bytes += gzipSync(await script.text()).length;
    }
    expect(bytes).toBeLessThanOrEqual(6144);
    expect((await get(story.path)).headers.get('content-security-policy')).not.toMatch(/script-src|media-src/);
    expect(await read(story.path)).not.toMatch(/<script(?! type="application\/ld)/);
  });

  test('says that the audio is not there where it is not, and is gone when it was taken down', async () => {
    const { site, show } = await showOn();
    const { item, post, path } = await publishEpisode(site, { showId: show.id });
    await db.delete(revisionFiles).where(eq(revisionFiles.revisionId, item.revisionId ?? ''));
    expect(await read(path)).toContain('The audio of this episode is not ready yet.');
    await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, post.id));
    await announce(site);
    await vi.waitFor(async () => expect((await get(path)).status).toBe(410), { timeout: 10_000 });
  });
});

describe('the page of a show', () => {
  test('lists its episodes with their length, and says where to subscribe', async () => {
    const { site, show, path } = await showOn({ funding: { url: 'https://example.org/give', text: 'Support us' } });
    await publishEpisode(site, { showId: show.id, title: 'First', duration: 65 * 60_000, store: undefined });
    await publishEpisode(site, { showId: show.id, title: 'Second' });
    await publish(site, { title: 'A story' });
    const page = await read(path);
    expect([...page.matchAll(/class="title"[^>]*>([^<]+)</g)].map(([, title]) => title)).toEqual(['Second', 'First']);
    expect(page).toContain('<span>1 h 5 min</span>');
    const feed = `${origin}${path}/feed.xml`;
    for (const link of [
      feed,
      feed.replace('https', 'podcast'),
      `overcast://x-callback-url/add?url=${encodeURIComponent(feed)}`,
      `https://pca.st/feed/${encodeURIComponent(feed)}`,
      'https://example.org/give',
    ])
      expect(page).toContain(`href="${link}"`);
    expect(page).toContain(`type="application/rss+xml" title="${show.title}" href="${path}/feed.xml"`);
    expect(structured(page)[0]).toMatchObject({ '@type': 'PodcastSeries', webFeed: feed });
    expect((await get(`${site.path}/shows/nothing`)).status).toBe(404);
  });

  test('is found from the front page, where feed readers are told of it, and from the foot of every page, once something is out', async () => {
    const { site, show, path } = await showOn({ title: 'Behind the doors' });
    const { path: story } = await publish(site, { title: 'A story' });
    expect(await read(site.path)).not.toContain('Behind the doors');
    await publishEpisode(site, { showId: show.id });
    await announce(site);
    const told = `<link rel="alternate" type="application/rss+xml" title="Behind the doors" href="${path}/feed.xml">`;
    await expect.poll(() => read(site.path)).toContain(told);
    const link = `<a href="${path}">Behind the doors</a>`;
    expect(await read(site.path)).toMatch(new RegExp(`<nav class="shows"[^\\n]*${link}`));
    expect(await read(story)).toContain(`<li><a href="${path}">Podcast: Behind the doors</a></li>`);
    expect(await read(`${site.path}/sitemap.xml`)).toContain(`<loc>${origin}${path}</loc>`);
  });

  test('goes on in pages of older episodes, which lead to each other', async () => {
    const { site, show, path } = await showOn({ title: 'Behind the doors' });
    for (let number = 1; number <= 25; number += 1)
      await publishEpisode(
        site,
        { showId: show.id, title: `Episode ${number}.`, duration: 10, store: undefined },
        { publishedAt: new Date(Date.UTC(2025, 0, number)) },
      );
    await publish(site, { title: 'A story' });
    const [front, second] = [await read(path), await read(`${path}/page/2`)];
    expect(front.match(/<article/g)).toHaveLength(24);
    expect(front).toContain(`rel="next" href="${path}/page/2"`);
    expect([...second.matchAll(/class="title"[^>]*>([^<]+)</g)].map(([, title]) => title)).toEqual(['Episode 1.']);
    expect(second).toContain(`rel="prev" href="${path}"`);
    expect(second).toContain(`<link rel="canonical" href="${origin}${path}/page/2">`);
    expect(second).toContain('<h1>Episodes, page 2 of 2</h1>');
    expect((await get(`${path}/page/3`)).status).toBe(404);
    expect((await get(`${path}/page/0`)).status).toBe(404);
    expect((await get(`${path}/page/1`)).headers.get('location')).toBe(path);
  });

  test('is in the sitemap, and its episodes are on the front page and in the feeds of the site', async () => {
    const { site, show, path } = await showOn();
    const { paths } = await publishEpisode(site, { showId: show.id, title: 'The night shift' });
    expect(await read(`${site.path}/sitemap.xml`)).toContain(`<loc>${origin}${path}</loc>`);
    const front = await read(site.path);
    expect(front).toContain('Episode</span> <span>2 min</span>');
    expect(await read(`${site.path}/feed.xml`)).toContain(
      `<enclosure url="${origin}${paths[0]}" length="1440000" type="audio/mpeg"/>`,
    );
    expect(await read(`${site.path}/atom.xml`)).toContain(
      `<link rel="enclosure" type="audio/mp4" length="1440000" href="${origin}${paths[1]}"/>`,
    );
    expect(JSON.parse(await read(`${site.path}/feed.json`)).items[0].attachments).toMatchObject([
      { url: origin + paths[0], mime_type: 'audio/mpeg', duration_in_seconds: 90 },
      { url: origin + paths[1], mime_type: 'audio/mp4' },
    ]);
  });
});

test('the page of a video plays it with captions and poster, and says in words what is said', async () => {
  const site = await buildSite();
  const film = await buildAsset(db, { workspaceId: site.workspaceId, kind: 'video', duration: 80_000 });
  const content = {
    ...emptyVideo,
    ...{ video: { assetId: film.id, trim: null }, description: words('A walk through the garden.') },
    ...{ captions: { language: 'en-GB', cues }, chapters },
  };
  const { item, path } = await publish(site, { kind: 'video', title: 'The garden', content });
  const file = (purpose: string, format: string, width: number, height: number) => ({
    ...{ revisionId: item.revisionId ?? '', purpose, format, width, height, bytes: 10, duration: width && 80_000 },
    ...{ sha256: `${width}`.padStart(64, purpose === 'poster' ? 'a' : 'b'), recipe: 'test' },
  });
  const made = [file('film', 'mp4', 1920, 1080), file('film', 'mp4', 854, 480)];
  const [poster, track] = [file('poster', 'jpeg', 1280, 720), file('captions', 'vtt', 0, 0)];
  const small = file('poster', 'jpeg', 800, 450);
  await db.insert(revisionFiles).values([...made, small, poster, track]);
  await db
    .update(revisions)
    .set({ files: 'ready' })
    .where(eq(revisions.id, item.revisionId ?? ''));
  const page = await read(path);
  expect(page).toContain(
    `<video controls preload="none" aria-label="The garden" playsinline width="1920" height="1080" poster="/media/${poster.sha256}.jpeg">` +
      `<source src="/media/${made[1]?.sha256}.mp4" type="video/mp4" media="(max-width: 960px)">` +
      `<source src="/media/${made[0]?.sha256}.mp4" type="video/mp4">` +
      `<track kind="captions" src="/media/${track.sha256}.vtt" srclang="en-GB" label="Captions" default></video>`,
  );
  for (const part of [
    'data-length="80"',
    '<p class="meta place">1 min</p>',
    'A walk through the garden.',
    'Hello, and welcome.',
    'data-t="65.5"',
  ])
    expect(page).toContain(part);
  expect(structured(page)[0]).toMatchObject({
    ...{ '@type': 'VideoObject', name: 'The garden', duration: 'PT80S' },
    contentUrl: `${origin}/media/${made[0]?.sha256}.mp4`,
    thumbnailUrl: `${origin}/media/${poster.sha256}.jpeg`,
  });
  // Its still stands for it where it is listed and linked to.
  expect(page).toContain(`<meta property="og:image" content="${origin}/media/${poster.sha256}.jpeg">`);
  // In a list in the size that fits, and at once where it is the first to be seen.
  expect(await read(site.path)).toContain(
    `<div class="shot"><picture><img src="/media/${poster.sha256}.jpeg" srcset="/media/${small.sha256}.jpeg 800w, /media/${poster.sha256}.jpeg 1280w" ` +
      'sizes="(max-width: 736px) 100vw, 720px" width="1280" height="720" alt="" fetchpriority="high" decoding="async"></picture></div>',
  );
});
