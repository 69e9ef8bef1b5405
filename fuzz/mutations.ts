import type { Chance } from '@mobilise/torture/random';
import { type Bait, hostileTexts, redirectedFilm, tails } from './hostile-text.ts';
import type { Seed } from './kinds.ts';
import { lengthFieldsOf, writeLength } from './length-fields.ts';

interface Around {
  chance: Chance;
  bait: Bait;
  /** Every seed there is, for what is made of two. */
  seeds: readonly Seed[];
}

/** Changes a file; may change the bytes it was given. */
type Mutation = (file: Buffer, around: Around) => Buffer;

/** The bytes by which a kind is known. Most mutations leave them alone, because without them nothing else is looked at. */
const signature = 12;

/** Where in a file: often near its beginning, where headers are. */
function place({ length }: Buffer, { next }: Chance): number {
  const from = next() < 0.9 && length > 2 * signature ? signature : 0;
  const to = next() < 0.4 ? Math.min(length, 160) : length;
  return from + Math.floor(next() * (to - from));
}

/** From and to of a part, up to a quarter of the file. */
function part(file: Buffer, chance: Chance): [number, number] {
  const from = place(file, chance);
  return [from, Math.min(file.length, from + chance.between(1, Math.max(1, file.length >> 2)))];
}

const cut = (file: Buffer, ...bounds: [number, number][]) =>
  Buffer.concat(bounds.map(([from, to]) => file.subarray(from, to)));

const extremes = [0n, 1n, 2n, 0x7fffn, 0xffffn, 0x7fff_ffffn, 0x8000_0000n, 0xffff_fff0n, 0xffff_ffffn];
const extremeNumbers = ['-1', '0', '1e9', '4294967295', '99999999999999999999', 'NaN', '1e-9', '00', '0x10', ''];

const mutations: Record<string, Mutation> = {
  bits: (file, { chance }) => {
    for (let count = chance.between(1, 16); count > 0; count -= 1) {
      const at = place(file, chance);
      file[at] = (file[at] ?? 0) ^ (1 << chance.between(0, 7));
    }
    return file;
  },
  bytes: (file, { chance }) => {
    for (let count = chance.between(1, 8); count > 0; count -= 1) file[place(file, chance)] = chance.between(0, 255);
    return file;
  },
  zeros: (file, { chance }) => file.fill(0, ...part(file, chance)),
  ones: (file, { chance }) => file.fill(0xff, ...part(file, chance)),
  truncated: (file, { chance }) => file.subarray(0, chance.between(1, Math.max(1, file.length - 1))),
  'without its beginning': (file, { chance }) => file.subarray(place(file, chance)),
  'a part twice': (file, { chance }) => {
    const [from, to] = part(file, chance);
    return cut(file, [0, to], ...Array.from({ length: chance.between(1, 20) }, (): [number, number] => [from, to]), [
      to,
      file.length,
    ]);
  },
  'a part removed': (file, { chance }) => {
    const [from, to] = part(file, chance);
    return cut(file, [0, from], [to, file.length]);
  },
  'a part moved': (file, { chance }) => {
    const [from, to] = part(file, chance);
    const at = chance.between(to, file.length);
    return cut(file, [0, from], [to, at], [from, to], [at, file.length]);
  },
  'extreme lengths': (file, { chance }) => {
    const fields = lengthFieldsOf(file);
    if (fields.length === 0) return extremeText(file, chance);
    for (let count = chance.between(1, 3); count > 0; count -= 1) {
      const field = chance.pick(fields);
      const near = BigInt(file.length + chance.between(-2, 2));
      writeLength(file, field, chance.next() < 0.2 ? near : chance.pick([...extremes, (1n << 64n) - 1n, 1n << 63n]));
    }
    return file;
  },
  'another spliced in': (file, { chance, seeds }) => {
    const other = chance.pick(seeds).bytes;
    const at = chance.between(0, file.length);
    return Buffer.concat([file.subarray(0, at), other.subarray(chance.next() < 0.5 ? 0 : place(other, chance))]);
  },
  'another behind it': (file, { chance, seeds }) => Buffer.concat([file, chance.pick(seeds).bytes]),
  'another before it': (file, { chance, seeds }) => Buffer.concat([chance.pick(seeds).bytes, file]),
  'a tail': (file, { chance, bait }) => Buffer.concat([file, chance.pick(Object.values(tails(bait)))]),
  'text instead': (_, { chance, bait }) => Buffer.from(chance.pick(Object.values(hostileTexts(bait)))),
  'text before it': (file, { chance, bait }) =>
    Buffer.concat([Buffer.from(chance.pick(Object.values(hostileTexts(bait)))), file]),
  'text within': (file, { chance, bait }) => {
    const at = place(file, chance);
    const text = Buffer.from(chance.pick(Object.values(hostileTexts(bait))));
    const goesOn = chance.next() < 0.5 ? at : at + text.length;
    return Buffer.concat([file.subarray(0, at), text, file.subarray(goesOn)]);
  },
  'a film that is elsewhere': (_, { bait }) => redirectedFilm(bait.address),
};

/** How often one is taken: once unless said here. */
const weights: Record<string, number> = { bits: 6, bytes: 4, 'extreme lengths': 9, 'text instead': 3, truncated: 2 };
const urn = Object.keys(mutations).flatMap((name) => Array.from({ length: weights[name] ?? 1 }, () => name));

/** Numbers that are written out. */
function extremeText(file: Buffer, chance: Chance): Buffer {
  return Buffer.from(
    file.toString('latin1').replace(/\d+/g, (number) => (chance.next() < 0.1 ? chance.pick(extremeNumbers) : number)),
    'latin1',
  );
}

/** A file that is changed in one to three ways, or emptied, and the names of these. */
export function mutate(seed: Seed, around: Around): { bytes: Buffer; mutations: string[] } {
  const { chance } = around;
  if (chance.next() < 0.01) return { bytes: Buffer.of(), mutations: ['emptied'] };
  let bytes: Buffer = Buffer.from(seed.bytes);
  const done: string[] = [];
  for (let count = chance.pick([1, 1, 1, 2, 2, 3]); count > 0 && bytes.length > 0; count -= 1) {
    const name = chance.pick(urn);
    bytes = Buffer.from(mutations[name]?.(bytes, around) ?? bytes);
    done.push(name);
  }
  return { bytes, mutations: done };
}
