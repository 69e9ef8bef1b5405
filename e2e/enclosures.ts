import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { parseBuffer } from 'music-metadata';
import partytime from 'podcast-partytime';
import { expect } from 'vitest';

/** Tags of the podcast namespace that are parts of others, which partytime does not count by themselves. */
const parts = ['source', 'integrity'];

/** A feed as podcast apps read it. Fails where a tag of the podcast namespace is not understood. */
export function understoodFeed(xml: string) {
  const feed = partytime.parseFeed(xml);
  if (!feed) throw new Error('This is no feed');
  const known = new Set(
    Object.values(feed.pc20support)
      .flat()
      .map((name) => name.replace(/^podcast:/, '')),
  );
  const used = new Set([...xml.matchAll(/<podcast:(\w+)/g)].map(([, name]) => name ?? ''));
  expect([...used].filter((name) => !known.has(name) && !parts.includes(name))).toEqual([]);
  return feed;
}

/** What listeners' machines find in a file of an episode. */
export interface Heard {
  container: string;
  codec: string;
  /** Seconds, as ffprobe and music-metadata have them. */
  durations: number[];
  title: string | undefined;
  /** Seconds and title of each. */
  chapters: [number, string][];
  /** Pixels of a side of the cover. */
  cover: number | undefined;
}

/** Fetches a file that a feed names and reads it twice, by ffprobe and by music-metadata; it has the length that the feed says. */
export async function hear(named: { url: string; length: number; type: string }): Promise<Heard> {
  const answer = await fetch(named.url);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, named.type]);
  const body = Buffer.from(await answer.arrayBuffer());
  expect([body.length, Number(answer.headers.get('content-length'))]).toEqual([named.length, named.length]);
  expect(named.url).toContain(createHash('sha256').update(body).digest('hex'));
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-enclosure-'));
  try {
    const path = join(folder, 'enclosure');
    writeFileSync(path, body);
    const probed = (await (await openFfmpeg()).probe(path, named.type === 'audio/mpeg' ? 'mp3' : 'mov')) as Probed;
    const { format, common } = await parseBuffer(body, { mimeType: named.type }, { duration: true });
    const sound = probed.streams.find(({ codec_type }) => codec_type === 'audio');
    expect(common.title).toBe(probed.format.tags['title']);
    return {
      container: probed.format.format_name,
      codec: sound?.codec_name ?? '',
      durations: [Number(probed.format.duration), format.duration ?? 0],
      title: common.title,
      chapters: probed.chapters.map(({ start_time, tags }) => [Number(start_time), tags.title]),
      cover: common.picture?.[0] && probed.streams.find(({ codec_type }) => codec_type === 'video')?.width,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Probed {
  format: { format_name: string; duration: string; tags: Record<string, string> };
  streams: { codec_type: string; codec_name: string; width?: number }[];
  chapters: { start_time: string; tags: { title: string } }[];
}
