import { buffer } from 'node:stream/consumers';
import type { AudioFormat } from './audio-recipe.ts';
import type { Storage } from './storage.ts';

/** Bytes of a file from `start` on, up to but not including `end`. */
export interface Part {
  start: number;
  end: number;
}

/**
 * Where in a file that we made its sound lies: behind the tag with title and cover of an MP3, in the one box of an M4A that holds
 * what is heard. The whole of a file that is neither.
 *
 * @throws as `Storage.get`
 */
export async function soundWithin(
  storage: Pick<Storage, 'get'>,
  { sha256, format, bytes }: { sha256: string; format: AudioFormat; bytes: number },
): Promise<Part> {
  const read: Read = async (start) => {
    const head = await buffer(await storage.get(sha256, { start, end: Math.min(start + 16, bytes) - 1 }));
    return Buffer.concat([head, Buffer.alloc(16 - head.length)]);
  };
  const found = bytes > 16 ? await (format === 'mp3' ? behindTag : inMediaData)(read, bytes) : null;
  return found && found.start < found.end && found.end <= bytes ? found : { start: 0, end: bytes };
}

/** The first sixteen bytes from a place on. */
type Read = (start: number) => Promise<Buffer>;

/** ID3v2: ten bytes, the last four of which say with seven bits each how many follow. */
async function behindTag(read: Read, bytes: number): Promise<Part | null> {
  const head = await read(0);
  if (head.toString('latin1', 0, 3) !== 'ID3') return null;
  return { start: 10 + head.subarray(6, 10).reduce((size, byte) => size * 128 + byte, 0), end: bytes };
}

/** ISO 14496-12, 4.2: boxes one after the other, each of which begins with its length and its name. */
async function inMediaData(read: Read, bytes: number): Promise<Part | null> {
  for (let at = 0, boxes = 0; at + 16 < bytes && boxes < 20; boxes += 1) {
    const head = await read(at);
    const short = head.readUInt32BE(0);
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short || bytes - at;
    const start = at + (short === 1 ? 16 : 8);
    if (head.toString('latin1', 4, 8) === 'mdat') return { start, end: at + length };
    if (length < 8) return null;
    at += length;
  }
  return null;
}
