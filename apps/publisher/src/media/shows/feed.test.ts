import { documentText } from '@mobilise/contracts/document';
import { describe, expect, it } from 'vitest';
import { readFeed } from './feed.ts';
import { notesOf } from './notes.ts';

const rss = (inner: string, head = '') =>
  `<?xml version="1.0"?>${head}<rss version="2.0" xmlns:itunes="i" xmlns:podcast="p"><channel><title>Night &amp; day</title>${inner}</channel></rss>`;

describe('a feed', () => {
  it('says what the show and its episodes are, the oldest first', () => {
    const feed = readFeed(
      rss(`<itunes:author>Fern Hill</itunes:author><language>en-gb</language><itunes:explicit>false</itunes:explicit>
        <itunes:category text="Health &amp; Fitness"><itunes:category text="Mental Health"/></itunes:category>
        <itunes:owner><itunes:name>Press</itunes:name><itunes:email>press@example.org</itunes:email></itunes:owner>
        <itunes:image href="https://example.org/a.jpg"/><podcast:funding url="https://example.org/give">Give</podcast:funding>
        <item><guid isPermaLink="false"> two </guid><title>Two</title><pubDate>Tue, 02 Sep 2025 06:00:00 +0100</pubDate>
          <enclosure url="https://example.org/2.mp3" length="1" type="audio/mpeg"/><itunes:episode>2</itunes:episode><itunes:season>1</itunes:season>
          <podcast:person role="Guest" href="https://example.org/amira">Amira</podcast:person>
          <podcast:transcript url="https://example.org/2.srt" type="application/x-subrip"/><podcast:transcript url="https://example.org/2.vtt" type="text/vtt" language="cy"/></item>
        <item><guid>001</guid><title>One</title><pubDate>Mon, 01 Sep 2025 06:00:00 +0100</pubDate><description><![CDATA[<p>Hello</p>]]></description></item>`),
    );
    expect(feed).toMatchObject({
      ...{
        title: 'Night & day',
        author: 'Fern Hill',
        categories: ['Health & Fitness > Mental Health'],
        explicit: false,
      },
      ...{ ownerEmail: 'press@example.org', funding: { url: 'https://example.org/give', text: 'Give' } },
    });
    expect(feed.episodes).toMatchObject([
      { guid: '001', title: 'One', notes: '<p>Hello</p>', date: new Date('2025-09-01T05:00:00Z'), enclosure: null },
      {
        ...{ guid: 'two', season: '1', number: '2', type: 'full', enclosure: 'https://example.org/2.mp3' },
        people: [{ name: 'Amira', role: 'guest', url: 'https://example.org/amira' }],
        transcripts: [
          { url: 'https://example.org/2.vtt', language: 'cy' },
          { url: 'https://example.org/2.srt', language: 'en-gb' },
        ],
      },
    ]);
  });

  it.each([
    ['the newest first', ['', '3 Jan 2025 06:00 GMT', 'soon', '', '1 Jan 2025 06:00 GMT', ''], [5, 4, 3, 2, 1, 0]],
    ['the oldest first', ['', '1 Jan 2025 06:00 GMT', '', 'soon', '3 Jan 2025 06:00 GMT', ''], [0, 1, 2, 3, 4, 5]],
  ])('lists episodes without a date where they stand, %s', (_, dates, order) => {
    const { episodes } = readFeed(
      rss(
        dates
          .map((date, at) => `<item><guid>${at}</guid><title>${at}</title><pubDate>${date}</pubDate></item>`)
          .join(''),
      ),
    );
    expect(episodes.map(({ guid }) => Number(guid))).toEqual(order);
    expect(episodes.map(({ date }) => date?.toISOString().slice(8, 19))).toEqual([
      ...['01T05:59:59', '01T06:00:00', '03T05:59:58', '03T05:59:59', '03T06:00:00', '03T06:00:01'],
    ]);
    expect(episodes.flatMap(({ amiss }) => amiss.map(({ part }) => part))).toEqual(Array(4).fill('date'));
  });

  it.each(['Fri, 01 Jan 275000 00:00:00 GMT', '-000044-03-15T12:00:00Z', '+010000-01-01T00:00:00Z', '0001-01-01'])(
    'takes a date that cannot be stored, such as %s, for none, and says so',
    (date) => {
      const { episodes } = readFeed(rss(`<item><guid>1</guid><title>One</title><pubDate>${date}</pubDate></item>`));
      expect(episodes).toMatchObject([
        { date: null, amiss: [{ part: 'date', why: expect.stringContaining(`“${date}”, cannot be read`) }] },
      ]);
    },
  );

  it('without any date keeps its order, and says that it has none', () => {
    const { episodes } = readFeed(rss('<item><title>Two</title></item><item><title>One</title></item>'));
    expect(episodes).toMatchObject([
      { title: 'One', date: null, amiss: [{ part: 'date', why: expect.stringContaining('Nor has any other') }] },
      { title: 'Two', date: null },
    ]);
  });

  it('that is hostile is refused in words, at once', () => {
    const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n} "${`&lol${n - 1};`.repeat(10)}">`).join('')}]>`;
    const file = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>';
    const deep = `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`;
    const before = process.cpuUsage();
    for (const xml of [
      rss('<description>&lol9;</description>', laughs),
      rss('&file;', file),
      rss(deep),
      'no xml',
      '<html></html>',
      '',
    ])
      expect(() => readFeed(xml)).toThrow(/does not lead to a podcast feed/);
    expect(() => readFeed(rss(deep))).toThrow(/Its XML is damaged, or nests too deep\.$/);
    // By the work that it took: on a busy machine the clock says little.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    expect(() => readFeed(rss('<item/>'.repeat(1_100_000)))).toThrow(/longer than that of any podcast/);
    // What nobody closed and what nobody knows costs no more than its length.
    expect(readFeed(rss('<item><title>&unknown; __proto__</title></item>'.repeat(5000))).episodes.length).toBe(5000);
  });
});

