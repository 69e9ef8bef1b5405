import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createSounds, type SoundFile } from './sounds.ts';

/** A storage of files whose sound begins behind a tag of six bytes, and what was read of it. */
function listening() {
  const read: string[] = [];
  const get = async (sha256: string) => {
    read.push(sha256);
    return Readable.from([Buffer.from('ID3\x04\0\0\0\0\0\x06tagged', 'latin1')]);
  };
  const soundOf = createSounds({ get });
  const listen = (number: number) => soundOf({ sha256: `file-${number}`, format: 'mp3', bytes: 100 } as SoundFile);
  return { read, listen };
}
const all = Array.from({ length: 500 }, (_, number) => number);

it('the sound of five hundred files is remembered, and the one that was found first is forgotten for another', async () => {
  const { read, listen } = listening();
  for (const number of [...all, ...all]) expect(await listen(number)).toEqual({ start: 16, end: 100 });
  expect(read.length).toBe(500);
  await listen(500);
  for (const number of all.slice(1)) await listen(number);
  expect(read.length).toBe(501);
  expect(await listen(0)).toEqual({ start: 16, end: 100 });
  expect(read.at(-1)).toBe('file-0');
  expect(read.length).toBe(502);
});
