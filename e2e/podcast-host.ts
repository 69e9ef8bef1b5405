import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { podcastCover } from './pictures.ts';
import { spokenWav } from './recordings.ts';

/** Where a show lives before it is taken over: a feed as hosts write them, and all that it names. */
export interface PodcastHost {
  feedUrl: string;
  /** Recordings that are not there, by the number of their episode. */
  missing: Set<number>;
  /** The number of the episode whose recording comes only once it is let go. */
  slow: number | null;
  /** Sends what was kept waiting. */
  letGo: () => void;
  close: () => Promise<void>;
}

const episodes = [1, 2, 3, 4];
export const guidOf = (number: number) => `fernhill-${1000 + number}`;

const itemOf = (number: number, origin: string) => `
<item>
  <title>Night ${number}</title>
  <itunes:title>Night ${number}</itunes:title>
  <guid isPermaLink="false">${guidOf(number)}</guid>
  <link>${origin}/night-${number}</link>
  <pubDate>${new Date(Date.UTC(2025, 0, number, 6)).toUTCString()}</pubDate>
  <description><![CDATA[<p>Who is awake at <a href="${origin}/">Fern Hill</a>.</p>]]></description>
  <enclosure url="${origin}/redirect/sound/${number}.wav" length="96044" type="audio/wav"/>
  <itunes:duration>12</itunes:duration>
  <itunes:season>1</itunes:season>
  <itunes:episode>${number}</itunes:episode>
  <itunes:episodeType>full</itunes:episodeType>
  <itunes:explicit>false</itunes:explicit>
  <podcast:person role="host" href="${origin}/amira">Amira Shah</podcast:person>
  <podcast:chapters url="${origin}/chapters.json" type="application/json+chapters"/>
  <podcast:transcript url="${origin}/words.vtt" type="text/vtt"/>
</item>`;

const feedOf = (origin: string) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Nights at Fern Hill</title>
  <link>${origin}/</link>
  <atom:link href="${origin}/feed.xml" rel="self" type="application/rss+xml"/>
  <language>en-gb</language>
  <description>What happens at night.</description>
  <itunes:author>Fern Hill Hospice</itunes:author>
  <itunes:owner><itunes:name>Grace Okafor</itunes:name><itunes:email>grace@example.org</itunes:email></itunes:owner>
  <itunes:category text="Health &amp; Fitness"><itunes:category text="Mental Health"/></itunes:category>
  <itunes:explicit>false</itunes:explicit>
  <itunes:type>episodic</itunes:type>
  <itunes:image href="${origin}/cover.png"/>
  <podcast:locked owner="grace@example.org">no</podcast:locked>${episodes
    .toReversed()
    .map((number) => itemOf(number, origin))
    .join('')}
</channel>
</rss>`;

const chapters = '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Hello"},{"startTime":6,"title":"Three"}]}';
const words = 'WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Amira>Who is awake?\n';

/** A host of one show of four episodes, on this machine. Its recordings are behind a redirect, as those that are counted are. */
export async function podcastHost(): Promise<PodcastHost> {
  const cover = await podcastCover();
  // Each is a file of its own.
  const sounds = new Map(episodes.map((number) => [number, spokenWav(11 + number)]));
  const waiting: (() => void)[] = [];
  const send = (response: ServerResponse, type: string, body: string | Buffer) =>
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
  const server = createServer(({ url = '', headers }, response) => {
    const number = Number(/^\/sound\/(\d+)\.wav$/.exec(url)?.[1]);
    const sound = sounds.get(number);
    if (url === '/feed.xml') send(response, 'application/rss+xml; charset=utf-8', feedOf(`http://${headers.host}`));
    else if (url === '/cover.png') send(response, 'image/png', cover);
    else if (url === '/chapters.json') send(response, 'application/json+chapters', chapters);
    else if (url === '/words.vtt') send(response, 'text/vtt', words);
    else if (url.startsWith('/redirect/')) response.writeHead(302, { Location: url.slice('/redirect'.length) }).end();
    else if (!sound || host.missing.has(number)) response.writeHead(404).end('There is no such file');
    else if (host.slow === number) waiting.push(() => send(response, 'audio/wav', sound));
    else send(response, 'audio/wav', sound);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host: PodcastHost = {
    feedUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.xml`,
    missing: new Set(),
    slow: null,
    letGo: () => {
      host.slow = null;
      for (const go of waiting.splice(0)) go();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return host;
}
