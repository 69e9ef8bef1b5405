import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import sharp from 'sharp';

/** Files beside the work folder that uploads try to have read. */
export interface Canaries {
  folder: string;
  /** In the text; nowhere else. */
  secret: string;
  /** Whether this file system says when a file was read. */
  tells: boolean;
  /** The names of those that were read since the last question. */
  touched: () => Promise<string[]>;
}

/** Of the picture, in which it is the only colour. No seed has it. */
export const canaryColour = { r: 255, g: 0, b: 254 };

/** Long before they were written: a time of reading that is older than the file is always brought up to date. */
const never = new Date('2001-01-01T00:00:00Z');

export async function plantCanaries(folder: string): Promise<Canaries> {
  await mkdir(folder, { recursive: true });
  const secret = `canary ${randomBytes(16).toString('hex')}`;
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: canaryColour } });
  const files: Record<string, Buffer> = {
    'canary.txt': Buffer.from(`${secret}\n`.repeat(20)),
    'canary.png': await picture.png().toBuffer(),
    'canary.wav': wav({ seconds: 1 }, tone(1000)),
  };
  const reset = (name: string) => utimes(join(folder, name), never, new Date());
  const touched = async () => {
    const found: string[] = [];
    for (const name of Object.keys(files)) if ((await stat(join(folder, name))).atime > never) found.push(name);
    for (const name of found) await reset(name);
    return found;
  };
  for (const [name, data] of Object.entries(files)) {
    await writeFile(join(folder, name), data);
    await reset(name);
  }
  await readFile(join(folder, 'canary.txt'));
  const tells = (await touched()).length === 1;
  return { folder, secret, tells, touched };
}
