/** Where a file says how large, how long or how many something is. */
export interface LengthField {
  at: number;
  bytes: 1 | 2 | 3 | 4 | 8;
  /** `ebml` keeps the bits that say how many bytes it has; `synchsafe` has seven bits in a byte. */
  order: 'big' | 'little' | 'ebml' | 'synchsafe';
}

/** The fields of a whole file of a container that is known here; none for others. */
export function lengthFieldsOf(file: Buffer): LengthField[] {
  const head = file.toString('latin1', 0, 12);
  const found = /^(RIFF|RF64)/.test(head)
    ? riff(file)
    : head.startsWith('\x89PNG')
      ? png(file)
      : head.startsWith('\xff\xd8')
        ? jpeg(file)
        : /^.{4}ftyp/s.test(head)
          ? boxes(file, 0, file.length)
          : head.startsWith('\x1aE\xdf\xa3')
            ? ebml(file, 0, file.length)
            : head.startsWith('ID3')
              ? id3(file)
              : head.startsWith('fLaC')
                ? flac(file)
                : head.startsWith('OggS')
                  ? ogg(file)
                  : head.startsWith('GIF8')
                    ? [little(6, 2), little(8, 2)]
                    : head.startsWith('II*\0')
                      ? tiff(file)
                      : [];
  return found.filter(({ at, bytes }) => at + bytes <= file.length);
}

const big = (at: number, bytes: LengthField['bytes'] = 4): LengthField => ({ at, bytes, order: 'big' });
const little = (at: number, bytes: LengthField['bytes'] = 4): LengthField => ({ at, bytes, order: 'little' });

/** Of every page: how many fields it has, how much each holds or where that is, and where the next page is. */
function tiff(file: Buffer): LengthField[] {
  const found = [little(4)];
  for (let at = file.readUInt32LE(4); at > 0 && at + 2 <= file.length; ) {
    const fields = file.readUInt16LE(at);
    const end = at + 2 + fields * 12;
    found.push(little(at, 2), little(end));
    for (let field = at + 2; field < end; field += 12) found.push(little(field + 4), little(field + 8));
    at = end + 4 <= file.length ? file.readUInt32LE(end) : 0;
  }
  return found;
}

/** Chunks of WAV and WebP, with channels and rate of sound, and the sides of a picture. */
function riff(file: Buffer): LengthField[] {
  const found = [little(4)];
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    found.push(little(at + 4));
    if (name === 'fmt ') found.push(little(at + 10, 2), little(at + 12), little(at + 20, 2), little(at + 22, 2));
    if (name === 'ds64') found.push(little(at + 8, 8), little(at + 16, 8), little(at + 24, 8));
    if (name === 'VP8X') found.push(little(at + 12, 3), little(at + 15, 3));
    at += 8 + size + (size & 1);
  }
  return found;
}

function png(file: Buffer): LengthField[] {
  const found: LengthField[] = [];
  for (let at = 8; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    found.push(big(at));
    if (file.toString('latin1', at + 4, at + 8) === 'IHDR') found.push(big(at + 8), big(at + 12));
  }
  return found;
}

function jpeg(file: Buffer): LengthField[] {
  const found: LengthField[] = [];
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    found.push(big(at + 2, 2));
    const marker = file[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) found.push(big(at + 5, 2), big(at + 7, 2));
    if (marker === 0xda) break;
  }
  return found;
}

const nested = new Set('moov trak mdia minf dinf stbl moof traf mvex udta edts iprp ipco'.split(' '));
/** Where a box has a number worth lying about: counts of entries, time scales and durations, sides. */
const numbers: Record<string, readonly number[]> = {
  ...{ stts: [12, 16, 20], stsz: [12, 16], stco: [12, 16], stsc: [12, 16], ctts: [12], elst: [12, 16], stsd: [12, 16] },
  ...{ dref: [12], mvhd: [20, 24], mdhd: [20, 24], tkhd: [28], trun: [12], ispe: [12, 16], iloc: [14] },
};

