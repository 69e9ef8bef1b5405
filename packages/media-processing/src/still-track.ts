/** A picture that is shown from a time on until the next one is. */
export interface Still {
  /** Milliseconds. */
  at: number;
  /** All of one track have the same size and the same kind of colours. */
  png: Uint8Array;
}

/**
 * The bytes of a Matroska file in which each picture is one frame, to be written one after another: first those of `head`, then
 * `frame` of every still in order. It is how thousands of captions reach ffmpeg as one input, each with its time, whatever
 * ffmpeg was built with (RFC 9559).
 */
export const stillTrack = {
  head: ({ width, height }: { width: number; height: number }): Buffer =>
    Buffer.concat([
      element(0x1a45dfa3, string(0x4282, 'matroska'), number(0x4287, 2), number(0x4285, 2)),
      // A segment whose size is not known ends with the file.
      Buffer.from('1853806701ffffffffffffff', 'hex'),
      // Times count in milliseconds.
      element(0x1549a966, number(0x2ad7b1, 1_000_000)),
      element(
        0x1654ae6b,
        element(
          0xae,
          ...[number(0xd7, 1), number(0x73c5, 1), number(0x83, 1)],
          ...[string(0x86, 'V_MS/VFW/FOURCC'), element(0x63a2, bitmapHeader(width, height))],
          element(0xe0, number(0xb0, width), number(0xba, height)),
        ),
      ),
    ]),

  frame: ({ at, png }: Still): Buffer =>
    // One block of track 1, at the time of its cluster, a key frame.
    element(0x1f43b675, number(0xe7, at), element(0xa3, Buffer.of(0x81, 0, 0, 0x80), png)),
};

/** A Windows BITMAPINFOHEADER that says `MPNG`. */
function bitmapHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(width, 4);
  header.writeInt32LE(height, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  header.write('MPNG', 16);
  return header;
}

/** An EBML element: its id, its size in eight bytes, what is in it. */
function element(id: number, ...content: Uint8Array[]): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(content.reduce((sum, { length }) => sum + length, 0)) | (1n << 56n));
  return Buffer.concat([bytes(id), size, ...content]);
}

const number = (id: number, value: number) => element(id, bytes(value));
const string = (id: number, value: string) => element(id, Buffer.from(value));

/** Big-endian, as short as it can be. */
function bytes(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
