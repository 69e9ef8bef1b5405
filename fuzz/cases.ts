import { join } from 'node:path';
import { chanceOf } from '@mobilise/torture/random';
import type { Bait } from './hostile-text.ts';
import { type Kind, type Seed, shares } from './kinds.ts';
import { mutate } from './mutations.ts';

/** One file to try. */
export interface Case {
  index: number;
  kind: Kind;
  /** What it was made from and how, for people. */
  about: string;
  /** True for a seed as it is, which must be accepted. */
  whole: boolean;
  name: string;
  /** The MIME type that it claims to be; none where the browser said none. */
  type?: string;
  bytes: Buffer;
}

/** Names that programs have mistaken for something else. Slashes are not among them: a file is stored under a name of ours. */
const hostileNames = [
  ...['concat:a|b.mp4', '%03d.png', '-i.mp4', '..%2f..%2fetc%2fpasswd', "'; touch made; '.mp4", '$(touch made).mp3'],
  ...['a.m3u8', 'a.ffconcat', 'a.mpd', 'a.svg', 'a.png[0]', 'subfile,,start,0,end,9,,:a.mp4', 'a b\nfile c.mov', '...'],
  ...['\u202egpj.exe', 'data:text,a', 'pipe:0', 'a.mvg', '*.png', 'a.mp4?b#c', '🙈.webm', 'a'.repeat(200)],
];
/** Claims beside the right one. */
const claims = [
  ...['', 'application/octet-stream', 'image/png', 'video/mp4', 'audio/mpeg', 'image/svg+xml', 'application/x-mpegurl'],
  ...[
    'text/html',
    'image/*',
    'video/mp4; codecs="avc1"',
    '../../etc/passwd',
    'audio/x-wav',
    'IMAGE/JPEG ',
    '__proto__',
  ],
];

/** File number `index`: the first are the seeds as they are. Depends on nothing but its arguments. */
export function caseOf(seeds: readonly Seed[], seed: number, index: number, bait: Bait): Case {
  const first = seeds[index];
  if (first) {
    const { kind, name, type, bytes } = first;
    return { index, kind, about: `${name}, whole`, whole: true, name: 'whole', type, bytes };
  }
  const chance = chanceOf(seed * 1_000_003 + index);
  const present = [...new Set(seeds.map(({ kind }) => kind))];
  const kind = chance.pick(present.flatMap((one) => Array.from({ length: shares[one] }, () => one)));
  const from = chance.pick(seeds.filter((one) => one.kind === kind));
  const { bytes, mutations } = mutate(from, { chance, bait, seeds });
  const claimed = chance.next() < 0.15 ? chance.pick(claims) : from.type;
  return {
    ...{ index, kind, bytes, whole: false },
    about: `${from.name}: ${mutations.join(', ')}; says it is ${claimed || 'nothing'}`,
    name: chance.next() < 0.15 ? chance.pick(hostileNames) : 'upload',
    ...(claimed !== '' && { type: claimed }),
  };
}

/**
 * The bait of a file. Address and folder are as long in every run, so that mutations fall on the same bytes.
 *
 * @param outside folder of the files that must not be read
 */
export function baitFor(index: number, port: number, outside: string): Bait {
  const number = (value: number) => String(value).padStart(5, '0');
  return {
    address: `http://127.0.0.1:${number(port)}/${number(index)}`,
    text: join(outside, 'canary.txt'),
    picture: join(outside, 'canary.png'),
    recording: join(outside, 'canary.wav'),
  };
}
