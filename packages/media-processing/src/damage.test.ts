import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { noticingDamage } from './damage.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { InputFormat } from './ffmpeg-job.ts';
import { everyFfmpeg } from './ffmpeg-testing.ts';
import { flipBits, makeFilm, noisy } from './video-testing.ts';

const folder = await mkdtemp(join(tmpdir(), 'damage-'));
afterAll(() => rm(folder, { recursive: true }));

describe.each(await everyFfmpeg())('with the $source ffmpeg', (ffmpeg) => {
  test.each(['mp4', 'matroska'] as const)(
    'a film as %s whose bits were flipped is noticed, and a whole one is not',
    async (container) => {
      const title = ['-metadata', 'title=[h264 @ 0x1] concealing 9 DC, 9 AC, 9 MV errors in P frame'];
      const film = await makeFilm(ffmpeg, folder, `film.${container}`, {
        ...noisy,
        container,
        args: [...noisy.args, ...title],
      });
      expect(await isDamaged(ffmpeg, film.path, film.format)).toBe(false);
      const path = join(folder, `damaged.${container}`);
      await writeFile(path, flipBits(await readFile(film.path)));
      expect(await isDamaged(ffmpeg, path, film.format)).toBe(true);
    },
  );
});

/** Decodes a film to nothing. */
async function isDamaged(ffmpeg: Ffmpeg, path: string, format: InputFormat): Promise<boolean> {
  const noticing = noticingDamage(ffmpeg);
  await noticing.ffmpeg.run({
    inputs: [{ path, format }],
    outputs: [{ take: () => undefined, args: ['-map', '0', '-f', 'null'] }],
    ...{ seconds: 10, maxBytes: 0, timeout: 60 },
  });
  return noticing.isDamaged();
}
