import { randomUUID } from 'node:crypto';
import { buildAsset, buildPost } from '@mobilise/db/factories';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { items } from '@mobilise/db/schema/items';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { origin, story, testNewsroom } from './testing.ts';

const { db, get, read, buildSite, publish, announce } = await testNewsroom();

describe('hostile words', () => {
  const hostile = '</title><script>alert(1)</script>"\'&\u0008]]>';

  test('are shown as words on every page', async () => {
    const site = await buildSite(`Hospice ${hostile}`);
    const campaignId = randomUUID();
    await db.insert(campaigns).values({
      id: campaignId,
      workspaceId: site.workspaceId,
      name: hostile,
      slug: 'hostile',
      summary: hostile,
      colour: '#b45309',
    });
    const asset = await buildAsset(db, { workspaceId: site.workspaceId });
    const data = { caption: hostile, columns: [hostile], rows: [[hostile]] };
    const content = {
      artwork: { assetId: asset.id, alt: hostile },
      longDescription: hostile,
      data,
      sources: [{ title: hostile, url: 'https://example.org/?a=1&b="' }],
    };
    const first = await publish(site, {
      kind: 'infographic',
      title: hostile,
      summary: hostile,
      slug: 'hostile',
      content,
      campaignId,
    });
    await publish(site, {
      title: hostile,
      summary: hostile,
      slug: 'hostile-story',
      content: story(hostile),
      campaignId,
    });
    for (const path of [
      site.path,
      first.path,
      `${site.path}/hostile-story`,
      `${site.path}/campaigns/hostile`,
      `${site.path}/nothing`,
    ]) {
      const page = await read(path);
      expect(page).not.toContain('<script>');
      expect(page).not.toContain('\u0008');
      for (const [, json] of page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs))
        expect(() => JSON.parse(json ?? '')).not.toThrow();
    }
    for (const feed of ['feed.xml', 'atom.xml', 'sitemap.xml']) {
      const xml = await read(`${site.path}/${feed}`);
      expect(xml).not.toContain('<script>');
      expect(xml).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
      expect(unclosed(xml)).toEqual([]);
    }
    // Readers take the description of an item in RSS for HTML.
    const [, item = ''] = (await read(`${site.path}/feed.xml`)).split('<item>');
    const [, description = ''] = /<description>(.*?)<\/description>/s.exec(item) ?? [];
    expect(unescaped(description)).not.toContain('<');
    expect(unescaped(unescaped(description))).toBe(hostile.replace('\u0008', ''));
    expect(JSON.parse(await read(`${site.path}/feed.json`)).items[0].title).toBe(hostile);
  });

  test('are no formulas in the table’s CSV', async () => {
    const site = await buildSite();
    const data = {
      caption: '',
      columns: ['Group', 'Change'],
      rows: [
        ['=HYPERLINK("http://x")', '-4'],
        ['@sum, and more', '+1,200'],
        ['-cmd', '5%'],
      ],
    };
    const { path } = await publish(site, {
      kind: 'infographic',
      content: { artwork: null, longDescription: 'Words', data, sources: [] },
    });
    const response = await get(`${path}/data.csv`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment');
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    expect(text).toBe(
      '\ufeffGroup,Change\r\n"\'=HYPERLINK(""http://x"")",-4\r\n"\'@sum, and more","+1,200"\r\n\'-cmd,5%\r\n',
    );
    expect((await get(`${(await publish(site)).path}/data.csv`)).status).toBe(404);
  });
});

describe('feeds', () => {
  test('carry the first date and an identity that no update changes', async () => {
    const site = await buildSite();
    const { item } = await publish(site, { title: 'In the feed' }, { publishedAt: new Date('2026-10-01T09:00:00Z') });
    const before = await read(`${site.path}/feed.xml`);
    const guid = /<guid isPermaLink="false">(urn:uuid:[0-9a-f-]{36})<\/guid>/.exec(before)?.[1];
    expect(guid).toBeDefined();
    expect(before).toContain('<pubDate>Thu, 01 Oct 2026 09:00:00 GMT</pubDate>');
    await db
      .update(items)
      .set({ slug: `moved-${item.slug}` })
      .where(eq(items.id, item.id));
    await buildPost(db, {
      channelId: site.channelId,
      itemId: item.id,
      state: 'published',
      publishedAt: new Date('2026-10-05T09:00:00Z'),
    });
    await announce(site);
    await vi.waitFor(async () => expect(await read(`${site.path}/feed.xml`)).toContain('/moved-'), { timeout: 10_000 });
    expect(await read(`${site.path}/feed.xml`)).toContain(guid);
    expect(await read(`${site.path}/feed.xml`)).toContain('<pubDate>Thu, 01 Oct 2026 09:00:00 GMT</pubDate>');
    const atom = await read(`${site.path}/atom.xml`);
    expect(atom).toContain('<updated>2026-10-05T09:00:00.000Z</updated>');
    expect(atom).toContain(guid);
    expect(unclosed(atom)).toEqual([]);
    expect(JSON.parse(await read(`${site.path}/feed.json`))).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      items: [{ id: guid, date_published: '2026-10-01T09:00:00.000Z' }],
    });
  });

  test('show apostrophes and quotes as they are, also where a reader takes HTML for plain text', async () => {
    const site = await buildSite();
    await publish(site, { summary: `Fern Hill's "open door" & tea` });
    const [, item = ''] = (await read(`${site.path}/feed.xml`)).split('<item>');
    const [, description = ''] = /<description>(.*?)<\/description>/s.exec(item) ?? [];
    expect(unescaped(description)).toBe(`Fern Hill's "open door" &#38; tea`);
  });

  test('robots.txt lists the sitemap of every site that shows something', async () => {
    const [shown, empty] = [await buildSite(), await buildSite()];
    await publish(shown);
    await announce(shown);
    await vi.waitFor(
      async () => expect(await read('/robots.txt')).toContain(`Sitemap: ${origin}${shown.path}/sitemap.xml`),
      { timeout: 10_000 },
    );
    expect(await read('/robots.txt')).not.toContain(empty.slug);
  });
});

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** Elements of an XML document that are not closed, or closed in the wrong place. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name = '', empty] of xml.matchAll(/<(\/?)([a-z:]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/gi)) {
    if (close) {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!empty) open.push(name);
  }
  const left = xml.replace(/<\/?[a-z:]+(?:\s+[\w:-]+="[^"<]*")*\s*\/?>|<\?xml [^?]*\?>/gi, '');
  return /[<]|&(?!#\d+;)/.test(left) ? ['unescaped text'] : open;
}
