import { hostname } from 'node:os';
import { embeddedFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { expect, it } from 'vitest';
import { beat, sayFfmpeg, sayGoodbye } from './heartbeat.ts';
import { testPublishing } from './testing.ts';

const { sql, publisher } = await testPublishing();
const rows = (id: string) =>
  sql<{ machine: string; release: string; skew: number }[]>`
    select machine, release, skew from publishers where id = ${id}`;

it('a publisher says where it runs, what, and by how much its clock is off, and takes its leave', async () => {
  const fast = publisher({ wallClock: () => Date.now() + 5000 });
  await beat(fast);
  const [row] = await rows(fast.workerId);
  expect(row).toMatchObject({ machine: hostname(), release: 'test' });
  expect(row?.skew).toBeGreaterThan(4000);
  expect(row?.skew).toBeLessThan(6000);

  await beat({ ...fast, wallClock: () => Date.now() - 60_000 });
  expect((await rows(fast.workerId))[0]?.skew).toBeLessThan(-58_000);
  await sayGoodbye(fast);
  expect(await rows(fast.workerId)).toEqual([]);
});

it('a clock that is off by years is told as far as a number goes', async () => {
  const lost = publisher({ wallClock: () => 0 });
  await beat(lost);
  expect((await rows(lost.workerId))[0]?.skew).toBe(-2_000_000_000);
});

it('a publisher says once what it makes sound and films with, or why it cannot', async () => {
  const made = async (id: string) => (await sql`select ffmpeg from publishers where id = ${id}`)[0]?.['ffmpeg'];
  const embedded = embeddedFfmpeg();
  let asked = 0;
  const able = publisher({
    ffmpeg: async () => {
      asked += 1;
      return embedded;
    },
  });
  await beat(able);
  await sayFfmpeg(able);
  await sayFfmpeg(able);
  expect([await made(able.workerId), asked]).toEqual([
    {
      source: 'embedded',
      version: embedded.version,
      notes: [expect.stringContaining('Video will be slow on this machine')],
    },
    1,
  ]);
  const unable = publisher({ ffmpeg: () => Promise.reject(new Error('There is no working ffmpeg at /opt/ffmpeg.')) });
  await beat(unable);
  await sayFfmpeg(unable);
  expect(await made(unable.workerId)).toMatchObject({
    source: 'none',
    notes: [expect.stringContaining('/opt/ffmpeg')],
  });
});