/** Boxes of MP4, MOV and AVIF. */
function boxes(file: Buffer, from: number, to: number): LengthField[] {
  const found: LengthField[] = [];
  for (let at = from; at + 8 <= to; ) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    found.push(big(at), ...(numbers[type] ?? []).map((offset) => big(at + offset)));
    const end = size < 8 ? to : Math.min(to, at + size);
    if (nested.has(type)) found.push(...boxes(file, at + 8, end));
    if (type === 'meta') found.push(...boxes(file, at + 12, end));
    at = end;
  }
  return found;
}

/** Identifiers of the elements of Matroska that hold others. */
const masters = new Set([0x18538067, 0x1654ae6b, 0x1f43b675, 0x1549a966, 0x1a45dfa3, 0xae, 0xe0, 0xe1, 0xa0]);

function ebml(file: Buffer, from: number, to: number): LengthField[] {
  const found: LengthField[] = [];
  for (let at = from; at + 2 <= to; ) {
    const idBytes = Math.clz32(file[at] ?? 0) - 23;
    const sizeAt = at + idBytes;
    const bytes = Math.clz32(file[sizeAt] ?? 0) - 23;
    if (idBytes > 4 || bytes > 8 || sizeAt + bytes > to) break;
    let size = (file[sizeAt] ?? 0) & (0xff >> bytes);
    for (let more = 1; more < bytes; more += 1) size = size * 256 + (file[sizeAt + more] ?? 0);
    if (bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8) found.push({ at: sizeAt, bytes, order: 'ebml' });
    const body = sizeAt + bytes;
    const end = Math.min(to, body + size);
    if (masters.has(file.readUIntBE(at, idBytes))) found.push(...ebml(file, body, end));
    // A number of up to four bytes: a time scale, a rate, a side.
    else if (size === 1 || size === 2 || size === 4) found.push(big(body, size));
    at = end;
  }
  return found;
}

function id3(file: Buffer): LengthField[] {
  const found: LengthField[] = [{ at: 6, bytes: 4, order: 'synchsafe' }];
  for (let at = 10; at + 10 <= file.length && /[A-Z0-9]{4}/.test(file.toString('latin1', at, at + 4)); ) {
    found.push(big(at + 4));
    at += 10 + file.readUInt32BE(at + 4);
  }
  return found;
}

function flac(file: Buffer): LengthField[] {
  const found: LengthField[] = [big(8, 2), big(10, 2), big(18, 4), big(22, 4)];
  for (let at = 4; at + 4 <= file.length; at += 4 + file.readUIntBE(at + 1, 3)) {
    found.push(big(at + 1, 3));
    if ((file[at] ?? 0) & 0x80) break;
  }
  return found;
}

function ogg(file: Buffer): LengthField[] {
  const found: LengthField[] = [];
  for (let at = file.indexOf('OggS'); at !== -1; at = file.indexOf('OggS', at + 4))
    found.push(
      little(at + 6, 8),
      little(at + 18),
      { at: at + 26, bytes: 1, order: 'big' },
      big(at + 27, 1),
      big(at + 40, 4),
    );
  return found;
}

/** Writes a number into a field, cut to what fits. */
export function writeLength(file: Buffer, { at, bytes, order }: LengthField, value: bigint): void {
  const bits = order === 'ebml' ? bytes * 7 : bytes * 8;
  let rest = BigInt.asUintN(bits, value);
  if (order === 'ebml') rest |= 1n << BigInt(bits);
  for (let index = 0; index < bytes; index += 1) {
    const byte = order === 'synchsafe' ? Number(rest & 127n) : Number(rest & 255n);
    file[order === 'little' ? at + index : at + bytes - 1 - index] = byte;
    rest >>= order === 'synchsafe' ? 7n : 8n;
  }
}