describe('notes', () => {
  it('keep what a document has a place for, and nothing that runs or hides', () => {
    const html = `<h1>Hello</h1><p>Read <a href="https://example.org/x">this</a> and <a href="javascript:alert(1)">not <b>that</b></a>.</p>
      <ul><li>One</li><li><em>Two</em></li></ul><script>alert(1)</script><img src=x onerror=alert(1)>Loose<br>words`;
    expect(notesOf(html).document.content).toEqual([
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Hello' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Read ' },
          { type: 'text', text: 'this', marks: [{ type: 'link', attrs: { href: 'https://example.org/x' } }] },
          { type: 'text', text: ' and ' },
          { type: 'text', text: 'not ' },
          { type: 'text', text: 'that', marks: [{ type: 'bold' }] },
          { type: 'text', text: '.' },
        ],
      },
      {
        type: 'bulletList',
        content: [
          { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'One' }] }] },
          {
            type: 'listItem',
            content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Two', marks: [{ type: 'italic' }] }] }],
          },
        ],
      },
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'Loose' }, { type: 'hardBreak' }, { type: 'text', text: 'words' }],
      },
    ]);
  });

  it('of plain text have its paragraphs, and of a hundred thousand nested elements cost little', () => {
    expect(notesOf('One\ntwo\n\nThree').document.content.length).toBe(2);
    expect(notesOf('')).toEqual({ document: { type: 'doc', content: [{ type: 'paragraph' }] }, lost: [] });
    const before = process.cpuUsage();
    notesOf('<div><blockquote><ul><li>'.repeat(100_000));
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  it.each([
    ['text in one paragraph', 'word '.repeat(44_000), 99_999],
    ['HTML in one paragraph', `<p>${'word '.repeat(44_000)}</p><p>The end</p>`, 99_999],
    ['text of many paragraphs', `${'word '.repeat(99)}word\n\n`.repeat(440), 199_000],
    ['HTML of many paragraphs', `<p>${'word '.repeat(99)}word</p>`.repeat(440), 197_000],
    [
      'HTML cut within a tag',
      `<b>${'word '.repeat(39_990)}</b><a href="https://example.org/${'x'.repeat(200)}">there</a>`,
      99_999,
    ],
  ])('of 220 kB, as %s, end with a paragraph or a word, and say so', (_, source, least) => {
    const { document, lost } = notesOf(source);
    const words = documentText(document);
    expect(words.length).toBeGreaterThanOrEqual(least);
    expect(words.replaceAll('word', '').trim()).toBe('');
    expect(lost).toEqual([
      expect.stringMatching(/^They are too long .* end with “….*word” now\. Copy what is missing/),
    ]);
  });

  it('have as many lines, items and paragraphs as a document may, and say what is missing', () => {
    for (const source of [
      'a\n'.repeat(6000),
      'a\n\n'.repeat(6000),
      `<ul>${'<li>a</li>'.repeat(1001)}</ul><p>The end</p>`,
    ]) {
      const { document, lost } = notesOf(source);
      expect(documentText(document).length).toBeGreaterThan(1900);
      expect(documentText(document)).not.toContain('end');
      expect(lost).toEqual([expect.stringMatching(/^They are too long/)]);
    }
    expect(notesOf('a\n'.repeat(2000)).lost).toEqual([]);
    expect(notesOf(`${'<div>'.repeat(70)}too deep`).lost).toEqual([
      'What lies deeper than 60 elements in each other was left out.',
    ]);
    expect(
      notesOf('<a href="/about">About</a><a href="javascript:x">us</a><a href="https://example.org">.</a>').lost,
    ).toEqual(['Links that lead nowhere from here are words alone now, such as “/about”.']);
  });

  it('say which pictures they lose, and nothing of what is there to count readers', () => {
    const lostOf = (html: string) => notesOf(html).lost;
    expect(
      lostOf('<p>Seen: <img src="https://example.org/ward.jpg" alt="The new ward"></p><img src="/b.png">'),
    ).toEqual(['Pictures were left out, such as “The new ward”.']);
    expect(lostOf('<figure><img src="/b.png" alt=" "></figure>')).toEqual([
      'Pictures were left out, such as “/b.png”.',
    ]);
    expect(lostOf('<img src="data:image/png;base64,iVBORw0">')).toEqual(['Pictures were left out.']);
    expect(lostOf('<p>Hello</p><img src="https://count.example/1.gif" width="1" height="1">')).toEqual([]);
  });
});
