/** Values of a field: shorts, longs, or bytes as they are. */
type Field = [tag: number, type: 'short' | 'long' | 'bytes', values: readonly number[] | Buffer];

/** Names for the numbers of fields that tests change. */
export const tags = {
  ...{ width: 256, height: 257, bits: 258, compression: 259, photometric: 262, stripOffsets: 273, orientation: 274 },
  ...{ samples: 277, rowsPerStrip: 278, stripBytes: 279, tileWidth: 322, tileLength: 323, tileOffsets: 324 },
  ...{ tileBytes: 325, extraSamples: 338 },
} as const;

export interface TiffPage {
  /** Fields beside and instead of those of an uncompressed picture; `null` leaves one out. */
  fields?: Partial<Record<number, readonly number[] | Buffer | null>>;
  width: number;
  height: number;
  /** Samples a pixel, 3 unless told; and bits a sample, 8 unless told. */
  samples?: number;
  bits?: number;
  pixels?: Buffer;
}

const numbers = { short: [3, 2], long: [4, 4], bytes: [1, 1] } as const;

/**
 * A TIFF written by hand, so that it can be what no program writes.
 *
 * @param next where the chain of pages goes on after the last one, as the number of a page: a loop
 */
export function tiff(
  pages: readonly TiffPage[],
  { bigEndian = false, next }: { bigEndian?: boolean; next?: number } = {},
): Buffer {
  const parts: Buffer[] = [];
  let at = 8;
  const put = (part: Buffer) => {
    const padded = part.length % 2 ? Buffer.concat([part, Buffer.alloc(1)]) : part;
    parts.push(padded);
    at += padded.length;
    return at - padded.length;
  };
  const number = (value: number, bytes: number) => {
    const buffer = Buffer.alloc(bytes);
    if (bigEndian) buffer.writeUIntBE(value, 0, bytes);
    else buffer.writeUIntLE(value, 0, bytes);
    return buffer;
  };
  const starts: number[] = [];
  const links: Buffer[] = [];
  for (const page of pages) {
    const { width, height, samples = 3, bits = 8 } = page;
    const pixels = page.pixels ?? Buffer.alloc((width * height * samples * bits) / 8, 0x40);
    const offset = put(pixels);
    const usual: Record<number, readonly number[] | Buffer> = {
      [tags.width]: [width],
      [tags.height]: [height],
      [tags.bits]: Array<number>(samples).fill(bits),
      [tags.compression]: [1],
      [tags.photometric]: [samples < 3 ? 1 : 2],
      [tags.stripOffsets]: [offset],
      [tags.samples]: [samples],
      [tags.rowsPerStrip]: [height],
      [tags.stripBytes]: [pixels.length],
    };
    const fields: Field[] = Object.entries({ ...usual, ...page.fields })
      .filter((field): field is [string, readonly number[] | Buffer] => field[1] !== null)
      .map(([tag, values]) => [
        Number(tag),
        Buffer.isBuffer(values) ? 'bytes' : isLong(Number(tag)) ? 'long' : 'short',
        values,
      ]);
    const entries = fields
      .toSorted(([one], [other]) => one - other)
      .map(([tag, type, values]) => {
        const [code, size] = numbers[type];
        const data = Buffer.isBuffer(values) ? values : Buffer.concat(values.map((value) => number(value, size)));
        const inline = data.length <= 4 ? Buffer.concat([data, Buffer.alloc(4 - data.length)]) : number(put(data), 4);
        return Buffer.concat([number(tag, 2), number(code, 2), number(values.length, 4), inline]);
      });
    const link = Buffer.alloc(4);
    links.push(link);
    starts.push(put(Buffer.concat([number(entries.length, 2), ...entries])));
    parts.push(link);
    at += 4;
  }
  for (const [index, link] of links.entries()) {
    const to = starts[index + 1] ?? (next === undefined ? 0 : (starts[next] ?? 0));
    number(to, 4).copy(link);
  }
  const head = Buffer.concat([Buffer.from(bigEndian ? 'MM' : 'II'), number(42, 2), number(starts[0] ?? 0, 4)]);
  return Buffer.concat([head, ...parts]);
}

/** Fields that may be larger than a short; the others are shorts. */
const isLong = (tag: number) =>
  new Set<number>([
    tags.width,
    tags.height,
    tags.stripOffsets,
    tags.rowsPerStrip,
    tags.stripBytes,
    tags.tileWidth,
    tags.tileLength,
    tags.tileOffsets,
    tags.tileBytes,
  ]).has(tag);
