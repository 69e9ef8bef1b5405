import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { MediaError } from './errors.ts';

/** The decoder walks all pages, of which the first is used: 1,000 take it 0.1 s of CPU, a quarter of a million 20 s and 600 MB. */
const mostPages = 1000;

const flatten = 'Save it flattened, in RGB with 8 or 16 bits a channel, and upload that.';
const unusable = (why: string, todo = flatten) => new MediaError('media_type_unsupported', `${why} ${todo}`);
const tooManyChannels = () => unusable('This TIFF has channels beside its colours and transparency.');

export const isTiff = (head: Uint8Array) =>
  /^(II\*\0|MM\0\*)/.test(Buffer.from(head.subarray(0, 4)).toString('latin1'));

/**
 * Refuses what the decoder must not be given: too many pages, and BigTIFF, which nothing as small as an upload needs. A loop
 * of pages is too many of them. Errors: `media_type_unsupported`.
 */
export async function checkPages(path: string): Promise<void> {
  const file = await open(path);
  try {
    const read = async (at: number, length: number) => (await file.read(Buffer.alloc(length), 0, length, at)).buffer;
    const head = await read(0, 8);
    if (!isTiff(head)) throw unusable('This is a BigTIFF.', 'Save it as an ordinary TIFF and upload that.');
    const isBig = head[0] === 0x4d;
    const short = (bytes: Buffer) => (isBig ? bytes.readUInt16BE() : bytes.readUInt16LE());
    const long = (bytes: Buffer) => (isBig ? bytes.readUInt32BE() : bytes.readUInt32LE());
    // A page is a count of its fields, twelve bytes each, and where the next one is. Beyond the end of the file zeros are read.
    let at = long(head.subarray(4));
    for (let pages = 0; at !== 0; pages += 1) {
      if (pages === mostPages)
        throw unusable(
          'This TIFF has more than 1,000 pages.',
          'Save the one that is needed as a file and upload that.',
        );
      at = long(await read(at + 2 + 12 * short(await read(at, 2)), 4));
    }
  } finally {
    await file.close();
  }
}

/**
 * Refuses what would take many times the memory of other pictures of its size, or has no meaning as a picture. Errors:
 * `media_type_unsupported`.
 */
export function checkSamples({ depth, channels, space }: Metadata): void {
  if (depth !== 'uchar' && depth !== 'ushort') throw unusable('This TIFF has more than 16 bits a channel.');
  if (channels > (space === 'cmyk' ? 5 : 4)) throw tooManyChannels();
}

/** What the decoder refuses itself, in words: 8 bits of Lab, and more channels than five. */
export function sayUnusable(error: unknown): never {
  if (String(error).includes('labq')) throw unusable('This TIFF is in Lab colours.');
  throw String(error).includes('exceeds channel limit') ? tooManyChannels() : error;
}
